"""A worker that is killed half-way loses nothing, and nobody gets a letter twice."""

import os
import signal
import socketserver
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

LONG_AGO = "2026-01-01 00:00:00"


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters; while `hangs` is set it accepts the sender and then says nothing."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.hangs = threading.Event()
        self.asked = threading.Event()
        self.letters: list[str] = []


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as one letter needs."""

    server: MailServer

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].split()[0].upper()
            if word == "MAIL":
                self.server.asked.set()
                if self.server.hangs.is_set():
                    time.sleep(60)
            if word == "DATA":
                self.say("354 go on")
                self.server.letters.append(self.body())
            self.say("221 bye" if word == "QUIT" else "250 fine")
            if word == "QUIT":
                return

    def body(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        return "\n".join(lines)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def fairlead(tmp_path: Path, mail_server: MailServer) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start the command on a database of its own; ended with the test."""
    environment = {
        **os.environ,
        "FAIRLEAD_DATA": str(tmp_path),
        "FAIRLEAD_DATABASE_URL": "",
        "FAIRLEAD_SMTP_HOST": "127.0.0.1",
        "FAIRLEAD_SMTP_PORT": str(mail_server.server_address[1]),
        "FAIRLEAD_MAILBOX": "0",
    }
    environment.pop("DJANGO_SETTINGS_MODULE")
    started = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-m", "fairlead.cli", *words], env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def ask(folder: Path, statement: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(folder / "fairlead.sqlite3", timeout=20)) as database, database:
        return database.execute(statement, values).fetchall()


def put_letter(folder: Path) -> None:
    """A letter that waits, as if the process that wrote it had died before it could start a job."""
    fields = {"id": uuid.uuid4().hex, "key": "trial", "kind": "trial", "to_name": "Ann", "attempts": 0}
    fields |= {
        "to_email": "ann@northport.example",
        "subject": "A place for you",
        "text": "Yes.",
        "html": "<p>Yes.</p>",
    }
    fields |= {"state": "waiting", "written_at": LONG_AGO, "problem": "", "calendar": "", "follows": ""}
    fields |= {"still": "", "can_wait": 0, "sender_name": "", "sender_address": ""}
    fields |= {"reply_to": ""}
    marks = ", ".join("?" * len(fields))
    ask(folder, f"INSERT INTO notifications_letter ({', '.join(fields)}) VALUES ({marks})", *fields.values())


def eventually(question: Callable[[], object], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.1)
    return False


def test_a_letter_survives_the_worker_that_was_killed_while_sending_it(fairlead, mail_server, tmp_path):
    assert fairlead("manage", "migrate", "--verbosity", "0").wait(timeout=180) == 0
    put_letter(tmp_path)
    mail_server.hangs.set()
    worker = fairlead("worker", "--sweep-every", "0.2")
    assert mail_server.asked.wait(timeout=40)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert ask(tmp_path, "SELECT state FROM notifications_letter") == [("sending",)]
    mail_server.hangs.clear()
    ask(tmp_path, "UPDATE notifications_letter SET lease_until = ?", LONG_AGO)
    second, third = fairlead("worker", "--sweep-every", "0.2"), fairlead("worker", "--sweep-every", "0.2")
    sent = [("sent", 2)]
    assert eventually(lambda: ask(tmp_path, "SELECT state, attempts FROM notifications_letter") == sent)
    for process in (second, third):
        process.terminate()
        assert process.wait(timeout=20) in {0, -signal.SIGTERM}  # one of them may not have begun yet
    [letter] = mail_server.letters
    assert "Subject: A place for you" in letter.splitlines()
    assert sum(line.startswith("Message-ID: <") for line in letter.splitlines()) == 1
