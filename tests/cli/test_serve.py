"""The served application: it answers, mends itself, and ends without leaving anything behind."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads the process table of Linux")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(port: int, path: str) -> int:
    """The status of an answer; 0 without one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except OSError:
        return 0


def children(number: int) -> dict[int, str]:
    """The processes below a process and their command lines."""
    found = {}
    for entry in Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii").split():
        command = Path(f"/proc/{entry}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        found[int(entry)] = command
    return found


def worker_of(number: int) -> int | None:
    """The job worker below the supervisor."""
    return next((child for child, words in children(number).items() if "worker" in words.split()), None)


def eventually(question: Callable[[], object], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "fairlead.cli",
        "serve",
        "--port",
        str(port),
        "--data",
        str(tmp_path / "data"),
    ]
    environment = {**os.environ, "FAIRLEAD_DATABASE_URL": ""}
    environment.pop("DJANGO_SETTINGS_MODULE")
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == f"Fairlead is at http://localhost:{port} (Ctrl-C ends it).\n"
    yield process, port
    process.terminate()
    process.wait(timeout=30)
    process.stdout.close()


def test_it_answers_mends_itself_and_ends(served, tmp_path):
    process, port = served
    assert [status(port, path) for path in ("/livez", "/readyz", "/static/ui/tokens.css")] == [200, 200, 200]
    assert eventually(lambda: worker_of(process.pid) is not None)
    first = worker_of(process.pid)
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: worker_of(process.pid) not in {None, first})
    assert status(port, "/livez") == 200
    left = children(process.pid)
    process.terminate()
    assert process.wait(timeout=30) == 0
    assert [number for number in left if Path(f"/proc/{number}").exists()] == []
    assert status(port, "/livez") == 0
    with sqlite3.connect(tmp_path / "data" / "fairlead.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
