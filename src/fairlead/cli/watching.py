"""Work that may take long: told how far it is on a terminal, and called off cleanly with Ctrl-C."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TextIO, TypeVar

from fairlead.engine.watching import Watch

Answer = TypeVar("Answer")
SILENT_FOR = 2.0
LOOK_EVERY = 0.2
STEPS = {
    "solving": "finding the best pairs",
    "most_mentees": "finding a mentor for as many as possible",
    "best_total": "raising the total score",
    "branching": "trying cases",
}


class Progress:
    """One line on a terminal that says how far the work is; nothing before two seconds, nothing elsewhere."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._clock, self._begun = out, clock, clock()
        self._step, self._done, self._shown = "", 0.0, ""

    def note(self, step: str, done: float) -> None:
        """Remember how far a step is; called from the thread that works."""
        self._step, self._done = step, done

    def show(self) -> None:
        """Write the line anew if it has changed."""
        if not self._step or not self._out.isatty() or self._clock() - self._begun < SILENT_FOR:
            return
        words = STEPS.get(self._step, self._step.replace("_", " "))
        line = f"{words}: {self._done:.0%} (Ctrl-C calls it off)"
        if line != self._shown:
            self._out.write("\r" + line.ljust(len(self._shown)))
            self._out.flush()
            self._shown = line

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._out.write("\r" + " " * len(self._shown) + "\r")
            self._out.flush()
            self._shown = ""


class _Work(threading.Thread, Generic[Answer]):
    """Work in a thread of its own, so that the main one hears Ctrl-C at any time."""

    def __init__(self, work: Callable[[], Answer]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._answers: list[Answer] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._answers.append(self._work())
        except BaseException as error:
            self._error = error

    def answer(self) -> Answer:
        """What the work gave, or what it raised."""
        self.join()
        if self._error is not None:
            raise self._error
        return self._answers[0]


def watched(work: Callable[[Watch], Answer]) -> Answer:
    """What the work gives. Ctrl-C calls it off: then `KeyboardInterrupt` is raised once it has stopped."""
    called_off = threading.Event()
    progress = Progress(sys.stderr)
    working = _Work(lambda: work(Watch(progress.note, called_off.is_set)))
    try:
        working.start()
        while working.is_alive():
            working.join(LOOK_EVERY)
            progress.show()
        return working.answer()
    except KeyboardInterrupt:
        called_off.set()
        with suppress(Exception):
            working.answer()
        raise
    finally:
        progress.clear()
