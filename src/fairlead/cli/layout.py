"""The part of a policy file that says how to read the two tables: ids, lists, empty words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairlead.cli.tables import BadInput, Fault

LAYOUT_KEYS = ("id", "lists", "separator", "empty")


@dataclass(frozen=True)
class Layout:
    """How one side's table is read: the column with the ids, list columns with their separators."""

    id: str
    lists: Mapping[str, str]
    empty: frozenset[str]


def split(mapping: Mapping[str, Any], path: Path) -> tuple[dict[str, Any], dict[str, Layout]]:
    """The policy without its layout, and the layout of "mentees" and "mentors". Raises `BadInput`."""
    faults: list[Fault] = []
    rest = dict(mapping)
    layouts = {}
    for side in ("mentees", "mentors"):
        table = mapping.get(side, {})
        if not isinstance(table, Mapping):
            faults.append(Fault(str(path), 0, "", f"{side}: expected a table, found {table!r}."))
            continue
        rest[side] = {key: value for key, value in table.items() if key not in LAYOUT_KEYS}
        layouts[side] = _layout(side, table, path, faults)
    if faults:
        raise BadInput(faults)
    return rest, layouts


def _layout(side: str, table: Mapping[str, Any], path: Path, faults: list[Fault]) -> Layout:
    def wrong(key: str, expected: str) -> None:
        faults.append(
            Fault(str(path), 0, "", f"{side}.{key}: expected {expected}, found {table.get(key)!r}.")
        )

    name = table.get("id")
    if not isinstance(name, str) or not name.strip():
        wrong("id", "the heading of the column that holds the ids")
    separator = table.get("separator", ";")
    if not isinstance(separator, str) or not separator:
        wrong("separator", "a text such as ';'")
    lists = table.get("lists", [])
    empty = table.get("empty", [])
    if isinstance(lists, list) and all(isinstance(one, str) for one in lists):
        lists = dict.fromkeys(lists, separator)
    if not isinstance(lists, Mapping) or not all(isinstance(one, str) and one for one in lists.values()):
        wrong("lists", "a list of headings, or a table of headings and separators")
        lists = {}
    if not isinstance(empty, list) or not all(isinstance(one, str) for one in empty):
        wrong("empty", "a list of words that mean nothing was said")
        empty = []
    return Layout(str(name), lists, frozenset(one.strip().casefold() for one in empty))
