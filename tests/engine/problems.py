"""Small problems of every odd kind, drawn for the engine's tests."""

from hypothesis import strategies as st

from fairlead.engine.model import TIERS, Objective, Problem, Quota

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
    ("mentees", "new_mentors", "score"),
)

objectives = st.builds(Objective, seed=st.integers(0, 3), order=st.sampled_from(ORDERS))
any_order = st.lists(st.sampled_from(TIERS), min_size=1, max_size=5, unique=True).map(tuple)
any_objectives = st.builds(Objective, seed=st.integers(0, 3), order=any_order)


SCORES = (
    st.integers(-3, 3),
    st.just(0),
    st.integers(0, 100),
    st.integers(-(2**58), 2**58),
    st.integers(-(2**99), 2**99),
)


@st.composite
def quotas_of(draw: st.DrawFn, mentees: int, mentors: int) -> tuple[Quota, ...]:
    """Quotas of one side that are disjoint or one inside the other, with limits of every kind."""
    found = []
    for side, size in (("mentees", mentees), ("mentors", mentors)):
        parts = draw(st.lists(st.integers(0, 2), min_size=size, max_size=size))
        sets = [tuple(one for one in range(size) if parts[one] == part) for part in (1, 2)]
        sets += [tuple(sorted((*sets[0], *sets[1])))]
        for number, some in enumerate(sets):
            if draw(st.booleans()):
                least, most = draw(st.sampled_from([0] * 7 + [1, 2])), draw(st.none() | st.integers(0, 4))
                found.append(Quota(f"{side} {number}", **{side: some}, least=least, most=most))
    if draw(st.integers(0, 4)) == 0:
        found.append(
            Quota("all", least=draw(st.sampled_from([0, 0, 1, 3])), most=draw(st.none() | st.integers(0, 6)))
        )
    return tuple(draw(st.permutations(found)))


def numbers(size: int, most: int, least: int = 0) -> st.SearchStrategy[list[int]]:
    """So many numbers within these ends."""
    return st.lists(st.integers(least, most), min_size=size, max_size=size)


@st.composite
def problems(
    draw: st.DrawFn,
    *,
    people: int = 4,
    minimums: bool = True,
    locks: bool = True,
    quotas: bool = False,
    classes: bool = False,
    fewest: int = 0,
    top: int = 3,
) -> Problem:
    """Up to `people` a side, any pairs, ties and negative scores, limits from 0 to `top`, locks, a base."""
    mentees, mentors = draw(st.integers(fewest, people)), draw(st.integers(fewest, people))
    every = [(i, j) for i in range(mentees) for j in range(mentors)]
    allowed = [pair for pair in every if draw(st.integers(0, 3))]
    scores = draw(st.sampled_from(SCORES))

    low, rarely = draw(st.integers(0, 1)) if quotas else 0, 3 if quotas else 1
    least = [
        draw(numbers(size, 1)) if minimums and draw(st.integers(0, rarely)) == 0 else [0] * size
        for size in (mentees, mentors)
    ]
    locked = []
    if locks and allowed and (not quotas or draw(st.booleans())):
        locked = draw(st.lists(st.sampled_from(allowed), max_size=2, unique=True))
    base = draw(st.lists(st.sampled_from(every), max_size=4)) if every else []
    return Problem.of(
        [f"e{i}" for i in range(mentees)],
        [f"o{j}" for j in range(mentors)],
        [(i, j, draw(scores)) for i, j in allowed],
        mentee_most=draw(numbers(mentees, top, low)),
        mentor_most=draw(numbers(mentors, top, low)),
        mentee_least=least[0],
        mentor_least=least[1],
        locked=locked,
        base=base,
        mentee_class=draw(numbers(mentees, 3)) if classes else 0,
        mentor_new=draw(numbers(mentors, 1)) if classes else 0,
        quotas=draw(quotas_of(mentees, mentors)) if quotas else (),
    )


full_problems = problems(quotas=True, classes=True)
