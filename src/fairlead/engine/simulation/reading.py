"""Read assumptions from a mapping as a TOML or JSON file gives it, naming every key that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fairlead.engine.policy import PolicyRefused
from fairlead.engine.policy_reading import read_policy
from fairlead.engine.reader import Reader
from fairlead.engine.simulation.assumptions import (
    LENGTHS,
    RHYTHMS,
    USUAL_POLICY,
    Assumptions,
    Hours,
    Rhythm,
    Stock,
    Stream,
)
from fairlead.engine.simulation.comparing import FEWEST_RUNS, MOST_RUNS
from fairlead.engine.simulation.needing import MOST, Goal

KEYS = (
    "weeks", "warm_up", "length", "length_kind", "ends_early", "accepts", "answer", "runs", "seed",
    "mentees", "mentors", "new_mentors", "rhythms", "shares_of_mentors", "hours", "goal", "policy",
)  # fmt: skip
NUMBERS: dict[str, tuple[float, float, float]] = {  # what is usual, at least, at most
    "weeks": (52, 1, 1000),
    "warm_up": (26, 0, 1000),
    "length": (26, 0.01, 1000),
    "ends_early": (0, 0, 1),
    "accepts": (1, 0, 1),
    "answer": (1, 0, 52),
}
LARGEST_STOCK = 100_000
NUMBERED = ("enough", "long")


@dataclass(frozen=True)
class Question:
    """What is asked of a simulation: assumptions, alternatives, how often it is repeated, and a goal."""

    assumptions: Assumptions
    rhythms: tuple[Rhythm, ...]
    shares_of_mentors: tuple[float, ...]
    runs: int
    seed: int
    goal: Goal | None


def read_question(mapping: Mapping[str, Any]) -> Question:
    """The question that a file asks. Raises `PolicyRefused` with every key that is wrong."""
    reader = Reader()
    reader.known("", mapping, KEYS)
    mentees = _streams(reader, mapping, "mentees")
    new_mentors = _streams(reader, mapping, "new_mentors")
    mentors = [
        _stock(reader, path, table) for path, table in reader.tables("mentors", mapping.get("mentors", []))
    ]
    rhythms = _rhythms(reader, mapping.get("rhythms", ["weekly"]))
    shares = tuple(
        _between(reader, f"shares_of_mentors[{place}]", share, 0, 100)
        for place, share in enumerate(_listed(mapping.get("shares_of_mentors", [1])))
    )
    length = reader.one_of("length_kind", mapping.get("length_kind", "fixed"), LENGTHS) or "fixed"
    numbers = {
        name: _between(reader, name, mapping.get(name, usual), least, most)
        for name, (usual, least, most) in NUMBERS.items()
    }
    runs = reader.whole("runs", mapping.get("runs", 20), FEWEST_RUNS)
    if runs > MOST_RUNS:
        reader.wrong("runs", "at_most", most=MOST_RUNS, found=runs)
    seed = reader.whole("seed", mapping.get("seed", 0))
    hours, goal = _hours(reader, mapping), _goal(reader, mapping)
    policy = _policy(reader, mapping)
    if reader.problems:
        raise PolicyRefused(problems=tuple(reader.problems))
    assumptions = Assumptions(
        mentees=tuple(mentees),
        mentors=tuple(mentors),
        new_mentors=tuple(new_mentors),
        rhythm=rhythms[0],
        length_kind=length,
        hours=hours,
        policy=policy,
        **numbers,
    )
    return Question(assumptions, rhythms, shares, runs, seed, goal)


def _policy(reader: Reader, mapping: Mapping[str, Any]) -> Any:
    try:
        return read_policy(reader.table("policy", mapping.get("policy", USUAL_POLICY)))
    except PolicyRefused as refused:
        for one in refused.facts["problems"]:
            reader.wrong(f"policy.{one.path}", one.code, **one.facts)
        return read_policy(USUAL_POLICY)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _between(reader: Reader, path: str, value: Any, least: float, most: float) -> float:
    found = float(reader.number(path, value))
    if not least <= found <= most:
        reader.wrong(path, "between", least=least, most=most, found=value)
    return min(max(found, least), most)


def _streams(reader: Reader, mapping: Mapping[str, Any], name: str) -> list[Stream]:
    found = []
    for path, table in reader.tables(name, mapping.get(name, [])):
        reader.known(path, table, ("areas", "languages", "per_week", "places"))
        rate = _between(reader, f"{path}.per_week", table.get("per_week", 0), 0, 1000)
        found.append(
            Stream(
                *_people(reader, path, table), rate, reader.whole(f"{path}.places", table.get("places", 1), 1)
            )
        )
    return found


def _stock(reader: Reader, path: str, table: Mapping[str, Any]) -> Stock:
    reader.known(path, table, ("areas", "languages", "number", "places"))
    number = reader.whole(f"{path}.number", table.get("number", 1))
    if number > LARGEST_STOCK:
        reader.wrong(f"{path}.number", "at_most", most=LARGEST_STOCK, found=number)
    return Stock(
        *_people(reader, path, table), number, reader.whole(f"{path}.places", table.get("places", 1), 1)
    )


def _people(reader: Reader, path: str, table: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    languages = reader.order(f"{path}.languages", table.get("languages", ["English"]))
    return reader.order(f"{path}.areas", table.get("areas", ())), languages


def _rhythms(reader: Reader, value: Any) -> tuple[Rhythm, ...]:
    """Each a word, or a table of rhythm and number: { enough = 5 } or { long = 14 }."""
    found = []
    for place, one in enumerate(_listed(value)):
        path = f"rhythms[{place}]"
        if isinstance(one, Mapping):
            reader.known(path, one, NUMBERED)
            if "long" in one:
                found.append(Rhythm("long", days=reader.whole(f"{path}.long", one["long"], 1)))
            else:
                found.append(Rhythm("enough", reader.whole(f"{path}.enough", one.get("enough"), 1)))
        else:
            kind = reader.one_of(path, one, tuple(kind for kind in RHYTHMS if kind not in NUMBERED))
            found.append(Rhythm(kind or "weekly"))
    if not found:
        reader.wrong("rhythms", "some_number")
    return tuple(found) or (Rhythm(),)


def _hours(reader: Reader, mapping: Mapping[str, Any]) -> Hours:
    table = reader.table("hours", mapping.get("hours", {}))
    usual = Hours()
    names = ("per_matching", "per_proposal", "per_application")
    reader.known("hours", table, names)
    return Hours(
        *(_between(reader, f"hours.{name}", table.get(name, getattr(usual, name)), 0, 100) for name in names)
    )


def _goal(reader: Reader, mapping: Mapping[str, Any]) -> Goal | None:
    if "goal" not in mapping:
        return None
    table = reader.table("goal", mapping["goal"])
    reader.known("goal", table, ("wait_90", "unmatched", "most"))
    return Goal(
        _between(reader, "goal.wait_90", table.get("wait_90", 6), 0, 1000),
        _between(reader, "goal.unmatched", table.get("unmatched", 0.05), 0, 1),
        reader.whole("goal.most", table.get("most", MOST), 1),
    )
