"""What a problem takes is said, and what cannot be done refused, before the work."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fairlead.engine import planning
from fairlead.engine.model import (
    BrokenProblem,
    Method,
    NotEnoughMemory,
    NotSolvable,
    Objective,
    Problem,
    Quota,
    ScoresTooWide,
)
from fairlead.engine.planning import plan
from fairlead.engine.solvers import solve

SMALL = Problem.of(["a", "b"], ["A"], [(0, 0, 5), (1, 0, 7)])


def large(people: int = 240, finest: int = 100) -> Problem:
    rows, cols = np.divmod(np.arange(people * people), people)
    return Problem(
        mentees=tuple(f"e{i}" for i in range(people)),
        mentors=tuple(f"o{j}" for j in range(people)),
        pair_mentee=rows.astype(np.int32),
        pair_mentor=cols.astype(np.int32),
        score=(rows * cols) % (finest + 1),
        mentee_most=1,
        mentor_most=1,
        mentee_least=0,
        mentor_least=0,
    )


def test_the_method_follows_from_size_and_shape() -> None:
    two_sided = Quota("between", (0,), (0,), most=1)
    crossing = (Quota("x", mentees=(0, 1)), Quota("y", mentees=(1, 2)))
    three = Problem.of("abc", "A", [(i, 0, 1) for i in range(3)], quotas=crossing)
    assert [
        plan(problem).method
        for problem in (
            SMALL,
            Problem.of("a", "A", []),
            Problem.of("a", "A", [(0, 0, 1)], quotas=[two_sided]),
            Problem.of("ab", "A", [(0, 0, 1)], together=[(0, 1)]),
            three,
            large(),
            large(finest=10**6),
        )
    ] == [
        Method.FLOW,
        Method.NOTHING,
        Method.BRANCHING,
        Method.BRANCHING,
        Method.BRANCHING,
        Method.LEVELS,
        Method.SIMPLEX,
    ]


def test_the_width_of_totals_is_told() -> None:
    assert plan(SMALL).bits == 3
    wide = Problem.of("a", "A", [(0, 0, 1 << 99)])
    assert plan(wide).bits == 100
    assert solve(wide).total_score == 1 << 99


def test_too_little_memory_is_refused_with_what_is_needed_and_what_there_is() -> None:
    with pytest.raises(NotEnoughMemory) as refused:
        plan(large(), available=1_000)
    assert refused.value.facts == {"needed": plan(large()).memory, "available": 1_000}


def test_memory_is_what_machine_and_container_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "max").write_text("5000\n")
    (tmp_path / "current").write_text("1000\n")
    (tmp_path / "unlimited").write_text("max\n")
    (tmp_path / "meminfo").write_text("MemTotal: 9 kB\nMemAvailable: 7 kB\n")
    monkeypatch.setattr(planning, "USED", (tmp_path / "current",) * 2)
    monkeypatch.setattr(planning, "LIMITS", (tmp_path / "unlimited", tmp_path / "max"))
    monkeypatch.setattr(planning, "MEMORY", tmp_path / "meminfo")
    assert planning.free_memory() == 4_000
    monkeypatch.setattr(planning, "LIMITS", (tmp_path / "unlimited", tmp_path / "none"))
    assert planning.free_memory() == 7 * 1024
    monkeypatch.setattr(planning, "MEMORY", tmp_path / "none")
    monkeypatch.setattr(planning.os, "sysconf", lambda name: 3)
    assert planning.free_memory() == 9

    def unknown(name: str) -> int:
        raise ValueError(name)

    monkeypatch.setattr(planning.os, "sysconf", unknown)
    assert planning.free_memory() is None
    assert plan(SMALL).method is Method.FLOW


def test_too_many_levels_of_leximin_are_refused() -> None:
    problem = Problem.of("a", [f"o{j}" for j in range(3000)], [(0, j, j) for j in range(3000)])
    with pytest.raises(ScoresTooWide) as refused:
        solve(problem, Objective(order=("leximin",)))
    assert (refused.value.facts["tier"], refused.value.facts["levels"]) == ("leximin", 3000)


def test_scores_beyond_all_measure_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "WIDEST", 60)
    with pytest.raises(ScoresTooWide) as refused:
        solve(Problem.of("a", "A", [(0, 0, 1 << 99)]))
    assert refused.value.facts == {"bits": 100, "most": 60}


def test_more_pairs_than_any_method_takes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MOST_ARCS", 4)
    with pytest.raises(NotSolvable) as refused:
        solve(SMALL)
    assert refused.value.facts == {"what": "pairs", "size": 2}


@pytest.mark.parametrize(
    ("scores", "found", "mentee"),
    [
        ([1, float("nan")], "nan", "b"),
        ([float("inf"), 1], "inf", "a"),
        ([1.0, 2.5], "2.5", "b"),
        ([1.0, 2.0], "1.0", "a"),
        ([3, True], "True", "b"),
    ],
)
def test_scores_that_are_no_whole_numbers_are_refused_with_row_and_column(
    scores: list[float], found: str, mentee: str
) -> None:
    with pytest.raises(BrokenProblem) as refused:
        Problem.of(["a", "b"], ["A"], [(0, 0, scores[0]), (1, 0, scores[1])])
    index = "ab".index(mentee)
    assert refused.value.facts == {
        "what": "score",
        "expected": "whole numbers",
        "found": found,
        "index": index,
        "mentee": mentee,
        "mentor": "A",
    }


def test_a_small_problem_is_solved_without_loading_the_compiler() -> None:
    code = (
        "import json, sys\n"
        "from fairlead.engine.model import Problem\n"
        "from fairlead.engine.solvers import solve\n"
        "solve(Problem.of('ab', 'A', [(0, 0, 1), (1, 0, 2)]))\n"
        "print(json.dumps([one in sys.modules for one in ('ortools', 'numba', 'scipy')]))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == [True, False, False]


def test_without_the_compiler_the_flow_takes_large_problems_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from fairlead.engine import numba_door

    problem = large()
    expected = solve(problem)
    monkeypatch.setattr(numba_door, "PRESENT", False)
    found = solve(problem)
    assert (expected.method, found.method) == (Method.LEVELS, Method.FLOW)
    assert plan(problem).method is Method.FLOW
    assert (found.tiers, found.pairs) == (expected.tiers, expected.pairs)
    assert planning.opens(problem, Objective())


def test_a_small_problem_loads_neither_numba_nor_what_only_large_ones_need() -> None:
    script = """
import sys
from fairlead.engine.compile import Candidate, compile_problem
from fairlead.engine.policy import Policy
from fairlead.engine.solvers import solve

people = [[Candidate(f"{side}{one}", {}) for one in range(9)] for side in "eo"]
print(solve(compile_problem(*people, Policy()).problem).status)
heavy = ("numba", "scipy", "fairlead.engine.sources", "fairlead.engine.solvers.levels")
print([name for name in heavy if name in sys.modules])
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split("\n") == ["optimal", "[]", ""]
