"""What candidates say, made comparable: words regardless of case and spacing, numbers exactly."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Ints, Value

Matrix: TypeAlias = Callable[[Ints, Ints], NDArray[Any]]
EXACT_IN_FLOAT = 1 << 52
EXACT = Context(prec=1000, Emin=MIN_EMIN, Emax=MAX_EMAX)


@dataclass(frozen=True)
class Candidate:
    """A person as the matching sees them: an id, what they said by field, and limits of their own.

    `most` and `least` (None: the policy's) bound the number of partners. `importance` gives, for a list
    field, how many times a value counts (1 where nothing is given).
    """

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)
    most: int | None = None
    least: int | None = None
    importance: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@lru_cache(maxsize=65536)
def token(text: str) -> str:
    """A word for comparison: compatible characters, case and spacing make no difference."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def words(value: Value) -> tuple[str, ...]:
    """The words of a value as they were given, without empty ones and repetitions."""
    return () if value is None else _words(value if isinstance(value, tuple) else (str(value),))


def tokens(value: Value) -> tuple[str, ...]:
    """The words of a value, ready for comparison."""
    return () if value is None else _tokens(value if isinstance(value, tuple) else (str(value),))


@lru_cache(maxsize=65536)
def _words(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({token(word): word for word in reversed(found) if token(word)}.values())[::-1]


@lru_cache(maxsize=65536)
def _tokens(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(token(word) for word in _words(found))


def number(value: Value) -> Decimal | None:
    """The number a value stands for, None if it is missing. Raises `ValueError` if it is no finite number."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, tuple):
        raise ValueError("a list")
    try:
        found = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not found.is_finite():
        raise ValueError("not finite")
    return found


@dataclass(frozen=True, eq=False)
class People:
    """Both sides in the order of the problem."""

    mentees: Sequence[Candidate]
    mentors: Sequence[Candidate]

    def side(self, name: str) -> Sequence[Candidate]:
        """The candidates of "mentee" or "mentor"."""
        return self.mentees if name == "mentee" else self.mentors

    def said(self, side: str, place: int, name: str | None) -> Value:
        """What one person said in a field; the id if no field is named."""
        person = self.side(side)[place]
        return person.id if name is None else person.values.get(name)

    def values(self, side: str, name: str | None) -> list[Value]:
        """What everybody on a side said in a field; their ids if no field is named."""
        people = self.side(side)
        return [one.id for one in people] if name is None else [one.values.get(name) for one in people]


def vocabulary(*columns: list[tuple[str, ...]]) -> dict[str, int]:
    """A number for each word that occurs."""
    found: dict[str, int] = {}
    for column in columns:
        for some in column:
            for word in some:
                found.setdefault(word, len(found))
    return found


def incidence(column: list[tuple[str, ...]], known: Mapping[str, int]) -> NDArray[np.float64]:
    """Who has which word: (people, words), 1 where they have it."""
    table = np.zeros((len(column), len(known)))
    for row, some in enumerate(column):
        for word in some:
            if word in known:
                table[row, known[word]] = 1
    return table


def shared(mentees: list[tuple[str, ...]], mentors: list[tuple[str, ...]]) -> Matrix:
    """How many words each mentee and mentor have in common."""
    if all(len(some) <= 1 for some in (*mentees, *mentors)):
        known = vocabulary(mentees, mentors)
        first = np.array([known[some[0]] if some else -1 for some in mentees], dtype=np.int64)
        second = np.array([known[some[0]] if some else -2 for some in mentors], dtype=np.int64)
        return lambda rows, cols: (first[rows][:, None] == second[cols][None, :]).astype(np.int64)
    both = sorted(vocabulary(mentees).keys() & vocabulary(mentors))
    known = {word: index for index, word in enumerate(both)}
    left, right = incidence(mentees, known), incidence(mentors, known)
    return lambda rows, cols: np.rint(left[rows] @ right[cols].T).astype(np.int64)


def any_of(column: list[tuple[str, ...]], accepted: tuple[str, ...]) -> NDArray[np.bool_]:
    """Who has one of the accepted words."""
    wanted = {token(word) for word in accepted}
    return np.array([bool(wanted & set(some)) for some in column], dtype=bool)


def ranks(values: list[Value], order: tuple[str, ...]) -> Ints:
    """The place of each value in an order, -1 where it is missing or not in the order."""
    return np.array([rank(value, order) for value in values], dtype=np.int64)


def rank(value: Value, order: tuple[str, ...]) -> int:
    """The place of a value in an order, -1 if it is missing or not in the order."""
    known = tokens(value)
    return _places(order).get(known[0], -1) if known else -1


@lru_cache(maxsize=256)
def _places(order: tuple[str, ...]) -> dict[str, int]:
    return {token(word): index for index, word in enumerate(order)}


def decimals(numbers: Sequence[Decimal | None]) -> int:
    """How many digits after the point are needed to write all of these numbers."""
    return max((max(0, -_exponent(some)) for some in numbers if some is not None), default=0)


def _exponent(some: Decimal) -> int:
    exponent = some.normalize(EXACT).as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


@lru_cache(maxsize=4096)
def scaled(some: Decimal, digits: int) -> int:
    """A number times 10**digits, which must be whole."""
    return int(some.scaleb(digits, EXACT))
