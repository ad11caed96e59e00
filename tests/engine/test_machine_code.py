"""Nobody waits for the compiler for small work, and a folder that cannot be written to is no hindrance."""

from __future__ import annotations

import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from fairlead.engine import machine_code, numba_door, prepare, solvers
from fairlead.engine.check import violations
from fairlead.engine.model import Method, Problem
from fairlead.engine.planning import kind_of, plan
from fairlead.engine.solvers import solve
from tests.engine.test_planning import large


@pytest.fixture
def nothing_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine on which nothing has been compiled yet; the compiler itself is there and set up."""
    assert numba_door.PRESENT
    monkeypatch.setattr(machine_code, "SOONER_WITHOUT", 300_000)
    monkeypatch.setattr(machine_code, "_at_hand", set())
    monkeypatch.setattr(machine_code, "folders", lambda engine: [tmp_path / "kept"])
    machine_code.kept_in.cache_clear()
    yield tmp_path / "kept"
    machine_code.kept_in.cache_clear()


def test_small_work_does_not_wait_for_the_compiler_and_gives_the_same_pairs(
    nothing_at_hand: Path,
) -> None:
    problem = large()
    without = solve(problem)
    machine_code.note(kind_of(Method.LEVELS, problem))
    with_it = solve(problem)
    assert (without.method, with_it.method) == (Method.FLOW, Method.LEVELS)
    assert (without.tiers, without.pairs) == (with_it.tiers, with_it.pairs)
    assert [path.name for path in nothing_at_hand.glob("*.ready")] == ["levels.ready"]


def test_large_work_is_worth_compiling_and_is_remembered_by_the_next_process(
    nothing_at_hand: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = large()
    monkeypatch.setattr(machine_code, "SOONER_WITHOUT", 1000)
    assert solve(problem).method is Method.LEVELS
    monkeypatch.setattr(machine_code, "SOONER_WITHOUT", 300_000)
    assert plan(problem).method is Method.LEVELS
    monkeypatch.setattr(machine_code, "_at_hand", set())
    assert plan(problem).method is Method.LEVELS
    shutil.rmtree(nothing_at_hand)
    monkeypatch.setattr(machine_code, "_at_hand", set())
    assert plan(problem).method is Method.FLOW


def test_each_kind_of_machine_code_is_remembered_for_itself(nothing_at_hand: Path) -> None:
    machine_code.note(kind_of(Method.SIMPLEX, large()))
    assert (plan(large(finest=10**6)).method, plan(large()).method) == (Method.SIMPLEX, Method.FLOW)
    assert not machine_code.is_worth_it(machine_code.PRICING, 300_000)
    assert machine_code.is_worth_it(machine_code.PRICING, 300_001)


def test_where_nothing_can_be_kept_it_is_remembered_in_this_process_only(
    nothing_at_hand: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing_at_hand.write_text("a file stands where the folder would be")
    assert machine_code.kept_in() is None
    assert plan(large()).method is Method.FLOW
    machine_code.note("levels")
    assert plan(large()).method is Method.LEVELS


def test_a_folder_that_is_gone_does_not_disturb(nothing_at_hand: Path) -> None:
    assert machine_code.kept_in() == nothing_at_hand
    nothing_at_hand.rmdir()
    machine_code.note("levels")
    assert plan(large()).method is Method.LEVELS


def test_it_is_kept_where_asked_beside_the_engine_or_in_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = machine_code.name_of(tmp_path)
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/asked")
    monkeypatch.setenv("XDG_CACHE_HOME", "/cache")
    assert machine_code.folders(tmp_path) == [
        Path("/asked") / name,
        tmp_path / "__pycache__" / name,
        Path("/cache/fairlead") / name,
    ]
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/nowhere")
    assert machine_code.folders(tmp_path)[1:] == [Path("/nowhere/.cache/fairlead") / name]

    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", homeless)
    assert machine_code.folders(tmp_path) == [tmp_path / "__pycache__" / name]


def test_a_change_in_any_kernel_begins_a_new_folder_and_other_changes_do_not(tmp_path: Path) -> None:
    kernel, other = tmp_path / "kernel.py", tmp_path / "other.py"
    kernel.write_text("from fairlead.engine.numba_door import compiled")
    before = machine_code.name_of(tmp_path)
    other.write_text("nothing compiled")
    assert machine_code.name_of(tmp_path) == before
    kernel.write_text("from fairlead.engine.numba_door import woven")
    assert machine_code.name_of(tmp_path) != before


@pytest.mark.parametrize(
    ("kind", "method"), [("crowd", "crowd"), ("thin", "levels"), ("fine", "network_simplex")]
)
def test_the_examples_that_prepare_everything_need_each_kind(kind: str, method: str) -> None:
    problem = prepare.example(kind)
    planned = plan(problem).method
    assert (kind_of(planned, problem), len(problem.score) > 300_000) == (method, True)


def test_preparing_solves_an_example_of_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "example", lambda kind: large(finest=prepare.FINEST[kind]))
    assert prepare.prepare() == {"crowd": Method.LEVELS, "thin": Method.LEVELS, "fine": Method.SIMPLEX}


def test_it_is_told_what_was_prepared_and_where_it_is_kept(
    nothing_at_hand: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        solvers, "solve", lambda problem: SimpleNamespace(method=f"of {len(problem.mentees)}")
    )
    monkeypatch.delitem(sys.modules, "fairlead.engine.prepare")
    runpy.run_module("fairlead.engine.prepare", run_name="__main__")
    assert (
        capsys.readouterr().out == f"crowd: of 600\nthin: of 3001\nfine: of 600\nkept in {nothing_at_hand}\n"
    )


READ_ONLY = """
import sys
from fairlead.engine import machine_code
machine_code.is_writable = lambda folder: False
from fairlead.engine.numba_door import PRESENT, compiled
print(PRESENT, machine_code.kept_in(), compiled(lambda one: 2 * one)(21))
"""


def test_kernels_compile_where_no_folder_can_be_written_to(tmp_path: Path) -> None:
    told = subprocess.run([sys.executable, "-c", READ_ONLY], capture_output=True, text=True, check=True)
    assert told.stdout == "True None 42\n"


def test_the_proof_of_small_work_does_not_wait_for_the_compiler_either(nothing_at_hand: Path) -> None:
    draw = np.random.default_rng(2)
    size = 460
    rows, columns = np.divmod(np.arange(size * size), size)
    problem = Problem(
        mentees=tuple(f"e{i}" for i in range(size)),
        mentors=tuple(f"o{j}" for j in range(size)),
        pair_mentee=rows.astype(np.int32),
        pair_mentor=columns.astype(np.int32),
        score=draw.integers(0, 30, size * size),
        mentee_most=1,
        mentor_most=1,
        mentee_least=0,
        mentor_least=0,
    )
    found = solve(problem)
    assert (found.method, violations(problem, found)) == (Method.FLOW, [])
