"""With every tier and any limits, what a pair costs is what solving again with it locked costs."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine.compile import Candidate, bare, compile_problem
from fairlead.engine.explain import Alternative, Explainer, Move, explain_unmatched, unmatched_mentees
from fairlead.engine.model import Objective, Problem, Quota, Solution, Status
from fairlead.engine.policy import Policy, Rule
from fairlead.engine.solvers import solve
from fairlead.engine.solvers.bruteforce import best_values
from tests.engine.problems import any_objectives, problems

SOME = settings(max_examples=40, deadline=None, derandomize=True)
PEOPLE = (["ada", "bo", "cem"], ["X", "Y"])
PAIRS = [(0, 0, 0), (0, 1, 3), (1, 0, 5), (1, 1, 8), (2, 0, 11), (2, 1, 13)]
BETWEEN = Quota("between", mentees=(1, 2), mentors=(0,), most=1)


def compare(problem: Problem, objective: Objective, solution: Solution, one: Alternative) -> None:
    """What is told of a pair is what brute force over every pairing with it gives."""
    ends = problem.mentees.index(one.mentee), problem.mentors.index(one.mentor)
    allowed = set(zip(problem.pair_mentee.tolist(), problem.pair_mentor.tolist(), strict=True))
    if ends not in allowed:
        assert one.why_not == "rule"
        return
    best = best_values(replace(problem, locked=(*problem.locked, ends)), objective)
    assert one.possible == (best is not None)
    if best is not None and not one.paired:
        before = [tier.value for tier in solution.tiers]
        assert [lost for _, lost in one.lost] == [a - b for a, b in zip(before, best, strict=True)]
        made = {tuple(problem.named(pair).values()) for pair in solution.pairs}
        made -= {(move.mentee, move.leaves) for move in one.moves}
        made |= {(move.mentee, move.joins) for move in one.moves if move.joins}
        assert (one.mentee, one.mentor) in made
        scores = {
            tuple(problem.named(pair).values()): int(problem.score[pair])
            for pair in range(len(problem.score))
        }
        assert sum(scores[pair] for pair in made) == solution.total_score - one.cost


@given(problems(quotas=True, classes=True, people=3), any_objectives)
@SOME
def test_with_any_tiers_and_quotas_a_pair_costs_what_brute_force_says(
    problem: Problem, objective: Objective
) -> None:
    solution = solve(problem, objective)
    if solution.status is not Status.OPTIMAL:
        return
    explainer = Explainer(bare(problem), solution)
    for mentee in problem.mentees:
        for one in explainer.alternatives(mentee):
            compare(problem, objective, solution, one)


@st.composite
def dense(draw: st.DrawFn) -> Problem:
    """Everybody may be with everybody, at few scores, so that every tier has something to choose."""
    scores = draw(st.lists(st.integers(0, 3), min_size=12, max_size=12))
    pairs = [(place // 3, place % 3, score) for place, score in enumerate(scores)]
    most = draw(st.lists(st.integers(1, 2), min_size=3, max_size=3))
    classes = draw(st.lists(st.integers(0, 2), min_size=4, max_size=4))
    return Problem.of("abcd", "XYZ", pairs, mentor_most=most, mentee_class=classes, base=[(0, 0), (1, 2)])


@given(dense(), any_objectives)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_where_everybody_is_possible_any_tier_loses_what_brute_force_says(
    problem: Problem, objective: Objective
) -> None:
    solution = solve(problem, objective)
    explainer = Explainer(bare(problem), solution)
    for one in explainer.alternatives("a") + explainer.alternatives_of_mentor("X"):
        compare(problem, objective, solution, one)
    others = [one for one in explainer.alternatives("b") if one.possible and not one.paired]
    assert explainer.runner_up("b") == (others[0] if others else None)


@given(problems(people=3), st.sampled_from([("mentees", "score"), ("score", "mentors"), ("worst", "score")]))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_with_limits_of_two_sides_a_pair_costs_what_brute_force_says(
    problem: Problem, order: tuple[str, ...]
) -> None:
    objective = Objective(order=order)
    if len(problem.mentees) < 2 or not problem.mentors:
        return
    problem = replace(problem, quotas=(Quota("some", mentees=(0, 1), mentors=(0,), most=1),))
    solution = solve(problem, objective)
    if solution.status is not Status.OPTIMAL:
        return
    explainer = Explainer(bare(problem), solution)
    for mentor in problem.mentors:
        for one in explainer.alternatives_of_mentor(mentor):
            compare(problem, objective, solution, one)


def test_a_quota_of_two_sides_is_told_as_what_stands_in_the_way() -> None:
    problem = Problem.of(*PEOPLE, PAIRS, mentor_most=[2, 1], quotas=[BETWEEN], locked=[(1, 0)])
    explainer = Explainer(bare(problem), solve(problem))
    assert not explainer.by_chains
    one = explainer.trade("cem", "X")
    assert (one.possible, one.why_not) == (False, "locked")
    free = replace(problem, locked=(), quotas=(replace(BETWEEN, most=0),))
    one = Explainer(bare(free), solve(free)).trade("cem", "X")
    assert (one.possible, one.why_not) == (False, "limits")


def test_what_is_solved_again_says_so_and_moves_nobody_without_need() -> None:
    problem = Problem.of(*PEOPLE, PAIRS, mentor_most=[2, 1], quotas=[BETWEEN])
    solution = solve(problem)
    explainer = Explainer(bare(problem), solution)
    best = explainer.runner_up("ada")
    assert best is not None
    assert (best.proof, best.mentor, best.lost) == ("solved", "Y", (("mentees", 1), ("score", 5)))
    assert best.moves == (Move("ada", "X", "Y"), Move("bo", "Y", None))


def test_places_that_are_full_are_the_reason_whatever_else_limits() -> None:
    problem = Problem.of(
        *PEOPLE, PAIRS, mentor_most=[1, 1], quotas=[replace(BETWEEN, most=9)], together=[(0,)]
    )
    solution = solve(problem)
    explainer = Explainer(bare(problem), solution)
    (alone,) = unmatched_mentees(problem, solution)
    why = explain_unmatched(explainer, alone)
    assert (explainer.by_chains, why.kind, why.places) == (False, "mentors_full", 2)
    assert [(one.kind, one.mentor, one.mentees_more) for one in why.relaxations] == [("place", "X", 1)]


def test_only_so_many_pairs_of_one_question_are_solved_and_the_chosen_one_is_told_always() -> None:
    problem = Problem.of(["ada"], ["X", "Y", "Z"], [(0, j, j) for j in range(3)])
    solution = solve(problem, Objective(order=("mentees", "worst")))

    def told(solves: int) -> list[tuple[str, bool, str]]:
        found = Explainer(bare(problem), solution, solves=solves).alternatives("ada")
        return [(one.mentor, one.possible, one.why_not) for one in found]

    chosen, left_out = ("Z", True, ""), [("Y", False, "not_tried"), ("X", False, "not_tried")]
    assert told(0) == [chosen, *left_out]
    assert told(1) == [chosen, ("Y", True, ""), left_out[1]]
    assert told(2) == [chosen, ("Y", True, ""), ("X", True, "")]


def test_a_mentee_whom_only_a_quota_leaves_out_is_told_which() -> None:
    few = Quota("few", mentees=(0, 1), most=1)
    problem = Problem.of(*PEOPLE, PAIRS, mentor_most=[2, 2], quotas=[few, Quota("many", most=9)])
    solution = solve(problem)
    why = explain_unmatched(Explainer(bare(problem), solution), "ada")
    assert (why.kind, why.quotas, why.relaxations) == ("limits", ("few",), ())
    by_score = solve(problem, Objective(order=("score",)))
    assert explain_unmatched(Explainer(bare(problem), by_score), "ada").kind == "limits"
    paid = replace(problem, score=problem.score - 100, quotas=(replace(few, most=9),))
    nobody = solve(paid, Objective(order=("score",)))
    assert explain_unmatched(Explainer(bare(paid), nobody), "ada").kind == "others_first"


def test_lifting_a_rule_is_not_proposed_where_a_quota_forbids_the_pair_all_the_same() -> None:
    policy = Policy(rules=(Rule("overlap", "language", "speaks", "speaks"),))
    compiled = compile_problem(
        [Candidate("ada", {"speaks": ("en",)})], [Candidate("X", {"speaks": ("sk",)})], policy
    )
    problem = replace(compiled.problem, quotas=(Quota("none", mentees=(0,), most=0),))
    why = explain_unmatched(Explainer(replace(compiled, problem=problem), solve(problem)), "ada")
    assert ([near.mentor for near in why.nearly], why.relaxations) == (["X"], ())
