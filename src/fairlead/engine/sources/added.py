"""Points for few of very many pairs, such as wishes, on top of a source that knows all other points.

They are points of 0 or more. So of whoever the source names best, or above a price, nobody is missing but
pairs with such points; these are looked at one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.given import Found, Ints, Source
from fairlead.engine.policy import SHARE, Criterion, Policy
from fairlead.engine.sources.bits_overlap import Worth, worth
from fairlead.engine.sources.bits_programs import Shop
from fairlead.engine.sources.told import Told
from fairlead.engine.values import scaled
from fairlead.engine.watching import Watch

FEW_A_PERSON = 64


class AddedSource:
    """A source's pairs, where the pairs `few` (rows, columns, points of 0 or more) have more points.

    Pairs that the source does not allow stay so. `ranks` order the people of both sides for ties.
    """

    def __init__(self, source: Source, few: Found, *, ranks: tuple[Ints, Ints] | None = None) -> None:
        self.source, self.mentees, self.mentors = source, source.mentees, source.mentors
        mentee_rank, mentor_rank = ranks or (np.arange(self.mentees), np.arange(self.mentors))
        rows, cols, points = few
        kept = source.allowed(rows, cols) & (points > 0)
        rows, cols, points = rows[kept], cols[kept], points[kept]
        order = np.lexsort((mentor_rank[cols], mentee_rank[rows]))
        self._rows, self._cols = rows[order].astype(np.int32), cols[order].astype(np.int32)
        self._score = source.scores(self._rows, self._cols) + points[order]
        keys = self._key(self._rows, self._cols)
        self._by_key = np.argsort(keys, kind="stable")
        self._keys, self._points = keys[self._by_key], points[order][self._by_key].astype(np.int64)

    def _key(self, rows: Any, cols: Any) -> Ints:
        return np.asarray(rows, dtype=np.int64) * max(1, self.mentors) + np.asarray(cols, dtype=np.int64)

    @property
    def most_score(self) -> int:
        """A score that no pair exceeds."""
        return self.source.most_score + int(self._points.max(initial=0))

    def best(self, side: str, k: int, watch: Watch | None = None, executor: Any = None) -> Found:
        """The k best pairs of everybody on a side, exact: rows, columns and scores. Raises `Cancelled`."""
        found = self.source.best(side, k, watch, executor)
        mine = np.arange(len(self._rows))
        return self._joined(mine, found, None, k, own=0 if side == "mentee" else 1)

    def above(
        self,
        need: Ints,
        price: Ints,
        most_per_row: int,
        watch: Watch | None = None,
        executor: Any = None,
    ) -> Found:
        """The allowed pairs whose score less `price` (m,) of the mentor exceeds `need` (n,) of the mentee.

        At most `most_per_row` of a mentee, those that exceed it most. Raises `Cancelled`, and what the
        source raises.
        """
        found = self.source.above(need, price, most_per_row, watch, executor)
        given = np.asarray(price, dtype=np.int64)
        mine = np.flatnonzero(self._score - given[self._cols] > np.asarray(need)[self._rows])
        return self._joined(mine, found, given, most_per_row, own=0)

    def _joined(self, mine: Ints, found: Found, price: Ints | None, k: int, *, own: int) -> Found:
        """The k best of each person of these pairs with added points and of what the source found."""
        rows, cols = (
            np.concatenate([some[mine], theirs])
            for some, theirs in zip((self._rows, self._cols), found[:2], strict=True)
        )
        scores = np.concatenate([self._score[mine], found[2]])
        once = np.sort(np.unique(self._key(rows, cols), return_index=True)[1])
        rows, cols, scores = rows[once], cols[once], scores[once]
        people = (rows, cols)[own]
        value = scores if price is None else scores - price[cols]
        order = np.lexsort((-value, people))
        place = np.arange(len(order)) - np.searchsorted(people[order], people[order])
        taken = order[place < k]
        return rows[taken], cols[taken], scores[taken]

    def scores(self, rows: Any, cols: Any) -> Ints:
        """The exact scores of these pairs."""
        keys = self._key(rows, cols)
        place = np.searchsorted(self._keys, keys)
        added = np.append(self._keys, -1)[place] == keys
        return self.source.scores(rows, cols) + np.where(added, np.append(self._points, 0)[place], 0)

    def allowed(self, rows: Any, cols: Any) -> NDArray[np.bool_]:
        """Which of these pairs the hard rules allow."""
        return self.source.allowed(rows, cols)


@dataclass(frozen=True, eq=False)
class _Common:
    """Words that mentees want of a criterion and mentors offer: worth how much, and offered by how many."""

    want: Worth
    code: Ints
    many: Ints

    @staticmethod
    def of(told: Told, criterion: Criterion, digits: int) -> _Common:
        want = worth(Shop(told, "mentee", "mentor", digits), criterion)
        offered = told.lists("mentor", criterion.mentor)
        place = {word: code for code, word in enumerate(offered.words)}
        across = np.array([place.get(word, -1) for word in want.words], dtype=np.int64)
        code = across[want.word]
        sizes = np.diff(offered.members[1])
        return _Common(want, code, np.where(code >= 0, np.append(sizes, 0)[code], 0))


def few(told: Told, policy: Policy, digits: int) -> tuple[Policy, list[Criterion]]:
    """The policy without the criteria that give points to few pairs, and these: what people want one by one.

    Such is a list of whole importance, without a most important one, whose words together are offered by
    few. `digits`: what the points are counted in.
    """
    people = told.size("mentee") + told.size("mentor")
    found = [one for one in policy.criteria if _is_few(told, one, digits, FEW_A_PERSON * people)]
    often = tuple(one for one in policy.criteria if one not in found)
    return replace(policy, criteria=often), found


def _is_few(told: Told, one: Criterion, digits: int, most: int) -> bool:
    if one.kind != "overlap" or one.important or not told.weighted(one.mentee):
        return False
    if min(*one.points, 0 if one.most is None else one.most) < 0:
        return False
    common = _Common.of(told, one, digits)
    return bool(common.want.points.min(initial=0) >= 0 and common.many.sum() <= most)


def points_of(told: Told, criterion: Criterion, digits: int) -> Found:
    """The pairs with something in common by a criterion, and its points: rows, columns, points."""
    common = _Common.of(told, criterion, digits)
    people, start = told.lists("mentor", criterion.mentor).members
    begin = np.where(common.code >= 0, start[common.code], 0)
    within = np.arange(int(common.many.sum())) - np.repeat(np.cumsum(common.many) - common.many, common.many)
    cols = people[np.repeat(begin, common.many) + within]
    width = max(1, told.size("mentor"))
    each, cols = np.divmod(np.unique(np.repeat(np.arange(len(begin)), common.many) * width + cols), width)
    keys, of = np.unique(common.want.owner[each] * width + cols, return_inverse=True)
    points = np.zeros(len(keys), dtype=np.int64)
    np.add.at(points, of.reshape(-1), common.want.points[each])
    rows, cols = np.divmod(keys, width)
    if criterion.count == SHARE:
        whole = np.maximum(common.want.totals[rows], 1)
        points = points * scaled(criterion.points[0], digits) // whole
    if criterion.most is not None:
        points = np.minimum(points, scaled(criterion.most, digits))
    return rows.astype(np.int32), cols.astype(np.int32), points


__all__ = ["AddedSource", "few", "points_of"]
