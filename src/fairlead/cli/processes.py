"""Child processes under one supervisor: started, started again when they die, ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

GRACE_SECONDS = 15
LOOK_EVERY_SECONDS = 0.05
STEADY_SECONDS = 60
LONGEST_PAUSE_SECONDS = 30
TERMINATE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def end_with_parent() -> None:
    """Ask Linux to end this process when its parent is gone; elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(TERMINATE_WITH_PARENT, signal.SIGTERM)


@dataclass
class Child:
    """One program to be kept alive; `inherits` are file descriptors it takes over."""

    name: str
    command: Sequence[str]
    inherits: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_at: float = 0.0
    pause: float = field(default=1.0)

    def start(self) -> None:
        """Start the program in a group of its own, so that Ctrl-C reaches only the supervisor."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            pass_fds=tuple(self.inherits),
            process_group=0,
            preexec_fn=end_with_parent,
        )

    def lost(self) -> int | None:
        """The exit status of a program that has just died, else None."""
        if self.process is None:
            return None
        status = self.process.poll()
        if status is not None:
            self.process = None
        return status

    def put_off(self) -> None:
        """Choose when to start again: at once after a steady run, later and later when it keeps dying."""
        steady = time.monotonic() - self.started > STEADY_SECONDS
        self.pause = 1.0 if steady else min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        self.start_at = time.monotonic() + self.pause / 2


class Supervisor:
    """Keeps children alive until it is told to stop (SIGINT or SIGTERM)."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self.stopping = False  # a plain flag: a signal may come while a lock of an event is held

    def run(self, *, answers: Callable[[], bool], announce: Callable[[], None]) -> int:
        """Start the first child, announce once it answers, start the others, and watch them; the exit status.

        A first child that dies before it ever answered ends everything with status 1.
        """
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self._stop)
        announced = False
        try:
            self.children[0].start()
            while not self.stopping:
                if not announced and answers():
                    announce()
                    announced = True
                if not self._look_after(
                    self.children if announced else self.children[:1], final=not announced
                ):
                    return 1
                time.sleep(LOOK_EVERY_SECONDS)
        finally:
            self._end()
        return 0

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _look_after(self, children: Sequence[Child], *, final: bool) -> bool:
        """Start what does not run; False when a child died and `final` says that it must not."""
        for child in children:
            status = child.lost()
            if status is not None:
                if final:
                    print(f"The {child.name} could not start (status {status}).", file=sys.stderr)
                    return False
                child.put_off()
                print(f"The {child.name} ended (status {status}); starting it again.", file=sys.stderr)
            elif child.process is None and time.monotonic() >= child.start_at:
                child.start()
        return True

    def _end(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(timeout=max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
