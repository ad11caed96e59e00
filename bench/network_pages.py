"""The pages of a national network, opened as the people who use them."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from django.test import Client

    from bench.network import Figures


OK = 200


class _Nowhere(dict[str, None]):
    """No app has migrations."""

    def __contains__(self, app: object) -> bool:
        return True

    def __missing__(self, app: str) -> None:
        return None


def begin() -> None:
    """Make Django ready, with a data folder of its own and quick passwords."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.config.settings")
    os.environ.setdefault("FAIRLEAD_DATA", tempfile.mkdtemp(prefix="fairlead-network-"))
    os.environ.setdefault("FAIRLEAD_SECRET_KEY", "for-this-measurement-only-" * 2)
    from django.conf import settings

    # Tables and indexes straight from the models: the same, without the way that led to them.
    settings.MIGRATION_MODULES = _Nowhere()
    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def look(each: int) -> Figures:
    """For each page its queries, and the least CPU time of `each` answers in milliseconds, after a first.

    CPU time is that of this process and of its process in the database: unlike the time on the clock, it
    hardly depends on what else the machine does.
    """
    return {page: _look(client, address, each) for page, client, address in _pages()}


def _look(client: Client, address: str, each: int) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
        queries = len(asked)
    if answer.status_code != OK:
        raise SystemExit(f"{address}: {answer.status_code}")
    times = []
    for _turn in range(each):
        began = _spent()
        client.get(address)
        times.append(1000 * (_spent() - began))
    return {"queries": queries, "ms": min(times)}


def _spent() -> float:
    """Seconds of CPU time of this process and of the one that serves it in the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    nanoseconds = int(Path(f"/proc/{backend}/schedstat").read_text(encoding="ascii").split()[0])
    return time.process_time() + nanoseconds / 1e9


def _pages() -> list[tuple[str, Client, str]]:
    from django.urls import reverse

    from fairlead.programmes.models import Programme, Round

    programme = Programme.objects.order_by("name").first()
    assert programme is not None
    rounds = {one.state: one for one in Round.objects.filter(programme=programme)}
    taking, run = rounds["open"].pk, rounds["closed"].pk
    runs, partner, keeps = (_client(name) for name in ("coordinator", "partner", "administrator"))
    takes_part, anybody = _client("participant"), _client("")
    inbox = reverse("applications:list", args=[taking])
    return [
        ("take part (public)", anybody, reverse("programmes:public_list")),
        ("home of a coordinator", runs, "/"),
        ("programmes", runs, reverse("programmes:list")),
        ("applications of a round", runs, inbox),
        ("applications, searched", runs, f"{inbox}?q=Person+00007"),
        ("pairs of a round", runs, reverse("mentorships:list", args=[run])),
        ("how pairs fare", runs, reverse("support:pairs", args=[programme.pk])),
        ("partners", runs, reverse("partnerships:partners", args=[programme.pk])),
        ("evaluation", runs, reverse("evaluation:home", args=[programme.pk])),
        ("home of a partner’s coordinator", partner, "/"),
        ("applications, as a partner", partner, inbox),
        ("institutions", keeps, reverse("partnerships:institutions")),
        ("institutions, searched", keeps, f"{reverse('partnerships:institutions')}?q=12"),
        ("health of the installation", keeps, reverse("portal:health")),
        ("home of a participant", takes_part, "/"),
    ]


def _client(name: str) -> Client:
    from django.test import Client

    from fairlead.people.models import Person

    made: Any = Client(headers={"host": "localhost"})
    if name:
        made.force_login(Person.objects.get(email=f"{name}@network.example"))
    found: Client = made
    return found
