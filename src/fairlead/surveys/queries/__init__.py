"""Read surveys: what is asked, who has answered, what came of it."""

from fairlead.surveys.queries.asked import Mine, by_secret, draft_of, mine, todos
from fairlead.surveys.queries.changes import Asked, ChangeOf, Panel, panel
from fairlead.surveys.queries.planning import usual
from fairlead.surveys.queries.questionnaires import draft, home_of, of_programme, published
from fairlead.surveys.queries.results import Result, Results, results
from fairlead.surveys.queries.waves import Rate, rate, rates, unplanned

__all__ = [
    "Asked",
    "ChangeOf",
    "Mine",
    "Panel",
    "Rate",
    "Result",
    "Results",
    "by_secret",
    "draft",
    "draft_of",
    "home_of",
    "mine",
    "of_programme",
    "panel",
    "published",
    "rate",
    "rates",
    "results",
    "todos",
    "unplanned",
    "usual",
]
