"""A simulation from a file to a table: read, play, tell."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from fairlead.cli.people import read_toml
from fairlead.cli.policy_wording import misread
from fairlead.cli.tables import BadInput, Fault
from fairlead.engine.policy import PolicyRefused
from fairlead.engine.simulation.answering import Outcome, answer
from fairlead.engine.simulation.assumptions import Assumptions, Rhythm
from fairlead.engine.simulation.comparing import FEWEST_RUNS, QUANTILES, Estimate, Scenario
from fairlead.engine.simulation.needing import Needed
from fairlead.engine.simulation.reading import Question, read_question
from fairlead.engine.watching import Watch

RHYTHM_WORDS = {
    "at_once": "at once",
    "daily": "every day",
    "weekly": "every week",
    "fortnightly": "every two weeks",
    "monthly": "every month",
}
COLUMNS = (
    ("median wait", "wait_median", "{:.1f}"),
    ("9 of 10 within", "wait_90", "{:.1f}"),
    ("unmatched", "unmatched", "{:.0%}"),
    ("fit", "fit", "{:.0%}"),
    ("places taken", "busy", "{:.0%}"),
)
FEWEST_TO_SHARE = 2


def read_file(path: Path, *, runs: int | None, seed: int | None) -> Question:
    """The question of a file. Raises `BadInput` with every key that is wrong."""
    try:
        question = read_question(read_toml(path))
    except PolicyRefused as refused:
        problems = refused.facts["problems"]
        raise BadInput(
            [Fault(str(path), 0, "", f"{one.path}: {misread(one)}.") for one in problems]
        ) from None
    if runs is not None and runs < FEWEST_RUNS:
        raise BadInput([Fault("options", 0, "--runs", f"expected at least {FEWEST_RUNS} repetitions.")])
    changed = replace(question, runs=question.runs if runs is None else runs)
    return replace(changed, seed=question.seed if seed is None else seed)


def play(question: Question, workers: int, watch: Watch) -> Outcome:
    """Play every alternative, and look for the mentors that the goal takes."""
    if workers < FEWEST_TO_SHARE:
        return answer(question, watch=watch)
    with ProcessPoolExecutor(workers) as executor:
        return answer(question, watch=watch, executor=executor)


def rhythm_words(rhythm: Rhythm) -> str:
    """When is matched, in words."""
    if rhythm.kind == "long":
        return f"after {rhythm.days} days' wait"
    return RHYTHM_WORDS.get(rhythm.kind, f"when {rhythm.enough} wait")


def told(question: Question, outcome: Outcome) -> str:
    """The table for people: weeks with their 95 % intervals, and what the goal takes."""
    plan = question.assumptions
    played = f"{plan.weeks:g} weeks after {plan.warm_up:g} weeks of warm-up, {question.runs} repetitions"
    lines = [f"{played}, seed {question.seed}; waits in weeks, with 95 % intervals", ""]
    rows = [["matching", "places", *(name for name, _, _ in COLUMNS), "hours"]]
    for one in outcome.scenarios:
        figures = [_told(one, key, form) for _, key, form in COLUMNS]
        words = rhythm_words(one.assumptions.rhythm)
        rows.append([words, str(one.assumptions.places), *figures, _figure(one.hours, "{:.0f}")])
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    table = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(
        [*lines, *map(str.rstrip, table), *_needs(question, outcome.needed), "", *_assumed(plan)]
    )


def _assumed(plan: Assumptions) -> list[str]:
    """What the figures rest on, in a few lines."""
    mentees = sum(stream.per_week for stream in plan.mentees)
    mentors = sum(stream.per_week for stream in plan.new_mentors)
    joins = f", and {mentors:g} new mentors" if mentors else ""
    average = " on average" if plan.length_kind == "exponential" else ""
    return [
        f"Assumed: {mentees:g} mentees a week arrive by chance{joins}; nobody stops waiting.",
        f"Pairs last {plan.length:g} weeks{average}, {plan.ends_early:.0%} of them end early.",
        f"Offers are answered after {plan.answer:g} weeks, {plan.accepts:.0%} are accepted.",
        "Places are those of the mentors at the start; hours are a coordinator's in the weeks that count.",
    ]


def _told(scenario: Scenario, key: str, form: str) -> str:
    """A figure; a wait that some repetitions could not follow to its end is told as the least that it is."""
    estimate, followed = scenario.figures[key], f"{scenario.assumptions.weeks:.0f}"
    if key in QUANTILES and scenario.runs_without[key]:
        return f"more than {followed if estimate is None else form.format(estimate.mean)}"
    return _figure(estimate, form)


def _figure(estimate: Estimate | None, form: str) -> str:
    if estimate is None:
        return "cannot say"
    low, high = max(0.0, estimate.low), estimate.high
    return f"{form.format(estimate.mean)} ({form.format(low)} to {form.format(high)})"


def _needs(question: Question, needed: Needed | None) -> list[str]:
    if needed is None or question.goal is None:
        return []
    goal = f"nine in ten within {question.goal.wait_90:g} weeks, {question.goal.unmatched:.0%} unmatched"
    if not needed.reached and not needed.added:
        then = [_told(needed.scenario, key, form) for _, key, form in COLUMNS[1:3]]
        told = f"nine in ten wait {then[0]} weeks and {then[1]} are unmatched"
        return [
            "",
            f"The goal ({goal}) is not kept even with plenty of mentors for everybody: then {told}.",
            "Match more often, or have offers answered sooner.",
        ]
    number = sum(needed.added.values())
    more = "mentor" if number == 1 else "mentors"
    if not needed.reached:
        return ["", f"The goal ({goal}) is not kept even with {number} more {more}."]
    if not needed.added:
        return ["", f"The goal ({goal}) is kept with the mentors there are."]
    wanted = "; ".join(
        f"{n} for {area or 'any area'}{f' in {language}' if language else ''}"
        for (area, language), n in needed.added.items()
    )
    return ["", f"The goal ({goal}) is kept with {number} more {more}: {wanted}."]
