from dataclasses import replace
from decimal import Decimal

import pytest

from fairlead.engine import compile as compiling
from fairlead.engine.compile import Unreadable, UnreadableValues, bare, compile_problem, unreadable
from fairlead.engine.model import (
    BrokenProblem,
    DuplicatePerson,
    LockedPairForbidden,
    Problem,
    ScoresTooWide,
    UnknownPerson,
    Value,
)
from fairlead.engine.policy import Criterion, Limits, Policy, Rule
from fairlead.engine.values import Candidate, number

SAME_SITE = Rule("equal", "site", "site", "site", "site")
POLICY = Policy(
    rules=(SAME_SITE,), criteria=(Criterion("equal", "job", "job", "job", points=(Decimal("0.5"),)),)
)
MENTEES = [Candidate("e1", {"site": "x", "job": "a"}), Candidate("e2", {"site": "y", "job": "b"})]
MENTORS = [Candidate("o1", {"site": "x", "job": "a"}), Candidate("o2", {"site": "x", "job": "b"})]


def test_only_allowed_pairs_are_in_the_problem_with_their_scores() -> None:
    compiled = compile_problem(MENTEES, MENTORS, POLICY)
    problem = compiled.problem
    found = {
        tuple(problem.named(pair).values()): int(problem.score[pair]) for pair in range(len(problem.score))
    }
    assert (found, problem.scale) == ({("e1", "o1"): 5, ("e1", "o2"): 0}, 10)
    assert compiled.score("e2", "o2") == 5
    assert compiled.all_scores("e1") == [5, 0]


def test_blocks_of_many_rows_at_a_time_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = compile_problem(MENTEES * 1, MENTORS, POLICY, forbidden=[("e1", "o2")]).problem
    monkeypatch.setattr(compiling, "CELLS_AT_ONCE", 1)
    found = compile_problem(MENTEES, MENTORS, POLICY, forbidden=[("e1", "o2")]).problem
    assert found.pair_mentee.tolist() == expected.pair_mentee.tolist() == [0]
    assert found.score.tolist() == expected.score.tolist()


def test_a_forbidden_pair_is_left_out_and_says_so() -> None:
    compiled = compile_problem(MENTEES, MENTORS, POLICY, forbidden=[("e1", "o1"), ("e2", "o1")])
    assert compiled.pair("e1", "o1") is None
    assert [block.kind for block in compiled.blocks("e1", "o1")] == ["forbidden_pair"]
    assert [block.rule for block in compiled.blocks("e2", "o1")] == ["site", "forbidden_pair"]
    assert [[block.rule for block in one] for one in compiled.all_blocks("e1")] == [["forbidden_pair"], []]
    assert {key: mask.tolist() for key, mask in compiled.broken_rules("e2").items()} == {
        "site": [True, True],
        "forbidden_pair": [True, False],
    }


def test_a_pair_under_the_floor_is_left_out_unless_it_is_locked_and_says_so() -> None:
    floored = replace(POLICY, floor=Decimal("0.4"))
    compiled = compile_problem(MENTEES, MENTORS, floored)
    assert compiled.pair("e1", "o1") is not None
    assert compiled.pair("e1", "o2") is None
    (block,) = compiled.blocks("e1", "o2")
    assert (block.rule, dict(block.facts)) == (
        "under_floor",
        {"points": Decimal("0.0"), "floor": Decimal("0.4")},
    )
    assert [[one.rule for one in some] for some in compiled.all_blocks("e1")] == [[], ["under_floor"]]
    assert compiled.broken_rules("e1")["under_floor"].tolist() == [False, True]
    locked = compile_problem(MENTEES, MENTORS, floored, locked=[("e1", "o2")])
    assert locked.pair("e1", "o2") is not None
    assert locked.blocks("e1", "o2") == ()


def test_a_locked_pair_is_in_the_problem_and_a_forbidden_one_is_refused() -> None:
    compiled = compile_problem(MENTEES, MENTORS, POLICY, locked=[("e1", "o2"), ("e1", "o2")])
    assert compiled.problem.locked_pairs == (compiled.pair("e1", "o2"),)
    with pytest.raises(LockedPairForbidden) as refused:
        compile_problem(MENTEES, MENTORS, POLICY, locked=[("e2", "o1")])
    assert (refused.value.facts["mentee"], [one.rule for one in refused.value.facts["blocks"]]) == (
        "e2",
        ["site"],
    )


def test_the_parts_of_many_pairs_are_those_of_each_of_them() -> None:
    mentees = [
        Candidate(f"e{one}", {"goals": tuple("abcd"[one % 4 :]), "job": str(one % 3)}) for one in range(150)
    ]
    mentors = [
        Candidate(f"o{one}", {"goals": tuple("dcba"[one % 3 :]), "job": str(one % 5)}) for one in range(7)
    ]
    goals = Criterion("overlap", "goals", "goals", "goals", points=(Decimal(3), Decimal(2)), most=Decimal(4))
    same = Criterion("equal", "job", "job", "job", points=(Decimal("0.5"),))
    compiled = compile_problem(mentees, mentors, Policy(criteria=(goals, same)))
    pairs = [(f"e{one}", f"o{one * one % 7}") for one in range(150)]
    found = compiled.parts_of(pairs)
    assert found == [compiled.parts(*pair) for pair in pairs]
    assert [sum(part.points for part in parts) for parts in found] == [
        compiled.score(*pair) for pair in pairs
    ]
    assert compiled.parts_of([]) == []
    assert bare(Problem.of(["e"], ["o"], [(0, 0, 1)])).parts_of([("e", "o")] * 2) == [(), ()]


def test_unknown_and_doubled_people_are_refused() -> None:
    with pytest.raises(UnknownPerson) as refused:
        compile_problem(MENTEES, MENTORS, POLICY, locked=[("e1", "o9")])
    assert refused.value.facts == {"side": "mentor", "person": "o9"}
    with pytest.raises(UnknownPerson):
        compile_problem(MENTEES, MENTORS, POLICY).parts("e9", "o1")
    with pytest.raises(DuplicatePerson):
        compile_problem([*MENTEES, MENTEES[0]], MENTORS, POLICY)


def test_limits_come_from_the_person_then_the_field_then_the_policy() -> None:
    limits = Limits(most=4, least=1, most_field="places", least_field="min")
    people = [
        Candidate("o1", {"places": "3", "min": 2}),
        Candidate("o2", {"places": None}),
        Candidate("o3", {"places": "7"}, most=2, least=0),
    ]
    problem = compile_problem([], people, Policy(mentors=limits)).problem
    assert (problem.mentor_most.tolist(), problem.mentor_least.tolist()) == ([3, 4, 2], [2, 1, 0])


def test_every_value_that_cannot_be_used_is_told() -> None:
    policy = Policy(
        rules=(Rule("ordinal", "g", "grade", "grade", order=("low", "high"), least=Decimal(0)),),
        criteria=(Criterion("numeric", "y", "years", "years", points=(Decimal(1),)),),
        mentors=Limits(most=None, most_field="places"),
    )
    mentees = [
        Candidate("e1", {"grade": "mid", "years": "x"}),
        Candidate("e2", {"grade": ("low",), "years": ()}),
    ]
    mentors = [
        Candidate("o1", {"grade": ("low", "high"), "years": "1e12", "places": "1.5"}),
        Candidate("o2", {"years": "0.0000001", "places": "nan"}),
        Candidate("o3", {"places": ""}),
        Candidate("o4", {"places": ("1", "2")}),
        Candidate("o5", {"places": "-1"}),
    ]
    expected = [
        Unreadable("mentee", "e1", "grade", "mid", "one_of", ("low", "high")),
        Unreadable("mentee", "e1", "years", "x", "number"),
        Unreadable("mentor", "o1", "grade", "low; high", "one_value"),
        Unreadable("mentor", "o1", "years", "1e12", "number"),
        Unreadable("mentor", "o1", "places", "1.5", "whole_number"),
        Unreadable("mentor", "o2", "years", "0.0000001", "number"),
        Unreadable("mentor", "o2", "places", "nan", "whole_number"),
        Unreadable("mentor", "o3", "places", "", "whole_number"),
        Unreadable("mentor", "o4", "places", "('1', '2')", "whole_number"),
        Unreadable("mentor", "o5", "places", "-1", "whole_number"),
    ]
    assert unreadable(mentees, mentors, policy) == expected
    with pytest.raises(UnreadableValues) as refused:
        compile_problem(mentees, mentors, policy)
    assert refused.value.facts["values"] == tuple(expected)


def test_a_negative_limit_of_a_person_is_told() -> None:
    assert unreadable([Candidate("e", most=-1)], [], Policy()) == [
        Unreadable("mentee", "e", "most", "", "whole_number")
    ]


def test_scores_with_too_many_decimals_are_refused() -> None:
    criterion = Criterion(
        "numeric",
        "c",
        "n",
        "n",
        points=(Decimal(1),),
        per_unit=Decimal("0.000000000001"),
        within=Decimal("0.000001"),
    )
    with pytest.raises(ScoresTooWide):
        compile_problem([Candidate("e", {"n": 1})], [Candidate("o", {"n": 1})], Policy(criteria=(criterion,)))


def test_a_problem_of_scores_alone_knows_its_pairs_and_nothing_else() -> None:
    compiled = bare(Problem.of(["e"], ["o", "p"], [(0, 0, 4)]))
    assert (compiled.score("e", "o"), compiled.score("e", "p")) == (4, 0)
    assert compiled.parts("e", "o") == ()
    assert compiled.blocks("e", "o") == ()
    assert [block.kind for block in compiled.blocks("e", "p")] == ["pair_not_given"]
    assert compiled.broken_rules("e") == {}


def test_people_without_any_criterion_have_pairs_of_no_points() -> None:
    compiled = compile_problem(MENTEES, MENTORS, Policy(rules=(SAME_SITE,)))
    assert compiled.problem.score.tolist() == [0, 0]
    assert compiled.parts("e1", "o1") == ()


@pytest.mark.parametrize(
    ("value", "found"), [(" 1.50 ", Decimal("1.5")), (3, Decimal(3)), (None, None), ("", None)]
)
def test_numbers_are_read_exactly(value: Value, found: Decimal | None) -> None:
    assert number(value) == found


@pytest.mark.parametrize("value", ["x", ("1",), "inf", "1,5"])
def test_what_is_no_finite_number_is_refused(value: Value) -> None:
    with pytest.raises(ValueError, match=r".+"):
        number(value)


def test_a_broken_problem_is_told_by_what_is_broken() -> None:
    with pytest.raises(BrokenProblem):
        Problem.of(["e"], ["o"], [], mentor_most=[1, 2])


def test_the_place_of_a_pair_is_found_in_any_order_of_the_pairs() -> None:
    problem = Problem.of("ab", "AB", [(1, 1, 3), (0, 1, 2), (1, 0, 1)])
    places = bare(problem).pair_at
    assert dict(places) == {(1, 1): 0, (0, 1): 1, (1, 0): 2}
    assert len(places) == 3
    assert (0, 0) not in places
    assert places.get((0, 2)) is None
    assert bare(Problem.of("a", "", [])).pair_at.get((0, 0)) is None
