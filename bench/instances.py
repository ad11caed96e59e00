"""Made-up instances, the same for everybody who is measured; the engine has no part in making them.

Realistic people: a mentee has 3 to 5 of 40 goals (drawn after Zipf) worth 12, 9, 6, 4 and 3 points; a
mentor has 4 to 8 skills of the same 40; 5 points for each common language (of 8, everybody speaks 1 to 3),
0 to 10 by the gap between grades, 4 for the same site, 3 for another institution: whole numbers from 0 to
66. Rules: a common language, a mentor's grade not below the mentee's, not the same team.

On disk an instance is a folder of .npy files: `scores` (n, m), -1 where forbidden, or the lists `indptr`,
`mentor` and `score`; `places` (m,); for people the columns of `Side`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

SEED = 20261005
GOALS, LANGUAGES, GRADES, SITES, INSTITUTIONS, TEAMS = 40, 8, 8, 10, 10, 20
GOAL_POINTS = (12, 9, 6, 4, 3)
LANGUAGE_POINTS, SITE_POINTS, INSTITUTION_POINTS = 5, 4, 3
GRADE_POINTS = {0: 3, 1: 7, 2: 10, 3: 8, 4: 5, 5: 2}
TOP_SCORE = 66
PLACES = {"ample": 2.0, "balanced": 1.0, "scarce": 0.66}
LIST_LENGTH = 32
BLOCK = 1000
ALL_COMPARED = 16_384
SOME_COMPARED = 8_192

Ints: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True)
class Side:
    """The people of one side, column by column, s of them.

    `areas` (s, 5) for mentees: goals, the most important first, -1 behind the last; (s, 40) for mentors: 1
    for a skill they have. `languages` (s, 8) 0 or 1; `grade`, `site`, `institution`, `team` (s,) codes.
    """

    areas: Ints
    languages: Ints
    grade: Ints
    site: Ints
    institution: Ints
    team: Ints

    def __len__(self) -> int:
        return len(self.grade)

    def first(self, size: int) -> Side:
        """The first people alone."""
        return Side(**{one.name: getattr(self, one.name)[:size] for one in fields(Side)})


@dataclass(frozen=True)
class Pool:
    """Mentees, mentors, and the places (m,) that the mentors have."""

    mentees: Side
    mentors: Side
    places: Ints


def places_of(mentees: int, share: float, draw: np.random.Generator) -> Ints:
    """Places of 1 to 3 for so many mentors that there are about `share` places for each mentee."""
    places = draw.integers(1, 4, size=round(mentees * share) + 1)
    return places[: int(np.searchsorted(np.cumsum(places), round(mentees * share))) + 1].astype(np.int64)


def _several(size: int, least: int, most: int, odds: Ints, draw: np.random.Generator) -> tuple[Ints, Ints]:
    """For each person `most` different codes drawn after `odds`, and how many of them count, from `least`."""
    keys = draw.exponential(size=(size, len(odds))).astype(np.float32) / odds.astype(np.float32)
    chosen = np.argpartition(keys, most - 1, axis=1)[:, :most]
    order = np.argsort(np.take_along_axis(keys, chosen, axis=1), axis=1)
    return np.take_along_axis(chosen, order, axis=1), draw.integers(least, most + 1, size=size)


def _marked(codes: Ints, many: Ints, width: int) -> Ints:
    marks = np.zeros((len(codes), width), dtype=np.int8)
    for place in range(codes.shape[1]):
        rows = np.flatnonzero(many > place)
        marks[rows, codes[rows, place]] = 1
    return marks


def _side(size: int, mentors: bool, draw: np.random.Generator) -> Side:
    zipf = 1 / np.arange(1, GOALS + 1)
    areas, many = _several(size, *((4, 8) if mentors else (3, 5)), zipf, draw)
    spoken, spoken_many = _several(size, 1, 3, 1 / np.arange(1, LANGUAGES + 1) ** 1.35, draw)
    listed = np.where(np.arange(areas.shape[1]) < many[:, None], areas, -1).astype(np.int8)
    grade = draw.integers(2, GRADES, size) if mentors else draw.integers(0, GRADES - 2, size)
    return Side(
        areas=_marked(areas, many, GOALS) if mentors else listed,
        languages=_marked(spoken, spoken_many, LANGUAGES),
        grade=grade.astype(np.int8),
        site=draw.integers(0, SITES, size).astype(np.int8),
        institution=draw.integers(0, INSTITUTIONS, size).astype(np.int8),
        team=draw.integers(0, TEAMS, size).astype(np.int8),
    )


def realistic(mentees: int, share: float, seed: int = SEED) -> Pool:
    """Realistic people with about `share` places for each mentee."""
    draw = np.random.default_rng([seed, mentees, round(100 * share)])
    places = places_of(mentees, share, draw)
    return Pool(_side(mentees, False, draw), _side(len(places), True, draw), places)


def vectors(pool: Pool) -> tuple[Floats, Floats]:
    """Vectors of 76 numbers whose product is the score: of the mentees (n, 76) and of the mentors (m, 76)."""
    mentees, mentors = pool.mentees, pool.mentors
    wanted = np.zeros((len(mentees), GOALS), dtype=np.float32)
    for place, points in enumerate(GOAL_POINTS):
        rows = np.flatnonzero(mentees.areas[:, place] >= 0)
        wanted[rows, mentees.areas[rows, place]] = points
    gaps = np.array([[GRADE_POINTS.get(above - own, 0) for above in range(GRADES)] for own in range(GRADES)])
    one = np.eye(max(GRADES, SITES, INSTITUTIONS), dtype=np.float32)
    theirs = (
        wanted,
        LANGUAGE_POINTS * mentees.languages,
        gaps[mentees.grade],
        SITE_POINTS * one[mentees.site][:, :SITES],
        INSTITUTION_POINTS * (1 - one[mentees.institution][:, :INSTITUTIONS]),
    )
    ours = (
        mentors.areas,
        mentors.languages,
        one[mentors.grade][:, :GRADES],
        one[mentors.site][:, :SITES],
        one[mentors.institution][:, :INSTITUTIONS],
    )
    return np.hstack(theirs).astype(np.float32), np.hstack(ours).astype(np.float32)


def allowed(pool: Pool, rows: Ints, cols: Ints) -> NDArray[np.bool_]:
    """Which of these mentees may have which of these mentors (rows, cols)."""
    mentees, mentors = pool.mentees, pool.mentors
    common = mentees.languages[rows].astype(np.float32) @ mentors.languages[cols].T.astype(np.float32)
    above = mentors.grade[cols][None, :] >= mentees.grade[rows][:, None]
    return np.asarray((common > 0) & above & (mentors.team[cols][None, :] != mentees.team[rows][:, None]))


def blocks(size: int, height: int = BLOCK) -> Iterator[Ints]:
    """The positions below `size`, some at a time."""
    for begin in range(0, size, height):
        yield np.arange(begin, min(begin + height, size))


def dense(pool: Pool, rules: bool = True) -> Ints:
    """All scores (n, m) as small numbers, -1 where the rules forbid; without the rules none is forbidden."""
    theirs, ours = vectors(pool)
    scores = np.empty((len(theirs), len(ours)), dtype=np.int8)
    cols = np.arange(len(ours))
    for rows in blocks(len(theirs)):
        points = (theirs[rows] @ ours.T).round()
        scores[rows] = np.where(allowed(pool, rows, cols), points, -1) if rules else points
    return scores


@dataclass(frozen=True)
class Lists:
    """The mentors that each mentee may have: `indptr` (n + 1,), `mentor` and `score` (E,); `places` (m,)."""

    indptr: Ints
    mentor: Ints
    score: Ints
    places: Ints


def lists(pool: Pool, length: int = LIST_LENGTH, seed: int = SEED) -> Lists:
    """The best mentors of each mentee, equal ones by lot.

    Up to 16,384 mentors all are compared; above, each thousand mentees with 8,192 mentors drawn for them.
    """
    draw = np.random.default_rng([seed, len(pool.mentees), len(pool.mentors), length])
    theirs, ours = vectors(pool)
    counts, found, points = [], [], []
    for rows in blocks(len(theirs)):
        cols = np.arange(len(ours))
        if len(ours) > ALL_COMPARED:
            cols = np.sort(draw.choice(len(ours), SOME_COMPARED, replace=False))
        scores = (theirs[rows] @ ours[cols].T).round().astype(np.int32)
        scores[~allowed(pool, rows, cols)] = -1
        lot = draw.integers(0, 1 << 16, size=scores.shape, dtype=np.uint16)
        keys = scores * np.int32(1 << 16) + lot
        best = np.sort(np.argpartition(keys, -min(length, len(cols)), axis=1)[:, -length:], axis=1)
        kept = np.take_along_axis(scores, best, axis=1)
        counts.append((kept >= 0).sum(axis=1))
        found.append(cols[best][kept >= 0].astype(np.int32))
        points.append(kept[kept >= 0].astype(np.int64))
    indptr = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int64)
    return Lists(indptr, np.concatenate(found), np.concatenate(points), pool.places)


def recall(pool: Pool, found: list[Ints], k: int) -> float:
    """How much of the k best allowed mentors these lists of the first mentees hold, equals as good."""
    rows, cols = np.arange(len(found)), np.arange(len(pool.places))
    theirs, ours = vectors(Pool(pool.mentees.first(len(found)), pool.mentors, pool.places))
    scores = np.where(allowed(pool, rows, cols), (theirs @ ours.T).round(), -1)
    right = wanted = 0
    for row, own in enumerate(found):
        best = np.sort(scores[row][scores[row] >= 0])[::-1][:k]
        good = scores[row, np.unique(own[own >= 0])]
        wanted += len(best)
        right += min(len(best), int((good >= (best[-1] if len(best) else 0)).sum()))
    return right / max(1, wanted)


def uniform(size: int, seed: int = SEED) -> Ints:
    """Square scores drawn evenly from 0 to 999,999."""
    return np.random.default_rng([seed, size, 1]).integers(0, 10**6, (size, size), dtype=np.int32)


def low_rank(size: int, seed: int = SEED) -> Ints:
    """Square scores from products of vectors of 16 numbers, 0 to about 1,000."""
    draw = np.random.default_rng([seed, size, 2])
    product = draw.random((size, 16)) @ draw.random((size, 16)).T
    return np.asarray((product * 64).round().astype(np.int32))


def machol_wien(size: int) -> Ints:
    """Square scores whose cost is i times j (Machol and Wien 1976): hard for every shortest-path method."""
    steps = np.arange(1, size + 1, dtype=np.int32)
    return np.asarray(np.int32(size * size) - steps[:, None] * steps[None, :])


def save_side(folder: Path, name: str, side: Side) -> None:
    """Write a side's columns."""
    for one in fields(Side):
        np.save(folder / f"{name}-{one.name}.npy", getattr(side, one.name))


def save_pool(folder: Path, pool: Pool) -> None:
    """Write people's columns and the places."""
    save_side(folder, "mentees", pool.mentees)
    save_side(folder, "mentors", pool.mentors)
    np.save(folder / "places.npy", pool.places)


def load_pool(folder: Path) -> Pool:
    """Read what `save_pool` wrote."""
    sides = [
        Side(**{one.name: np.load(folder / f"{name}-{one.name}.npy") for one in fields(Side)})
        for name in ("mentees", "mentors")
    ]
    return Pool(sides[0], sides[1], np.load(folder / "places.npy"))


def save_scores(folder: Path, scores: Ints, places: Ints) -> None:
    """Write a dense instance."""
    np.save(folder / "scores.npy", scores)
    np.save(folder / "places.npy", places)


def save_lists(folder: Path, some: Lists) -> None:
    """Write a sparse instance."""
    for one in fields(Lists):
        np.save(folder / f"{one.name}.npy", getattr(some, one.name))
