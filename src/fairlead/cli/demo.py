"""`fairlead demo`: the application with believable data of its own."""

import argparse
import fcntl
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from fairlead.cli import CommandError, serve

SUMMARY = "serve a believable demo from its own database"
DATA = Path("var/demo")
PACKAGE = Path(__file__).resolve().parent.parent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and whether to begin anew."""
    serve.add_address(parser)
    parser.add_argument("--data", type=Path, default=DATA, help="the demo's folder (default: %(default)s)")
    parser.add_argument("--reset", action="store_true", help="begin anew, dropping the demo's data")
    parser.add_argument("--quiet", action="store_true", help="print the address only")


@contextmanager
def alone(data: Path, *, reset: bool) -> Iterator[None]:
    """Hold the demo's folder; with `reset`, empty it first. Raises `CommandError` while another holds it."""
    data.parent.mkdir(parents=True, exist_ok=True)
    with data.with_name(data.name + ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(f"a demo is already running with the data in {data}; stop it first.") from None
        if reset and data.exists():
            if not (data / "prepared.json").exists() and any(data.iterdir()):
                raise CommandError(f"{data} was not made by the demo and is left alone.")
            shutil.rmtree(data)
        yield


def fingerprint() -> str:
    """A digest of everything the demo's data are made from: migrations, seed, the frameworks' versions."""
    digest = hashlib.sha256()
    for name in ("django", "django-tasks-db"):
        digest.update(version(name).encode())
    sources = [
        *PACKAGE.rglob("migrations/*.py"),
        *PACKAGE.glob("portal/demo*"),
        *PACKAGE.glob("portal/demo/*.py"),
    ]
    for path in sorted({*sources, PACKAGE / "portal/management/commands/seed_demo.py"}):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def sign_ins(data: Path) -> list[list[str]]:
    """Role, name, address and password of each demo person; prepares the data first where that is due."""
    marker = data / "prepared.json"
    made_from = fingerprint()
    if marker.exists():
        kept = json.loads(marker.read_text(encoding="utf-8"))
        if kept["made_from"] == made_from:
            people: list[list[str]] = kept["sign_ins"]
            return people
    else:
        marker.write_text(json.dumps({"made_from": "", "sign_ins": []}), encoding="utf-8")
    print("Preparing the demo's data ...", flush=True)
    serve.migrate()
    from django.core.management import call_command

    call_command("seed_demo", stdout=io.StringIO())
    from django.utils import timezone

    from fairlead.kernel.sweeping import sweep
    from fairlead.portal.demo import SIGN_INS

    sweep(timezone.now())

    people = [[str(word) for word in row] for row in SIGN_INS]
    marker.write_text(json.dumps({"made_from": made_from, "sign_ins": people}), encoding="utf-8")
    return people


def table(people: list[list[str]]) -> str:
    """The sign-ins, one a line: role, address, password unless it is the same for all, name."""
    same = len({password for _, _, _, password in people}) == 1
    rows = [(role, email, "" if same else password, name) for role, name, email, password in people]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    lines = [
        "  "
        + "  ".join([*(word.ljust(width) for word, width in zip(row, widths, strict=False) if width), row[3]])
        for row in rows
    ]
    return "\n".join([*lines, *([f"The password of each is {people[0][3]}"] if same else [])])


def announcement(address: str, people: list[list[str]], data: Path) -> str:
    """What the terminal says once the demo answers."""
    return (
        f"\nFairlead's demo is at {address}\n\n"
        f"Sign in as\n{table(people)}\n\n"
        f"Letters are in its mailbox: {address}/mailbox/\n"
        f"The data stay in {data}. Ctrl-C ends the demo; `make demo-reset` begins anew."
    )


def run(args: argparse.Namespace) -> int:
    """Take the port, prepare what is missing, serve, and say how to sign in.

    The demo never touches another database: settings for one are put aside.
    """
    for name in ("FAIRLEAD_DATABASE_URL", "FAIRLEAD_BASE_URL", "FAIRLEAD_HTTPS"):
        os.environ.pop(name, None)
    os.environ["FAIRLEAD_DEMO"] = "1"
    with serve.listening(args.host, args.port) as bound, alone(args.data, reset=args.reset):
        serve.use(args.data, port=args.port)
        people = sign_ins(args.data)
        address = os.environ["FAIRLEAD_BASE_URL"]
        words = address if args.quiet else announcement(address, people, args.data)
        return serve.keep_serving(bound, args, lambda: print(words, flush=True))
