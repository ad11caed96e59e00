"""Read applications: what is missing, who waits for whom, and the pool for matching."""

from fairlead.applications.queries.asking import answers_for_match, own_answers
from fairlead.applications.queries.inbox import Filters, in_round
from fairlead.applications.queries.lacking import Missing, missing_answers
from fairlead.applications.queries.noted import notes
from fairlead.applications.queries.pooling import Funnel, funnel, pool, ready, ready_on, to_ask
from fairlead.applications.queries.reading import (
    APPROVAL_NEEDED,
    NOT_ASKED,
    UNDECIDED,
    applicant,
    approval_by_secret,
    approval_of,
    can_withdraw,
    draft_on_other_side,
    label,
    load_answers,
    mine,
    needs_approval,
    open_rounds,
    people_in,
    takes_applications,
    usual_languages,
    waits_for_approval,
    with_answers,
)
from fairlead.applications.queries.reminders import next_reminder, reminder_due, reminders_of
from fairlead.applications.queries.waiting import todos

__all__ = [
    "APPROVAL_NEEDED",
    "NOT_ASKED",
    "UNDECIDED",
    "Filters",
    "Funnel",
    "Missing",
    "answers_for_match",
    "applicant",
    "approval_by_secret",
    "approval_of",
    "can_withdraw",
    "draft_on_other_side",
    "funnel",
    "in_round",
    "label",
    "load_answers",
    "mine",
    "missing_answers",
    "needs_approval",
    "next_reminder",
    "notes",
    "open_rounds",
    "own_answers",
    "people_in",
    "pool",
    "ready",
    "ready_on",
    "reminder_due",
    "reminders_of",
    "takes_applications",
    "to_ask",
    "todos",
    "usual_languages",
    "waits_for_approval",
    "with_answers",
]
