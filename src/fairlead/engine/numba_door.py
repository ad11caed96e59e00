"""The one door to numba: `compiled` turns a plain function into machine code where numba is present."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

try:
    import numba
except ImportError:
    numba = None

PRESENT = numba is not None
Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(kernel: Kernel) -> Kernel:
    """The kernel as machine code that releases the interpreter's lock, kept on disk; as it is without numba."""
    if numba is None:
        return kernel
    return cast(Kernel, numba.njit(nogil=True, cache=True)(kernel))
