from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine.solvers.stable import stable_pairs, unstable_pairs


@st.composite
def preferences(draw: st.DrawFn) -> tuple[list[list[int]], list[list[int]], list[int]]:
    mentees, mentors = draw(st.integers(0, 4)), draw(st.integers(1, 3))
    ours = [
        draw(st.permutations(range(mentors)).map(list))[: draw(st.integers(0, mentors))]
        for _ in range(mentees)
    ]
    theirs = [
        draw(st.permutations(range(mentees)).map(list))[: draw(st.integers(0, 4))] for _ in range(mentors)
    ]
    return ours, theirs, draw(st.lists(st.integers(0, 2), min_size=mentors, max_size=mentors))


@given(preferences())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_pairing_is_stable_and_best_for_every_mentee_among_all_stable_ones(
    case: tuple[list[list[int]], list[list[int]], list[int]],
) -> None:
    ours, theirs, places = case
    found = stable_pairs(ours, theirs, places)
    assert unstable_pairs(ours, theirs, places, found) == []
    mine = dict(found)
    for choice in product(*[[None, *own] for own in ours]):
        pairs = tuple((i, j) for i, j in enumerate(choice) if j is not None)
        kept = all(i in theirs[j] for i, j in pairs)
        room = all(sum(j == mentor for _, j in pairs) <= most for mentor, most in enumerate(places))
        if not kept or not room or unstable_pairs(ours, theirs, places, pairs):
            continue
        for mentee, mentor in pairs:
            assert mentee in mine
            assert ours[mentee].index(mine[mentee]) <= ours[mentee].index(mentor)


def test_two_who_would_rather_be_together_are_found() -> None:
    assert unstable_pairs([[0, 1], [0]], [[0, 1], [0]], [1, 1], [(0, 1), (1, 0)]) == [(0, 0)]
    assert unstable_pairs([[0]], [[0]], [1], []) == [(0, 0)]
    assert unstable_pairs([[0]], [[]], [1], []) == []
