"""The one door to numba: `compiled` turns a plain function into machine code where numba is present.

Machine code is kept on disk where that can be (see `machine_code`), else made anew in each process.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar, cast

from fairlead.engine.machine_code import kept_in

numba: Any
try:
    numba = import_module("numba")
except ImportError:
    numba = None

PRESENT = numba is not None
Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(kernel: Kernel) -> Kernel:
    """The kernel as machine code that releases the interpreter's lock; as it is without numba."""
    return _compiled(kernel)


def woven(kernel: Kernel) -> Kernel:
    """The same for a small kernel of many arrays, whose code is put in place of each call of it."""
    return _compiled(kernel, forceinline=True)


def _compiled(kernel: Kernel, **how: bool) -> Kernel:
    if not PRESENT:
        return kernel
    return cast(Kernel, numba.njit(nogil=True, cache=kept_in() is not None, **how)(kernel))


if PRESENT:
    settings: Any = numba.config
    settings.CACHE_DIR = str(kept_in() or "")
