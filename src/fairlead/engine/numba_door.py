"""The one door to numba: `compiled` turns a plain function into machine code where numba is present.

Machine code is kept on disk. Numba looks only at the file a kernel stands in, so code of other kernels that
is woven into it could be out of date; here every change of a file that names `numba_door` begins a new cache.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar, cast

numba: Any
try:
    numba = import_module("numba")
except ImportError:
    numba = None

PRESENT = numba is not None
Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def cache_of(engine: Path) -> Path:
    """Where the machine code of these very kernels is kept."""
    texts = (path.read_bytes() for path in sorted(engine.rglob("*.py")))
    digest = blake2b(b"".join(text for text in texts if b"numba_door" in text), digest_size=8)
    return engine / "__pycache__" / f"kernels-{digest.hexdigest()}"


def compiled(kernel: Kernel) -> Kernel:
    """The kernel as machine code that releases the interpreter's lock; as it is without numba."""
    if not PRESENT:
        return kernel
    return cast(Kernel, numba.njit(nogil=True, cache=True)(kernel))


def woven(kernel: Kernel) -> Kernel:
    """The same for a small kernel of many arrays, whose code is put in place of each call of it."""
    if not PRESENT:
        return kernel
    return cast(Kernel, numba.njit(nogil=True, cache=True, forceinline=True)(kernel))


if PRESENT:
    settings: Any = numba.config
    settings.CACHE_DIR = settings.CACHE_DIR or str(cache_of(Path(__file__).parent))
