"""Every hour and every sum of a programme: written in the ledger, or counted from what happened."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Subquery, Sum, TextField, UUIDField
from django.db.models.functions import Cast

from fairlead.applications.models import Application
from fairlead.evaluation.enums import Activity, EffortRole, EntryState
from fairlead.evaluation.models import EffortEntry, Rate
from fairlead.evaluation.queries.homes import home_of
from fairlead.kernel.times import day_of
from fairlead.mentorships.enums import MeetingState
from fairlead.mentorships.models import Meeting
from fairlead.programmes.enums import Phase
from fairlead.training.models import Completion

NOTHING = Decimal(0)
MINUTES = Decimal(60)


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Hours and money of one kind on one day; `rate` is what an hour costs, None where nobody has said.

    `counted`: it comes from meetings or training and stands in no entry.
    """

    programme: UUID
    round: UUID | None
    institution: UUID | None
    phase: str
    activity: str
    role: str
    on: date
    hours: Decimal
    money: Decimal
    rate: Decimal | None
    counted: bool = False

    @property
    def cost(self) -> Decimal:
        """Money, and hours at their rate; hours without a rate cost nothing here."""
        return self.money + self.hours * (self.rate or NOTHING)


class Rates:
    """What an hour costs: by programme, institution, role and day."""

    def __init__(self, programmes: Iterable[UUID]) -> None:
        self._found: dict[tuple[UUID, UUID, str], list[tuple[date, Decimal]]] = defaultdict(list)
        rates = Rate.objects.filter(programme__in=list(programmes)).order_by("valid_from")
        for programme, institution, role, day, rate in rates.values_list(
            "programme", "institution", "role", "valid_from", "per_hour"
        ):
            self._found[programme, institution, role].append((day, rate))

    def on(self, programme: UUID, institution: UUID | None, role: str, day: date) -> Decimal | None:
        """The rate that holds on this day; None where none has begun."""
        begun = self._found.get((programme, institution, role), []) if institution else []
        place = bisect_right(begun, day, key=lambda one: one[0])
        return begun[place - 1][1] if place else None


def efforts(programmes: Iterable[UUID]) -> list[Effort]:
    """All effort and cost of these programmes; four queries however many there are."""
    wanted = list(programmes)
    rates = Rates(wanted)
    return [*_written(wanted, rates), *_meetings(wanted, rates), *_training(wanted, rates)]


def _written(programmes: list[UUID], rates: Rates) -> Iterable[Effort]:
    standing = EffortEntry.objects.filter(programme__in=programmes, state=EntryState.STANDING).order_by()
    keys = ("programme", "round", "institution", "phase", "activity", "role", "on")
    for row in standing.values(*keys).annotate(all_hours=Sum("hours"), all_money=Sum("money")):
        yield Effort(
            **{key: row[key] for key in keys},
            hours=row["all_hours"] or NOTHING,
            money=row["all_money"] or NOTHING,
            rate=rates.on(row["programme"], row["institution"], row["role"], row["on"]),
        )


def _meetings(programmes: list[UUID], rates: Rates) -> Iterable[Effort]:
    """Meetings that were logged: their minutes once for the mentor and once for the mentee.

    Those of one day, round and pair of institutions are put together. There are many meetings and few rounds,
    institutions and moments, so columns come as text and each text is understood once.
    """
    held = Meeting.objects.filter(
        mentorship__round__programme__in=programmes, state=MeetingState.HELD, starts_at__isnull=False
    )
    text = TextField()
    rows = held.order_by().values_list(
        Cast("mentorship__round__programme", text),
        Cast("mentorship__round", text),
        Cast(home_of("mentorship__mentor", "institution"), text),
        Cast(home_of("mentorship__mentee", "institution"), text),
        Cast("starts_at", text),
        "minutes",
    )
    day, minutes = cache(_day), Counter[tuple[Any, ...]]()
    for programme, round, mentor, mentee, starts_at, some in rows:
        minutes[programme, round, mentor, mentee, day(starts_at)] += some
    known = cache(UUID)
    for (programme, round, mentor, mentee, on), some in minutes.items():
        for home, role in ((mentor, EffortRole.MENTOR), (mentee, EffortRole.MENTEE)):
            place = known(home) if home else None
            yield Effort(
                programme=known(programme),
                round=known(round),
                institution=place,
                phase=Phase.DELIVERY,
                activity=Activity.MEETINGS,
                role=role,
                on=on,
                hours=Decimal(some) / MINUTES,
                money=NOTHING,
                rate=rates.on(known(programme), place, role, on),
                counted=True,
            )


def _day(written: str) -> date:
    """The day of a moment as the database writes it: in UTC, with or without saying so."""
    at = datetime.fromisoformat(written)
    return day_of(at if at.tzinfo else at.replace(tzinfo=UTC))


def _training(programmes: list[UUID], rates: Rates) -> Iterable[Effort]:
    """Modules that participants have completed: the minutes each takes, by the day it was completed."""
    taken = Application.objects.filter(
        programme=OuterRef("module__programme"), person=OuterRef("person"), participation__isnull=False
    ).order_by(F("submitted_at").desc(nulls_last=True), "-id")
    completed = Completion.objects.filter(module__programme__in=programmes).order_by()
    rows = completed.values_list(
        "module__programme",
        "on",
        "module__minutes",
        Subquery(taken.values("side")[:1]),
        Subquery(taken.values("institution")[:1], output_field=UUIDField()),
    )
    for programme, on, minutes, side, home in rows:
        if not side:
            continue
        yield Effort(
            programme=programme,
            round=None,
            institution=home,
            phase=Phase.DELIVERY,
            activity=Activity.TRAINING,
            role=side,
            on=on,
            hours=Decimal(minutes) / MINUTES,
            money=NOTHING,
            rate=rates.on(programme, home, side, on),
            counted=True,
        )
