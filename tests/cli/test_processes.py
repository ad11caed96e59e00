"""The supervisor: starts, starts again, ends together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = """
import sys
from pathlib import Path
from fairlead.cli.processes import Child, Supervisor
folder = Path(sys.argv[1])
sleeper = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\\\n'); time.sleep(60)"
children = [Child(name, [sys.executable, "-c", sleeper, str(folder / name)]) for name in ("first", "second")]
if "broken" in sys.argv:
    children[0].command = [sys.executable, "-c", "raise SystemExit(3)"]
supervisor = Supervisor(children)
announce = (folder / "announced").touch
answers = lambda: (folder / "first").exists() and "broken" not in sys.argv
sys.exit(supervisor.run(answers=answers, announce=announce))
"""


def eventually(question: Callable[[], object], seconds: float = 15) -> bool:
    """Whether the question is answered with yes in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.05)
    return False


def started(folder: Path, name: str) -> list[int]:
    """The process numbers a child has had."""
    path = folder / name
    return [int(line) for line in path.read_text().splitlines()] if path.exists() else []


def alive(number: int) -> bool:
    """Whether a process still runs (one that waits to be buried does not)."""
    try:
        os.kill(number, 0)
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.fixture
def supervisor(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], stderr=subprocess.PIPE, text=True
    )
    assert eventually(lambda: (tmp_path / "announced").exists() and started(tmp_path, "second"))
    yield process
    process.kill()
    process.wait()
    process.stderr.close()


def test_a_child_that_dies_is_started_again(supervisor, tmp_path):
    [number] = started(tmp_path, "second")
    os.kill(number, signal.SIGKILL)
    assert eventually(lambda: len(started(tmp_path, "second")) == 2)
    assert len(started(tmp_path, "first")) == 1
    assert supervisor.poll() is None


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_of_them(supervisor, tmp_path, signum):
    supervisor.send_signal(signum)
    assert supervisor.wait(timeout=20) == 0
    assert not any(alive(number) for name in ("first", "second") for number in started(tmp_path, name))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent is gone")
def test_children_end_when_the_supervisor_is_killed(supervisor, tmp_path):
    numbers = [number for name in ("first", "second") for number in started(tmp_path, name)]
    supervisor.kill()
    assert eventually(lambda: not any(map(alive, numbers)))


def test_a_first_child_that_cannot_start_ends_everything(tmp_path):
    command = [sys.executable, "-c", SCRIPT, str(tmp_path), "broken"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert "The first could not start (status 3)." in done.stderr
    assert not (tmp_path / "announced").exists()
