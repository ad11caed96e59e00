from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine.compile import compile_problem
from fairlead.engine.model import Value
from fairlead.engine.parts import Part
from fairlead.engine.policy import SHARE, Criterion, Policy
from fairlead.engine.values import Candidate


def D(*numbers: str | int) -> tuple[Decimal, ...]:  # noqa: N802
    return tuple(Decimal(number) for number in numbers)


def criterion(kind: str, **settings: Any) -> Criterion:
    return Criterion(kind, "c", "said", "said", "label", **settings)


def part(one: Criterion, mentee: Value, mentor: Value, **more: Any) -> tuple[Part, Decimal, Decimal]:
    """The part of a pair, with its points and its most in given units."""
    own = more.pop("own", {})
    compiled = compile_problem(
        [Candidate("e", {"said": mentee, **own}, **more)],
        [Candidate("o", {"said": mentor})],
        Policy(criteria=(one,)),
    )
    (found,) = compiled.parts("e", "o")
    assert found.points == compiled.score("e", "o") == int(compiled.problem.score[0])
    return found, compiled.problem.points(found.points), compiled.problem.points(found.most)


STEPS = ((-1, Decimal(2)), (1, Decimal(9)), (2, Decimal(12)), (9, Decimal(50)))
GRADES = ("AA", "AO", "EO", "HEO")


@pytest.mark.parametrize(
    ("one", "mentee", "mentor", "points", "most"),
    [
        (criterion("equal", points=D(10)), "Law", "law", 10, 10),
        (criterion("equal", points=D(10)), "Law", "Art", 0, 10),
        (criterion("equal", points=D(10)), None, None, 0, 10),
        (criterion("equal", points=D(10), wild=("any",)), "Any", "Art", 10, 10),
        (criterion("equal", points=D(10), wild=("any",)), "Any", None, 0, 10),
        (criterion("not_equal", points=D("2.5")), "Law", "Art", Decimal("2.5"), Decimal("2.5")),
        (criterion("not_equal", points=D(3)), "Law", "LAW", 0, 3),
        (criterion("not_equal", points=D(3)), None, "Law", 0, 3),
        (criterion("not_equal", points=D(-3)), "Art", "Law", -3, -3),
        (criterion("membership", points=D(6)), "a", ("b", "a"), 6, 6),
        (criterion("membership", points=D(6)), ("c", "a"), ("b", "a"), 6, 6),
        (criterion("membership", points=D(6)), "a", ("b",), 0, 6),
        (criterion("ordinal", order=GRADES, steps=STEPS), "AA", "AO", 9, 50),
        (criterion("ordinal", order=GRADES, steps=STEPS), "AA", "EO", 12, 50),
        (criterion("ordinal", order=GRADES, steps=STEPS), "AA", "HEO", 0, 50),
        (criterion("ordinal", order=GRADES, steps=STEPS), "EO", "AO", 2, 50),
        (criterion("ordinal", order=GRADES, steps=STEPS), None, "AO", 0, 50),
        (criterion("overlap", points=D(10)), ("a", "b", "c"), ("c", "a", "z"), 20, 30),
        (criterion("overlap", points=D(10), most=Decimal(15)), ("a", "b", "c"), ("c", "a"), 15, 15),
        (criterion("overlap", points=D(12, 9, 6)), ("a", "b", "c", "d"), ("d", "a"), 18, 33),
        (criterion("overlap", points=D(10), count=SHARE), ("a", "b", "c"), ("a", "c"), 6, 10),
        (
            criterion(
                "overlap",
                points=D(
                    "10.00",
                ),
                count=SHARE,
            ),
            (),
            ("a", "c"),
            0,
            10,
        ),
        (criterion("numeric", points=D(6), within=Decimal(1), per_unit=Decimal(2)), "3", 4, 6, 6),
        (criterion("numeric", points=D(6), within=Decimal(1), per_unit=Decimal(2)), "3", "5.5", 3, 6),
        (criterion("numeric", points=D(6), within=Decimal(1), per_unit=Decimal(2)), "90", "5", 0, 6),
        (criterion("numeric", points=D(6), within=Decimal(1)), "3", "4", 6, 6),
        (criterion("numeric", points=D(6), within=Decimal(1)), "3", "4.1", 0, 6),
        (criterion("numeric", points=D(6), per_unit=Decimal("0.25")), "3", "4.1", Decimal("5.725"), 6),
        (criterion("numeric", points=D(6)), None, "4", 0, 6),
    ],
)
def test_each_kind_gives_the_points_it_says(
    one: Criterion, mentee: Value, mentor: Value, points: Decimal, most: Decimal
) -> None:
    _, given, at_most = part(one, mentee, mentor)
    assert (given, at_most) == (points, most)


def test_the_most_important_area_counts_more_and_is_told() -> None:
    one = criterion("overlap", points=D(10), important="first", important_points=Decimal(15))
    found, points, most = part(one, ("Taxation", "Visas"), ("visas", "Payroll"), own={"first": "Visas"})
    assert (points, most) == (25, 35)
    assert dict(found.facts) == {
        "mentee": ("Taxation", "Visas"),
        "mentor": ("visas", "Payroll"),
        "wanted": ("Taxation", "Visas"),
        "covered": ("Visas",),
        "important": ("Visas",),
        "important_covered": True,
    }
    assert (found.key, found.kind, found.label) == ("c", "overlap", "label")


def test_a_most_important_area_that_is_not_on_the_list_is_wanted_too() -> None:
    one = criterion("overlap", points=D(10), important="first", important_points=Decimal(5), count=SHARE)
    found, points, most = part(one, ("Taxation",), ("Visas",), own={"first": "Visas"})
    assert (points, most, found.facts["wanted"]) == (10, 15, ("Taxation", "Visas"))


def test_importance_multiplies_what_a_value_counts() -> None:
    one = criterion("overlap", points=D(10))
    assert part(one, ("a", "b"), ("a",), importance={"said": {"A": 3}})[1:] == (30, 40)
    share = criterion("overlap", points=D(8), count=SHARE)
    assert part(share, ("a", "b"), ("a",), importance={"said": {"a": 3}})[1:] == (6, 8)


def test_very_large_points_are_added_exactly() -> None:
    one = criterion("overlap", points=D(10**12 + 1), most=None)
    found = part(one, ("a", "b"), ("a", "b"), importance={"said": {"a": 10**5}})
    assert found[1] == (10**12 + 1) * (10**5 + 1)


@pytest.mark.parametrize(
    ("one", "mentee", "mentor", "facts"),
    [
        (criterion("ordinal", order=GRADES, steps=STEPS), "AA", "EO", {"steps": 2}),
        (criterion("ordinal", order=GRADES, steps=STEPS), "AA", None, {"steps": None}),
        (criterion("numeric", points=D(6)), "3.5", 1, {"difference": Decimal("-2.5")}),
        (criterion("numeric", points=D(6)), None, 1, {"difference": None}),
        (criterion("equal", points=D(6)), "A", "a", {"common": ("A",)}),
        (
            criterion("overlap", points=D(6)),
            "A",
            "b",
            {"wanted": ("A",), "covered": (), "important": (), "important_covered": None},
        ),
    ],
)
def test_facts_are_plain_data(one: Criterion, mentee: Value, mentor: Value, facts: dict[str, Any]) -> None:
    found, _, _ = part(one, mentee, mentor)
    told = dict(found.facts)
    del told["mentee"], told["mentor"]
    assert told == facts


AREAS = st.lists(st.sampled_from("abcdef"), max_size=4, unique=True).map(tuple)


@given(
    st.lists(st.tuples(AREAS, st.sampled_from(["a", "b", "z", None])), max_size=4),
    st.lists(AREAS, max_size=4),
    st.sampled_from(["each", "share"]),
    st.sampled_from([None, Decimal("7.5")]),
)
@settings(max_examples=50, deadline=None, derandomize=True)
def test_many_people_at_once_get_the_points_of_each_pair_alone(
    mentees: list[tuple[tuple[str, ...], str | None]],
    mentors: list[tuple[str, ...]],
    count: str,
    most: Decimal | None,
) -> None:
    one = criterion(
        "overlap", points=D("2.5"), count=count, important="first", important_points=Decimal(4), most=most
    )
    compiled = compile_problem(
        [Candidate(f"e{i}", {"said": said, "first": first}) for i, (said, first) in enumerate(mentees)],
        [Candidate(f"o{j}", {"said": said}) for j, said in enumerate(mentors)],
        Policy(criteria=(one,)),
    )
    for i, (said, first) in enumerate(mentees):
        for j, offered in enumerate(mentors):
            pair = compiled.pair(f"e{i}", f"o{j}")
            assert pair is not None
            wanted = list(dict.fromkeys((*said, *([first] if first else []))))
            covered = [word for word in wanted if word in offered]
            points = Decimal("2.5") * len(covered)
            if count == "share":
                points = (Decimal(25) * len(covered) // max(1, len(wanted))) / 10
            points += 4 if first in offered else 0
            expected = points if most is None else min(points, most)
            assert compiled.problem.points(int(compiled.problem.score[pair])) == expected
