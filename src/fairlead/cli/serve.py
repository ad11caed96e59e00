"""`fairlead serve`: the web server and the job worker under one supervisor."""

import argparse
import http.client
import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from fairlead.cli import CommandError
from fairlead.cli.processes import Child, Supervisor

SUMMARY = "serve the application: web server and job worker"
PORT = 8000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen and where the data live."""
    add_address(parser)
    parser.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get("FAIRLEAD_DATA") or "var"),
        help="folder of the embedded database and the secret key (default: FAIRLEAD_DATA, or var)",
    )


def add_address(parser: argparse.ArgumentParser) -> None:
    """The address to listen on and the number of web workers."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port",
        type=int,
        default=os.environ.get("PORT") or PORT,
        help=f"port to listen on (default: the variable PORT, or {PORT})",
    )
    parser.add_argument("--workers", type=int, default=2, help="web processes (default: %(default)s)")


def listening(host: str, port: int) -> socket.socket:
    """A socket on the address, to be handed to the web server. Raises `CommandError` when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(1)
    except (OSError, OverflowError) as error:
        bound.close()
        raise CommandError(
            f"port {port} on {host} cannot be used ({getattr(error, 'strerror', error)}).\n"
            f"Choose another: --port {port % 65535 + 1}, or with make: PORT={port % 65535 + 1}."
        ) from None
    return bound


def use(data: Path, *, port: int) -> None:
    """Tell the settings, here and in the child processes, where the data and the pages are."""
    data.mkdir(parents=True, exist_ok=True)
    os.environ["FAIRLEAD_DATA"] = str(data.resolve())
    os.environ.setdefault("FAIRLEAD_BASE_URL", f"http://localhost:{port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.config.settings")


def migrate() -> None:
    """Bring the database up to the tables this version expects. Raises `CommandError`."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db.utils import OperationalError

    try:
        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from None
    except OperationalError as error:
        raise CommandError(f"the database cannot be reached: {str(error).strip()}") from None


def is_unspecified(host: str) -> bool:
    """Whether the host stands for every address of this machine."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_unspecified
    return False


def answering(host: str, port: int) -> Callable[[], bool]:
    """A question to ask again and again: does the server answer yet?

    Asking raises `CommandError` when it answers with an error.
    """

    here = host if host and not is_unspecified(host) else "localhost"

    def ask() -> bool:
        connection = http.client.HTTPConnection(here, port, timeout=2)
        try:
            connection.request("GET", "/livez", headers={"Host": f"localhost:{port}"})
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return False
        if status >= http.client.INTERNAL_SERVER_ERROR:
            raise CommandError("the web server answers with an error; what it said stands above.")
        return True

    return ask


def keep_serving(bound: socket.socket, args: argparse.Namespace, announce: Callable[[], None]) -> int:
    """Run web server and job worker until told to stop; the exit status."""
    gunicorn = [
        *(sys.executable, "-m", "gunicorn", "fairlead.config.wsgi:application"),
        *("--bind", f"fd://{bound.fileno()}", "--workers", str(args.workers), "--preload"),
        *("--worker-class", "gthread", "--threads", "4", "--timeout", "60", "--graceful-timeout", "10"),
        *("--log-level", "warning", "--no-control-socket"),
    ]
    children = [
        Child("web server", gunicorn, inherits=[bound.fileno()]),
        Child("job worker", [sys.executable, "-m", "fairlead.cli", "worker"]),
    ]
    return Supervisor(children).run(answers=answering(args.host, args.port), announce=announce)


def run(args: argparse.Namespace) -> int:
    """Take the port, migrate, serve."""
    with listening(args.host, args.port) as bound:
        use(args.data, port=args.port)
        migrate()
        address = os.environ["FAIRLEAD_BASE_URL"]
        return keep_serving(
            bound, args, lambda: print(f"Fairlead is at {address} (Ctrl-C ends it).", flush=True)
        )
