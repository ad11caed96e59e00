"""One door to numba: with it kernels are compiled, without it they are plain functions."""

from __future__ import annotations

import importlib
import sys

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
