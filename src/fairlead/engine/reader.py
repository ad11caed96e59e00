"""Read values from a mapping as a TOML or JSON file gives it, and gather what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

LARGEST = Decimal(10) ** 12
MOST_DECIMALS = 9


@dataclass(frozen=True)
class Misread:
    """A key of a policy that is wrong: its path, a code that says what was expected, and the facts.

    Facts by code: "text", "texts", "number" (`decimals`), "whole_number" (`least`), "one_of" (`choice`) and
    "table" have `found`; "choice_of" has `choice`, "tables" has `name`, "unknown_key" has `near` (perhaps
    None) and `known`, "needed" has `kind` and `of_a_side`, "twice" has `key`,
    "between" has `least`, `most` and `found`, "at_most" has `most` and `found`. No facts: "each_once",
    "some_number", "one_number", "one_number_for_share", "steps", "step_key", "column_for_a_side",
    "least_or_most", "exactly_or_ends", "priority_in_tiers", "group", "one_kind_of_group",
    "least_below_most", "exceptions_of_none".
    """

    path: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class Reader:
    """Reads values; each that is wrong is noted in `problems`, and something harmless is read instead."""

    def __init__(self) -> None:
        self.problems: list[Misread] = []

    def wrong(self, path: str, code: str, **facts: Any) -> None:
        """Note one thing that is wrong."""
        self.problems.append(Misread(path, code, facts))

    def text(self, path: str, value: Any) -> str | None:
        """A text that is not empty."""
        if isinstance(value, str) and value.strip():
            return value
        self.wrong(path, "text", found=value)
        return None

    def texts(self, path: str, value: Any) -> tuple[str, ...]:
        """A list of texts."""
        if isinstance(value, list | tuple) and value and all(isinstance(one, str) for one in value):
            return tuple(value)
        self.wrong(path, "texts", found=value)
        return ()

    def order(self, path: str, value: Any) -> tuple[str, ...]:
        """A list of texts, each of them once."""
        found = self.texts(path, value)
        if len(set(found)) != len(found):
            self.wrong(path, "each_once")
        return found

    def number(self, path: str, value: Any) -> Decimal:
        """A finite number that is not too fine and not too large."""
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            found = Decimal(str(value))
            exponent = found.as_tuple().exponent
            if isinstance(exponent, int) and -exponent <= MOST_DECIMALS and abs(found) <= LARGEST:
                return found
        self.wrong(path, "number", found=value, decimals=MOST_DECIMALS)
        return Decimal(0)

    def numbers(self, path: str, value: Any) -> tuple[Decimal, ...]:
        """One number, or a list of them."""
        if isinstance(value, list | tuple):
            if not value:
                self.wrong(path, "some_number")
            return tuple(self.number(f"{path}[{place}]", one) for place, one in enumerate(value))
        return (self.number(path, value),)

    def whole(self, path: str, value: Any, least: int = 0) -> int:
        """A whole number."""
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        self.wrong(path, "whole_number", found=value, least=least)
        return least

    def steps(self, path: str, value: Any) -> tuple[tuple[int, Decimal], ...]:
        """Points for numbers of steps."""
        if not isinstance(value, Mapping) or not value:
            self.wrong(path, "steps")
            return ()
        found = []
        for step, points in value.items():
            try:
                found.append((int(step), self.number(f"{path}.{step}", points)))
            except ValueError:
                self.wrong(f"{path}.{step}", "step_key")
        return tuple(sorted(found))

    def one_of(self, path: str, value: Any, choice: tuple[str, ...]) -> str | None:
        """One of some words."""
        if isinstance(value, str) and value in choice:
            return value
        self.wrong(path, "one_of", found=value, choice=choice)
        return None

    def table(self, path: str, value: Any) -> Mapping[str, Any]:
        """A table of keys and values; empty if it is none."""
        if isinstance(value, Mapping):
            return value
        self.wrong(path, "table", found=value)
        return {}

    def tables(self, path: str, value: Any) -> list[tuple[str, Mapping[str, Any]]]:
        """A list of tables, each with its path; what is none is noted and left out."""
        if not isinstance(value, list | tuple):
            self.wrong(path, "tables", name=path)
            return []
        paths = [(f"{path}[{place}]", one) for place, one in enumerate(value)]
        for where, one in paths:
            self.table(where, one)
        return [(where, one) for where, one in paths if isinstance(one, Mapping)]

    def known(self, path: str, table: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
        """Note each key that is not known here."""
        for name in table:
            if name not in allowed:
                near = next(iter(get_close_matches(str(name), allowed, n=1)), None)
                self.wrong(f"{path}.{name}" if path else str(name), "unknown_key", near=near, known=allowed)
