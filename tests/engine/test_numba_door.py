"""One door to numba: with it kernels are compiled, without it they are plain functions."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from fairlead.engine import numba_door


def double(number: int) -> int:
    return 2 * number


def test_a_kernel_is_compiled_where_numba_is_present() -> None:
    assert numba_door.PRESENT
    assert numba_door.compiled(double)(21) == numba_door.woven(double)(21) == 42


def test_without_numba_a_kernel_is_the_function_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "numba", None)
        importlib.reload(numba_door)
        assert not numba_door.PRESENT
        assert numba_door.compiled(double) is numba_door.woven(double) is double
    importlib.reload(numba_door)
    assert numba_door.PRESENT


def test_a_change_in_any_kernel_begins_a_new_cache_and_other_changes_do_not(tmp_path: Path) -> None:
    kernel, other = tmp_path / "kernel.py", tmp_path / "other.py"
    kernel.write_text("from fairlead.engine.numba_door import compiled")
    before = numba_door.cache_of(tmp_path)
    other.write_text("nothing compiled")
    assert numba_door.cache_of(tmp_path) == before
    kernel.write_text("from fairlead.engine.numba_door import woven")
    assert numba_door.cache_of(tmp_path) != before
    assert before.parent == tmp_path / "__pycache__"
