"""Doors: every address of the application, and what each role gets there.

A context writes a table in `tests/<context>/test_doors.py`:

    DOORS = {
        "programmes:design": {"stranger": 302, "mentee": 404, "coordinator": 200, "other_coordinator": 404},
    }

and tests it there, cell by cell, with `cells(DOORS)`. A house test gathers the tables and fails when an
address is in none of them or when a table says nothing of the stranger.
"""

import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path

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


def cells(table: Table) -> list[tuple[str, str, int]]:
    """(address name, role, expected status), in the table's order."""
    return [(name, role, status) for name, row in table.items() for role, status in row.items()]


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
