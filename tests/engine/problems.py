"""Small problems of every odd kind, drawn for the engine's tests."""

from hypothesis import strategies as st

from fairlead.engine.model import Objective, Problem

ORDERS = (
    ("mentees", "score"),
    ("mentees", "mentors", "score"),
    ("score",),
    ("mentors", "mentees", "score"),
    ("pairs", "score"),
    ("score", "mentees", "mentors"),
    ("mentees", "pairs", "mentors", "score"),
    ("mentees", "score", "kept"),
    ("kept", "mentees", "score"),
    ("mentees", "kept", "mentors", "score"),
    ("kept",),
)

objectives = st.builds(Objective, seed=st.integers(0, 3), order=st.sampled_from(ORDERS))


@st.composite
def problems(draw: st.DrawFn, *, people: int = 4, minimums: bool = True, locks: bool = True) -> Problem:
    """Up to `people` a side, any pairs, ties and negative scores, limits from 0, locks, a base."""
    mentees, mentors = draw(st.integers(0, people)), draw(st.integers(0, people))
    every = [(i, j) for i in range(mentees) for j in range(mentors)]
    allowed = [pair for pair in every if draw(st.integers(0, 3))]
    kinds = [
        st.integers(-3, 3),
        st.just(0),
        st.integers(0, 100),
        st.integers(-(2**58), 2**58),
        st.integers(-(2**99), 2**99),
    ]
    scores = draw(st.sampled_from(kinds))

    def limits(size: int, top: int) -> list[int]:
        return draw(st.lists(st.integers(0, top), min_size=size, max_size=size))

    least = [
        limits(size, 1) if minimums and draw(st.booleans()) else [0] * size for size in (mentees, mentors)
    ]
    locked = draw(st.lists(st.sampled_from(allowed), max_size=2, unique=True)) if locks and allowed else []
    base = draw(st.lists(st.sampled_from(every), max_size=4)) if every else []
    return Problem.of(
        [f"e{i}" for i in range(mentees)],
        [f"o{j}" for j in range(mentors)],
        [(i, j, draw(scores)) for i, j in allowed],
        mentee_most=limits(mentees, 3),
        mentor_most=limits(mentors, 3),
        mentee_least=least[0],
        mentor_least=least[1],
        locked=locked,
        base=base,
    )
