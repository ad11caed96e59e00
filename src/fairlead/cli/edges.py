"""Read what `fairlead solve` is given: scored pairs, places, limits."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import numpy as np

from fairlead.cli.numbers import decimal_cell, scale_of, times_ten_to
from fairlead.cli.pairing import Asked, order_of, read_base, read_pairs
from fairlead.cli.quotas import read_quotas
from fairlead.cli.sides import Side, sides_of
from fairlead.cli.tables import BadInput, Fault, Table, read_table
from fairlead.engine.compile import bare
from fairlead.engine.model import TIERS, Objective, Problem

EDGE_COLUMNS = ("mentee", "mentor", "score")


def asked_by(args: argparse.Namespace) -> Asked:
    """The problem that files and options describe, and what is best; raises `BadInput` with every fault."""
    mentees, mentors, faults = sides_of(args)
    objective = objective_of(args, ranked=mentees.ranked)
    table = read_table(args.edges, EDGE_COLUMNS, exact=False)
    table.need(EDGE_COLUMNS)
    if (table.faults and not table.rows) or any(fault.line == 1 for fault in table.faults):
        raise BadInput([*faults, *table.faults])
    ends, scores = _read_edges(table, mentees, mentors, closed=bool(args.mentees))
    if faults or table.faults:
        raise BadInput([*faults, *table.faults])
    scale = scale_of(scores)
    locked, base = _known_pairs(args, mentees, mentors, ends)
    quotas, between = read_quotas(args.quotas, mentees, mentors) if args.quotas else ((), {})
    whole = {score: times_ten_to(scale, score) for score in set(scores)}
    mosts, leasts = zip(mentees.limits(), mentors.limits(), strict=True)
    problem = Problem(
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
        mentee_class=mentees.class_of_each(),
        quotas=quotas,
        together=mentees.kept_together(),
    )
    return Asked(bare(problem, between), objective)


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


def objective_of(args: argparse.Namespace, *, ranked: bool) -> Objective:
    """The tiers and the seed asked for; raises `BadInput`.

    Where a file gives classes of mentees (`ranked`), "priority" comes after "mentees" unless the tiers are
    given, and then has to be among them.
    """
    usual = (
        "mentees",
        *(["priority"] if ranked else []),
        *(["mentors"] if args.mentors_too else []),
        "score",
    )
    if args.tiers is None or args.mentors_too:
        return Objective(seed=args.seed, order=order_of(usual, args))
    tiers = tuple(word.strip() for word in args.tiers.split(","))
    if not set(tiers) <= set(TIERS) or len(set(tiers)) != len(tiers):
        expected = f"expected some of {', '.join(TIERS)}, each once, found {args.tiers!r}."
        raise BadInput([Fault("options", 0, "--tiers", expected)])
    if ranked and "priority" not in tiers:
        told = "expected priority to be among them, as the file of mentees has a column class."
        raise BadInput([Fault("options", 0, "--tiers", told, "Add it, or leave the column out.")])
    return Objective(seed=args.seed, order=order_of(tiers, args))
