"""Read curricula and who has completed what."""

from fairlead.training.queries.calendars import appointments
from fairlead.training.queries.curriculum import (
    completions_of,
    file_of,
    modules,
    modules_to_refresh,
    option_rows,
    question_of,
    questions,
    unwritten,
)
from fairlead.training.queries.sessions import (
    Offered,
    coming,
    counted,
    offered,
    sessions_of,
    unwritten_session,
)
from fairlead.training.queries.standing import (
    Item,
    Learner,
    items_of,
    keeps_out,
    learners,
    learning,
    lift_of,
    missing,
    needs,
    of_participation,
    of_round,
    recorded,
)
from fairlead.training.queries.todos import todos

__all__ = [
    "Item",
    "Learner",
    "Offered",
    "appointments",
    "coming",
    "completions_of",
    "counted",
    "file_of",
    "items_of",
    "keeps_out",
    "learners",
    "learning",
    "lift_of",
    "missing",
    "modules",
    "modules_to_refresh",
    "needs",
    "of_participation",
    "of_round",
    "offered",
    "option_rows",
    "question_of",
    "questions",
    "recorded",
    "sessions_of",
    "todos",
    "unwritten",
    "unwritten_session",
]
