"""Measure the page with all programmes: 200 programmes over five years, in a database of its own.

`python bench/programmes.py` stores them in a temporary SQLite file, opens the page for somebody who leads
all of them and the dashboard of one, and prints how many queries, seconds and bytes they took. It ends with
an error where a page asks more than twelve times. Nothing is kept.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
YEARS = 5
BUDGET = 12
MENTEES, MENTORS, PAIRS, MEETINGS = 14, 10, 9, 5
BATCH = 2000
USUAL = ["completion", "active", "cost_per_pair", "training", "response"]


def arguments() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description="Measure the page with all programmes.")
    parser.add_argument("--programmes", type=int, default=200)
    parser.add_argument("--times", type=int, default=3, help="how often the page is opened")
    parser.add_argument(
        "--indicator", action="append", default=[], help="whose figures; several may be named"
    )
    return parser.parse_args()


def main() -> int:
    """Store, open, print."""
    given = arguments()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            FAIRLEAD_DATA=folder, FAIRLEAD_SECRET_KEY="for-measuring-only", FAIRLEAD_HOSTS="testserver"
        )
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairlead.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        reader = store(given.programmes)
        print(
            f"stored {given.programmes} programmes over {YEARS} years in {time.perf_counter() - began:.0f} s"
        )
        measure(reader, given.indicator or USUAL, given.times)
    return 0


def measure(reader: Any, keys: list[str], times: int) -> None:
    """Print a line for each indicator of all programmes, and for each part of one programme's dashboard."""
    from django.urls import reverse

    from fairlead.evaluation.views.home import LATER
    from fairlead.programmes.models import Programme

    everywhere = reverse("evaluation:everywhere")
    opened(reader, everywhere, "reach", 1)  # loads modules and templates
    for key in keys:
        print(f"{key}: {opened(reader, everywhere, key, times)}")
    pk = Programme.objects.values_list("pk", flat=True)[0]
    print(f"dashboard: {opened(reader, reverse('evaluation:home', args=[pk]), '', times)}")
    for part in LATER:
        address = reverse("evaluation:home_part", args=[pk, part])
        print(f"dashboard, {part}: {opened(reader, address, '', times)}")


def opened(reader: Any, address: str, key: str, times: int) -> str:
    """A line about a page: queries, the quickest and the slowest time, bytes. Ends where it asks too much."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    took, worked, queries, size = [], [], 0, 0
    for _time in range(times):
        began, busy = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, {"indicator": key} if key else {}, secure=True)
        took.append(time.perf_counter() - began)
        worked.append(time.process_time() - busy)
        queries, size = len(asked), len(answer.content)
        if answer.status_code != 200:
            raise SystemExit(f"the page answered {answer.status_code}")
    if queries > BUDGET:
        raise SystemExit(f"{address} asked {queries} queries, and {BUDGET} are its budget")
    seconds = f"{min(took):.1f} s to {max(took):.1f} s (CPU {min(worked):.1f} s to {max(worked):.1f} s)"
    return f"{queries} queries, {seconds}, {size / 1000:.0f} kB"


def store(count: int) -> object:
    """Programmes with a round for each year, applications, pairs, meetings; the person who leads them all."""
    from fairlead.institutions.models import Institution
    from fairlead.people.models import Person
    from fairlead.programmes.enums import TeamRole
    from fairlead.programmes.models import Programme, TeamMember

    reader = Person.objects.create_user("lead@northport.example", None, name="A lead", joined_at=moment(0))
    lead = Institution.objects.create(name="Northport", short_name="Northport", city="Northport")
    programmes = Programme.objects.bulk_create(
        Programme(name=f"Programme {number:03}", slug=f"programme-{number}", lead=lead, aim="Learn.")
        for number in range(count)
    )
    TeamMember.objects.bulk_create(
        TeamMember(programme=one, person=reader, role=TeamRole.COORDINATOR) for one in programmes
    )
    for some in chunks(programmes, 20):
        fill(some, lead)
    return reader


def chunks(given: list[Any], size: int) -> Iterator[list[Any]]:
    """The list in parts."""
    for start in range(0, len(given), size):
        yield given[start : start + size]


def moment(years_ago: int) -> datetime:
    """A moment so many years ago."""
    from django.utils import timezone

    return timezone.now() - timedelta(days=365 * years_ago)


def fill(programmes: list[Any], lead: Any) -> None:
    """A round for each year, with everything figures are counted from."""
    from fairlead.evaluation.models import EffortEntry
    from fairlead.programmes.enums import RoundState
    from fairlead.programmes.models import Round
    from fairlead.training.models import Module

    rounds = [
        Round(
            programme=one, name=f"Round {ago}", state=RoundState.FINISHED if ago else RoundState.CLOSED,
            opens_on=moment(ago).date(), starts_on=moment(ago).date(),
            ends_on=moment(ago).date() + timedelta(days=200),
        )
        for one in programmes
        for ago in range(YEARS)
    ]  # fmt: skip
    Round.objects.bulk_create(rounds, batch_size=BATCH)
    Module.objects.bulk_create(
        Module(programme=one, kind="text", title="Begin", minutes=30, changed_at=moment(0))
        for one in programmes
    )
    EffortEntry.objects.bulk_create(
        EffortEntry(
            programme=one.programme, round=one, institution=lead, phase="delivery", activity="support",
            role="coordinator", on=one.starts_on, hours=40, made_at=moment(0),
        )
        for one in rounds
    )  # fmt: skip
    for one in rounds:
        pair_up(one, lead)


def pair_up(round: Any, lead: Any) -> None:
    """People, applications and participations of a round, and its pairs."""
    from fairlead.applications.models import Application
    from fairlead.people.models import Person
    from fairlead.programmes.models import Participation

    sides = ["mentee"] * MENTEES + ["mentor"] * MENTORS
    at = datetime.combine(round.opens_on, moment(0).timetz())
    people = [
        Person(email=f"{uuid4().hex}@northport.example", name="Somebody", joined_at=at) for _side in sides
    ]
    Person.objects.bulk_create(people)
    taking = [
        Participation(round=round, person=who, side=side, joined_at=at, places=1)
        for who, side in zip(people, sides, strict=True)
    ]
    Participation.objects.bulk_create(taking)
    Application.objects.bulk_create(
        Application(
            round=round, programme=round.programme, person=one.person, side=one.side,
            state="accepted", participation=one, institution=lead, created_at=at, saved_at=at,
            submitted_at=at, consented_at=at, places=1 if one.side == "mentor" else None,
        )
        for one in taking
    )  # fmt: skip
    meet(round, taking, at)


def meet(round: Any, taking: list[Any], at: datetime) -> None:
    """Pairs of a round and their meetings."""
    from fairlead.mentorships.models import Meeting, Mentorship

    over = round.state == "finished"
    begins: date = round.starts_on
    pairs = [
        Mentorship(
            round=round, mentor=taking[MENTEES + place], mentee=taking[place], place=1, agreed_at=at,
            starts_on=begins, ends_on=begins + timedelta(days=200),
            state="completed" if over else "active",
            ended_on=begins + timedelta(days=200) if over else None,
        )
        for place in range(PAIRS)
    ]  # fmt: skip
    Mentorship.objects.bulk_create(pairs)
    Meeting.objects.bulk_create(
        Meeting(
            mentorship=pair, state="held", minutes=60, made_at=at, logged_at=at,
            starts_at=at + timedelta(days=30 * number),
        )
        for pair in pairs
        for number in range(MEETINGS)
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
