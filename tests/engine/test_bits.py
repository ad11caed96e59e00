import numpy as np
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from fairlead.engine.given import Found, Ints
from fairlead.engine.policy import Policy
from fairlead.engine.sources.bits import BitSource, source_of
from fairlead.engine.sources.bits_programs import NotInBits
from fairlead.engine.values import People
from tests.engine.peopled import every_pair, naive, policies, sides

PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=4)


def in_bits(people: People, policy: Policy, **more: object) -> BitSource:
    try:
        return source_of(people, policy, **more)
    except NotInBits:
        reject()


def told(found: Found) -> list[tuple[int, int, int]]:
    return list(zip(*(part.tolist() for part in found), strict=True))


def inside(people: People, pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(row, col) for row, col in pairs if row < len(people.mentees) and col < len(people.mentors)]


@given(sides(7), policies(), PAIRS)
@settings(max_examples=100, deadline=None)
def test_bits_score_and_allow_each_pair_as_the_rules_and_criteria_say(
    people: People, policy: Policy, pairs: list[tuple[int, int]]
) -> None:
    forbidden = inside(people, pairs)
    source, rows_cols = in_bits(people, policy, forbidden=forbidden), every_pair(people)
    slow = naive(people, policy, forbidden=forbidden)
    assert source.scores(*rows_cols).tolist() == slow.scores(*rows_cols).tolist()
    assert source.allowed(*rows_cols).tolist() == slow.allowed(*rows_cols).tolist()
    assert source.most_score >= slow.most_score


@given(sides(7), policies(), st.integers(0, 8), PAIRS)
@settings(max_examples=100, deadline=None)
def test_the_best_of_both_sides_are_exactly_those_of_all_pairs(
    people: People, policy: Policy, k: int, pairs: list[tuple[int, int]]
) -> None:
    forbidden = inside(people, pairs)
    source = in_bits(people, policy, forbidden=forbidden)
    ranks = np.arange(len(people.mentees)), np.arange(len(people.mentors))
    for side, searched in (("mentee", 1), ("mentor", 0)):
        try:
            found = source.best(side, k)
        except NotInBits:
            continue
        order = [*ranks]
        order[searched] = source.order(side)
        slow = naive(people, policy, ranks=tuple(order), forbidden=forbidden)
        assert told(found) == told(slow.best(side, k))


@given(sides(7), policies(), st.data())
@settings(max_examples=100, deadline=None)
def test_pairs_above_their_prices_are_exactly_those_of_all_pairs(
    people: People, policy: Policy, data: st.DataObject
) -> None:
    source = in_bits(people, policy)
    prices = st.integers(0, 30) | st.integers(10**9, 10**9 + 30)
    needs = st.integers(-30, 120) | st.integers(-(10**9) - 30, -(10**9) + 30)
    need: Ints = np.array([data.draw(needs) for _ in people.mentees], dtype=np.int64)
    price: Ints = np.array([data.draw(prices) for _ in people.mentors], dtype=np.int64)
    k = data.draw(st.integers(1, 4))
    ranks = np.arange(len(people.mentees)), source.order("mentee")
    slow = naive(people, policy, ranks=ranks)
    assert told(source.above(need, price, k)) == told(slow.above(need, price, k))
