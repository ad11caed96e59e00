"""Somebody watches the work: is told how far it is, and may call it off.

Python code asks `step` now and then. Compiled kernels (which must release the interpreter's lock) look at
the array of `flagged`. A foreign solver that cannot be asked runs in a process of its own (`apart`), which is
killed; it has no files and no threads of ours, so nothing is left behind.
"""

from __future__ import annotations

import pickle  # nosec B403: only between a process and its own child
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.refusals import Cancelled, NotProven

LOOK_EVERY = 0.1
Answer = TypeVar("Answer")
Flag = NDArray[np.int8]


class Watch:
    """A watcher: `on_progress(step, done)` is told a step's code and how much of it is done (0 to 1).

    `is_cancelled()` is asked at least ten times a second; once it says yes, the engine raises `Cancelled`.
    It is asked from another thread too.
    """

    def __init__(
        self,
        on_progress: Callable[[str, float], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._on_progress, self._is_cancelled = on_progress, is_cancelled
        self._called_off = False
        self.at = ""

    @property
    def can_cancel(self) -> bool:
        """Whether this watcher may call the work off at all."""
        return self._is_cancelled is not None

    def cancelled(self) -> bool:
        """Whether the work is called off; once said, it stays so."""
        if not self._called_off and self._is_cancelled is not None:
            self._called_off = bool(self._is_cancelled())
        return self._called_off

    def progress(self, step: str, done: float) -> None:
        """Tell how far the step is, then raise `Cancelled` if the work is called off."""
        self.at = step
        if self._on_progress is not None:
            self._on_progress(step, min(1.0, max(0.0, done)))
        self.check()

    def check(self) -> None:
        """Raise `Cancelled` if the work is called off."""
        if self.cancelled():
            raise Cancelled(step=self.at)

    @contextmanager
    def flagged(self) -> Iterator[Flag]:
        """An array of one number that turns from 0 to 1 when the work is called off, for compiled kernels.

        Raises `Cancelled` at its end if it has been turned.
        """
        self.check()
        flag = np.zeros(1, dtype=np.int8)
        if not self.can_cancel:
            yield flag
            return
        ended = threading.Event()

        def look() -> None:
            while not ended.wait(LOOK_EVERY):
                if self.cancelled():
                    flag[0] = 1
                    return

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        try:
            yield flag
        finally:
            ended.set()
            thread.join()
        self.check()

    def apart(self, function: Callable[..., Answer], *given: Any) -> Answer:
        """The function's answer, worked out in a process of its own that is killed when called off.

        The function is one of a module's, and what it is given and answers can be pickled. Raises
        `Cancelled`, and whatever the function raises.
        """
        self.check()
        command = [sys.executable, "-c", "from fairlead.engine.watching import answer; answer()"]
        asked = pickle.dumps(sys.path) + pickle.dumps((function, given), protocol=pickle.HIGHEST_PROTOCOL)
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            told = self._told_by(child, asked)
        finally:
            child.kill()
            child.wait()
            for pipe in filter(None, (child.stdin, child.stdout)):
                with suppress(OSError):
                    pipe.close()
        if not told:
            raise NotProven(findings=(f"the process apart ended with {child.returncode}",))
        fine, found = pickle.loads(told)  # nosec B301: told by our own child
        if not fine:
            raise found
        answered: Answer = found
        return answered

    def _told_by(self, child: subprocess.Popen[bytes], asked: bytes) -> bytes:
        waiting: bytes | None = asked
        while True:
            try:
                return child.communicate(waiting, timeout=LOOK_EVERY)[0]
            except subprocess.TimeoutExpired:
                waiting = None
                self.check()


def answer() -> None:
    """What the process apart does: read a question, work it out, write the answer, all on its own pipes."""
    from_parent, to_parent = sys.stdin.buffer, sys.stdout.buffer
    sys.path[:] = pickle.load(from_parent)  # nosec B301: our own parent
    function, given = pickle.load(from_parent)  # nosec B301: our own parent
    try:
        told = (True, function(*given))
    except Exception as refused:
        told = (False, refused)
    pickle.dump(told, to_parent, protocol=pickle.HIGHEST_PROTOCOL)
    to_parent.flush()


NOBODY = Watch()
