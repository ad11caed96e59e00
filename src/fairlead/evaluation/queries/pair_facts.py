"""Read the facts of pairs: dates, meetings, stages and levels, and no word of what they write."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from fairlead.evaluation.indicators.catalogue import HOLDING
from fairlead.evaluation.indicators.facts import Pair
from fairlead.kernel.times import day_of
from fairlead.mentorships.attainment import Reached, share, t_score
from fairlead.mentorships.enums import MeetingState, PlanStage
from fairlead.mentorships.models import Agreement, Goal, Meeting, Mentorship, Plan
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation

DAY = 24 * 60 * 60
Homes = dict[UUID, dict[str, Any]]


@dataclass(frozen=True)
class _Known:
    """What has been read about pairs, by pair, or by programme and mentee."""

    homes: Homes
    met: dict[UUID, list[date]]
    signed: set[UUID]
    planned: set[UUID]
    goals: dict[UUID, list[Reached]]
    joined: dict[tuple[UUID, UUID], list[date]]
    later: dict[tuple[UUID, UUID], list[date]]


def read_pairs(ids: list[UUID], homes: Homes) -> dict[UUID, list[Pair]]:
    """Every pair of these programmes, by programme; six queries."""
    wanted = ["id", "round", "mentor", "mentee", "state", "end_reason", "agreed_at"]
    wanted += ["starts_on", "ends_on", "ended_on"]
    mentorships = Mentorship.objects.filter(round__programme__in=ids).order_by("starts_on", "id")
    named = {"programme": F("round__programme"), "person": F("mentee__person")}
    rows: list[dict[str, Any]] = [dict(row) for row in mentorships.values(*wanted, **named)]
    planned, goals = _plans(ids)
    known = _Known(
        homes, _met(ids), _signed(ids), planned, goals, _joined_as_mentors(ids), _later_pairs(rows)
    )
    found: dict[UUID, list[Pair]] = defaultdict(list)
    for row in rows:
        found[row["programme"]].append(_pair(row, known))
    return found


def _pair(row: dict[str, Any], known: _Known) -> Pair:
    mentee, mentor = known.homes.get(row["mentee"], {}), known.homes.get(row["mentor"], {})
    levels = known.goals.get(row["id"], [])
    reached = share(levels)
    who, began = (row["programme"], row["person"]), row["starts_on"]
    return Pair(
        round=row["round"],
        institution=mentee.get("institution"),
        on=began,
        ends_on=row["ends_on"],
        state=row["state"],
        reason=row["end_reason"],
        ended_on=row["ended_on"],
        other_institution=mentor.get("institution"),
        unit=mentee.get("unit"),
        other_unit=mentor.get("unit"),
        days_to_match=_days(mentee.get("submitted_at"), row["agreed_at"]),
        met=tuple(known.met.get(row["id"], ())),
        agreed=row["id"] in known.signed,
        planned=row["id"] in known.planned,
        score=t_score(levels),
        goals_reached=reached.reached,
        goals=reached.of,
        again=any(start > began for start in known.later.get(who, ())),
        mentors_now=any(day > began for day in known.joined.get(who, ())),
    )


def _days(since: datetime | None, until: datetime) -> float | None:
    return (until - since).total_seconds() / DAY if since is not None else None


def _met(ids: list[UUID]) -> dict[UUID, list[date]]:
    """The days on which pairs have met, in their order."""
    held = Meeting.objects.filter(mentorship__round__programme__in=ids, state=MeetingState.HELD)
    found: dict[UUID, list[date]] = defaultdict(list)
    for pair, at in held.order_by("starts_at").values_list("mentorship", "starts_at"):
        if at is not None:
            found[pair].append(day_of(at))
    return found


def _signed(ids: list[UUID]) -> set[UUID]:
    signed = Agreement.objects.filter(mentorship__round__programme__in=ids, in_force_at__isnull=False)
    return set(signed.order_by().values_list("mentorship", flat=True))


def _plans(ids: list[UUID]) -> tuple[set[UUID], dict[UUID, list[Reached]]]:
    """Pairs that agreed to their plan, and the levels at the end of those of which both show them.

    A plan of which one goal has no level at the end shows none.
    """
    plans = Plan.objects.filter(mentorship__round__programme__in=ids).order_by()
    agreed = set(plans.filter(agreed_at__isnull=False).values_list("mentorship", flat=True))
    shown = Goal.objects.filter(
        plan__in=plans.filter(state=PlanStage.ENDED, mentee_shares=True, mentor_shares=True)
    )
    found: dict[UUID, list[Reached]] = defaultdict(list)
    incomplete: set[UUID] = set()
    for pair, level, weight in shown.order_by().values_list("plan__mentorship", "end", "weight"):
        if level is None:
            incomplete.add(pair)
        else:
            found[pair].append(Reached(level, weight))
    return agreed, {pair: levels for pair, levels in found.items() if pair not in incomplete}


def _joined_as_mentors(ids: list[UUID]) -> dict[tuple[UUID, UUID], list[date]]:
    """The days on which somebody joined a programme as mentor, by programme and person."""
    mentors = Participation.objects.filter(round__programme__in=ids, side=Side.MENTOR).order_by()
    found: dict[tuple[UUID, UUID], list[date]] = defaultdict(list)
    for programme, person, at in mentors.values_list("round__programme", "person", "joined_at"):
        found[programme, person].append(day_of(at))
    return found


def _later_pairs(rows: list[dict[str, Any]]) -> dict[tuple[UUID, UUID], list[date]]:
    """The starts of pairs that hold or were completed, by programme and mentee."""
    found: dict[tuple[UUID, UUID], list[date]] = defaultdict(list)
    for row in rows:
        if row["state"] in HOLDING:
            found[row["programme"], row["person"]].append(row["starts_on"])
    return found
