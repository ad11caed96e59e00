"""Rows that count their changes, so that two people who change one see each other."""

from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from fairlead.kernel.errors import AlreadyMoved


class Revised(Protocol):
    """A row whose `revision` rises with each change."""

    revision: int

    def save(self, *, update_fields: list[str]) -> None:
        """Write these fields."""


def check_seen(row: Revised, seen: int) -> None:
    """Raises `AlreadyMoved` if the row, which is locked, has changed since somebody saw it at `seen`."""
    if row.revision != seen:
        raise AlreadyMoved(_("Somebody else changed this a moment ago; the page now shows how it stands."))


def advance(row: Revised, **changes: Any) -> None:
    """Write the changes, if any, as one more revision of a row that is locked."""
    for name, value in {**changes, "revision": row.revision + 1}.items():
        setattr(row, name, value)
    row.save(update_fields=[*changes, "revision"])
