"""Long work tells how far it is on a terminal, and is called off cleanly."""

import _thread
import io
import signal
import threading
from collections.abc import Iterator

import pytest

from fairlead.cli.watching import Progress, watched
from fairlead.engine.model import Cancelled
from fairlead.engine.watching import Watch


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_line_comes_after_two_seconds_changes_and_goes() -> None:
    out, clock = Terminal(), Clock()
    progress = Progress(out, clock)
    clock.now = 3.0
    progress.show()
    assert out.getvalue() == ""
    progress.note("solving", 0.5)
    clock.now = 1.9
    progress.show()
    assert out.getvalue() == ""
    clock.now = 2.0
    progress.show()
    progress.show()
    first = "\rfinding the best pairs: 50% (Ctrl-C calls it off)"
    assert out.getvalue() == first
    progress.note("odd_step", 1.0)
    progress.show()
    second = "\rodd step: 100% (Ctrl-C calls it off)".ljust(len(first))
    assert out.getvalue() == first + second
    progress.clear()
    progress.clear()
    assert out.getvalue() == f"{first}{second}\r{' ' * 36}\r"


def test_nothing_is_told_where_nobody_looks() -> None:
    out, clock = io.StringIO(), Clock()
    progress = Progress(out, clock)
    progress.note("solving", 0.5)
    clock.now = 9.0
    progress.show()
    progress.clear()
    assert out.getvalue() == ""


def test_the_answer_and_what_goes_wrong_come_through() -> None:
    assert watched(lambda watch: watch.can_cancel) is True

    def fails(watch: Watch) -> None:
        raise Cancelled(step="x")

    with pytest.raises(Cancelled):
        watched(fails)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C interrupts, also where the tests run in the background and inherit that it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_stops_the_work_before_the_command_ends(ctrl_c: None) -> None:
    ended = threading.Event()

    def endless(watch: Watch) -> None:
        _thread.interrupt_main()
        try:
            while True:
                watch.progress("solving", 0.0)
        finally:
            ended.set()

    with pytest.raises(KeyboardInterrupt):
        watched(endless)
    assert ended.is_set()
