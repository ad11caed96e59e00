"""Read who takes part on each side of scored pairs: places, minimums, classes, groups."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from fairlead.cli.numbers import whole_cell
from fairlead.cli.tables import Fault, Row, Table, read_table
from fairlead.engine.model import Ints

SEPARATOR = ";"
SAME = {"most": "capacity", "least": "minimum"}
FURTHER = {"mentee": ("class", "group", "together"), "mentor": ("group",)}


@dataclass
class Side:
    """The people of one side, in the order in which they were first named, with what a file says of them."""

    name: str
    most: int | None
    least: int
    places: dict[str, int] = field(default_factory=dict)
    mosts: dict[str, int] = field(default_factory=dict)
    leasts: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    together: dict[str, str] = field(default_factory=dict)
    ranked: bool = False

    def add(self, person: str) -> int:
        """The position of a person, new or not."""
        return self.places.setdefault(person, len(self.places))

    def limits(self) -> tuple[list[int], list[int]]:
        """Most and least for everybody, in order."""
        mosts = [self.mosts.get(one, self.most or 0) for one in self.places]
        return mosts, [self.leasts.get(one, self.least) for one in self.places]

    def class_of_each(self) -> Ints:
        """The class of everybody, in order; 0 where none is given."""
        return np.array([self.classes.get(one, 0) for one in self.places], dtype=np.int64)

    def kept_together(self) -> tuple[tuple[int, ...], ...]:
        """The positions of those whose cell `together` holds the same, where they are at least two."""
        found: dict[str, list[int]] = {}
        for person, name in self.together.items():
            found.setdefault(name, []).append(self.places[person])
        return tuple(tuple(some) for some in found.values() if len(some) > 1)

    def members(self) -> dict[str, tuple[int, ...]]:
        """The positions of the people of each group."""
        found: dict[str, list[int]] = {}
        for person, names in self.groups.items():
            for name in names:
                found.setdefault(name, []).append(self.places[person])
        return {name: tuple(some) for name, some in found.items()}


def sides_of(args: argparse.Namespace) -> tuple[Side, Side, list[Fault]]:
    """Mentees and mentors as far as the files with limits name them."""
    mentees = Side("mentee", 1 if args.mentee_most is None else args.mentee_most, args.mentee_least or 0)
    mentors = Side("mentor", args.mentor_most, args.mentor_least or 0)
    faults: list[Fault] = []
    if args.mentees:
        faults += _read_side(args.mentees, mentees, need_capacity=False)
    if args.capacities:
        faults += _read_side(args.capacities, mentors, need_capacity=True)
    elif args.mentor_most is None:
        mend = "Give --capacities, or --mentor-most for all mentors."
        faults.append(Fault("options", 0, "", "nothing says how many places the mentors have.", mend))
    return mentees, mentors, faults


def _read_side(path: Path, side: Side, *, need_capacity: bool) -> list[Fault]:
    table = read_table(path, (side.name, *SAME.values(), *SAME, *FURTHER[side.name]), exact=False)
    for other, heading in SAME.items():
        if other in table.headings and heading in table.headings:
            table.fault(1, other, f"means the same as {heading!r}, which is there too.", "Keep one of them.")
        elif other in table.headings:
            table.rename(other, heading)
    table.need((side.name, "capacity") if need_capacity else (side.name,))
    if table.faults:
        return table.faults
    side.ranked = "class" in table.headings and side.name == "mentee"
    lines: dict[str, int] = {}
    for row in table.rows:
        person = row.cells[side.name]
        if not person:
            table.fault(row.line, side.name, f"expected the id of a {side.name}, found an empty cell.")
        elif person in lines:
            first = f"{person!r} is already on line {lines[person]}."
            table.fault(row.line, side.name, first, "Keep one of the rows.")
        else:
            lines[person] = row.line
            side.add(person)
            _read_row(table, row, side, person, need_capacity=need_capacity)
    return table.faults


def _read_row(table: Table, row: Row, side: Side, person: str, *, need_capacity: bool) -> None:
    cells = row.cells
    numbers = [("capacity", side.mosts), ("minimum", side.leasts)]
    numbers += [("class", side.classes)] if side.ranked else []
    for column, found in numbers:
        if column in cells and (cells[column] or (column == "capacity" and need_capacity)):
            number = whole_cell(table, row, column)
            if number is not None:
                found[person] = number
    names = tuple(name for one in cells.get("group", "").split(SEPARATOR) if (name := one.strip()))
    if names:
        side.groups[person] = names
    if side.name == "mentee" and cells.get("together"):
        side.together[person] = cells["together"]
