"""Whoever watches is told how far the work is, and may call it off at any time; nothing is left behind."""

import os
import pickle
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from fairlead.engine import planning
from fairlead.engine.model import BrokenProblem, Cancelled, NotProven, Objective, Problem
from fairlead.engine.solvers import flow, solve
from fairlead.engine.watching import Watch
from tests.engine.test_planning import large


def children() -> set[int]:
    """The processes that this one has started and that have not been collected."""
    found = set()
    for one in Path("/proc").glob("[0-9]*"):
        try:
            told = (one / "stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        if int(told.rpartition(")")[2].split()[1]) == os.getpid():
            found.add(int(one.name))
    return found


def after(looks: int) -> Callable[[], bool]:
    """Says yes once it has been asked so often."""
    asked = iter(range(looks))
    return lambda: next(asked, None) is None


def test_progress_is_told_step_by_step_from_0_to_1() -> None:
    told: list[tuple[str, float]] = []
    watch = Watch(lambda step, done: told.append((step, done)))
    assert solve(Problem.of("a", "A", [(0, 0, 1)]), watch=watch).total_score == 1
    assert told == [("planned", 1.0), ("solving", 0.0)]
    watch.progress("far", 7.0)
    assert (watch.at, told[-1], watch.can_cancel) == ("far", ("far", 1.0), False)


@pytest.mark.parametrize("order", [("mentees", "score"), ("leximin", "score"), ("worst", "even", "score")])
def test_work_called_off_at_any_moment_raises_and_leaves_no_process_or_thread(order: tuple[str, ...]) -> None:
    problem, threads, before = large(60), threading.active_count(), children()
    ended = 0
    for looks in range(60):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(planning, "PAIRS_FROM", 1)
            with suppress(Cancelled):
                solve(problem, Objective(order=order), watch=Watch(is_cancelled=after(looks)))
                ended += 1
    assert ended < 60
    assert (threading.active_count(), children()) == (threads, before)


def test_a_foreign_solver_in_a_process_of_its_own_gives_the_same_result() -> None:
    problem, before = large(30), children()
    expected = solve(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow, "APART_FROM", 1)
        found = solve(problem, watch=Watch(is_cancelled=lambda: False))
    assert (found.tiers, found.pairs) == (expected.tiers, expected.pairs)
    assert children() == before


def wait_for_ever() -> None:
    time.sleep(3600)


def refuse() -> None:
    raise BrokenProblem(what="apart")


def end_at_once() -> None:
    os._exit(3)


def test_a_foreign_solver_is_killed_when_the_work_is_called_off() -> None:
    before, started = children(), time.perf_counter()
    with pytest.raises(Cancelled):
        Watch(is_cancelled=after(4)).apart(wait_for_ever)
    assert children() == before
    assert time.perf_counter() - started < 60


def test_what_is_refused_in_a_process_of_its_own_is_refused_here() -> None:
    with pytest.raises(BrokenProblem) as refused:
        Watch().apart(refuse)
    assert refused.value.facts == {"what": "apart"}
    assert str(pickle.loads(pickle.dumps(refused.value))) == "broken_problem (what='apart')"


def test_a_process_that_ends_without_an_answer_is_no_result() -> None:
    with pytest.raises(NotProven):
        Watch().apart(end_at_once)


def wait_for_the_flag(watch: Watch) -> None:
    with watch.flagged() as flag:
        while not flag[0]:
            time.sleep(0.01)


def test_the_flag_of_compiled_code_turns_when_the_work_is_called_off() -> None:
    watch = Watch(is_cancelled=after(2))
    with pytest.raises(Cancelled):
        wait_for_the_flag(watch)
    assert watch.cancelled()
    with Watch().flagged() as flag:
        assert flag.tolist() == [0]
    with Watch(is_cancelled=lambda: False).flagged() as flag:
        assert np.array_equal(flag, [0])
