"""However many threads, processes or machines share the work, the pairs and the proof are the same."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest

from fairlead.engine import duality, machine_code, planning, pricing_pass
from fairlead.engine.check import violations
from fairlead.engine.compile import compile_problem
from fairlead.engine.model import Cancelled, Method, Problem, Solution
from fairlead.engine.policy import Policy
from fairlead.engine.solvers import crowd, solve
from fairlead.engine.solvers.levels import crowd as listed_crowd
from fairlead.engine.sources import bits, executing
from fairlead.engine.watching import Flag, Watch
from tests.engine.test_bits_many import SITE, SKILLS, TEAM, coded, people_of
from tests.engine.test_planning import large

POLICY = Policy(rules=(TEAM,), criteria=(SKILLS, SITE))


def unlisted(mentees: int = 300, mentors: int = 260) -> Problem:
    """A problem that does not list its pairs but asks for them."""
    people = people_of(coded(mentees, mentors))
    found = compile_problem(people.mentees, people.mentors, POLICY, most_cells=100).problem
    assert found.source is not None
    return found


def told(found: Solution) -> tuple[Any, ...]:
    """Everything of a result but the time it took, arrays as lists."""
    problem = found.problem
    pairs = [tuple(problem.named(pair).values()) for pair in found.pairs]
    prices = [
        (stage.tiers, stage.weights, stage.mentee_price.tolist(), stage.mentor_price.tolist())
        for stage in found.certificate.stages  # type: ignore[union-attr]
    ]
    return found.status, found.method, found.tiers, pairs, prices


def processes(number: int) -> AbstractContextManager[Executor]:
    return ProcessPoolExecutor(number, mp_context=get_context("spawn"))


@pytest.mark.parametrize(
    "executor", [lambda: ThreadPoolExecutor(1), lambda: ThreadPoolExecutor(3), lambda: processes(2)]
)
def test_an_executor_changes_nothing_in_the_result(executor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = unlisted()
    alone = solve(problem)
    monkeypatch.setattr(bits, "PAIRS_A_PIECE", 9_000)
    with executor() as shared:
        found = solve(problem, executor=shared)
    assert told(found) == told(alone)
    assert (found.method, violations(found.problem, found)) == (Method.PRICED, [])


def test_the_number_of_cores_changes_nothing_in_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = unlisted()
    monkeypatch.setattr(bits, "PAIRS_A_PIECE", 9_000)
    found = []
    for number in (1, 2, 3):
        for where in (executing, bits):
            monkeypatch.setattr(where, "cores", lambda number=number: number)
        found.append(told(solve(problem)))
    assert found == [found[0]] * 3


@pytest.mark.parametrize("number", [1, 2])
def test_the_search_can_be_called_off_on_any_number_of_cores(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, asked = unlisted(), []

    def is_cancelled() -> bool:
        asked.append(True)
        return len(asked) > 4

    monkeypatch.setattr(bits, "PAIRS_A_PIECE", 9_000)
    monkeypatch.setattr(executing, "cores", lambda: number)
    with pytest.raises(Cancelled) as refused:
        solve(problem, watch=Watch(is_cancelled=is_cancelled))
    assert refused.value.facts["step"] == "best_mentee"


def until_called_off(shared: str, piece: int, flag: Flag) -> int:
    """Work that ends only when it is called off."""
    while not flag[0]:
        time.sleep(0.01)
    return piece


def test_whoever_waits_for_long_work_asks_whether_it_is_called_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executing, "cores", lambda: 2)
    end = time.monotonic() + 0.4
    watch = Watch(is_cancelled=lambda: time.monotonic() > end)
    with pytest.raises(Cancelled):
        list(executing.spread(until_called_off, "shared", range(3), watch=watch))


def test_a_cluster_of_several_workers_gives_the_identical_result(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    problem = unlisted()
    alone = solve(problem)
    monkeypatch.setattr(bits, "PAIRS_A_PIECE", 9_000)
    with (
        distributed.LocalCluster(
            n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert len(client.scheduler_info()["workers"]) == 3
        shared = [solve(problem, executor=client) for _ in range(2)]
    assert [told(one) for one in shared] == [told(alone)] * 2


@pytest.mark.parametrize("threads", [1, 3, 7])
def test_listed_pairs_are_looked_through_by_any_number_of_threads_alike(
    threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = large(90)
    monkeypatch.setattr(planning, "PAIRS_FROM", 1)
    monkeypatch.setattr(planning, "CROWD", 0)
    monkeypatch.setattr(duality, "COMPILED_FROM", 0)
    expected = solve(problem)
    for module in (crowd, listed_crowd, pricing_pass):
        monkeypatch.setattr(module, "THREADS", threads)
    found = solve(problem)
    assert found.method is Method.LEVELS
    assert told(found) == told(expected)


def crowded_pairs() -> list[int]:
    """The pairs of one problem by compiled code, every look shared out; asked by other processes too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machine_code, "SOONER_WITHOUT", 0)
        patch.setattr(planning, "PAIRS_FROM", 1)
        patch.setattr(planning, "CROWD", 0)
        return np.array(solve(large(70)).pairs).tolist()


def test_other_processes_with_other_numbers_of_threads_find_the_same_pairs() -> None:
    code = "from tests.engine.test_shared_work import crowded_pairs; print(crowded_pairs())"
    expected = crowded_pairs()
    for number in ("1", "4"):
        environment = {
            "PYTHONPATH": ":".join(sys.path),
            "PYTHONHASHSEED": number,
            "NUMBA_NUM_THREADS": number,
            "OMP_NUM_THREADS": number,
            "OPENBLAS_NUM_THREADS": number,
        }
        run = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
            cwd=".",
        )
        assert run.stdout == f"{expected}\n"
