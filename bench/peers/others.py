"""Tools that a user might take instead, which solve a neighbouring problem: never called equal."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench import instances

Ready = tuple[Callable[[], Any], Callable[[Any], dict[str, Any]]]
NEAREST = 50
ASKED = 4096
WHOLE = 100_000
CHECKED = 200


def stable(folder: Path) -> Ready:
    """`matching`: stable pairs (hospitals and residents) from both sides' rankings by score."""
    from matching.games import HospitalResident

    scores, places = np.load(folder / "scores.npy"), np.load(folder / "places.npy")
    theirs, ours = _ranked(scores, "mentee", "mentor"), _ranked(scores.T, "mentor", "mentee")
    most = {name: int(places[int(name.split()[1])]) for name in ours}

    def run() -> Any:
        sys.setrecursionlimit(10**6)  # its players are copied deeply
        return HospitalResident.create_from_dictionaries(theirs, ours, most).solve()

    def judge(found: Any) -> dict[str, Any]:
        names = [(mentee.name, mentor.name) for mentor, some in found.items() for mentee in some]
        pairs = [(int(mentee.split()[1]), int(mentor.split()[1])) for mentee, mentor in names]
        return {"matched": len(pairs), "score": sum(int(scores[pair]) for pair in pairs)}

    return run, judge


def _ranked(scores: Any, own: str, other: str) -> dict[str, list[str]]:
    """Everybody's allowed partners, the best first; who has none is not in it."""
    found = {}
    for row, some in enumerate(scores):
        order = [int(col) for col in np.argsort(-some.astype(np.int64), kind="stable") if some[col] >= 0]
        if order:
            found[f"{own} {row}"] = [f"{other} {col}" for col in order]
    return found


def faiss_flat(folder: Path) -> Ready:
    """faiss IndexFlatIP: the 50 nearest mentors by score, of some mentees where all take hours; no rules."""
    import faiss

    pool = instances.load_pool(folder)
    theirs, ours = instances.vectors(pool)
    asked = theirs if len(theirs) <= WHOLE else theirs[:ASKED]
    index = faiss.IndexFlatIP(ours.shape[1])
    index.add(ours)

    def judge(found: Any) -> dict[str, Any]:
        recall = instances.recall(pool, list(found[1][:CHECKED]), NEAREST)
        return {"matched": len(theirs), "score": 0, "share": len(asked) / len(theirs), "recall": recall}

    return lambda: index.search(asked, NEAREST), judge


def mentor_match(folder: Path) -> Ready:
    """mentor-match: three rounds of Munkres in Python over its own rules, people from two CSV files."""
    import operator

    from matching import process
    from matching.mentee import Mentee
    from matching.mentor import Mentor
    from matching.rules import rule

    rows = {}
    for side in ("mentor", "mentee"):
        with (folder / f"{side}s.csv").open(encoding="utf-8", newline="") as file:
            rows[side] = list(csv.DictReader(file))

    def rules() -> list[Any]:
        return [
            rule.Disqualify(lambda match: match.mentor.organisation == match.mentee.organisation),
            rule.Disqualify(rule.Grade(0, operator.le).evaluate),
            rule.Disqualify(rule.Grade(2, operator.gt).evaluate),
            rule.Grade(1, operator.eq, {True: 9, False: 0}),
            rule.Grade(2, operator.eq, {True: 12, False: 0}),
            rule.Equivalent("profession", {True: 10, False: 0}),
            rule.Generic(
                {True: 6, False: 0}, lambda match: match.mentee.role in match.mentor.role.split("|")
            ),
        ]

    def run() -> Any:
        mentors, mentees = (
            [kind(**row) for row in rows[side]] for kind, side in ((Mentor, "mentor"), (Mentee, "mentee"))
        )
        return process.process_data(mentors, mentees, [rules(), rules(), rules()])

    return run, _points_of_sample


def _points_of_sample(found: Any) -> dict[str, Any]:
    """What a pairing of the sample is worth by its rules, whoever made it."""
    mentors, mentees = found
    points = 0
    for mentee in mentees:
        for mentor in mentee.mentors:
            same = mentor.profession == mentee.profession
            topic = mentee.role in mentor.role.split("|")
            points += {1: 9, 2: 12}[mentor.grade - mentee.grade] + 10 * same + 6 * topic
    return {
        "matched": sum(bool(one.mentors) for one in mentees),
        "mentors": sum(bool(one.mentees) for one in mentors),
        "score": points,
    }


CONTENDERS: dict[str, Callable[[Path], Ready]] = {
    "matching": stable,
    "faiss": faiss_flat,
    "mentor-match": mentor_match,
}
