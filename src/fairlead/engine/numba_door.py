"""The one door to numba: `compiled` turns a plain function into machine code where numba is present."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

try:
    import numba

    PRESENT = True
except ImportError:
    PRESENT = False

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(kernel: Kernel) -> Kernel:
    """The kernel as machine code without the interpreter's lock; itself where numba is absent."""
    if not PRESENT:
        return kernel
    return cast(Kernel, numba.njit(nogil=True, cache=True)(kernel))


def woven(kernel: Kernel) -> Kernel:
    """The same for a small kernel of many arrays, whose code is put in place of each call of it."""
    if not PRESENT:
        return kernel
    return cast(Kernel, numba.njit(nogil=True, cache=True, forceinline=True)(kernel))
