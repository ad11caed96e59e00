"""How hard rules and yes-or-no criteria become programs, seen from either side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.given import Indices, Ints
from fairlead.engine.policy import ALLOW, Criterion, Rule
from fairlead.engine.rules import RULES
from fairlead.engine.scoring import CRITERIA
from fairlead.engine.sources.bits_adding import ADD, COUNT, LEVEL_NEED, NEED
from fairlead.engine.sources.bits_programs import NOBODY, NotInBits, Part, Shop, Step, marked, plain
from fairlead.engine.sources.told import Lists, Told
from fairlead.engine.values import People, scaled, token

MOST_CELLS = 4_000_000
MOST_FEATURES = 256
Program = tuple[list[Step], int]


@dataclass(frozen=True, eq=False)
class Two:
    """The two columns that a rule or criterion compares: of those who search, of those searched."""

    shop: Shop
    one: Rule | Criterion
    rows: Lists
    cols: Lists

    @staticmethod
    def of(shop: Shop, one: Rule | Criterion) -> Two:
        """The columns named by a rule or criterion, seen from the shop's side."""
        return Two(
            shop,
            one,
            shop.told.lists(shop.rows, getattr(one, shop.rows)),
            shop.told.lists(shop.cols, getattr(one, shop.cols)),
        )

    @property
    def field(self) -> str:
        """The field of those searched."""
        return str(getattr(self.one, self.shop.cols))

    def across(self) -> list[int]:
        """For each word of the searching side, its code on the other; -1 if nobody there says it."""
        place = {word: code for code, word in enumerate(self.cols.words)}
        return [place.get(word, -1) for word in self.rows.words]

    def known(self) -> int:
        """The feature of having said something."""
        return self.shop.feature((self.field, "known"), marked(self.cols.sizes > 0))

    def unknown(self) -> int:
        """The feature of having said nothing."""
        return self.shop.feature((self.field, "unknown"), marked(self.cols.sizes == 0))

    def suits(self) -> tuple[int, ...]:
        """The features of suiting everybody by a wild word, if somebody does."""
        wild = {token(word) for word in self.one.wild}
        codes = [code for code, word in enumerate(self.cols.words) if word in wild]
        return tuple(self.shop.word(self.field, self.cols, code) for code in codes)

    def asked(self) -> Iterator[tuple[bool, bool, tuple[int, ...]]]:
        """For each class of those who search: whether they said something, or a wild word; the features."""
        across, wild = self.across(), {token(word) for word in self.one.wild}
        is_wild = [word in wild for word in self.rows.words]
        for person in self.rows.classes[1].tolist():
            codes = self.rows.of(person)
            theirs = sorted(across[code] for code in codes if across[code] >= 0)
            words = tuple(self.shop.word(self.field, self.cols, code) for code in theirs)
            yield bool(codes), any(is_wild[code] for code in codes), words

    def part(self, programs: list[Program], *, demands: bool = False) -> Part:
        """The part that the programs of the classes make."""
        return self.shop.part(programs, self.rows.classes[0], self.cols.classes[0], demands=demands)


def demanded(shop: Shop, rule: Rule) -> list[Part]:
    """At least so many words in common, or a wild one ("equal", "overlap")."""
    two, allow = Two.of(shop, rule), rule.if_missing == ALLOW
    least = 1 if rule.least is None else int(np.ceil(float(rule.least)))
    suits = (*two.suits(), *((two.unknown(),) if allow else ()))
    programs: list[Program] = []
    for said, wild, words in two.asked():
        steps = [NOBODY]
        if not said:
            steps = [] if allow else steps
        elif wild or least <= 0:
            steps = [] if allow else [Step(NEED, (two.known(),))]
        elif least == 1:
            steps = [Step(NEED, (*words, *suits))]
        elif len(words) >= least or suits:
            times = (1,) * len(words) + (least,) * len(suits)
            steps = [Step(COUNT, (*words, *suits), times=times), Step(LEVEL_NEED, at=least)]
        programs.append((steps, 0))
    return [two.part(programs, demands=True)]


def excluded(shop: Shop, rule: Rule) -> list[Part]:
    """No word in common ("not_equal", "no_overlap")."""
    two, allow = Two.of(shop, rule), rule.if_missing == ALLOW
    programs: list[Program] = []
    for said, _, words in two.asked():
        kept_out = words if allow else (*words, two.unknown())
        if said:
            programs.append(([Step(NEED, kept_out, flip=True)] if kept_out else [], 0))
        else:
            programs.append(([] if allow else [NOBODY], 0))
    return [two.part(programs)]


def shared(shop: Shop, criterion: Criterion) -> list[Part]:
    """Points for a word in common, or a wild one ("equal", "membership")."""
    two, points = Two.of(shop, criterion), scaled(criterion.points[0], shop.digits)
    suits = two.suits()
    programs: list[Program] = []
    for said, wild, words in two.asked():
        suited = (two.known(),) if wild else (*words, *suits)
        programs.append(_one(points, suited) if said and suited else ([], 0))
    return [two.part(programs)]


def apart(shop: Shop, criterion: Criterion) -> list[Part]:
    """Points where both said something and nothing in common ("not_equal")."""
    two, points = Two.of(shop, criterion), scaled(criterion.points[0], shop.digits)
    programs: list[Program] = []
    for said, _, words in two.asked():
        programs.append(_one(points, (*words, two.unknown()), flip=True) if said else ([], 0))
    return [two.part(programs)]


def _one(points: int, features: tuple[int, ...], *, flip: bool = False) -> Program:
    step, offset = plain(points, *features, flip=flip)
    return ([step], offset) if points else ([], 0)


def tabled(shop: Shop, one: Rule | Criterion) -> list[Part]:
    """Any kind, by a table of those who search and those searched, as far as they differ in it.

    The table is what the rule or criterion itself says of one person of each class. Raises `NotInBits`.
    """
    (row_of, row_first), (col_of, col_first) = (
        classes(shop.told, side, getattr(one, side)) for side in (shop.rows, shop.cols)
    )
    if len(row_first) * len(col_first) > MOST_CELLS:
        raise NotInBits(key=one.key, why="too_many_values")
    table = _said_of_classes(shop, one, row_first, col_first)
    table, merged = np.unique(table, axis=1, return_inverse=True)
    table, alike = np.unique(table, axis=0, return_inverse=True)
    if table.shape[1] > MOST_FEATURES:
        raise NotInBits(key=one.key, why="too_many_values")
    cols = merged.reshape(-1)[col_of]
    features = [
        shop.feature((one.key, type(one), "class", code), marked(cols == code))
        for code in range(table.shape[1])
    ]
    hard = isinstance(one, Rule)
    programs = [(_allowed if hard else _points)(said, features) for said in table]
    return [shop.part(programs, alike.reshape(-1)[row_of], cols, demands=hard)]


def classes(told: Told, side: str, name: str | None) -> tuple[Ints, Indices]:
    """People who said the same in a field; all alike if no field is named."""
    if name is None:
        size = told.size(side)
        return np.zeros(size, dtype=np.int64), np.zeros(min(1, size), dtype=np.int32)
    return told.lists(side, name).exact_classes


def some_people(told: Told, mentees: Indices, mentors: Indices) -> People:
    """These people of both sides."""
    return People(
        tuple(told.candidate("mentee", place) for place in mentees.tolist()),
        tuple(told.candidate("mentor", place) for place in mentors.tolist()),
    )


def _said_of_classes(shop: Shop, one: Rule | Criterion, rows: Indices, cols: Indices) -> NDArray[np.int64]:
    from_mentees = shop.rows == "mentee"
    people = some_people(shop.told, *((rows, cols) if from_mentees else (cols, rows)))
    if isinstance(one, Rule):
        matrix = RULES[one.kind](one, people)
    else:
        matrix = CRITERIA[one.kind](one, people, shop.digits)
    table = matrix(np.arange(len(people.mentees)), np.arange(len(people.mentors))).astype(np.int64)
    return table if from_mentees else table.T


def _allowed(said: NDArray[np.int64], features: list[int]) -> Program:
    allowed = tuple(feature for feature, fine in zip(features, said.tolist(), strict=True) if fine)
    forbidden = tuple(feature for feature, fine in zip(features, said.tolist(), strict=True) if not fine)
    if not forbidden:
        return [], 0
    if len(forbidden) < len(allowed):
        return [Step(NEED, forbidden, flip=True)], 0
    return [Step(NEED, allowed)], 0


def _points(said: NDArray[np.int64], features: list[int]) -> Program:
    least, before, steps = int(said.min(initial=0)) if len(said) == 0 else int(said.min()), 0, []
    for points in sorted({int(one) - least for one in said.tolist()} - {0}):
        who = tuple(
            feature for feature, one in zip(features, said.tolist(), strict=True) if one - least == points
        )
        steps.append(Step(ADD, who, weight=points, more=points - before))
        before = points
    return steps, least


BY_RULE: dict[str, Callable[[Shop, Rule], list[Part]]] = {
    "equal": demanded,
    "overlap": demanded,
    "not_equal": excluded,
    "no_overlap": excluded,
}
