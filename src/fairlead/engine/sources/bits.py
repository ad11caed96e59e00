"""Exact best pairs and prices from structured features, by bit-sliced counting.

Points compile to small whole numbers, and everybody searched becomes one bit in each feature's row of bits;
sums of points of 512 people at a time are binary adders on these rows, hard rules are masks. What cannot be
among the best is never looked at: those who share rules and points share their sums, and these bound what a
block of people can hold. The answer is exact, ties included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.given import Found, Ints
from fairlead.engine.policy import Policy, Rule
from fairlead.engine.scoring import digits_of
from fairlead.engine.sources.bits_adding import CAP, FIRST, KIND, LAST, MORE, WEIGHT
from fairlead.engine.sources.bits_index import Index, Lists, Piece, index_of, priced, search_piece
from fairlead.engine.sources.bits_overlap import overlap
from fairlead.engine.sources.bits_programs import Part, Shop
from fairlead.engine.sources.bits_reading import read_pairs
from fairlead.engine.sources.bits_rules import BY_RULE, apart, classes, shared, some_people, tabled
from fairlead.engine.sources.executing import cores, spread
from fairlead.engine.sources.told import Said, Told
from fairlead.engine.values import People
from fairlead.engine.watching import Watch

PAIRS_A_PIECE = 2_000_000_000
FEWEST_ROWS = 64
OTHER = {"mentee": "mentor", "mentor": "mentee"}
BY_CRITERION = {"overlap": overlap, "equal": shared, "membership": shared, "not_equal": apart}


class BitSource:
    """Every allowed pair of a policy's people with its score (see `given.Source`).

    `rank` (n,) and (m,) order the people for ties, instead of their positions.
    """

    def __init__(
        self,
        told: Told,
        policy: Policy,
        *,
        forbidden: Iterable[tuple[int, int]] = (),
        ranks: tuple[Ints, Ints] | None = None,
    ) -> None:
        self.told, self.policy = told, policy
        self.mentees, self.mentors = told.size("mentee"), told.size("mentor")
        self.digits = digits_in(told, policy)
        sizes = {"mentee": self.mentees, "mentor": self.mentors}
        self._ranks = dict(
            zip(sizes, ranks or (np.arange(self.mentees), np.arange(self.mentors)), strict=True)
        )
        by_hand = np.array(list(forbidden), dtype=np.int64).reshape(-1, 2)
        listed = [by_hand, *(not_listed(told, rule) for rule in policy.rules if rule.kind == "not_listed")]
        self._forbidden = np.concatenate(listed)
        self._indices: dict[str, Index] = {}
        self._index("mentee")

    @cached_property
    def most_score(self) -> int:
        """A score that no pair exceeds."""
        index = self._index("mentee")
        return index.unit * index.most + int(index.offset.max(initial=0))

    def _index(self, side: str) -> Index:
        if side not in self._indices:
            shop = Shop(self.told, side, OTHER[side], self.digits)
            places = (0, 1) if side == "mentee" else (1, 0)
            pairs = tuple(self._forbidden[:, place] for place in places)
            self._indices[side] = index_of(
                shop,
                parts_of(shop, self.policy),
                (pairs[0], pairs[1]),
                self._ranks[side],
                self._ranks[OTHER[side]],
            )
        return self._indices[side]

    def order(self, side: str) -> Ints:
        """The order of those searched for this side, (m,): equals come in this order (see `ties`)."""
        return self._index(side).position.astype(np.int64)

    def best(self, side: str, k: int, watch: Watch | None = None, executor: Any = None) -> Found:
        """The k best pairs of everybody on a side, exact: rows, columns and scores.

        Sorted by the side's people, best first. Raises `Cancelled`.
        """
        rows, cols, scores = self._search(self._index(side), k, None, watch, executor, f"best_{side}")
        return (rows, cols, scores) if side == "mentee" else (cols, rows, scores)

    def above(
        self,
        need: Ints,
        price: Ints,
        most_per_row: int,
        watch: Watch | None = None,
        executor: Any = None,
    ) -> Found:
        """The allowed pairs whose score minus `price` (m,) of the mentor exceeds `need` (n,) of the mentee.

        At most `most_per_row` of a mentee, those that exceed it most. Prices are not negative. Raises
        `Cancelled`, and `ScoresTooWide` where prices lie too far apart in too many steps.
        """
        index = self._index("mentee")
        if index.unit > 1 and (np.asarray(price) % index.unit).any():
            index = in_single_points(index)
        own = np.asarray(need, dtype=np.int64) - index.offset
        least = own // index.unit + 1
        asks = least <= index.most
        extra, least = folded(np.asarray(price, np.int64) // index.unit, least, asks, index.most)
        by_position = extra[index.at]
        full = priced(index, by_position) if extra.any() else index
        return self._search(full, most_per_row, least[index.order], watch, executor, "above", extra)

    def _search(
        self,
        index: Index,
        k: int,
        least: Ints | None,
        watch: Watch | None,
        executor: Any,
        step: str,
        extra: Ints | None = None,
    ) -> Found:
        size, pieces = index.searching, []
        rows = max(
            1, min(PAIRS_A_PIECE // max(1, len(index.at)), max(FEWEST_ROWS, -(-size // (4 * cores()))))
        )
        for begin in range(0, size, rows):
            end = min(size, begin + rows)
            pieces.append(
                Piece(begin, end, min(k, len(index.at)), None if least is None else least[begin:end])
            )
        found: list[Lists] = []
        if k > 0 and len(index.at):
            found = list(spread(search_piece, index, pieces, executor=executor, watch=watch, step=step))
        return _in_order(index, found, extra)

    def scores(self, rows: Any, cols: Any) -> Ints:
        """The exact scores of these pairs."""
        return read_pairs(self._index("mentee"), rows, cols)[0]

    def allowed(self, rows: Any, cols: Any) -> NDArray[np.bool_]:
        """Which of these pairs the hard rules allow."""
        return read_pairs(self._index("mentee"), rows, cols)[1]


def _in_order(index: Index, found: list[Lists], extra: Ints | None) -> Found:
    """What the pieces found, by people instead of positions and sorted by those who searched.

    The pieces are used up, to save memory.
    """
    many = np.concatenate([np.zeros(0, dtype=np.int32), *(one.many for one in found)])
    place = np.concatenate([np.zeros(0, dtype=np.int32), *(one.place for one in found)])
    number = np.concatenate([np.zeros(0, dtype=np.int32), *(one.number for one in found)])
    found.clear()
    rows = np.repeat(index.order[: len(many)], many)
    cols, scores = index.at[place], number.astype(np.int64)
    del place, number
    if extra is not None:
        scores -= extra[cols]
    scores *= index.unit
    scores += index.offset[rows]
    sorted_by = np.argsort(rows, kind="stable")
    return rows[sorted_by], cols[sorted_by], scores[sorted_by]


def in_single_points(index: Index) -> Index:
    """The same index counting single points instead of units."""
    unit, table = index.unit, index.table
    code, term = table.code.copy(), table.term.copy()
    code[:, [WEIGHT, MORE]] *= unit
    capped = np.repeat(code[:, KIND] == CAP, code[:, LAST] - code[:, FIRST])
    term[capped, 1] *= unit
    longer = table._replace(code=code, term=term, limit=table.limit * unit)
    return replace(index, table=longer, unit=1, most=index.most * unit)


def folded(price: Ints, least: Ints, asks: NDArray[np.bool_], most: int) -> tuple[Ints, Ints]:
    """Prices turned into something added: (extra (m,), least (n,)).

    Number - price >= least in the old terms says number + extra >= least in the new ones. Prices nobody could
    pay are cut; gaps between prices and needs wider than any number are narrowed: no comparison changes.
    """
    lowest = int(least[asks].min(initial=most + 1))
    cut = np.minimum(price, most - lowest + 1)
    points = np.unique(np.concatenate([cut, -least[asks]]))
    steps = np.minimum(np.diff(points), 2 * most + 2)
    narrow = np.concatenate([[0], np.cumsum(steps)])
    near = narrow[np.searchsorted(points, cut)]
    top = int(near.max(initial=0))
    new = np.full(len(least), np.iinfo(np.int64).max, dtype=np.int64)
    new[asks] = np.maximum(0, top - narrow[np.searchsorted(points, -least[asks])])
    return top - near, new


def digits_in(told: Told, policy: Policy) -> int:
    """How many decimals the points of these people can have."""
    found = 0
    for one in policy.criteria:
        people = People((), ())
        if one.kind == "numeric":
            people = some_people(
                told, classes(told, "mentee", one.mentee)[1], classes(told, "mentor", one.mentor)[1]
            )
        found = max(found, digits_of(one, people))
    return found


def parts_of(shop: Shop, policy: Policy) -> list[Part]:
    """The programs of all rules and criteria but "not_listed". Raises `NotInBits`."""
    parts: list[Part] = []
    for rule in policy.rules:
        if rule.kind != "not_listed":
            parts += BY_RULE.get(rule.kind, tabled)(shop, rule)
    for criterion in policy.criteria:
        parts += BY_CRITERION.get(criterion.kind, tabled)(shop, criterion)
    return parts


def not_listed(told: Told, rule: Rule) -> Ints:
    """The pairs that a rule "not_listed" forbids, as rows (mentee, mentor)."""
    found = [np.zeros((0, 2), dtype=np.int64)]
    for side, other in OTHER.items():
        name = getattr(rule, side)
        if name is None:
            continue
        lists, named = told.lists(side, name), told.lists(other, getattr(rule, f"{other}_is"))
        place = {word: code for code, word in enumerate(named.words)}
        people, start = named.members
        owner = np.repeat(np.arange(len(lists.sizes)), lists.sizes)
        for code, word in enumerate(lists.words):
            if word in place:
                theirs = people[start[place[word]] : start[place[word] + 1]].astype(np.int64)
                who = owner[lists.word == code]
                pairs = [np.repeat(who, len(theirs)), np.tile(theirs, len(who))]
                found.append(np.stack(pairs if side == "mentee" else pairs[::-1], axis=1))
    return np.concatenate(found)


def source_of(
    people: People | Told,
    policy: Policy,
    *,
    forbidden: Iterable[tuple[int, int]] = (),
    ranks: tuple[Ints, Ints] | None = None,
) -> BitSource:
    """The source of all pairs of these people under a policy.

    `people` as candidates, or in codes (`told.Coded`). `forbidden`: pairs of positions (mentee, mentor).
    Raises `NotInBits` where points or values do not fit bits; then `blocks.BlockSource` does it.
    """
    told = Said(people) if isinstance(people, People) else people
    return BitSource(told, policy, forbidden=forbidden, ranks=ranks)


__all__ = ["BitSource", "source_of"]
