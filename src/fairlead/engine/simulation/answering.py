"""A question answered: every alternative played, the mentors a goal takes, and all of it as plain data."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from typing import Any

from fairlead.engine import ENGINE_VERSION
from fairlead.engine.simulation.comparing import Scenario, compare
from fairlead.engine.simulation.needing import Needed, mentors_needed
from fairlead.engine.simulation.reading import Question
from fairlead.engine.watching import NOBODY, Watch

RUNS_OF_SEARCH = 10


@dataclass(frozen=True)
class Outcome:
    """What came out: each alternative, and the mentors that the goal takes, if one is given."""

    scenarios: list[Scenario]
    needed: Needed | None


def answer(question: Question, *, watch: Watch = NOBODY, executor: Executor | None = None) -> Outcome:
    """Play every alternative, and look for the mentors that the goal takes. Raises `Cancelled`."""
    scenarios = compare(
        question.assumptions,
        question.rhythms,
        question.shares_of_mentors,
        runs=question.runs,
        seed=question.seed,
        watch=watch,
        executor=executor,
    )
    needed = None
    if question.goal is not None:
        needed = mentors_needed(
            question.assumptions,
            question.goal,
            runs=min(question.runs, RUNS_OF_SEARCH),
            seed=question.seed,
            watch=watch,
            executor=executor,
        )
    return Outcome(scenarios, needed)


def as_data(question: Question, outcome: Outcome) -> dict[str, Any]:
    """Everything that came out, as plain data for a file or a page."""
    needed = outcome.needed
    return {
        "engine": ENGINE_VERSION,
        "runs": question.runs,
        "seed": question.seed,
        "weeks": question.assumptions.weeks,
        "warm_up": question.assumptions.warm_up,
        "scenarios": [_scenario(one) for one in outcome.scenarios],
        "needed": None
        if needed is None
        else {
            "reached": needed.reached,
            "added": [
                {"area": area, "language": language, "number": number}
                for (area, language), number in needed.added.items()
            ],
            "then": _scenario(needed.scenario),
        },
    }


def _scenario(one: Scenario) -> dict[str, Any]:
    rhythm = one.assumptions.rhythm
    return {
        "matching": rhythm.kind,
        "enough": rhythm.enough if rhythm.kind == "enough" else None,
        "days": rhythm.days if rhythm.kind == "long" else None,
        "mentors": sum(stock.number for stock in one.assumptions.mentors),
        "places": one.assumptions.places,
        "figures": {key: None if some is None else asdict(some) for key, some in one.figures.items()},
        "runs_without": dict(one.runs_without),
        "each": {key: list(some) for key, some in one.each.items()},
        "hours": asdict(one.hours),
        "wait_by_area": dict(one.by_area),
    }
