"""Whether the installation is well: letters, jobs, database, version."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from fairlead.notifications import queries as letters
from fairlead.notifications.models import Letter

PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True)
class Jobs:
    """The queue: how many wait and since when, and when the last was done; `late` when nobody takes them."""

    waiting: int
    oldest: datetime | None
    last_done: datetime | None
    failed: int
    late: bool


@dataclass(frozen=True)
class Health:
    """What an IT administrator looks at first."""

    letters: letters.Outbox
    failed_letters: tuple[Letter, ...]
    jobs: Jobs
    database: str
    missing_migrations: int
    version: str
    framework: str
    mailbox: bool

    @property
    def well(self) -> bool:
        """Whether nothing needs looking after."""
        return not (self.letters.failed or self.letters.late or self.jobs.late or self.missing_migrations)


def health(*, at: datetime) -> Health:
    """Look at outbox, queue and database."""
    return Health(
        letters=letters.outbox(at=at),
        failed_letters=tuple(letters.failed()[:20]),
        jobs=_jobs(at),
        database=_database(),
        missing_migrations=_missing_migrations(),
        version=version("fairlead"),
        framework=_("Django %(version)s") % {"version": django.get_version()},
        mailbox=settings.MAILBOX,
    )


def _jobs(at: datetime) -> Jobs:
    ready = Q(status=TaskResultStatus.READY)
    found = DBTaskResult.objects.aggregate(
        waiting=Count("pk", filter=ready),
        oldest=Min("enqueued_at", filter=ready),
        last_done=Max("finished_at"),
        failed=Count("pk", filter=Q(status=TaskResultStatus.FAILED)),
    )
    oldest = found["oldest"]
    return Jobs(**found, late=oldest is not None and oldest < at - PATIENCE)


def _database() -> str:
    major = ".".join(str(part) for part in connection.get_database_version())
    return f"{connection.display_name} {major}"


def _missing_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
