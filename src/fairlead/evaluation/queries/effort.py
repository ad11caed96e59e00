"""Every hour and every sum of a programme: written in the ledger, or counted from what happened."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from fairlead.applications.models import Application
from fairlead.evaluation.enums import Activity, EffortRole, EntryState
from fairlead.evaluation.models import EffortEntry, Rate
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


@dataclass(frozen=True)
class Homes:
    """Where people of programmes work, and on which side they take part; one query."""

    of_participation: dict[UUID, UUID | None]
    of_person: dict[tuple[UUID, UUID], tuple[str, UUID | None]]

    @classmethod
    def read(cls, programmes: list[UUID]) -> "Homes":
        """From the applications that became a participation, the earliest first."""
        taken = Application.objects.filter(programme__in=programmes, participation__isnull=False)
        rows = taken.order_by("submitted_at", "id").values_list(
            "participation", "programme", "person", "side", "institution"
        )
        homes = cls({}, {})
        for participation, programme, person, side, institution in rows:
            if participation is not None:
                homes.of_participation[participation] = institution
            homes.of_person[programme, person] = side, institution
        return homes


def efforts(programmes: Iterable[UUID]) -> list[Effort]:
    """All effort and cost of these programmes; five queries however many there are."""
    wanted = list(programmes)
    rates, homes = Rates(wanted), Homes.read(wanted)
    return [*_written(wanted, rates), *_meetings(wanted, rates, homes), *_training(wanted, rates, homes)]


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


def _meetings(programmes: list[UUID], rates: Rates, homes: Homes) -> Iterable[Effort]:
    """Meetings that were logged: their minutes once for the mentor and once for the mentee."""
    held = Meeting.objects.filter(
        mentorship__round__programme__in=programmes, state=MeetingState.HELD
    ).order_by()
    rows = held.values_list(
        "mentorship__round__programme",
        "mentorship__round",
        "mentorship__mentor",
        "mentorship__mentee",
        "starts_at",
        "minutes",
    )
    for programme, round, mentor, mentee, starts_at, minutes in rows:
        if starts_at is None:
            continue
        on = day_of(starts_at)
        for participation, role in ((mentor, EffortRole.MENTOR), (mentee, EffortRole.MENTEE)):
            home = homes.of_participation.get(participation)
            yield Effort(
                programme=programme,
                round=round,
                institution=home,
                phase=Phase.DELIVERY,
                activity=Activity.MEETINGS,
                role=role,
                on=on,
                hours=Decimal(minutes) / MINUTES,
                money=NOTHING,
                rate=rates.on(programme, home, role, on),
                counted=True,
            )


def _training(programmes: list[UUID], rates: Rates, homes: Homes) -> Iterable[Effort]:
    """Modules that participants have completed: the minutes each takes, by the day it was completed."""
    completed = Completion.objects.filter(module__programme__in=programmes).order_by()
    for programme, person, on, minutes in completed.values_list(
        "module__programme", "person", "on", "module__minutes"
    ):
        side, home = homes.of_person.get((programme, person), ("", None))
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
