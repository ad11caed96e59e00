"""Read what `fairlead solve` is given: scored pairs, places, limits."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import numpy as np

from fairlead.cli.numbers import decimal_cell, scale_of, times_ten_to, whole_cell
from fairlead.cli.pairing import order_of, read_base, read_pairs
from fairlead.cli.tables import BadInput, Fault, Table, read_table
from fairlead.engine.model import TIERS, Objective, Problem

DEFAULT_TIERS = "mentees,score"
EDGE_COLUMNS = ("mentee", "mentor", "score")


@dataclass
class Side:
    """The people of one side, in the order in which they were first named, with their limits."""

    name: str
    most: int | None
    least: int
    places: dict[str, int] = field(default_factory=dict)
    mosts: dict[str, int] = field(default_factory=dict)
    leasts: dict[str, int] = field(default_factory=dict)

    def add(self, person: str) -> int:
        """The position of a person, new or not."""
        return self.places.setdefault(person, len(self.places))

    def limits(self) -> tuple[list[int], list[int]]:
        """Most and least for everybody, in order."""
        mosts = [self.mosts.get(one, self.most or 0) for one in self.places]
        return mosts, [self.leasts.get(one, self.least) for one in self.places]


def sides_of(args: argparse.Namespace) -> tuple[Side, Side, list[Fault]]:
    """Mentees and mentors as far as the files with limits name them."""
    mentees = Side("mentee", 1 if args.mentee_most is None else args.mentee_most, args.mentee_least or 0)
    mentors = Side("mentor", args.mentor_most, args.mentor_least or 0)
    faults: list[Fault] = []
    if args.mentees:
        faults += _read_limits(args.mentees, mentees, need_capacity=False)
    if args.capacities:
        faults += _read_limits(args.capacities, mentors, need_capacity=True)
    elif args.mentor_most is None:
        mend = "Give --capacities, or --mentor-most for all mentors."
        faults.append(Fault("options", 0, "", "nothing says how many places the mentors have.", mend))
    return mentees, mentors, faults


def _read_limits(path: Path, side: Side, *, need_capacity: bool) -> list[Fault]:
    table = read_table(path, (side.name, "capacity", "minimum"), exact=False)
    table.need((side.name, "capacity") if need_capacity else (side.name,))
    if table.faults:
        return table.faults
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
            for column, limits in (("capacity", side.mosts), ("minimum", side.leasts)):
                if column in row.cells and (row.cells[column] or (column == "capacity" and need_capacity)):
                    number = whole_cell(table, row, column)
                    if number is not None:
                        limits[person] = number
    return table.faults


def read_problem(args: argparse.Namespace) -> Problem:
    """The problem that the files and options describe; raises `BadInput` with every fault."""
    mentees, mentors, faults = sides_of(args)
    table = read_table(args.edges, EDGE_COLUMNS, exact=False)
    table.need(EDGE_COLUMNS)
    if (table.faults and not table.rows) or any(fault.line == 1 for fault in table.faults):
        raise BadInput([*faults, *table.faults])
    ends, scores = _read_edges(table, mentees, mentors, closed=bool(args.mentees))
    if faults or table.faults:
        raise BadInput([*faults, *table.faults])
    scale = scale_of(scores)
    locked, base = _known_pairs(args, mentees, mentors, ends)
    whole = {score: times_ten_to(scale, score) for score in set(scores)}
    mosts, leasts = zip(mentees.limits(), mentors.limits(), strict=True)
    return Problem(
        mentees=tuple(mentees.places),
        mentors=tuple(mentors.places),
        pair_mentee=np.array([mentee for mentee, _ in ends], dtype=np.int32),
        pair_mentor=np.array([mentor for _, mentor in ends], dtype=np.int32),
        score=np.array([whole[score] for score in scores], dtype=object),
        mentee_most=np.array(mosts[0], dtype=np.int64),
        mentor_most=np.array(mosts[1], dtype=np.int64),
        mentee_least=np.array(leasts[0], dtype=np.int64),
        mentor_least=np.array(leasts[1], dtype=np.int64),
        scale=10**scale,
        locked=locked,
        base=base,
    )


def _known_pairs(
    args: argparse.Namespace, mentees: Side, mentors: Side, ends: list[tuple[int, int]]
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """The locked pairs, each of which needs a score, and the pairs of the base, by position."""
    known = mentees.places, mentors.places
    named = [
        read_pairs(args.locked, *known) if args.locked else [],
        read_base(args.base, *known) if args.base else [],
    ]
    locked, base = (
        tuple((mentees.places[mentee], mentors.places[mentor]) for mentee, mentor in pairs) for pairs in named
    )
    _check_locked(args.locked, locked, named[0], ends)
    return locked, base


def _read_edges(
    table: Table, mentees: Side, mentors: Side, *, closed: bool
) -> tuple[list[tuple[int, int]], list[Decimal]]:
    lines: dict[tuple[int, int], int] = {}
    scores: list[Decimal] = []
    for row in table.rows:
        mentee, mentor = row.cells["mentee"], row.cells["mentor"]
        for column, person in (("mentee", mentee), ("mentor", mentor)):
            if not person:
                table.fault(row.line, column, f"expected the id of a {column}, found an empty cell.")
        if mentor and mentor not in mentors.places and mentors.most is None:
            mend = "Add a row there, or give --mentor-most for mentors who are not in it."
            table.fault(row.line, "mentor", f"{mentor!r} is not in the file of capacities.", mend)
        if mentee and closed and mentee not in mentees.places:
            mend = "Add a row there, or leave out --mentees."
            table.fault(row.line, "mentee", f"{mentee!r} is not in the file of mentees.", mend)
        score = decimal_cell(table, row, "score")
        if not mentee or not mentor or score is None:
            continue
        ends = (mentees.add(mentee), mentors.add(mentor))
        if ends in lines:
            told = f"the pair {mentee!r}, {mentor!r} is already on line {lines[ends]}."
            table.fault(row.line, "", told, "Keep one of the rows.")
            continue
        lines[ends] = row.line
        scores.append(score)
    return list(lines), scores


def _check_locked(
    path: Path,
    locked: Iterable[tuple[int, int]],
    pairs: Iterable[tuple[str, str]],
    ends: list[tuple[int, int]],
) -> None:
    known = set(ends)
    faults = [
        Fault(str(path), 0, "", f"the pair {mentee!r}, {mentor!r} has no score.", "Add it to the edges.")
        for place, (mentee, mentor) in zip(locked, pairs, strict=True)
        if place not in known
    ]
    if faults:
        raise BadInput(faults)


def objective_of(args: argparse.Namespace) -> Objective:
    """The tiers and the seed asked for; raises `BadInput`."""
    asked = DEFAULT_TIERS if args.tiers is None else args.tiers
    tiers = tuple(word.strip() for word in asked.split(","))
    if args.mentors_too:
        tiers = ("mentees", "mentors", "score")
    if not set(tiers) <= set(TIERS) or len(set(tiers)) != len(tiers):
        expected = f"expected some of {', '.join(TIERS)}, each once, found {args.tiers!r}."
        raise BadInput([Fault("options", 0, "--tiers", expected)])
    return Objective(seed=args.seed, order=order_of(tiers, args))
