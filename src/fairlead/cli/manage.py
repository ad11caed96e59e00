"""`fairlead manage`: the framework's own maintenance commands."""

import argparse
import os

SUMMARY = "run a maintenance command (fairlead manage help lists them)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything after `manage` belongs to the maintenance command."""
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="command ...")


def run(args: argparse.Namespace) -> int:
    """Hand the words over to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["fairlead manage", *args.words])
    return 0
