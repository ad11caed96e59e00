"""Work that happens after the answer: the one task API, enqueued on commit, with ids only."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import task

__all__ = ["enqueue", "task"]


def enqueue(job: str, *ids: UUID) -> None:
    """Start the task at this dotted path with these ids once the transaction has been committed.

    The row the task works on is the truth: it carries state, lease and attempts, and the sweep starts the
    task again when a worker was lost. So a task that is started twice, or never, does no harm.
    """
    transaction.on_commit(partial(_start, job, [str(number) for number in ids]))


def _start(job: str, ids: list[str]) -> None:
    import_string(job).enqueue(*ids)
