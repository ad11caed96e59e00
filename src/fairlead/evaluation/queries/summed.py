"""Read facts counted where they lie: those that are alike come as one row with how many they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncDate, TruncMonth

from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import Application
from fairlead.evaluation.indicators.facts import Applied
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import Side

WAITING = (ApplicationState.SUBMITTED, ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)
ALIKE = ("programme", "round", "institution", "side", "state", "matched", "on", "said", "again")


def sent(programmes: Collection[UUID]) -> QuerySet[Application]:
    """The applications to these programmes that were sent."""
    found = Application.objects.filter(programme__in=programmes, submitted_at__isnull=False)
    return found.exclude(state=ApplicationState.DRAFT).order_by()


def applied(asks_supervisors: Mapping[UUID, bool], rounds: Mapping[UUID, bool]) -> dict[UUID, list[Applied]]:
    """The applications that were sent, by programme, without places and a supervisor's days; one query.

    `asks_supervisors` says so of each programme, `rounds` of each of their rounds whether it is over. `on` is
    the first day of the month, but for mentees of rounds that go on: of them one asks since when they wait.
    """
    found: dict[UUID, list[Applied]] = defaultdict(list)
    for row in _rows(asks_supervisors, rounds):
        programme = row["programme"]
        found[programme].append(_some(row, asks=asks_supervisors[programme]))
    return found


def _came_again(programmes: Collection[UUID]) -> QuerySet[Application, Any]:
    """Applications of people who had sent another one to the round before."""
    earlier = sent(programmes).filter(round=OuterRef("round"), person=OuterRef("person"))
    before = Q(submitted_at__lt=OuterRef("submitted_at"))
    same_moment = Q(submitted_at=OuterRef("submitted_at"), pk__lt=OuterRef("pk"))
    return sent(programmes).filter(Exists(earlier.filter(before | same_moment))).values("pk")


def _rows(programmes: Collection[UUID], rounds: Mapping[UUID, bool]) -> list[dict[str, Any]]:
    paired = Mentorship.objects.filter(round__in=list(rounds)).order_by().values("mentee")
    going_on = [pk for pk, over in rounds.items() if not over]
    named: dict[str, Combinable] = {
        "matched": Case(When(participation__in=paired, then=Value(True)), default=Value(False)),
        "on": Case(
            When(side=Side.MENTEE, round__in=going_on, then=TruncDate("submitted_at")),
            default=TruncMonth("submitted_at", output_field=DateField()),
            output_field=DateField(),
        ),
        "said": F("approval__state"),
        "again": Case(When(pk__in=_came_again(programmes), then=Value(True)), default=Value(False)),
    }
    rows = sent(programmes).annotate(**named).values(*ALIKE).annotate(count=Count("pk"))
    return [dict(row) for row in rows]


def _day(found: date) -> date:
    """PostgreSQL gives the beginning of a month as a moment wherever it stands beside a day."""
    return found.date() if isinstance(found, datetime) else found


def _some(row: dict[str, Any], *, asks: bool) -> Applied:
    mentee, said = row["side"] == Side.MENTEE, row["said"]
    return Applied(
        round=row["round"],
        institution=row["institution"],
        on=_day(row["on"]),
        side=row["side"],
        first=not row["again"],
        waiting=row["matched"] or row["state"] in WAITING,
        admitted=row["state"] == ApplicationState.ACCEPTED,
        asked=mentee and said is not None,
        approved=said == ApprovalState.APPROVED if said else not asks,
        matched=row["matched"],
        count=row["count"],
    )
