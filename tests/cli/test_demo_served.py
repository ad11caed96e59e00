"""The demo as people run it: prepared once, kept, begun anew on request, apart from every other database."""

import os
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.longest


def start(data: Path, *words: str) -> tuple[subprocess.Popen[str], str]:
    """The running demo and the address it prints."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment["FAIRLEAD_DATABASE_URL"] = "postgres://nobody@127.0.0.1:9/nothing"
    command = [
        sys.executable,
        "-m",
        "fairlead.cli",
        "demo",
        "--quiet",
        "--port",
        port,
        "--data",
        str(data),
        *words,
    ]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines = iter(process.stdout.readline, "")
    address = next(line.strip() for line in lines if line.startswith("http"))
    assert address == f"http://localhost:{port}"
    return process, address


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    assert process.wait(timeout=30) == 0
    assert process.stdout is not None
    process.stdout.close()


def rows(data: Path, table: str) -> int:
    with closing(sqlite3.connect(data / "fairlead.sqlite3")) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_the_demo_is_prepared_once_kept_and_begun_anew_on_request(tmp_path):
    data = tmp_path / "demo"
    process, address = start(data)
    with urllib.request.urlopen(f"{address}/sign-in/") as page:
        assert "fair-harbour" in page.read().decode()
    with urllib.request.urlopen(f"{address}/mailbox/") as page:
        assert page.status == 200
    stop(process)
    people = rows(data, "people_person")
    prepared = (data / "prepared.json").stat().st_mtime_ns
    assert people >= 100
    with closing(sqlite3.connect(data / "fairlead.sqlite3")) as database, database:
        database.execute("DELETE FROM notifications_letter")

    process, _ = start(data)
    stop(process)
    assert (data / "prepared.json").stat().st_mtime_ns == prepared
    assert rows(data, "notifications_letter") == 0

    process, _ = start(data, "--reset")
    stop(process)
    assert rows(data, "people_person") == people
    assert rows(data, "notifications_letter") > 0
