"""Read a policy from a mapping, naming every key that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from fairlead.engine.model import TIERS
from fairlead.engine.policy import (
    ALLOW,
    CRITERION_KINDS,
    EACH,
    FORBID,
    RULE_KINDS,
    SHARE,
    Criterion,
    Kind,
    Limits,
    Policy,
    PolicyRefused,
    Rule,
)

LARGEST = Decimal(10) ** 12
MOST_DECIMALS = 9
TOP_KEYS = ("rules", "criteria", "mentees", "mentors", "tiers", "seed")


class _Reader:
    """Reads values and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[tuple[str, str]] = []

    def wrong(self, path: str, expected: str) -> None:
        self.problems.append((path, expected))

    def text(self, path: str, value: Any) -> str | None:
        if isinstance(value, str) and value.strip():
            return value
        self.wrong(path, f"expected a text, found {value!r}")
        return None

    def texts(self, path: str, value: Any) -> tuple[str, ...]:
        if isinstance(value, list | tuple) and value and all(isinstance(one, str) for one in value):
            return tuple(value)
        self.wrong(path, f"expected a list of texts, found {value!r}")
        return ()

    def order(self, path: str, value: Any) -> tuple[str, ...]:
        found = self.texts(path, value)
        if len(set(found)) != len(found):
            self.wrong(path, "expected each value of the order once")
        return found

    def number(self, path: str, value: Any) -> Decimal:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            found = Decimal(str(value))
            exponent = found.as_tuple().exponent
            if isinstance(exponent, int) and -exponent <= MOST_DECIMALS and abs(found) <= LARGEST:
                return found
        self.wrong(path, f"expected a number with at most {MOST_DECIMALS} decimals, found {value!r}")
        return Decimal(0)

    def numbers(self, path: str, value: Any) -> tuple[Decimal, ...]:
        if isinstance(value, list | tuple):
            if not value:
                self.wrong(path, "expected at least one number")
            return tuple(self.number(f"{path}[{place}]", one) for place, one in enumerate(value))
        return (self.number(path, value),)

    def whole(self, path: str, value: Any, least: int = 0) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        self.wrong(path, f"expected a whole number from {least} on, found {value!r}")
        return least

    def steps(self, path: str, value: Any) -> tuple[tuple[int, Decimal], ...]:
        if not isinstance(value, Mapping) or not value:
            self.wrong(path, 'expected points for each number of steps, such as { "1" = 9, "2" = 12 }')
            return ()
        found = []
        for step, points in value.items():
            try:
                found.append((int(step), self.number(f"{path}.{step}", points)))
            except ValueError:
                self.wrong(f"{path}.{step}", "expected a whole number of steps as the key")
        return tuple(sorted(found))

    def one_of(self, path: str, value: Any, choice: tuple[str, ...]) -> str | None:
        if isinstance(value, str) and value in choice:
            return value
        self.wrong(path, f"expected one of {', '.join(choice)}; found {value!r}")
        return None

    def table(self, path: str, value: Any) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        self.wrong(path, f"expected a table of keys and values, found {value!r}")
        return {}

    def known(self, path: str, table: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
        for name in table:
            if name not in allowed:
                near = get_close_matches(str(name), allowed, n=1)
                hint = f"perhaps {near[0]!r} is meant" if near else f"known here: {', '.join(allowed)}"
                self.wrong(f"{path}.{name}" if path else str(name), f"unknown key; {hint}")


def _choice(*options: str) -> Callable[[_Reader, str, Any], Any]:
    return lambda reader, path, value: reader.one_of(path, value, options)


READ: dict[str, Callable[[_Reader, str, Any], Any]] = {
    "key": _Reader.text,
    "label": _Reader.text,
    "mentee": _Reader.text,
    "mentor": _Reader.text,
    "mentee_is": _Reader.text,
    "mentor_is": _Reader.text,
    "important": _Reader.text,
    "order": _Reader.order,
    "values": _Reader.texts,
    "wild": _Reader.texts,
    "least": _Reader.number,
    "most": _Reader.number,
    "within": _Reader.number,
    "per_unit": _Reader.number,
    "important_points": _Reader.number,
    "points": _Reader.numbers,
    "steps": _Reader.steps,
    "count": _choice(EACH, SHARE),
    "missing": _choice(ALLOW, FORBID),
}


def read_policy(mapping: Mapping[str, Any]) -> Policy:
    """See `Policy.from_mapping`."""
    reader = _Reader()
    reader.known("", mapping, TOP_KEYS)
    rules = [_rule(reader, path, table) for path, table in _tables(reader, mapping, "rules")]
    criteria = [_criterion(reader, path, table) for path, table in _tables(reader, mapping, "criteria")]
    limits = {side: _limits(reader, side, mapping.get(side, {})) for side in ("mentees", "mentors")}
    tiers = reader.texts("tiers", mapping.get("tiers", ["mentees", "score"]))
    for place, tier in enumerate(tiers):
        reader.one_of(f"tiers[{place}]", tier, TIERS)
    seed = reader.whole("seed", mapping.get("seed", 0))
    if reader.problems:
        raise PolicyRefused(problems=tuple(reader.problems))
    return Policy(
        rules=tuple(rule for rule in rules if rule),
        criteria=tuple(criterion for criterion in criteria if criterion),
        mentees=limits["mentees"],
        mentors=limits["mentors"],
        tiers=tiers,
        seed=seed,
    )


def _tables(reader: _Reader, mapping: Mapping[str, Any], name: str) -> list[tuple[str, Mapping[str, Any]]]:
    listed = mapping.get(name, [])
    if not isinstance(listed, list | tuple):
        reader.wrong(name, f"expected a list of tables ([[{name}]])")
        return []
    paths = [(f"{name}[{place}]", one) for place, one in enumerate(listed)]
    for path, one in paths:
        reader.table(path, one)
    return [(path, one) for path, one in paths if isinstance(one, Mapping)]


def _settings(
    reader: _Reader, path: str, table: Mapping[str, Any], kinds: dict[str, Kind], place: str
) -> dict[str, Any] | None:
    """The settings of a rule or criterion, read as its kind asks; None if the kind is not known."""
    name = reader.one_of(f"{path}.kind", table.get("kind"), tuple(kinds))
    if name is None:
        return None
    kind, given = kinds[name], dict(table)
    if "field" in given and "mentee" not in given and "mentor" not in given:
        given["mentee"] = given["mentor"] = given.pop("field")
    reader.known(path, given, ("kind", "key", "label", "field", *kind.needs, *kind.allows))
    for needed in kind.needs:
        if needed not in given:
            instead = " (or field, for the same on both sides)" if needed in ("mentee", "mentor") else ""
            reader.wrong(f"{path}.{needed}", f"is needed for kind {name!r}{instead}")
    read = {one: READ[one](reader, f"{path}.{one}", given[one]) for one in given if one in READ}
    fallback = f"{name}_{table.get('field') or table.get('mentee') or table.get('mentor') or place}"
    read.setdefault("key", fallback)
    read.setdefault("label", read["key"])
    return {"kind": name, **read}


def _rule(reader: _Reader, path: str, table: Mapping[str, Any]) -> Rule | None:
    found = _settings(reader, path, table, RULE_KINDS, path)
    if found is None:
        return None
    if found["kind"] in ("not_listed", "present") and not found.keys() & {"mentee", "mentor"}:
        reader.wrong(path, "expected mentee, mentor or field to name a column")
    if found["kind"] in ("ordinal", "numeric") and not found.keys() & {"least", "most"}:
        reader.wrong(path, "expected least, most or both")
    return Rule(**{one.name: found[one.name] for one in fields(Rule) if one.name in found})


def _criterion(reader: _Reader, path: str, table: Mapping[str, Any]) -> Criterion | None:
    found = _settings(reader, path, table, CRITERION_KINDS, path)
    if found is None:
        return None
    if found["kind"] != "overlap" and len(found.get("points", ())) > 1:
        reader.wrong(f"{path}.points", "expected one number")
    if found.get("count") == SHARE and len(found.get("points", ())) > 1:
        reader.wrong(f"{path}.points", "expected one number where a share is counted")
    return Criterion(**{"mentee": "", "mentor": "", **found})


def _limits(reader: _Reader, side: str, table: Any) -> Limits:
    table = reader.table(side, table)
    reader.known(side, table, ("most", "least", "exactly"))
    if "exactly" in table:
        if "most" in table or "least" in table:
            reader.wrong(f"{side}.exactly", "expected either exactly, or most and least")
        table = {"most": table["exactly"], "least": table["exactly"]}
    most, most_field = _limit(reader, f"{side}.most", table.get("most", 1), None)
    least, least_field = _limit(reader, f"{side}.least", table.get("least", 0), 0)
    return Limits(most, least or 0, most_field, least_field)


def _limit(reader: _Reader, path: str, value: Any, empty: int | None) -> tuple[int | None, str | None]:
    """A number for all, the name of a column, or { column = "...", missing = number }."""
    if isinstance(value, str):
        return empty, reader.text(path, value)
    if not isinstance(value, Mapping):
        return reader.whole(path, value), None
    reader.known(path, value, ("column", "missing"))
    column = reader.text(f"{path}.column", value.get("column"))
    missing = reader.whole(f"{path}.missing", value["missing"]) if "missing" in value else empty
    return missing, column
