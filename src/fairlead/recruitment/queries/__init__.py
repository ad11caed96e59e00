"""Read invitations, mentors of past rounds, coverage and calls."""

from fairlead.recruitment.queries.calls import all_calls, by_slug
from fairlead.recruitment.queries.coverage import Coverage, Need, coverage, coverages
from fairlead.recruitment.queries.invitations import (
    Counts,
    Filters,
    by_secret,
    counts,
    in_round,
    reminder_days,
    suggestions,
)
from fairlead.recruitment.queries.listing import Line, Preview, preview
from fairlead.recruitment.queries.notes import notes
from fairlead.recruitment.queries.past import PastMentor, last_application, past_mentors
from fairlead.recruitment.queries.todos import todos

__all__ = [
    "Counts",
    "Coverage",
    "Filters",
    "Line",
    "Need",
    "PastMentor",
    "Preview",
    "all_calls",
    "by_secret",
    "by_slug",
    "counts",
    "coverage",
    "coverages",
    "in_round",
    "last_application",
    "notes",
    "past_mentors",
    "preview",
    "reminder_days",
    "suggestions",
    "todos",
]
