"""A round with so many mentees and mentors, its finished run, and the pages of the board to be opened."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

AREAS = ("Dual career", "Taxation", "Visas", "Housing", "Schools", "Pensions", "Leadership", "Mobility")
LANGUAGES = ("sk", "de", "fr", "pl", "es")
SEED = 20261129


def board(pairs: int) -> tuple[Any, dict[str, str], Callable[[], Any]]:
    """A signed-in client, the addresses by what they are, and a deed that changes and undoes."""
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    from fairlead.matching.queries.board import load
    from tests.matching.pools import pool

    drawn = random.Random(SEED)  # nosec B311: invented people
    people = pool()
    for number in range(pairs):
        people.mentor(
            f"Mentor {number}", _areas(drawn), grade=drawn.randint(6, 12), languages=_languages(drawn)
        )
        people.mentee(
            f"Mentee {number}", _areas(drawn)[:2], grade=drawn.randint(4, 9), languages=_languages(drawn)
        )
    run = people.run(timezone.now())
    client = Client()
    client.force_login(people.coordinator)
    pairs_now = load(run).pairs
    mentee, other = sorted(pairs_now)[:2]
    root = f"/runs/{run.pk}/"
    one = f"{root}board/mentees/{mentee}/"
    addresses = {
        "the board, 10 of the pairs": root,
        "the poll, nothing new": f"{root}board/news/?since=0",
        "mentors for one mentee": one,
        "every way of a pair and its effect": f"{one}{pairs_now[other]}/",
    }
    return client, addresses, lambda: _turn(client, root, mentee, pairs_now[mentee])


def _turn(client: Any, root: str, mentee: str, mentor: str) -> Any:
    sent = {"word": f"lock {mentee} {mentor}", "number": 1_000_000}
    client.post(f"{root}board/change/", sent)
    return client.post(f"{root}board/turn/undo/")


def _areas(drawn: random.Random) -> tuple[str, ...]:
    return tuple(drawn.sample(AREAS, 3))


def _languages(drawn: random.Random) -> list[str]:
    return ["en", *drawn.sample(LANGUAGES, drawn.randint(0, 2))]
