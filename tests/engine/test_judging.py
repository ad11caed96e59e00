"""Anybody's pairs are judged as trying every pairing would judge them."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine import check
from fairlead.engine.compile import Candidate, bare, compile_problem
from fairlead.engine.judging import Breach, Judgement, _judged, breaches, judge
from fairlead.engine.metrics import blocking
from fairlead.engine.model import Objective, Problem, Quota, Status, Tier
from fairlead.engine.moves import Move
from fairlead.engine.policy import Policy, Rule
from fairlead.engine.solvers import solve
from fairlead.engine.solvers.bruteforce import best_values
from tests.engine.problems import objectives, problems

SOME = settings(max_examples=80, deadline=None, derandomize=True)
SCORE = Objective(order=("mentees", "score"))
PROBLEM = Problem.of(
    ["a", "b", "c"],
    ["A", "B"],
    [(0, 0, 5), (1, 0, 5), (2, 0, 1), (0, 1, 2), (1, 1, 9)],
    mentor_most=[2, 1],
)


def named(problem: Problem, pairs: tuple[int, ...]) -> list[tuple[str, str]]:
    return [(problem.mentees[i], problem.mentors[j]) for i, j in map(problem.ends, pairs)]


def keeps_all_limits(problem: Problem, pairs: tuple[int, ...]) -> bool:
    """Counted anew, without the engine."""
    loads = {side: Counter(getattr(problem, f"pair_{side}")[list(pairs)].tolist()) for side in SIDES}
    return set(problem.locked_pairs) <= set(pairs) and all(
        getattr(problem, f"{side}_least")[one] <= loads[side][one] <= getattr(problem, f"{side}_most")[one]
        for side in SIDES
        for one in range(len(getattr(problem, f"{side}s")))
    )


SIDES = ("mentee", "mentor")


@given(problems(), objectives, st.data())
@SOME
def test_the_judgement_is_that_of_trying_every_pairing(
    problem: Problem, objective: Objective, data: st.DataObject
) -> None:
    places = range(len(problem.score))
    chosen = tuple(
        sorted(data.draw(st.sets(st.sampled_from(places)) if problem.score.size else st.just(set())))
    )
    found = judge(bare(problem), objective, named(problem, chosen))
    best, values = best_values(problem, objective), check.tier_values(problem, objective, chosen)
    valid = keeps_all_limits(problem, chosen)
    assert (found.judgement is Judgement.INVALID, bool(found.breaches)) == (not valid, not valid)
    assert (found.judgement is Judgement.OPTIMAL) == (valid and values == best)
    if best is not None:
        assert tuple((tier.value, tier.bound) for tier in found.tiers) == tuple(
            zip(values, best, strict=True)
        )
    else:
        assert (found.tiers, found.moves, bool(found.best.reasons)) == ((), (), True)


@given(problems(), objectives, st.data())
@SOME
def test_the_moves_lead_to_the_nearest_best_pairing(
    problem: Problem, objective: Objective, data: st.DataObject
) -> None:
    order = tuple(tier for tier in objective.tiers if tier != "kept") or ("mentees",)
    objective = replace(objective, order=order)
    places = range(len(problem.score))
    chosen = tuple(
        sorted(data.draw(st.sets(st.sampled_from(places)) if problem.score.size else st.just(set())))
    )
    pairs = named(problem, chosen)
    found = judge(bare(problem), objective, pairs)
    based = replace(problem, base=tuple(map(problem.ends, chosen)))
    best = best_values(based, replace(objective, order=(*order, "kept")))
    if best is None or found.judgement is Judgement.OPTIMAL:
        assert found.moves == ()
        return
    assert found.kept == best[-1]
    left = {(one.mentee, one.leaves) for one in found.moves if one.leaves}
    joined = {(one.mentee, one.joins) for one in found.moves if one.joins}
    assert left <= set(pairs)
    assert sorted((set(pairs) - left) | joined) == sorted(named(problem, found.best.pairs))


@given(problems(), objectives)
@SOME
def test_what_the_solver_found_is_judged_optimal(problem: Problem, objective: Objective) -> None:
    solution = solve(problem, objective)
    if solution.status is Status.OPTIMAL:
        found = judge(bare(problem), objective, named(problem, solution.pairs))
        assert (found.judgement, found.breaches, found.moves) == (Judgement.OPTIMAL, (), ())


def test_everything_that_is_broken_is_told_with_its_place() -> None:
    problem = replace(PROBLEM, locked=((0, 1),), mentee_least=[0, 0, 1])
    given = [("a", "A"), ("b", "A"), ("b", "A"), ("x", "Y"), ("b", "B"), ("c", "B")]
    found = judge(bare(problem), SCORE, given)
    assert found.judgement is Judgement.INVALID
    (block,) = bare(problem).blocks("c", "B")
    assert found.breaches == (
        Breach("duplicate", 2, ("b", "A"), first=1),
        Breach("unknown_person", 3, ("x", "Y"), "mentee", "x"),
        Breach("unknown_person", 3, ("x", "Y"), "mentor", "Y"),
        Breach("over_most", 4, ("b", "B"), "mentee", "b", found=2, limit=1),
        Breach("not_allowed", 5, ("c", "B"), blocks=(block,)),
        Breach("over_most", 5, ("c", "B"), "mentor", "B", found=2, limit=1),
        Breach("locked_missing", pair=("a", "B")),
    )
    assert found.blocking == ()
    short = judge(bare(problem), SCORE, [("a", "B")]).breaches
    assert short == (Breach("under_least", side="mentee", person="c", found=0, limit=1),)


GROUPED = replace(
    PROBLEM,
    quotas=(
        Quota("few", (0, 1), None, 0, 1),
        Quota("some", None, (1,), 1, None),
        Quota("between", (0, 1, 2), (0,), 3, None),
    ),
    together=((0, 2), (1,)),
)


def test_quotas_and_people_to_be_kept_together_are_told_once() -> None:
    found, _ = breaches(bare(GROUPED), [("a", "A"), ("b", "A")])
    assert found == (
        Breach("over_quota", found=2, limit=1, quota="few"),
        Breach("under_quota", found=0, limit=1, quota="some"),
        Breach("under_quota", found=2, limit=3, quota="between"),
        Breach("not_together", people=("a", "c")),
    )


def test_quotas_that_are_kept_and_people_with_the_same_mentors_are_no_breach() -> None:
    problem = replace(GROUPED, quotas=(Quota("two", (0, 2), (0,), 2, 2),))
    assert breaches(bare(problem), [("a", "A"), ("c", "A")])[0] == ()
    assert breaches(bare(replace(problem, quotas=())), [("b", "B")])[0] == ()


def test_pairs_as_good_as_the_best_that_is_known_are_within_its_bounds() -> None:
    solution = solve(PROBLEM, SCORE)
    within = replace(
        solution,
        status=Status.WITHIN,
        tiers=(Tier("mentees", 3, 3), Tier("score", 15, 16)),
    )

    def judged(mentees: int, score: int) -> Judgement:
        return _judged((Tier("mentees", mentees, 3), Tier("score", score, 16)), within)

    assert [judged(3, 15), judged(3, 14), judged(2, 16), judged(3, 16)] == [
        Judgement.WITHIN,
        Judgement.NOT_BEST,
        Judgement.NOT_BEST,
        Judgement.OPTIMAL,
    ]


def test_a_rule_that_a_pair_breaks_is_told_with_its_facts() -> None:
    policy = Policy(rules=(Rule("overlap", "language", "languages", "languages"),))
    mentee, mentor = (Candidate(name, {"languages": (name,)}) for name in ("en", "sk"))
    (breach,) = judge(compile_problem([mentee], [mentor], policy), policy.objective, [("en", "sk")]).breaches
    assert [(block.rule, block.facts["mentee"]) for block in breach.blocks] == [("language", ("en",))]


def test_how_far_from_the_best_and_what_would_lead_there() -> None:
    found = judge(bare(PROBLEM), SCORE, [("a", "A"), ("b", "A")])
    assert found.judgement is Judgement.NOT_BEST
    assert found.tiers == (Tier("mentees", 2, 3), Tier("score", 10, 15))
    assert (found.kept, found.moves) == (1, (Move("b", "A", "B"), Move("c", None, "A")))
    assert named(PROBLEM, found.blocking) == [("b", "B")]


@pytest.mark.parametrize("base", [(), ((0, 1), (1, 0))])
def test_a_base_of_ones_own_counts_as_the_objective_says(base: tuple[tuple[int, int], ...]) -> None:
    problem = Problem.of(["a", "b"], ["A", "B"], [(i, j, 1) for i in range(2) for j in range(2)], base=base)
    found = judge(bare(problem), Objective(order=("mentees", "kept")), [("a", "A"), ("b", "B")])
    expected = Judgement.NOT_BEST if base else Judgement.OPTIMAL
    assert (found.judgement, found.tiers[-1]) == (expected, Tier("kept", 0, len(base)))


@given(problems(minimums=False, locks=False))
@SOME
def test_blocking_pairs_are_those_where_both_would_gain(problem: Problem) -> None:
    pairs = solve(problem).pairs
    found = set(blocking(problem, pairs).tolist())
    for pair in set(range(len(problem.score))) - set(pairs):
        rather = []
        for side in SIDES:
            ends = getattr(problem, f"pair_{side}")
            held = [int(problem.score[one]) for one in pairs if ends[one] == ends[pair]]
            free = len(held) < getattr(problem, f"{side}_most")[ends[pair]]
            rather.append(free or any(score < problem.score[pair] for score in held))
        assert (pair in found) == all(rather)
