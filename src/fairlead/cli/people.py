"""Read mentors and mentees from their tables, as the policy file says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from fairlead.cli.layout import Layout, split
from fairlead.cli.numbers import with_point
from fairlead.cli.policy_wording import misread
from fairlead.cli.tables import BadInput, Fault, Row, Table, read_table
from fairlead.engine.compile import Compiled, Unreadable, unreadable
from fairlead.engine.grouping import doubts
from fairlead.engine.model import Value
from fairlead.engine.policy import Group, Policy, PolicyRefused
from fairlead.engine.values import Candidate


def read_toml(path: Path) -> dict[str, Any]:
    """What a TOML file holds, numbers exact. Raises `BadInput`."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise BadInput([Fault(str(path), 0, "", f"cannot be read: {error.strerror}.")]) from None
    except UnicodeDecodeError:
        raise BadInput([Fault(str(path), 0, "", "expected a text in UTF-8.", "Save it so.")]) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else 0
        raise BadInput([Fault(str(path), line, "", f"is not valid TOML: {error}.")]) from None


def read_policy_file(path: Path) -> tuple[Policy, dict[str, Layout]]:
    """The policy and the layout of both tables. Raises `BadInput` with every key that is wrong."""
    mapping = read_toml(path)
    rest, layouts = split(mapping, path)
    try:
        return Policy.from_mapping(rest), layouts
    except PolicyRefused as refused:
        problems = refused.facts["problems"]
        raise BadInput(
            [Fault(str(path), 0, "", f"{one.path}: {misread(one)}.") for one in problems]
        ) from None


def used_columns(policy: Policy, side: str) -> list[str]:
    """The columns of one side's table that the policy names."""
    names: list[str | None] = []
    for rule in policy.rules:
        names += [getattr(rule, side), getattr(rule, f"{side}_is")]
    for criterion in policy.criteria:
        names.append(getattr(criterion, side))
        if side == "mentee":
            names.append(criterion.important)
    limits = policy.mentees if side == "mentee" else policy.mentors
    names += [limits.most_field, limits.least_field]
    if side == "mentee":
        names += [policy.together, policy.priority.field if policy.priority else None]
    groups: list[Group | None] = [getattr(quota, f"{side}s") for quota in policy.quotas]
    names += [group.field for group in groups if group is not None]
    names += [quota.across for quota in policy.quotas]
    return list(dict.fromkeys(name for name in names if name))


def read_people(path: Path, side: str, layout: Layout, policy: Policy) -> tuple[list[Candidate], Table]:
    """The candidates of one side and the table they came from; faults are gathered in the table."""
    columns = [layout.id, *used_columns(policy, side), *layout.lists]
    table = read_table(path, columns)
    table.need(list(dict.fromkeys(columns)))
    if any(fault.line == 1 for fault in table.faults):
        return [], table
    found: dict[str, Candidate] = {}
    lines: dict[str, int] = {}
    for row in table.rows:
        name = row.cells[layout.id]
        if not name:
            table.fault(row.line, layout.id, f"expected the id of a {side}, found an empty cell.")
        elif name in found:
            told = f"{name!r} is already on line {lines[name]}."
            table.fault(row.line, layout.id, told, "Keep one of the rows.")
        else:
            lines[name] = row.line
            found[name] = Candidate(name, {column: _value(row, column, layout) for column in columns})
    people = list(found.values())
    sides = ([], people) if side == "mentor" else (people, [])
    for wrong in unreadable(*sides, policy):
        _fault(table, lines[wrong.person], wrong)
    return people, table


def _value(row: Row, column: str, layout: Layout) -> Value:
    text, empty = row.cells[column], layout.empty
    if column in layout.lists:
        some = [one for part in text.split(layout.lists[column]) if (one := part.strip())]
        return tuple([one for one in some if one.casefold() not in empty] if empty else some) or None
    return text if text and text.casefold() not in empty else None


def _fault(table: Table, line: int, wrong: Unreadable) -> None:
    said = f"found {wrong.found!r}." if wrong.found else "found an empty cell."
    if wrong.expected == "one_of":
        expected, mend = f"expected one of {', '.join(wrong.choice)}, or nothing;", "Use a word of the order."
    elif wrong.expected == "one_value":
        expected, mend = "expected one value, not a list;", "Leave the column out of lists."
    elif wrong.expected == "whole_number":
        expected, mend = "expected a whole number from 0 on;", "Write it in digits, such as 2."
        if not wrong.found:
            mend = "Fill it in, or name a number for empty cells: { column = ..., missing = 1 }."
    else:
        expected, mend = "expected a number up to a billion with at most six decimals;", "Write it like 14.5."
        mend = with_point(wrong.found) or mend
    table.fault(line, wrong.field, f"{expected} {said}", mend)


def notes(
    compiled: Compiled, tables: Mapping[str, Table], layouts: Mapping[str, Layout], policy_file: Path
) -> tuple[Fault, ...]:
    """What in the tables and the policy was perhaps meant otherwise, each at its place."""
    found: list[Fault] = []
    lines: dict[str, int] = {}
    for one in doubts(compiled.people, compiled.policy):
        if one.kind == "no_class":
            column = layouts["mentees"].id
            lines = lines or {row.cells[column]: row.line for row in tables["mentee"].rows}
            told = f"{one.found!r} is not in the order of the classes; this mentee is of no class."
            mend = "Use a word of the order, or name this one in empty."
            found.append(Fault(tables["mentee"].name, lines[one.person], one.field, told, mend))
        else:
            told = f"quotas: no {one.side} has {one.found!r} in the column {one.field!r}."
            found.append(Fault(str(policy_file), 0, "", told))
    return tuple(found)
