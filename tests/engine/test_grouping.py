"""Classes, groups and quotas of a policy become those of the problem."""

from fairlead.engine.compile import Candidate, Compiled, compile_problem
from fairlead.engine.grouping import Between, Doubt, doubts
from fairlead.engine.model import Quota
from fairlead.engine.policy import Group, GroupQuota, Policy, Priority, QuotaException
from fairlead.engine.usable import Unreadable, unreadable
from fairlead.engine.values import People

MENTEES = [
    Candidate("a", {"waiting": "Second  Attempt", "campus": "North", "team": "x"}),
    Candidate("b", {"waiting": "no", "campus": ("south", "North"), "team": "y"}),
    Candidate("c", {"waiting": ("no", "leaver's partner"), "campus": "South", "team": "X "}),
    Candidate("d", {}),
]
MENTORS = [Candidate("A", {"campus": "North"}), Candidate("B", {"campus": "South"}), Candidate("C", {})]
WAITING = Priority("waiting", ("leaver's partner", "second attempt"))


def compiled(*quotas: GroupQuota) -> Compiled:
    return compile_problem(MENTEES, MENTORS, Policy(quotas=quotas))


def test_mentees_are_in_the_first_class_that_one_of_their_values_names() -> None:
    found = compile_problem(MENTEES, MENTORS, Policy(priority=WAITING))
    assert found.problem.mentee_class.tolist() == [2, 0, 1, 0]
    assert compiled().problem.mentee_class.tolist() == [0, 0, 0, 0]


def test_mentors_of_the_group_are_new_whatever_the_case() -> None:
    found = compile_problem(MENTEES, MENTORS, Policy(new_mentors=Group("campus", "NORTH")))
    assert found.problem.mentor_new.tolist() == [1, 0, 0]
    assert compiled().problem.mentor_new.tolist() == [0, 0, 0]
    assert (
        compile_problem(MENTEES, MENTORS, Policy(new_mentors=Group("campus"))).problem.mentor_new.sum() == 0
    )


def test_those_with_the_same_value_are_kept_together_if_they_are_two() -> None:
    found = compile_problem(MENTEES, MENTORS, Policy(together="team"))
    assert found.problem.together == ((0, 2),)


def test_somebody_is_in_one_team_only() -> None:
    several = [Candidate("e", {"team": ("x", "y")})]
    assert unreadable(several, [], Policy(together="team")) == [
        Unreadable("mentee", "e", "team", "x; y", "one_value")
    ]


def test_a_quota_counts_the_group_it_names_whatever_the_case() -> None:
    found = compiled(
        GroupQuota("n", "the north", mentees=Group("campus", "NORTH"), most=1),
        GroupQuota("b", "", Group("campus", "South"), Group("campus", "North"), least=1),
        GroupQuota("none", "", mentors=Group("campus", "East"), least=2),
    )
    assert found.problem.quotas == (
        Quota("n", (0, 1), None, 0, 1),
        Quota("b", (1, 2), (0,), 1, None),
        Quota("none", None, (), 2, None),
    )
    assert found.between == {
        "n": Between("the north", "NORTH"),
        "b": Between("b", "South", "North"),
        "none": Between("none", mentors="East"),
    }


def test_a_quota_per_value_counts_each_group_with_its_exceptions() -> None:
    found = compiled(
        GroupQuota(
            "places",
            mentors=Group("campus"),
            most=4,
            exceptions=(QuotaException(mentors=" SOUTH", least=1), QuotaException(mentors="East", most=1)),
        )
    )
    assert found.problem.quotas == (
        Quota("places[North]", None, (0,), 0, 4),
        Quota("places[South]", None, (1,), 1, 4),
    )
    assert found.between["places[South]"] == Between("places", mentors="South")


def test_a_quota_of_pairs_counts_each_two_values_that_differ() -> None:
    own = GroupQuota("x", "x", Group("campus"), Group("campus"), most=2)
    assert [(one.key, one.mentees, one.mentors) for one in compiled(own).problem.quotas] == [
        ("x[North>South]", (0, 1), (1,)),
        ("x[south>North]", (1, 2), (0,)),
    ]


def test_an_exception_may_limit_a_value_with_itself() -> None:
    own = GroupQuota(
        "x",
        "x",
        Group("campus"),
        Group("campus"),
        most=2,
        exceptions=(QuotaException("North", "north", 0, 0),),
    )
    assert compiled(own).problem.quotas[0] == Quota("x[North>North]", (0, 1), (0,), 0, 0)


def test_keys_of_quotas_stay_different() -> None:
    found = compiled(
        GroupQuota("x[North]", mentees=Group("campus", "North"), most=1),
        GroupQuota("x", mentors=Group("campus"), most=1),
    )
    assert [one.key for one in found.problem.quotas] == ["x[North]", "x[North]'", "x[South]"]


def test_values_that_were_perhaps_meant_otherwise_are_told() -> None:
    policy = Policy(
        priority=WAITING,
        quotas=(
            GroupQuota("a", mentors=Group("campus", "Nort"), most=1),
            GroupQuota("b", mentees=Group("campus"), most=1, exceptions=(QuotaException("East", most=1),)),
            GroupQuota("c", mentees=Group("campus", "north"), most=1),
        ),
    )
    assert doubts(People(MENTEES, MENTORS), policy) == (
        Doubt("no_class", "mentee", "waiting", "no", "b"),
        Doubt("nobody_in_group", "mentee", "campus", "East"),
        Doubt("nobody_in_group", "mentor", "campus", "Nort"),
    )
    assert doubts(People(MENTEES, MENTORS), Policy()) == ()
