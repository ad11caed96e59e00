"""The worked example of the mathematics page, recomputed."""

import re
from dataclasses import replace
from pathlib import Path

from fairlead.engine import check
from fairlead.engine.compile import bare
from fairlead.engine.explain import Explainer, Move, unmatched
from fairlead.engine.model import Problem, Solution
from fairlead.engine.solvers import solve

PAGE = (Path(__file__).parents[2] / "docs" / "mathematics.md").read_text("utf-8")
EXAMPLE = PAGE.split("## 15.")[1].split("## Literature")[0]
TOLD = " ".join(EXAMPLE.split())


def table() -> tuple[Problem, dict[str, int]]:
    """The table of the page: the problem, and the price of each person."""
    (block,) = re.findall(r"```\n(.*?)```", EXAMPLE, re.DOTALL)
    head, *rows, prices = [line.split() for line in block.strip().splitlines()]
    mentors = head[:-1]
    pairs = {
        (row, col): int(score)
        for row, (_, *scores) in enumerate(rows)
        for col, score in enumerate(scores[:-1])
        if score != "."
    }
    told = {row[0]: int(row[-1]) for row in rows} | dict(zip(mentors, map(int, prices[1:]), strict=True))
    return Problem.of([row[0] for row in rows], mentors, pairs), told


def named(problem: Problem, solution: Solution) -> dict[str, str]:
    pairs = [problem.named(pair) for pair in solution.pairs]
    return {pair["mentee"]: pair["mentor"] for pair in pairs}


def test_the_total_of_the_page_is_the_optimum_and_its_certificate_holds() -> None:
    problem, _ = table()
    solution = solve(problem)
    assert named(problem, solution) == {"ada": "X", "bo": "Z", "cem": "Y"}
    assert f"9 + 3 + 6 = **{solution.total_score}**" in TOLD
    assert check.violations(problem, solution) == []


def test_the_prices_of_the_page_prove_that_nothing_exceeds_the_total() -> None:
    problem, price = table()
    sums = {
        pair: sum(price[person] for person in problem.named(pair).values())
        for pair in range(len(problem.score))
    }
    assert all(sums[pair] >= problem.score[pair] for pair in sums)
    solution = solve(problem)
    assert all(sums[pair] == problem.score[pair] for pair in solution.pairs)
    assert min(price.values()) >= 0
    assert sum(price.values()) == solution.total_score
    assert f"4 + 3 + 2 + 5 + 4 + 0 = **{sum(price.values())}**" in TOLD


def test_the_cost_of_another_pair_is_that_of_the_page_and_more_than_its_reduced_cost() -> None:
    problem, price = table()
    one = Explainer(bare(problem), solve(problem)).trade("ada", "Y")
    assert f"the loss is **{one.cost}**" in TOLD
    assert one.moves == (Move("ada", "X", "Y"), Move("cem", "Y", "Z"), Move("bo", "Z", "X"))
    reduced = price["ada"] + price["Y"] - one.score
    assert f"4 + 4 - 5 = **{reduced}**" in TOLD
    assert reduced < one.cost


def test_the_mentee_who_comes_too_many_depends_on_three_places_with_three_others() -> None:
    problem, _ = table()
    pairs = {problem.ends(pair): int(problem.score[pair]) for pair in range(len(problem.score))}
    more = Problem.of((*problem.mentees, "dan"), problem.mentors, pairs | {(3, 1): 2})
    why = unmatched(bare(more), solve(more), "dan")
    assert (why.kind, why.witness_mentees, why.places) == ("mentors_full", ("ada", "bo", "cem", "dan"), 3)
    assert f"**{len(why.witness_mentees)}** mentees who depend on **{why.places}** places" in TOLD
    place = why.relaxations[0]
    assert (place.kind, place.mentor, place.mentees_more, place.score_more) == ("place", "Y", 1, 2)
    wider = replace(more, mentor_most=[1, 2, 1])
    assert named(wider, solve(wider)) == {"ada": "X", "bo": "Z", "cem": "Y", "dan": "Y"}
