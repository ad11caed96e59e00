"""The same pieces of work in this process, in several, or on a cluster; results in the pieces' order.

`executor` is None (threads here; kernels release the interpreter's lock, and one core needs no threads), any
`concurrent.futures.Executor`, or a Dask `Client`, known by its `scatter`; nothing of Dask is imported here.
"""

from __future__ import annotations

import os
import pickle  # nosec B403: only what this process has written itself is read
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from fairlead.engine.watching import NOBODY, Flag, Watch

Answer = TypeVar("Answer")
Work = Callable[[Any, Any, Flag], Answer]
AHEAD = 4


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    work: Work[Answer],
    shared: Any,
    pieces: Sequence[Any],
    *,
    executor: Any = None,
    watch: Watch | None = None,
    step: str = "candidates",
) -> Iterator[Answer]:
    """`work(shared, piece, flag)` for every piece, in order; the flag turns when the work is called off.

    `work` is a module's function; for other processes what it is given and answers can be pickled. Raises
    `Cancelled`.
    """
    watch = watch or NOBODY
    if executor is None and (cores() == 1 or len(pieces) == 1):
        yield from _here(work, shared, pieces, watch, step)
        return
    with watch.flagged() as flag, _submitting(work, shared, executor, flag) as submit:
        waiting: deque[Any] = deque()
        try:
            for number, piece in enumerate(pieces):
                waiting.append(submit(piece))
                while len(waiting) > AHEAD * _width(executor):
                    yield _answer(waiting.popleft(), watch)
                    watch.progress(step, (number + 1 - len(waiting)) / len(pieces))
            while waiting:
                yield _answer(waiting.popleft(), watch)
                watch.progress(step, 1 - len(waiting) / len(pieces))
        finally:
            for future in waiting:
                future.cancel()


def _here(
    work: Work[Answer], shared: Any, pieces: Sequence[Any], watch: Watch, step: str
) -> Iterator[Answer]:
    """One piece after the other, without threads that would only wait for each other."""
    with watch.flagged() as flag:
        for number, piece in enumerate(pieces):
            yield work(shared, piece, flag)
            watch.progress(step, (number + 1) / len(pieces))


def _width(executor: Any) -> int:
    return cores() if executor is None else 16


def _answer(future: Any, watch: Watch) -> Any:
    while watch.can_cancel:
        try:
            return future.result(timeout=0.1)
        except TimeoutError:
            if future.done():
                raise
            watch.check()
    return future.result()


@contextmanager
def _submitting(work: Work[Answer], shared: Any, executor: Any, flag: Flag) -> Iterator[Callable[[Any], Any]]:
    if executor is None:
        with ThreadPoolExecutor(max_workers=cores()) as threads:
            yield lambda piece: threads.submit(work, shared, piece, flag)
    elif isinstance(executor, ThreadPoolExecutor):
        yield lambda piece: executor.submit(work, shared, piece, flag)
    elif hasattr(executor, "scatter"):
        held = executor.scatter(shared, broadcast=True, hash=False)
        yield lambda piece: executor.submit(_alone, work, held, piece, pure=False)
    else:
        with tempfile.TemporaryDirectory(prefix="fairlead-") as folder:
            path = Path(folder) / "shared"
            path.write_bytes(pickle.dumps(shared, protocol=pickle.HIGHEST_PROTOCOL))
            yield lambda piece: executor.submit(_from_file, work, str(path), piece)


def _alone(work: Work[Answer], shared: Any, piece: Any) -> Answer:
    return work(shared, piece, np.zeros(1, dtype=np.int8))


def _from_file(work: Work[Answer], path: str, piece: Any) -> Answer:
    return _alone(work, _held(path), piece)


@lru_cache(maxsize=2)
def _held(path: str) -> Any:
    """What was laid down for all pieces, read once in each process."""
    return pickle.loads(Path(path).read_bytes())  # nosec B301: of a private folder that `_submitting` made
