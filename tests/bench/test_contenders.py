"""The adapters find the engine's optimum on small instances, in this process and in one of their own."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench import instances, ours
from bench.cases import CASES, Case, practice
from bench.measure import Record, Worker, contenders, differences, one_turn, warm_up
from bench.peers import dense, sparse
from bench.people import save_files

Ready = Callable[[Path], tuple[Callable[[], Any], Callable[[Any], dict[str, Any]]]]
INSTALLED: dict[str, Ready] = {
    "scipy": dense.scipy,
    "OR-Tools assignment": dense.ortools_assignment,
    "OR-Tools flow": sparse.flow,
    "scipy sparse": sparse.scipy_sparse,
    "HiGHS": sparse.highs,
}


def found(ready: Ready, folder: Path) -> tuple[int, int]:
    run, judge = ready(folder)
    told = judge(run())
    return told["matched"], told["score"]


@pytest.fixture(params=[(12, 0.66), (12, 1.0), (9, 2.0)], ids=["scarce", "balanced", "ample"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    pool = instances.realistic(*request.param)
    instances.save_pool(tmp_path, pool)
    instances.save_scores(tmp_path, instances.dense(pool), pool.places)
    return tmp_path


@pytest.mark.parametrize("name", INSTALLED)
def test_a_peer_agrees_with_the_engine(name: str, folder: Path) -> None:
    assert found(INSTALLED[name], folder) == found(ours.listed, folder)


@pytest.mark.parametrize(
    "way", [ours.from_people, ours.with_reasons, ours.with_alternatives, ours.from_codes, ours.kernel]
)
def test_from_people_the_engine_finds_the_same(way: Ready, folder: Path) -> None:
    assert found(way, folder) == found(ours.listed, folder)


@pytest.mark.parametrize("what", ["after a lock", "after an applicant"])
def test_again_and_anew_find_the_same(what: str, folder: Path) -> None:
    again, anew = (found(ours.CONTENDERS[f"Fairlead, {how} {what}"], folder) for how in ("again", "anew"))
    assert again == anew


def test_candidates_are_the_best_allowed(folder: Path) -> None:
    run, judge = ours.nearest(folder)
    assert judge(run())["recall"] == 1


@pytest.mark.parametrize("name", ["OR-Tools flow", "scipy sparse", "HiGHS"])
def test_a_peer_agrees_on_lists(name: str, tmp_path: Path) -> None:
    instances.save_lists(tmp_path, instances.lists(instances.realistic(20, 0.66), length=3))
    assert found(INSTALLED[name], tmp_path) == found(ours.listed, tmp_path)


@pytest.mark.parametrize("name", ["scipy", "OR-Tools assignment"])
def test_a_peer_agrees_on_machol_wien(name: str, tmp_path: Path) -> None:
    instances.save_scores(tmp_path, instances.machol_wien(9), np.ones(9, dtype=np.int64))
    assert found(INSTALLED[name], tmp_path) == (9, 9 * 81 - sum(i * (10 - i) for i in range(1, 10)))
    assert found(ours.listed, tmp_path) == found(INSTALLED[name], tmp_path)


def test_the_command_finds_what_the_engine_finds(tmp_path: Path) -> None:
    pool = instances.realistic(12, 1.0)
    save_files(tmp_path, pool)
    instances.save_scores(tmp_path, instances.dense(pool), pool.places)
    assert found(ours.command, tmp_path) == found(ours.listed, tmp_path)


def test_a_process_of_its_own_warms_up_and_then_takes_turns(folder: Path) -> None:
    record = Record("scipy")
    record.limit = 60
    record.worker = Worker("scipy", Path(sys.executable), "bench.peers.dense", folder)
    assert record.worker.answer(60)["ready"] is True
    warm_up(record, times=1, budget=60)
    assert record.turns == []
    for _ in range(5):
        one_turn(record)
    record.stop()
    told = record.told()
    assert len(told["wall"]) == 3
    assert (told["matched"], told["score"]) == found(ours.listed, folder)


def test_a_peer_that_is_not_there_says_so(folder: Path) -> None:
    worker = Worker("matching", Path(sys.executable), "bench.peers.others", folder)
    assert worker.answer(60) == {"failed": "ModuleNotFoundError: No module named 'matching'"}
    worker.close()


def test_a_peer_out_of_time_is_ended(folder: Path) -> None:
    worker = Worker("scipy", Path(sys.executable), "bench.peers.dense", folder)
    assert worker.answer(0) == {"failed": "> 0 s", "late": True}
    worker.close()
    assert worker.process.returncode != 0


def _case(**more: Any) -> Case:
    return Case(
        "small", "people", "small", lambda folder: None, ("Fairlead",), ("scipy",), ("HiGHS",), **more
    )


def test_slow_peers_are_left_to_the_full_run() -> None:
    assert contenders(_case(), full=False) == [("Fairlead", True), ("scipy", False)]
    assert contenders(_case(), full=True)[-1] == ("HiGHS", False)


def test_another_optimum_is_different_and_single_precision_is_only_wrong() -> None:
    told: dict[str, dict[str, Any]] = {
        "Fairlead": {"matched": 3, "score": 10},
        "scipy": {"matched": 3, "score": 11},
        "lapx lapjvr float32": {"matched": 3, "score": 9},
        "matching": {"matched": 3, "score": 8},
        "POT": {"failed": "> 20 s", "late": True},
    }
    assert differences(_case(), told) == ["scipy"]
    assert told["lapx lapjvr float32"]["wrong"] is True


def test_a_failing_engine_is_different() -> None:
    assert differences(_case(), {"Fairlead": {"failed": "no"}, "scipy": {"matched": 1, "score": 1}}) == [
        "Fairlead"
    ]


def test_a_stable_pairing_cannot_beat_the_optimum() -> None:
    told = {"Fairlead": {"matched": 3, "score": 10}, "matching": {"matched": 3, "score": 11}}
    assert differences(_case(), told) == ["matching"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_small_instance_is_practised_on_before_anything_is_measured(case: Case, tmp_path: Path) -> None:
    practice(case)(tmp_path)
    for own in case.ours:
        assert own in ours.CONTENDERS
    run, judge = ours.CONTENDERS[case.ours[-1]](tmp_path)
    if case.line in ("sparse-10000", "machol-wien"):
        assert judge(run())["matched"] > 0
