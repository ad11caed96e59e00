"""The demo, told once in a run of the tests: whoever needs it afterwards takes its rows over."""

import fcntl
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from fairlead.portal.demo.telling import tell

NAME = "demo-{day}.pickle"
Rows = dict[str, list[models.Model]]


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is stored inside is taken back at the end."""
    story = transaction.atomic()
    story.__enter__()
    try:
        yield
    finally:
        transaction.set_rollback(True)
        story.__exit__(None, None, None)


def bring(shared: Path) -> datetime:
    """Store the demo as it was told first in this run, or tell it; the moment at which it was told.

    `shared` is a folder that all processes of a run know.
    """
    now = timezone.now()
    kept = shared / NAME.format(day=timezone.localdate(now))
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            at, found = read(kept)
        else:
            before = {model: set(ids(model)) for model in tables()}
            tell(at=now)
            kept.write_bytes(pickle.dumps((now, rows(before))))
            return now
    store(found)
    return at


def read(kept: Path) -> tuple[datetime, Rows]:
    """When the kept demo was told, and its rows."""
    at, found = pickle.loads(kept.read_bytes())
    return at, found


def shared(folders: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run of the tests know, and no other run."""
    own = folders.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


def tables() -> list[type[models.Model]]:
    """Every table, those between two others included."""
    return [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]


def ids(model: type[models.Model]) -> Any:
    """The keys of all rows of a table."""
    return model._base_manager.values_list("pk", flat=True)


def rows(before: dict[type[models.Model], set[Any]]) -> Rows:
    """The rows that came since."""
    found = {
        model._meta.label: [one for one in model._base_manager.order_by("pk") if one.pk not in known]
        for model, known in before.items()
    }
    for one in (one for some in found.values() for one in some):
        for name, value in vars(one).items():
            if isinstance(value, memoryview):
                setattr(one, name, bytes(value))
    return found


def store(found: Rows) -> None:
    """Store rows with the keys they had."""
    for label, some in found.items():
        apps.get_model(label)._base_manager.bulk_create(some, batch_size=500)
    numbered = [apps.get_model(label) for label, some in found.items() if some]
    with connection.cursor() as cursor:
        for command in connection.ops.sequence_reset_sql(no_style(), numbered):
            cursor.execute(command)
