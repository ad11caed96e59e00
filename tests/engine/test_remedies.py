"""What is said to help does help, and no smaller change of its kind does."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from fairlead.engine import remedies as module
from fairlead.engine.compile import Candidate, bare, compile_problem
from fairlead.engine.explain import Explainer
from fairlead.engine.model import Objective, Problem, Quota, Status
from fairlead.engine.policy import Criterion, Policy, Rule
from fairlead.engine.remedies import Remedies, Remedy, help_together, remedies, with_changes
from fairlead.engine.solvers import solve
from fairlead.engine.solvers.bruteforce import best_values
from tests.engine.problems import problems

SOME = settings(max_examples=50, deadline=None, derandomize=True)
FIRST = {
    "mentee": Objective(order=("mentees", "score")),
    "mentor": Objective(order=("mentors", "mentees", "score")),
}


def changed(problem: Problem, side: str, person: str, one: Remedy) -> Problem:
    """The change made by hand."""
    other = "mentor" if side == "mentee" else "mentee"
    if one.kind == "quota":
        return replace(
            problem,
            quotas=tuple(
                replace(quota, most=quota.most + one.by) if quota.key == one.quota else quota
                for quota in problem.quotas
            ),
        )
    whose, who = (side, person) if one.kind == "own_place" else (other, one.partner)
    most = getattr(problem, f"{whose}_most").copy()
    most[getattr(problem, f"{whose}s").index(who)] += 1
    return replace(problem, **{f"{whose}_most": most})


@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_every_remedy_helps_and_what_is_not_told_does_not(side: str) -> None:
    @given(problems(quotas=True, people=3))
    @SOME
    def holds(problem: Problem) -> None:
        objective = FIRST[side]
        solution = solve(problem, objective)
        if solution.status is Status.INFEASIBLE:
            return
        ends = getattr(problem, f"pair_{side}")[list(solution.pairs)].tolist()
        explainer = Explainer(bare(problem), solution)
        for place, person in enumerate(getattr(problem, f"{side}s")):
            if place in ends:
                continue
            found = remedies(explainer, person, side)
            reached = solution.tiers[0].value
            for one in found.found:
                best = best_values(changed(problem, side, person, one), objective)
                assert best is not None
                assert best[0] >= reached + one.more > reached
                others = [quota.key for quota in problem.quotas if quota.most is not None]
                for less in [Remedy("quota", quota=key, by=by) for by in range(1, one.by) for key in others]:
                    assert not_with(problem, side, place, less, reached)
            if found.complete and getattr(problem, f"{side}_most")[place]:
                told = {one.kind for one in found.found}
                other = "mentors" if side == "mentee" else "mentees"
                for partner in getattr(problem, other) if "place" not in told else ():
                    assert not_with(problem, side, place, Remedy("place", partner=partner), reached)

    holds()


def not_with(problem: Problem, side: str, place: int, one: Remedy, reached: int) -> bool:
    """Whether with this change the person still cannot be one of more people with a partner."""
    wider = changed(problem, side, "", one)
    least = getattr(wider, f"{side}_least").copy()
    least[place] = max(1, least[place])
    best = best_values(replace(wider, **{f"{side}_least": least}), FIRST[side])
    return best is None or best[0] <= reached


POLICY = Policy(
    rules=(Rule("overlap", "language", "speaks", "speaks"), Rule("present", "consent", "consent", "consent")),
    criteria=(Criterion("overlap", "areas", "wants", "offers", points=(Decimal(10),)),),
)


def person(name: str, *speaks: str, consent: str | None = "yes", most: int | None = None) -> Candidate:
    said = {"speaks": speaks, "consent": consent, "wants": ("Visas",), "offers": ("Visas",)}
    return Candidate(name, said, most=most)


def told(mentees: list[Candidate], mentors: list[Candidate], who: str, side: str = "mentee") -> Remedies:
    compiled = compile_problem(mentees, mentors, POLICY)
    return remedies(Explainer(compiled, solve(compiled.problem, POLICY.objective)), who, side)


def test_one_language_more_is_told_with_the_field_and_the_value_most_mentors_offer() -> None:
    found = told([person("ada", "Finnish")], [person("X", "English", "Czech"), person("Y", "czech")], "ada")
    assert found == Remedies(
        (
            Remedy("value", rule="language", field="speaks", value="Czech", more=1, score_more=10),
            Remedy("rule", partner="X", rule="language", more=1, score_more=10),
        ),
        complete=True,
    )


def test_a_mentor_without_a_mentee_is_told_what_would_help_too() -> None:
    compiled = compile_problem(
        [person("ada", "English")], [person("X", "English"), person("Y", "de")], POLICY
    )
    explainer = Explainer(compiled, solve(compiled.problem, FIRST["mentor"]))
    assert remedies(explainer, "X", "mentor").found == ()
    assert remedies(explainer, "Y", "mentor").found == ()
    wider = replace(compiled.problem, mentee_most=2)
    more = Explainer(replace(compiled, problem=wider), solve(wider, FIRST["mentor"]))
    assert remedies(more, "Y", "mentor").found == (
        Remedy("rule", partner="ada", rule="language", more=1, score_more=10),
    )
    two = compile_problem(
        [person("ada", "English")], [person("X", "English"), person("Y", "English")], POLICY
    )
    explainer = Explainer(two, solve(two.problem, FIRST["mentor"]))
    alone = "Y" if explainer.mentees_of.get(0) else "X"
    assert remedies(explainer, alone, "mentor").found == (
        Remedy("place", partner="ada", more=1, score_more=10),
    )


def test_a_rule_that_is_never_lifted_is_no_remedy() -> None:
    assert told([person("ada", "English", consent=None)], [person("X", "English")], "ada").found == ()


def test_where_no_list_is_in_the_way_no_value_is_proposed() -> None:
    policy = Policy(rules=(Rule("not_equal", "unit", "unit", "unit"),))
    compiled = compile_problem([Candidate("ada", {"unit": "A"})], [Candidate("X", {"unit": "A"})], policy)
    found = remedies(Explainer(compiled, solve(compiled.problem)), "ada").found
    assert [(one.kind, one.rule, one.partner) for one in found] == [("rule", "unit", "X")]


def test_who_has_no_place_is_told_that_one_would_do() -> None:
    found = told([person("ada", "English", most=0)], [person("X", "English")], "ada").found
    assert [(one.kind, one.more) for one in found] == [("own_place", 1)]


def test_a_quota_is_raised_by_no_more_than_is_needed() -> None:
    problem = Problem.of(
        ["ada", "bo"], ["X", "Y"], [(0, 0, 1), (1, 1, 1)], quotas=[Quota("few", mentors=(0, 1), most=1)]
    )
    solution = solve(problem)
    paired = problem.named(solution.pairs[0])["mentee"]
    explainer = Explainer(bare(problem), solution)
    assert remedies(explainer, paired) == Remedies((), complete=True)
    (one,) = remedies(explainer, "bo" if paired == "ada" else "ada").found
    assert (one.kind, one.quota, one.by, one.more, one.score_more) == ("quota", "few", 1, 1, 1)


def test_so_many_tries_of_a_kind_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRIES_PER_KIND", 0)
    problem = Problem.of(["ada", "bo"], ["X"], [(0, 0, 1), (1, 0, 2)])
    assert remedies(Explainer(bare(problem), solve(problem)), "ada") == Remedies((), complete=False)


@given(problems(quotas=True))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_what_the_reasons_of_an_impossible_problem_name_makes_it_possible(problem: Problem) -> None:
    solution = solve(problem)
    if solution.status is Status.INFEASIBLE:
        assert help_together(problem, Objective(), solution.reasons)
        assert best_values(with_changes(problem, solution.reasons), Objective()) is not None
    else:
        assert solution.reasons == ()


def test_people_who_cannot_stay_together_are_let_apart() -> None:
    problem = Problem.of(
        ["a", "b", "c"], ["A", "B"], [(0, 0, 1), (1, 1, 1)], mentee_least=[1, 1, 0], together=[(0, 1)]
    )
    solution = solve(problem)
    assert [one.limit for one in solution.reasons] == ["together"]
    assert with_changes(problem, solution.reasons).together == ()
    assert help_together(problem, Objective(), solution.reasons)
