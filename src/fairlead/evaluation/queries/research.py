"""The applications of a programme as rows for research, still with whose they are: never written so."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import Application, ApplicationArea
from fairlead.evaluation.research.anonymising import Row
from fairlead.evaluation.research.facts import NONE, Came, told
from fairlead.evaluation.research.steps import Subject
from fairlead.mentorships.enums import LIVE_STATES, MeetingState, MentorshipState, PlanStage
from fairlead.mentorships.models import Agreement, Meeting, Mentorship, Plan
from fairlead.programmes.models import Programme

COLUMNS = (
    "pk",
    "person",
    "side",
    "state",
    "submitted_at",
    "participation",
    "institution",
    "institution__name",
    "unit",
    "unit__name",
    "years",
    "grade",
    "languages",
    "approval__state",
    "approval__asked_at",
    "approval__answered_at",
)
PLANNED = (PlanStage.AGREED, PlanStage.MIDWAY, PlanStage.ENDED)


@dataclass
class _Pairs:
    """The mentorships of one participation, oldest first, and what they have."""

    mentorships: list[dict[str, Any]] = field(default_factory=list)
    meetings: int = 0
    agreement: bool = False
    plan: bool = False


def programme_of(slug: str) -> Programme | None:
    """The programme with this short name."""
    return Programme.objects.filter(slug=slug).first()


def slugs() -> list[str]:
    """The short names of all programmes."""
    return list(Programme.objects.order_by("slug").values_list("slug", flat=True))


def rows(programme: Programme, *, since: datetime, until: datetime) -> list[Row]:
    """One row for each application sent from `since` to before `until`; seven queries."""
    sent = Application.objects.filter(programme=programme, submitted_at__gte=since, submitted_at__lt=until)
    sent = sent.exclude(state=ApplicationState.DRAFT).order_by("pk")
    found = list(sent.values(*COLUMNS))
    areas = Counter(
        ApplicationArea.objects.filter(application__in=sent.order_by().values("pk"))
        .order_by()
        .values_list("application", flat=True)
    )
    pairs, places = _pairs(programme), _places(programme)
    return [
        Row(
            person=row["person"],
            subject=_subject(row),
            facts=told(_came(row, areas[row["pk"]], pairs.get(row["participation"]), places)),
        )
        for row in found
    ]


def _subject(row: dict[str, Any]) -> Subject:
    sent = timezone.localtime(row["submitted_at"])
    return Subject(
        side=row["side"],
        month=(sent.year, sent.month),
        unit=row["unit__name"] or "",
        institution=row["institution__name"] or "not stated",
        years=None if row["years"] is None else float(row["years"]),
        grade=row["grade"],
        languages=len(set(row["languages"])),
    )


def _pairs(programme: Programme) -> dict[UUID, _Pairs]:
    """The pairs of each participation, with what they have; four queries."""
    mine = {"mentorship__round__programme": programme}
    held = Meeting.objects.filter(state=MeetingState.HELD, **mine).order_by().values("mentorship")
    meetings = dict(held.annotate(number=Count("pk")).values_list("mentorship", "number"))
    signed = set(_of(Agreement.objects.filter(in_force_at__isnull=False, **mine)))
    planned = set(_of(Plan.objects.filter(state__in=PLANNED, **mine)))
    found: dict[UUID, _Pairs] = {}
    columns = ("pk", "mentor", "mentee", "state", "agreed_at")
    for row in Mentorship.objects.filter(round__programme=programme).order_by("agreed_at").values(*columns):
        for half in (row["mentor"], row["mentee"]):
            pairs = found.setdefault(half, _Pairs())
            pairs.mentorships.append(dict(row))
            pairs.meetings += meetings.get(row["pk"], 0)
            pairs.agreement |= row["pk"] in signed
            pairs.plan |= row["pk"] in planned
    return found


def _of(records: Any) -> Iterable[UUID]:
    return records.order_by().values_list("mentorship", flat=True)  # type: ignore[no-any-return]


def _places(programme: Programme) -> dict[UUID, tuple[UUID | None, UUID | None]]:
    """Institution and unit of each participation."""
    taking_part = Application.objects.filter(Q(participation__isnull=False), programme=programme).order_by()
    return {
        participation: (institution, unit)
        for participation, institution, unit in taking_part.values_list(
            "participation", "institution", "unit"
        )
        if participation is not None
    }


def _came(
    row: dict[str, Any],
    areas: int,
    pairs: _Pairs | None,
    places: dict[UUID, tuple[UUID | None, UUID | None]],
) -> Came:
    pairs = pairs or _Pairs()
    first = pairs.mentorships[0] if pairs.mentorships else None
    approval, days = _approval(row)
    state = row["state"]
    return Came(
        decision="undecided" if state == ApplicationState.SUBMITTED else state,
        approval=approval,
        approval_days=days,
        areas=areas,
        pairs=len(pairs.mentorships),
        weeks=max(0, (first["agreed_at"] - row["submitted_at"]).days // 7) if first else None,
        distance=_distance(first, places),
        ending=_ending({pair["state"] for pair in pairs.mentorships}),
        meetings=pairs.meetings,
        agreement=pairs.agreement,
        plan=pairs.plan,
    )


def _approval(row: dict[str, Any]) -> tuple[str, int | None]:
    state = row["approval__state"]
    if state is None:
        return NONE, None
    if state == ApprovalState.APPROVED and row["approval__answered_at"]:
        return "", max(0, (row["approval__answered_at"] - row["approval__asked_at"]).days)
    return ("declined" if state == ApprovalState.DECLINED else "no answer yet"), None


def _distance(first: dict[str, Any] | None, places: dict[UUID, tuple[UUID | None, UUID | None]]) -> str:
    if first is None or first["mentor"] not in places or first["mentee"] not in places:
        return NONE
    mentor, mentee = places[first["mentor"]], places[first["mentee"]]
    if mentor[0] != mentee[0]:
        return "other institution"
    return "same unit" if mentor[1] == mentee[1] else "other unit"


def _ending(states: set[str]) -> str:
    if not states:
        return NONE
    if MentorshipState.COMPLETED in states:
        return "completed"
    return "running" if states & set(LIVE_STATES) else "ended early"
