"""States as tables: which state may follow which, and the one way to move."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.errors import AlreadyMoved


def move(record: models.Model, to: str, *, moves: Mapping[str, frozenset[str]], **changes: Any) -> None:
    """Move `record` to state `to` and write `changes`, unless somebody moved it first.

    The row is updated only while it still has the state that `record` shows, so two people who click at
    once cannot both win. Raises `AlreadyMoved` when the move is not in the table or the row has moved on.
    """
    current: str = record.state  # type: ignore[attr-defined]
    if to not in moves[current]:
        raise AlreadyMoved(_("This has already changed; the page now shows how it stands."))
    manager = type(record)._default_manager
    if manager.filter(pk=record.pk, state=current).update(state=to, **changes) != 1:
        raise AlreadyMoved(_("Somebody else changed this a moment ago; the page now shows how it stands."))
    for name, value in {"state": to, **changes}.items():
        setattr(record, name, value)
