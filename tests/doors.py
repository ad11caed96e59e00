"""Doors: every address of the application, and what each role gets there.

A context writes a table in `tests/<context>/test_doors.py`:

    DOORS = {
        "programmes:design": {"stranger": 302, "mentee": 404, "coordinator": 200, "other_coordinator": 404},
    }

and tests it there, row by row, with `rows(DOORS)` and `answers`. A house test gathers the tables and fails
when an address is in none of them or when a table says nothing of the stranger.
"""

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

ROLES = (
    "stranger",
    "applicant",
    "mentee",
    "mentor",
    "supervisor",
    "coordinator",
    "other_coordinator",
    "partner_coordinator",
    "hr_lead",
    "it_admin",
)
Table = Mapping[str, Mapping[str, int]]


def rows(table: Table) -> list[tuple[str, dict[str, int]]]:
    """(address name, expected status by role), in the table's order.

    Who is let in does not depend on the database: on PostgreSQL one role speaks for all of the same status.
    """
    if connection.vendor == "postgresql":
        return [(name, _spoken_for(row)) for name, row in table.items()]
    return [(name, dict(row)) for name, row in table.items()]


def _spoken_for(row: Mapping[str, int]) -> dict[str, int]:
    speakers = {status: role for role, status in reversed(row.items())}
    return {role: status for role, status in row.items() if speakers[status] == role}


def answers(client: Client, roles: Iterable[str], ask: Callable[[str], HttpResponseBase]) -> dict[str, int]:
    """What each role gets: `ask` signs the role in and asks; what it changed is undone before the next."""
    found = {}
    for role in roles:
        with transaction.atomic():
            found[role] = ask(role).status_code
            transaction.set_rollback(True)
        client.cookies.clear()
    return found


def names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """The full name of every address of the application."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


def tables() -> dict[str, Table]:
    """The tables of all contexts by the module that holds them."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*/test_doors*.py")):
        name = f"tests.{path.parent.name}.{path.stem}"
        if hasattr(module := importlib.import_module(name), "DOORS"):
            found[name] = module.DOORS
    return found
