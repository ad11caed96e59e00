"""Corners of the compiled code that people's answers hardly ever lead into, each with its answer known."""

from __future__ import annotations

from concurrent.futures import Future
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine.policy import SHARE, Criterion, Policy, Rule
from fairlead.engine.refusals import ScoresTooWide
from fairlead.engine.solvers import crowd
from fairlead.engine.solvers.levels import Sparse
from fairlead.engine.solvers.levels.crowd import NEVER, Listed
from fairlead.engine.sources import bits_adding, bits_index, bits_search, bits_taking, executing
from fairlead.engine.sources.bits import source_of
from fairlead.engine.sources.bits_adding import ALL, ALLOWED, NONE, OWN, ROWS, WORDS
from fairlead.engine.sources.bits_programs import NotInBits
from fairlead.engine.sources.bits_reading import read_pairs
from fairlead.engine.sources.told import Coded
from fairlead.engine.values import Candidate, People
from fairlead.engine.watching import Watch
from tests.engine.peopled import every_pair, naive, policies, sides
from tests.engine.test_bits import in_bits

FEW = settings(max_examples=40, deadline=None)


@st.composite
def shares(draw: Any, key: str) -> Criterion:
    """Points for the covered share, small enough to give nothing for some counts, and for the first wish."""
    important = draw(st.sampled_from((None, "first")))
    return Criterion(
        "overlap",
        key,
        "words",
        "other",
        points=(draw(st.sampled_from((Decimal(0), Decimal(1), Decimal(2), Decimal("2.5"), Decimal(10)))),),
        count=SHARE,
        most=None if important else draw(st.sampled_from((None, Decimal(-1), Decimal(1), Decimal(5)))),
        important=important,
        important_points=draw(st.sampled_from((Decimal(0), Decimal(3)))),
    )


@given(sides(6), st.builds(Policy, criteria=st.tuples(shares("c0"), shares("c1"))), st.integers(1, 5))
@FEW
def test_shares_and_first_wishes_are_counted_as_the_criteria_say(
    people: People, policy: Policy, k: int
) -> None:
    source, (rows, cols) = in_bits(people, policy), every_pair(people)
    expected = naive(people, policy).scores(rows, cols).tolist()
    assert source.scores(rows, cols).tolist() == expected
    for side, searched in (("mentee", 1), ("mentor", 0)):
        order = [np.arange(len(people.mentees)), np.arange(len(people.mentors))]
        order[searched] = source.order(side)
        slow = naive(people, policy, ranks=tuple(order)).best(side, k)
        assert [part.tolist() for part in source.best(side, k)] == [part.tolist() for part in slow]


def test_a_first_wish_is_not_taken_for_a_word_of_shares_that_give_nothing() -> None:
    criterion = Criterion(
        "overlap",
        "c0",
        "words",
        "other",
        points=(Decimal(0),),
        count=SHARE,
        important="first",
        important_points=Decimal(3),
    )
    mentees = Candidate("wants", {"first": "c"}), Candidate("names", {"words": "any"})
    mentors = Candidate("offers", {"other": "c"}), Candidate("beside", {"other": "any"})
    source = in_bits(People(mentees, mentors), Policy(criteria=(criterion,)))
    best, _mentors, scores = (part.tolist() for part in source.best("mentor", 1))
    assert (best[0], scores[0]) == (0, 3)


@given(sides(6), st.builds(Policy, criteria=st.tuples(shares("c0"))) | policies())
@FEW
def test_the_mentors_index_holds_the_same_scores_as_the_mentees(people: People, policy: Policy) -> None:
    source, (rows, cols) = in_bits(people, policy), every_pair(people)
    try:
        index = source._index("mentor")
    except NotInBits:
        return
    score, fine = read_pairs(index, cols, rows)
    assert fine.tolist() == source.allowed(rows, cols).tolist()
    assert score[fine].tolist() == source.scores(rows, cols)[fine].tolist()


def test_prices_that_make_numbers_too_wide_are_refused() -> None:
    skill = Criterion("equal", "site", "site", "site", points=(Decimal(1),))
    index = source_of(
        Coded({"site": np.zeros(3, int)}, {"site": np.zeros(3, int)}), Policy(criteria=(skill,))
    )
    with pytest.raises(ScoresTooWide):
        bits_index.priced(index._index("mentee"), np.array([0, 1 << 40, 0]))


def test_a_rule_of_too_many_different_values_is_not_taken() -> None:
    ages = {"age": np.arange(2100)}
    near = Rule("numeric", "near", "age", "age", least=Decimal(-1), most=Decimal(1))
    with pytest.raises(NotInBits) as refused:
        source_of(Coded(ages, ages), Policy(rules=(near,))).best("mentee", 1)
    assert refused.value.facts == {"key": "near", "why": "too_many_values"}


@pytest.mark.parametrize(("least", "word"), [(0, ALL), (-3, ALL), (1, NONE), (8, NONE), (1 << 20, NONE)])
def test_at_least_so_much_of_three_digits(least: int, word: Any) -> None:
    """Everybody's number is 0."""
    scratch = np.zeros(ROWS * WORDS, dtype=np.uint64)
    bits_adding.at_least(scratch, OWN, 3, least, ALLOWED)
    assert scratch[ALLOWED * WORDS : (ALLOWED + 1) * WORDS].tolist() == [word] * WORDS


def test_where_nobody_is_allowed_there_is_no_largest_number() -> None:
    scratch = np.zeros(ROWS * WORDS, dtype=np.uint64)
    assert bits_search.largest(scratch, 3) == -1


def test_those_forbidden_in_earlier_blocks_are_passed_over() -> None:
    """The row may not have the people 3 and 5 of the first block and 7 of the second."""
    scratch = np.full(ROWS * WORDS, ALL, dtype=np.uint64)
    clear, cleared = np.array([0, 3]), np.array([3, 5, bits_adding.PEOPLE + 7], dtype=np.int32)
    bits_search.forbid(scratch, clear, cleared, 0, 1)
    words = scratch[ALLOWED * WORDS : (ALLOWED + 1) * WORDS].tolist()
    assert words == [int(ALL) & ~(1 << 7)] + [int(ALL)] * (WORDS - 1)


def test_a_list_that_has_room_is_left_as_it_is() -> None:
    state = np.zeros(bits_taking.SETTINGS, dtype=np.int64)
    state[bits_taking.KEPT], state[bits_taking.LEAST] = 3, 5
    place, score = np.arange(4), np.array([9, 1, 7, 0])
    bits_taking.compact(state, place, score)
    assert (state[bits_taking.KEPT], place[:2].tolist(), score[:2].tolist()) == (2, [0, 2], [9, 7])
    bits_taking.compact(state, place, score)
    assert (state[bits_taking.KEPT], state[bits_taking.LOOSE]) == (2, 0)


def test_looking_through_pairs_stops_when_the_flag_is_turned() -> None:
    ends = np.zeros(5, dtype=np.int32), np.zeros(5, dtype=np.int32)
    prices = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    found = np.empty(5, dtype=np.int64)
    for flag, many in ((0, 5), (1, 1)):
        told = crowd.look(ends, np.ones(5, np.int64), prices, (0, 9), found, np.array([flag], np.int8))
        assert told == many


def test_of_more_violated_pairs_than_there_is_room_for_the_most_violated_are_told() -> None:
    """The first mentee exceeds by 5, 9 and 2; the second is not to be priced at all."""
    sparse = Sparse(
        np.array([0, 3, 6]), np.array([0, 1, 2] * 2, np.int32), np.array([5, 9, 2] * 2), np.ones(3, int)
    )
    listed = Listed(sparse)
    rows, columns, points = listed.above(np.array([0, NEVER]), np.zeros(3, np.int64), 2)
    assert sorted(zip(rows.tolist(), columns.tolist(), points.tolist(), strict=True)) == [
        (0, 0, 5),
        (0, 1, 9),
    ]


def test_work_that_itself_says_it_was_late_is_not_asked_for_ever() -> None:
    late: Future[int] = Future()
    late.set_exception(TimeoutError("too late"))
    with pytest.raises(TimeoutError, match="too late"):
        executing._answer(late, Watch(is_cancelled=lambda: False))


def test_the_highest_score_is_worked_out_once() -> None:
    people = People((), ())
    source = naive(people, Policy())
    assert (source.most_score, source.most_score) == (0, 0)
