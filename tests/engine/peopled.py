"""Random people and policies of every kind, for tests of where pairs come from."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import strategies as st

from fairlead.engine.policy import EACH, SHARE, Criterion, Policy, Rule
from fairlead.engine.rules import RULES
from fairlead.engine.scoring import CRITERIA, digits_of
from fairlead.engine.sources.blocks import BlockSource
from fairlead.engine.values import Candidate, People

WORDS = ("a", "b", "c", "É", "ß", "Ａ", "any", "日本")
ORDER = ("low", "middle", "high", "top")
FIELDS = ("words", "other")
WILD = st.sampled_from(((), ("any",), ("ANY", "c")))
MISSING = st.sampled_from((None, "allow", "forbid"))
LEAST = st.sampled_from((None, Decimal(-1), Decimal(0), Decimal(1), Decimal("1.5"), Decimal(2)))
SOME = st.lists(st.sampled_from(WORDS), max_size=4).map(tuple) | st.sampled_from((*WORDS, None, ""))


@st.composite
def candidates(draw: Any, name: str) -> Candidate:
    values = {
        "words": draw(SOME),
        "other": draw(SOME),
        "grade": draw(st.sampled_from((*ORDER, "HIGH", None))),
        "years": draw(st.sampled_from((None, 0, 1, "2.5", Decimal(7), 12))),
        "first": draw(st.sampled_from((None, *WORDS))),
        "avoids": draw(st.lists(st.sampled_from(("e0", "e1", "o0", "o1")), max_size=2).map(tuple)),
    }
    times = draw(st.dictionaries(st.sampled_from(WORDS), st.integers(0, 3), max_size=2))
    return Candidate(name, values, importance={"words": times})


def sides(most: int) -> st.SearchStrategy[People]:
    def named(letter: str, size: int) -> st.SearchStrategy[tuple[Candidate, ...]]:
        return st.tuples(*(candidates(f"{letter}{place}") for place in range(size)))

    def both(sizes: tuple[int, int]) -> st.SearchStrategy[People]:
        return st.builds(People, named("e", sizes[0]), named("o", sizes[1]))

    return st.tuples(st.integers(0, most), st.integers(0, most)).flatmap(both)


@st.composite
def rules(draw: Any, key: str) -> Rule:
    kind = draw(st.sampled_from(sorted(RULES)))
    mentee, mentor = draw(st.sampled_from(FIELDS)), draw(st.sampled_from(FIELDS))
    missing, least = draw(MISSING), draw(LEAST)
    if kind in ("ordinal", "numeric"):
        name = "grade" if kind == "ordinal" else "years"
        order = ORDER if kind == "ordinal" else ()
        return Rule(kind, key, name, name, missing=missing, order=order, least=least, most=draw(LEAST))
    if kind == "not_listed":
        one, other = draw(st.sampled_from((("avoids", None), (None, "avoids"), ("avoids", "avoids"))))
        return Rule(kind, key, one, other, mentor_is=draw(st.sampled_from((None, "words"))))
    if kind == "present":
        one, other = draw(st.sampled_from((("words", None), (None, "other"), ("other", "words"))))
        return Rule(kind, key, one, other, values=draw(WILD))
    wild = draw(WILD) if kind in ("equal", "overlap") else ()
    return Rule(kind, key, mentee, mentor, missing=missing, wild=wild, least=least)


@st.composite
def criteria(draw: Any, key: str) -> Criterion:
    kind = draw(st.sampled_from(sorted(CRITERIA)))
    mentee, mentor = draw(st.sampled_from(FIELDS)), draw(st.sampled_from(FIELDS))
    points = st.sampled_from((Decimal(-4), Decimal(0), Decimal(2), Decimal(6), Decimal("2.5"), Decimal(10)))
    if kind == "ordinal":
        steps = tuple(draw(st.dictionaries(st.integers(-4, 4), points, max_size=4)).items())
        return Criterion(kind, key, "grade", "grade", order=ORDER, steps=steps)
    if kind == "numeric":
        per_unit = draw(st.sampled_from((None, Decimal(1), Decimal("0.5"))))
        within = draw(st.sampled_from((Decimal(0), Decimal("1.5"))))
        own = (draw(points.filter(lambda one: one >= 0)),)
        return Criterion(kind, key, "years", "years", points=own, within=within, per_unit=per_unit)
    if kind != "overlap":
        wild = draw(WILD) if kind != "not_equal" else ()
        return Criterion(kind, key, mentee, mentor, points=(draw(points),), wild=wild)
    return Criterion(
        kind,
        key,
        mentee,
        mentor,
        points=tuple(draw(st.lists(points, min_size=1, max_size=3))),
        count=draw(st.sampled_from((EACH, SHARE))),
        most=draw(st.sampled_from((None, Decimal(5), Decimal(12), Decimal(100)))),
        important=draw(st.sampled_from((None, "first"))),
        important_points=draw(st.sampled_from((Decimal(0), Decimal(3)))),
    )


@st.composite
def policies(draw: Any) -> Policy:
    return Policy(
        rules=tuple(draw(rules(f"r{place}")) for place in range(draw(st.integers(0, 3)))),
        criteria=tuple(draw(criteria(f"c{place}")) for place in range(draw(st.integers(0, 3)))),
    )


def naive(
    people: People, policy: Policy, ranks: Any = None, forbidden: Any = (), cells: int = 4_000_000
) -> BlockSource:
    """Every pair scored by the rules and criteria themselves."""
    digits = max((digits_of(one, people) for one in policy.criteria), default=0)
    return BlockSource(
        (len(people.mentees), len(people.mentors)),
        [RULES[rule.kind](rule, people) for rule in policy.rules],
        [CRITERIA[one.kind](one, people, digits) for one in policy.criteria],
        forbidden=forbidden,
        ranks=ranks,
        cells=cells,
    )


def every_pair(people: People) -> tuple[np.ndarray, np.ndarray]:
    rows, cols = np.indices((len(people.mentees), len(people.mentors)))
    return rows.reshape(-1), cols.reshape(-1)
