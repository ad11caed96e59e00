"""What is held about a person, as that person takes it along: the one shape in which contexts tell it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

# Secrets that open something, and what only the machine reads.
NEVER = frozenset(
    {"password", "fingerprint", "sealed", "hash", "key", "mark", "lease_until", "attempts", "unfinished"}
)


@dataclass(frozen=True)
class Section:
    """Rows of one kind: a key for machines, a title, and for each row names and plain values."""

    key: str
    title: str
    rows: list[dict[str, Any]]


def section(
    key: str, title: str, rows: "models.QuerySet[Any]", *, without: Iterable[str] = (), **more: Any
) -> Section:
    """Rows as they are stored, without secrets, keys of other rows' people, and the columns `without`.

    A reference is told by its name where it has one, else by its id; `more` are columns the query added.
    """
    left_out = NEVER | set(without)
    fields = [one for one in rows.model._meta.concrete_fields if one.name not in left_out]
    return Section(key, title, [_row(one, fields) | _added(one, more) for one in rows])


def _row(one: models.Model, fields: Iterable["models.Field[Any, Any]"]) -> dict[str, Any]:
    return {field.name: _value(one, field) for field in fields}


def _added(one: models.Model, more: dict[str, str]) -> dict[str, Any]:
    return {name: plain(getattr(one, column)) for name, column in more.items()}


def _value(one: models.Model, field: "models.Field[Any, Any]") -> Any:
    value = getattr(one, field.attname)
    if value is not None and isinstance(field, models.ForeignKey):
        return str(getattr(getattr(one, field.name), "name", value))
    return plain(value)


def plain(value: Any) -> Any:
    """The value as JSON holds it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
