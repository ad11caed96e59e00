"""How the criterion "overlap" becomes programs: what mentees want, seen by them and by those who offer it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from math import gcd

import numpy as np

from fairlead.engine.given import Indices, Ints
from fairlead.engine.policy import SHARE, Criterion
from fairlead.engine.scoring import Wants
from fairlead.engine.sources.bits_adding import ADD, CAP, COUNT, LEVEL_ADD
from fairlead.engine.sources.bits_programs import NotInBits, Part, Shop, Step, marked, plain
from fairlead.engine.sources.bits_rules import Program
from fairlead.engine.sources.told import Lists
from fairlead.engine.values import scaled, tokens

MOST_LEVELS = 256


@dataclass(frozen=True, eq=False)
class Worth:
    """What mentees want: mentee i `word[start[i]:start[i + 1]]` (codes of `words`), worth `points` each.

    `of` and `first`: mentees who want the same alike, and one of each kind.
    """

    start: Ints
    word: Indices
    points: Ints
    words: tuple[str, ...]
    of: Ints
    first: Indices

    @property
    def totals(self) -> Ints:
        """The points of all that each mentee wants."""
        sums = np.concatenate([[0], np.cumsum(self.points)])
        return np.asarray(sums[self.start[1:]] - sums[self.start[:-1]])

    @property
    def owner(self) -> Ints:
        """Whose each word is."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def wants(self, mentee: int) -> list[tuple[int, int]]:
        """The codes and points of one mentee."""
        here = slice(self.start[mentee], self.start[mentee + 1])
        return list(zip(self.word[here].tolist(), self.points[here].tolist(), strict=True))


def worth(shop: Shop, criterion: Criterion) -> Worth:
    """What each word on a mentee's list counts: points, or for shares how many times."""
    told, share = shop.told, criterion.count == SHARE
    if criterion.important or told.weighted(criterion.mentee):
        people = (told.candidate("mentee", place) for place in range(told.size("mentee")))
        wants = Wants(criterion, shop.digits)
        return _gathered([wants.of(person) for person in people])
    lists = told.lists("mentee", criterion.mentee)
    table = np.array([1] if share else [scaled(one, shop.digits) for one in criterion.points], np.int64)
    place = np.arange(len(lists.word)) - np.repeat(lists.start[:-1], lists.sizes)
    of, first = lists.classes if len(table) == 1 else lists.exact_classes
    points = table[np.minimum(place, len(table) - 1)]
    return Worth(lists.start, lists.word, points, lists.words, of, first)


def _gathered(found: list[dict[str, int]]) -> Worth:
    words = tuple(sorted({word for one in found for word in one}))
    code = {word: place for place, word in enumerate(words)}
    start = np.zeros(len(found) + 1, dtype=np.int64)
    np.cumsum([len(one) for one in found], out=start[1:])
    kinds: dict[frozenset[tuple[str, int]], int] = {}
    of = np.array([kinds.setdefault(frozenset(one.items()), len(kinds)) for one in found], dtype=np.int64)
    return Worth(
        start,
        np.array([code[word] for one in found for word in one], dtype=np.int32),
        np.array([points for one in found for points in one.values()], dtype=np.int64),
        words,
        of,
        np.unique(of, return_index=True)[1].astype(np.int32),
    )


def overlap(shop: Shop, criterion: Criterion) -> list[Part]:
    """Points for what mentees want and mentors offer. Raises `NotInBits`."""
    own = worth(shop, criterion)
    if criterion.count != SHARE:
        limit = None if criterion.most is None else scaled(criterion.most, shop.digits)
        if limit is None or limit >= np.maximum(own.points, 0).sum():
            return [Each(shop, criterion, own).part()]
        _demand_whole(criterion, own.points, limit)
        return [Each(shop, criterion, own).part(limit)]
    _demand_whole(criterion, own.points, scaled(criterion.points[0], shop.digits))
    parts = [Share(shop, criterion, own).part()]
    if criterion.important and criterion.important_points:
        parts.append(Each(shop, criterion, _important(shop, criterion), "important").part())
    return parts


def _demand_whole(criterion: Criterion, points: Ints, other: int) -> None:
    capped_sum = criterion.count == SHARE and criterion.most is not None and criterion.important is not None
    if points.min(initial=0) < 0 or other < 0 or capped_sum:
        raise NotInBits(key=criterion.key, why="not_whole")


def _important(shop: Shop, criterion: Criterion) -> Worth:
    extra, told = scaled(criterion.important_points, shop.digits), shop.told
    people = (told.candidate("mentee", place) for place in range(told.size("mentee")))
    named = [tokens(person.values.get(str(criterion.important))) for person in people]
    return _gathered([dict.fromkeys(words, extra) for words in named])


@dataclass(frozen=True, eq=False)
class Each:
    """Points for every word covered, as far as a cap; `kind`: for which words of the criterion."""

    shop: Shop
    criterion: Criterion
    worth: Worth
    kind: str = "each"

    @property
    def offered(self) -> Lists:
        """What mentors offer."""
        return self.shop.told.lists("mentor", self.criterion.mentor)

    def part(self, limit: int | None = None) -> Part:
        """The part; `limit` caps the points of a pair."""
        if self.shop.rows == "mentee":
            return self._capped(limit) if limit is not None else self._listed()
        return self._offering(limit)

    def across(self) -> Ints:
        """For each word wanted its code among those offered, -1 if nobody offers it."""
        place = {word: code for code, word in enumerate(self.offered.words)}
        return np.array([place.get(word, -1) for word in self.worth.words], dtype=np.int64)

    def _listed(self) -> Part:
        """Programs of one step for each word wanted, smallest points first; no loop over mentees."""
        own, across = self.worth, self.across()
        number = np.full(len(own.start) - 1, -1, dtype=np.int64)
        number[own.first] = np.arange(len(own.first))
        owner = number[own.owner]
        used = (owner >= 0) & (across[own.word] >= 0) & (own.points != 0)
        owner, code, points = owner[used], across[own.word[used]], own.points[used]
        order = np.lexsort((code, np.abs(points), owner))
        owner, code, points = owner[order], code[order], points[order]
        lowest = int(points.min(initial=0))
        reach = int(points.max(initial=0)) - lowest + 1
        kinds, which = np.unique(code * reach + (points - lowest), return_inverse=True)
        steps = np.array(
            [self._step(kind // reach, kind % reach + lowest) for kind in kinds.tolist()], dtype=np.int32
        )
        start = np.zeros(len(own.first) + 1, dtype=np.int64)
        np.cumsum(np.bincount(owner, minlength=len(own.first)), out=start[1:])
        sums = [np.concatenate([[0], np.cumsum(one)]) for one in (np.abs(points), np.minimum(points, 0))]
        most, offset = (one[start[1:]] - one[start[:-1]] for one in sums)
        listed = steps[which]
        spread = int(most.max(initial=0))
        return Part(start, listed, most, offset, own.of, self.offered.classes[0], spread)

    def _step(self, code: int, points: int) -> int:
        feature = self.shop.word(self.criterion.mentor, self.offered, code)
        return self.shop.step(plain(points, feature)[0])

    def _capped(self, limit: int) -> Part:
        across, programs = self.across(), list[Program]()
        for mentee in self.worth.first.tolist():
            used = [(across[code], points) for code, points in self.worth.wants(mentee) if across[code] >= 0]
            features = tuple(
                self.shop.word(self.criterion.mentor, self.offered, int(code)) for code, _ in used
            )
            times = tuple(points for _, points in used)
            most = min(limit, sum(times))
            programs.append(([Step(CAP, features, weight=limit, more=most, times=times)], 0))
        return self.shop.part(programs, self.worth.of, self.offered.classes[0])

    def _offering(self, limit: int | None) -> Part:
        """Mentors look for mentees: for each word offered, its points by binary digits."""
        digits, offered = Digits(self.shop, self.criterion, self.worth, self.kind), self.offered
        code = {word: place for place, word in enumerate(self.worth.words)}
        sliced = [digits.of(code[word]) if word in code else Sliced((), 0) for word in offered.words]
        if limit is not None:
            return self._offering_capped(sliced, limit)
        steps = [
            [self.shop.step(Step(ADD, (f,), weight=t, more=more)) for f, t, more in one.planes]
            for one in sliced
        ]
        lowest = int(self.worth.points.min(initial=0))
        reach = None if lowest < 0 else int(self.worth.totals.max(initial=0))
        return self._joined(steps, [one.offset for one in sliced], sliced, reach)

    def _joined(
        self, steps: list[list[int]], offsets: list[int], sliced: list[Sliced], reach: int | None
    ) -> Part:
        """Programs from the steps of each word offered; made without a loop over mentors."""
        offered = self.offered
        of, first = offered.classes
        sizes = offered.sizes[first]
        begin = np.repeat(offered.start[first] - (np.cumsum(sizes) - sizes), sizes)
        words = offered.word[begin + np.arange(len(begin))]
        many = np.array([len(one) for one in steps], dtype=np.int64)
        flat = np.array([step for one in steps for step in one], dtype=np.int32)
        each = many[words]
        at = np.repeat((np.cumsum(many) - many)[words] - (np.cumsum(each) - each), each)
        listed = flat[at + np.arange(len(at))]
        ends = np.concatenate([[0], np.cumsum(sizes)])
        most = np.array([sum(more for _, _, more in one.planes) for one in sliced], dtype=np.int64)
        tables = (many, np.array(offsets, dtype=np.int64), most)
        sums = [np.concatenate([[0], np.cumsum(table[words])])[ends] for table in tables]
        limit = np.diff(sums[2]) if reach is None else np.minimum(np.diff(sums[2]), reach)
        spread = int(limit.max(initial=0))
        return Part(sums[0].astype(np.int64), listed, limit, np.diff(sums[1]), of, self.worth.of, spread)

    def _offering_capped(self, sliced: list[Sliced], limit: int) -> Part:
        programs = list[Program]()
        for mentor in self.offered.classes[1].tolist():
            planes = [plane for code in self.offered.of(mentor) for plane in sliced[code].planes]
            features, times = tuple(f for f, _, _ in planes), tuple(t for _, t, _ in planes)
            most = min(limit, sum(times))
            programs.append(([Step(CAP, features, weight=limit, more=most, times=times)], 0))
        return self.shop.part(programs, self.offered.classes[0], self.worth.of)


@dataclass(frozen=True)
class Sliced:
    """The points of one word by binary digits: (feature, what it counts, by how much it raises the most)."""

    planes: tuple[tuple[int, int, int], ...]
    offset: int


class Digits:
    """What a word is worth to each mentee, as features: one for each binary digit of its points.

    A criterion may have two kinds of words, each with its own codes: features are named for both.
    """

    def __init__(self, shop: Shop, criterion: Criterion, worth: Worth, kind: str) -> None:
        self.shop, self.worth = shop, worth
        self.name = f"{criterion.key}/{criterion.mentee}/{kind}"
        self.order = np.argsort(worth.word, kind="stable")
        self.ends = np.searchsorted(worth.word[self.order], np.arange(len(worth.words) + 1))
        self.unit = reduce(gcd, np.unique(np.abs(worth.points)).tolist(), 0) or 1
        self.owner = worth.owner
        self.found: dict[int, Sliced] = {}

    def of(self, code: int) -> Sliced:
        """The digits of one word."""
        if code not in self.found:
            self.found[code] = self._sliced(code)
        return self.found[code]

    def _sliced(self, code: int) -> Sliced:
        entries = self.order[self.ends[code] : self.ends[code + 1]]
        who, points = self.owner[entries], self.worth.points[entries]
        lowest = int(points.min(initial=0))
        if lowest < 0:
            everybody = np.zeros(self.shop.told.size("mentee"), dtype=np.int64)
            everybody[who] = points
            who, points = np.arange(len(everybody)), everybody
        points = (points - lowest) // self.unit
        most, planes, before = int(points.max(initial=0)), [], 0
        for digit in range(most.bit_length()):
            members = who[(points >> digit) & 1 == 1].astype(np.int32)
            feature = self.shop.feature((self.name, code, digit), members)
            reach = min((2 << digit) - 1, most)
            planes.append((feature, self.unit << digit, (reach - before) * self.unit))
            before = reach
        return Sliced(tuple(planes), lowest)


@dataclass(frozen=True, eq=False)
class Share:
    """Points times the covered share of what a mentee wants, rounded down, as far as a cap."""

    shop: Shop
    criterion: Criterion
    worth: Worth

    def points(self, covered: int, total: int) -> int:
        """What so much covered of so much wanted gives."""
        given = covered * scaled(self.criterion.points[0], self.shop.digits) // max(total, 1)
        cap = self.criterion.most
        return given if cap is None else min(given, scaled(cap, self.shop.digits))

    def levels(self, counts: list[int], total: int, gate: tuple[int, ...] = ()) -> list[Step]:
        """What is added at each count that gives more than the one before."""
        steps, before = [], 0
        for count in counts:
            given = self.points(count, total)
            if given > before:
                more = given - before
                steps.append(Step(LEVEL_ADD, gate, weight=more, more=more, at=count))
            before = given
        return steps

    def part(self) -> Part:
        """The part; negative caps cannot be. Raises `NotInBits` where importance makes too many levels."""
        if self.worth.totals.max(initial=0) > MOST_LEVELS or (self.criterion.most or 0) < 0:
            raise NotInBits(key=self.criterion.key, why="not_whole")
        return self._wanting() if self.shop.rows == "mentee" else self._offering()

    def _wanting(self) -> Part:
        each = Each(self.shop, self.criterion, self.worth)
        across, programs, totals = each.across(), list[Program](), self.worth.totals
        for mentee in self.worth.first.tolist():
            used = [(across[code], times) for code, times in self.worth.wants(mentee) if across[code] >= 0]
            words = tuple(self.shop.word(self.criterion.mentor, each.offered, int(code)) for code, _ in used)
            times = tuple(times for _, times in used)
            counts = list(range(1, sum(times) + 1))
            levels = self.levels(counts, int(totals[mentee]))
            programs.append(([Step(COUNT, words, times=times), *levels] if levels else [], 0))
        return self.shop.part(programs, self.worth.of, each.offered.classes[0])

    def _offering(self) -> Part:
        offered = Each(self.shop, self.criterion, self.worth).offered
        digits, programs = Digits(self.shop, self.criterion, self.worth, "share"), list[Program]()
        code = {word: place for place, word in enumerate(self.worth.words)}
        totals = self.worth.totals
        gates = {
            total: self.shop.feature((self.criterion.key, "total", total), marked(totals == total))
            for total in np.unique(totals).tolist()
        }
        for mentor in offered.classes[1].tolist():
            said = [offered.words[one] for one in offered.of(mentor)]
            planes = [plane for word in said if word in code for plane in digits.of(code[word]).planes]
            most = sum(times for _, times, _ in planes)
            levels = [
                step
                for total, gate in gates.items()
                for step in self.levels(list(range(1, min(most, total) + 1)), total, (gate,))
            ]
            features, times = tuple(one for one, _, _ in planes), tuple(times for _, times, _ in planes)
            programs.append(([Step(COUNT, features, times=times), *levels] if levels else [], 0))
        most = max((self.points(total, total) for total in totals.tolist()), default=0)
        return self.shop.part(programs, offered.classes[0], self.worth.of, limit=most)
