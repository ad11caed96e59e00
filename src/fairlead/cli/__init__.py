"""The `fairlead` command: one module per subcommand, loaded only when it is asked for."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Protocol, cast

COMMANDS = (
    "demo",
    "serve",
    "worker",
    "match",
    "solve",
    "verify",
    "simulate",
    "export",
    "retention",
    "manage",
)


class Command(Protocol):
    """What a command module offers."""

    SUMMARY: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; the exit status."""


class CommandError(Exception):
    """The command cannot be carried out; the message says why and what to do."""


def load(name: str) -> Command:
    """The module of a command."""
    return cast("Command", importlib.import_module(f"fairlead.cli.{name}"))


def parser_for(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser; only the command named first in `argv` is loaded, all of them for the general help."""
    parser = argparse.ArgumentParser(
        prog="fairlead", description="Mentoring programmes with exact, explained matching."
    )
    parser.add_argument("--version", action="store_true", help="show the version and stop")
    named = next((word for word in argv if not word.startswith("-")), None)
    commands = parser.add_subparsers(dest="command", metavar="command", title="commands")
    for name in COMMANDS:
        if named in COMMANDS and name != named:
            commands.add_parser(name)
            continue
        module = load(name)
        own = commands.add_parser(name, help=module.SUMMARY, description=module.SUMMARY)
        module.add_arguments(own)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when done, 2 when asked for something that cannot be."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["--version"]:
        from importlib.metadata import version

        print(f"fairlead {version('fairlead')}")
        return 0
    parser = parser_for(words)
    args = parser.parse_args(words)
    if args.command is None:
        parser.print_help()
        return 0
    try:
        return load(args.command).run(args)
    except CommandError as error:
        print(f"fairlead {args.command}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
