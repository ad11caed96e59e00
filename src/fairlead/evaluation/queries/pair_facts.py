"""Read the facts of pairs: dates, meetings, stages and levels, and no word of what they write."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable

from fairlead.evaluation.indicators.counting import LAST_MET_DAYS
from fairlead.evaluation.indicators.facts import Pair
from fairlead.evaluation.indicators.groups import HOLDING
from fairlead.evaluation.queries.homes import applied_at, home_of
from fairlead.kernel.times import day_of, end_of_day
from fairlead.mentorships.attainment import Reached, share, t_score
from fairlead.mentorships.enums import LIVE_STATES, MeetingState, PlanStage
from fairlead.mentorships.models import Agreement, Goal, Meeting, Mentorship, Plan
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation

DAY = 24 * 60 * 60
BASE = ("round", "state", "end_reason", "starts_on", "ends_on", "ended_on")


@dataclass(frozen=True)
class _Known:
    """What has been read beside the pairs, by pair, or by programme and mentee."""

    met: dict[UUID, list[date]]
    goals: dict[UUID, list[Reached]]
    later: dict[tuple[UUID, UUID], list[date]]


def read_pairs(ids: list[UUID], *, today: date, reads: Collection[str]) -> dict[UUID, list[Pair]]:
    """Every pair of these programmes, by programme: one query, one more for all meetings, one for goals.

    `reads` names what is wanted of each; the rest stays empty. `met` are all days of meetings, `span` the
    first and the last up to today, `lately` today where a pair under way has met in the last 45 days. Where
    nothing else than that is wanted, pairs that are alike come as one.
    """
    mentorships = Mentorship.objects.filter(round__programme__in=ids).order_by("starts_on", "id")
    named = {"programme": F("round__programme"), "institution": home_of("mentee", "institution")}
    details = _details(today)
    wanted = details.keys() & set(reads)
    wanted -= {"span", "lately"} if "met" in wanted else {"lately"} if "span" in wanted else set()
    for name in sorted(wanted):
        named |= details[name]
    found_rows = mentorships.values(*BASE, **named)
    if wanted <= {"lately"}:
        found_rows = found_rows.order_by("starts_on").annotate(count=Count("pk"))
    rows: list[dict[str, Any]] = [dict(row) for row in found_rows]
    known = _Known(
        _met(ids) if "met" in reads else {},
        _goals(ids) if "goals" in reads else {},
        _later_pairs(rows) if "again" in reads else {},
    )
    found: dict[UUID, list[Pair]] = defaultdict(list)
    for row in rows:
        found[row["programme"]].append(_pair(row, known, today))
    return found


def _details(today: date) -> dict[str, dict[str, Combinable]]:
    """What can be asked about each pair in the query of the pairs itself."""
    held = Q(meetings__state=MeetingState.HELD)
    past = held & Q(meetings__starts_at__lt=end_of_day(today))
    mentors = Participation.objects.filter(
        round__programme=OuterRef("round__programme"), person=OuterRef("mentee__person"), side=Side.MENTOR
    )
    signed = Agreement.objects.filter(mentorship=OuterRef("pk"), in_force_at__isnull=False)
    lately = Exists(
        Meeting.objects.filter(
            mentorship=OuterRef("pk"),
            state=MeetingState.HELD,
            starts_at__gte=end_of_day(today - timedelta(days=LAST_MET_DAYS)),
            starts_at__lt=end_of_day(today),
        ).order_by()
    )
    planned = Plan.objects.filter(mentorship=OuterRef("pk"), agreed_at__isnull=False)
    return {
        "waits": {"submitted_at": applied_at("mentee"), "matched_at": F("agreed_at")},
        "institutions": {"other_institution": home_of("mentor", "institution")},
        "units": {"unit": home_of("mentee", "unit"), "other_unit": home_of("mentor", "unit")},
        "span": {
            "first_met": Min("meetings__starts_at", filter=held),
            "last_met": Max("meetings__starts_at", filter=past),
        },
        "lately": {"lately": Case(When(state__in=LIVE_STATES, then=lately), default=Value(False))},
        "met": {"pair": F("pk")},
        "goals": {"pair": F("pk")},
        "agreed": {"agreed": Exists(signed)},
        "planned": {"planned": Exists(planned)},
        "again": {"person": F("mentee__person")},
        "mentors": {"joined_at": Subquery(mentors.order_by("-joined_at").values("joined_at")[:1])},
    }


def _pair(row: dict[str, Any], known: _Known, today: date) -> Pair:
    levels = known.goals.get(row.get("pair"), [])  # type: ignore[arg-type]
    reached = share(levels)
    began, joined_at = row["starts_on"], row.get("joined_at")
    return Pair(
        round=row["round"],
        institution=row["institution"],
        on=began,
        ends_on=row["ends_on"],
        state=row["state"],
        reason=row["end_reason"],
        ended_on=row["ended_on"],
        other_institution=row.get("other_institution"),
        unit=row.get("unit"),
        other_unit=row.get("other_unit"),
        days_to_match=_days(row.get("submitted_at"), row.get("matched_at")),
        met=_days_met(row, known, today),
        agreed=row.get("agreed", False),
        planned=row.get("planned", False),
        score=t_score(levels),
        goals_reached=reached.reached,
        goals=reached.of,
        again=any(start > began for start in known.later.get((row["programme"], row.get("person")), ())),  # type: ignore[arg-type]
        mentors_now=joined_at is not None and day_of(joined_at) > began,
        count=row.get("count", 1),
    )


def _days(since: datetime | None, until: datetime | None) -> float | None:
    return (until - since).total_seconds() / DAY if since is not None and until is not None else None


def _days_met(row: dict[str, Any], known: _Known, today: date) -> tuple[date, ...]:
    """All days of meetings where they were read, else the first and the last, or today for lately."""
    if row.get("lately"):
        return (today,)
    if "pair" in row and row["pair"] in known.met:
        return tuple(known.met[row["pair"]])
    return tuple(day_of(at) for at in (row.get("first_met"), row.get("last_met")) if at is not None)


def _met(ids: list[UUID]) -> dict[UUID, list[date]]:
    """The days on which pairs have met, in their order."""
    held = Meeting.objects.filter(mentorship__round__programme__in=ids, state=MeetingState.HELD)
    found: dict[UUID, list[date]] = defaultdict(list)
    for pair, at in held.order_by("starts_at").values_list("mentorship", "starts_at"):
        if at is not None:
            found[pair].append(day_of(at))
    return found


def _goals(ids: list[UUID]) -> dict[UUID, list[Reached]]:
    """The levels at the end of plans of which both show them.

    A plan of which one goal has no level at the end shows none.
    """
    ended = Plan.objects.filter(
        mentorship__round__programme__in=ids, state=PlanStage.ENDED, mentee_shares=True, mentor_shares=True
    )
    shown = Goal.objects.filter(plan__in=ended.order_by()).order_by()
    found: dict[UUID, list[Reached]] = defaultdict(list)
    incomplete: set[UUID] = set()
    for pair, level, weight in shown.values_list("plan__mentorship", "end", "weight"):
        if level is None:
            incomplete.add(pair)
        else:
            found[pair].append(Reached(level, weight))
    return {pair: levels for pair, levels in found.items() if pair not in incomplete}


def _later_pairs(rows: list[dict[str, Any]]) -> dict[tuple[UUID, UUID], list[date]]:
    """The starts of pairs that hold or were completed, by programme and mentee."""
    found: dict[tuple[UUID, UUID], list[date]] = defaultdict(list)
    for row in rows:
        if row["state"] in HOLDING:
            found[row["programme"], row["person"]].append(row["starts_on"])
    return found
