"""Read a policy from a mapping, naming every key that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from fairlead.engine.group_reading import read_priority, read_quotas
from fairlead.engine.model import TIERS
from fairlead.engine.policy import (
    ALLOW,
    CRITERION_KINDS,
    EACH,
    FORBID,
    RULE_KINDS,
    SHARE,
    Criterion,
    Group,
    Kind,
    Limits,
    Policy,
    PolicyRefused,
    Rule,
)
from fairlead.engine.reader import Reader

TOP_KEYS = ("rules", "criteria", "mentees", "mentors", "quotas", "tiers", "seed")


def _choice(*options: str) -> Callable[[Reader, str, Any], Any]:
    return lambda reader, path, value: reader.one_of(path, value, options)


READ: dict[str, Callable[[Reader, str, Any], Any]] = {
    "key": Reader.text,
    "label": Reader.text,
    "mentee": Reader.text,
    "mentor": Reader.text,
    "mentee_is": Reader.text,
    "mentor_is": Reader.text,
    "important": Reader.text,
    "order": Reader.order,
    "values": Reader.texts,
    "wild": Reader.texts,
    "least": Reader.number,
    "most": Reader.number,
    "within": Reader.number,
    "per_unit": Reader.number,
    "important_points": Reader.number,
    "points": Reader.numbers,
    "steps": Reader.steps,
    "count": _choice(EACH, SHARE),
    "missing": _choice(ALLOW, FORBID),
}


def read_policy(mapping: Mapping[str, Any]) -> Policy:
    """See `Policy.from_mapping`."""
    reader = Reader()
    reader.known("", mapping, TOP_KEYS)
    listed = {name: reader.tables(name, mapping.get(name, [])) for name in ("rules", "criteria", "quotas")}
    rules = [_rule(reader, path, table) for path, table in listed["rules"]]
    criteria = [_criterion(reader, path, table) for path, table in listed["criteria"]]
    limits = {side: _limits(reader, side, mapping.get(side, {})) for side in ("mentees", "mentors")}
    mentees = mapping.get("mentees", {})
    own = mentees if isinstance(mentees, Mapping) else {}
    priority = read_priority(reader, "mentees.priority", own["priority"]) if "priority" in own else None
    together = reader.text("mentees.together", own["together"]) if "together" in own else None
    quotas = read_quotas(reader, listed["quotas"])
    new = _new_mentors(reader, mapping.get("mentors", {}))
    tiers = _tiers(reader, mapping, ranked="priority" in own)
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
        priority=priority,
        together=together,
        quotas=quotas,
        new_mentors=new,
    )


def _tiers(reader: Reader, mapping: Mapping[str, Any], *, ranked: bool) -> tuple[str, ...]:
    """The tiers; where classes of mentees are given they have to count."""
    if "tiers" not in mapping:
        return ("mentees", "priority", "score") if ranked else ("mentees", "score")
    tiers = reader.texts("tiers", mapping["tiers"])
    for place, tier in enumerate(tiers):
        reader.one_of(f"tiers[{place}]", tier, TIERS)
    if ranked and "priority" not in tiers:
        reader.wrong("tiers", "priority_in_tiers")
    return tiers


def _settings(
    reader: Reader, path: str, table: Mapping[str, Any], kinds: dict[str, Kind], place: str
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
            of_a_side = needed in ("mentee", "mentor")
            reader.wrong(f"{path}.{needed}", "needed", kind=name, of_a_side=of_a_side)
    read = {one: READ[one](reader, f"{path}.{one}", given[one]) for one in given if one in READ}
    fallback = f"{name}_{table.get('field') or table.get('mentee') or table.get('mentor') or place}"
    read.setdefault("key", fallback)
    read.setdefault("label", read["key"])
    return {"kind": name, **read}


def _rule(reader: Reader, path: str, table: Mapping[str, Any]) -> Rule | None:
    found = _settings(reader, path, table, RULE_KINDS, path)
    if found is None:
        return None
    if found["kind"] in ("not_listed", "present") and not found.keys() & {"mentee", "mentor"}:
        reader.wrong(path, "column_for_a_side")
    if found["kind"] in ("ordinal", "numeric") and not found.keys() & {"least", "most"}:
        reader.wrong(path, "least_or_most")
    return Rule(**{one.name: found[one.name] for one in fields(Rule) if one.name in found})


def _criterion(reader: Reader, path: str, table: Mapping[str, Any]) -> Criterion | None:
    found = _settings(reader, path, table, CRITERION_KINDS, path)
    if found is None:
        return None
    if found["kind"] != "overlap" and len(found.get("points", ())) > 1:
        reader.wrong(f"{path}.points", "one_number")
    if found.get("count") == SHARE and len(found.get("points", ())) > 1:
        reader.wrong(f"{path}.points", "one_number_for_share")
    return Criterion(**{"mentee": "", "mentor": "", **found})


def _new_mentors(reader: Reader, table: Any) -> Group | None:
    """Which mentors are new: `new = { column = "...", value = "..." }`; nobody where nothing is said."""
    if not isinstance(table, Mapping) or "new" not in table:
        return None
    given = reader.table("mentors.new", table["new"])
    reader.known("mentors.new", given, ("column", "value"))
    column, value = (reader.text(f"mentors.new.{one}", given.get(one)) for one in ("column", "value"))
    return Group(column or "", value)


def _limits(reader: Reader, side: str, table: Any) -> Limits:
    table = reader.table(side, table)
    reader.known(
        side,
        table,
        ("most", "least", "exactly", *(("priority", "together") if side == "mentees" else ("new",))),
    )
    if "exactly" in table:
        if "most" in table or "least" in table:
            reader.wrong(f"{side}.exactly", "exactly_or_ends")
        table = {"most": table["exactly"], "least": table["exactly"]}
    most, most_field = _limit(reader, f"{side}.most", table.get("most", 1), None)
    least, least_field = _limit(reader, f"{side}.least", table.get("least", 0), 0)
    return Limits(most, least or 0, most_field, least_field)


def _limit(reader: Reader, path: str, value: Any, empty: int | None) -> tuple[int | None, str | None]:
    """A number for all, the name of a column, or { column = "...", missing = number }."""
    if isinstance(value, str):
        return empty, reader.text(path, value)
    if not isinstance(value, Mapping):
        return reader.whole(path, value), None
    reader.known(path, value, ("column", "missing"))
    column = reader.text(f"{path}.column", value.get("column"))
    missing = reader.whole(f"{path}.missing", value["missing"]) if "missing" in value else empty
    return missing, column
