"""How far a pair has come, as a line with stations that anybody may know who may see the pair."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.mentorships.enums import MentorshipState, PlanStage
from fairlead.mentorships.models import Mentorship, Plan
from fairlead.mentorships.queries.agreements import Standing
from fairlead.mentorships.queries.meetings import Tally
from fairlead.mentorships.queries.plans import mid_on

OVER = (MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY)
REVIEWED = (PlanStage.MIDWAY, PlanStage.ENDED)


@dataclass(frozen=True)
class Stage:
    """A station of a pair's way: done, now, later or skipped."""

    label: str
    state: str
    when: str = ""
    note: str = ""


def plans_of(pairs: Iterable[UUID]) -> dict[UUID, Plan]:
    """The plans of these pairs, by pair; one query, and none of their words."""
    return {plan.mentorship_id: plan for plan in Plan.objects.filter(mentorship__in=list(pairs))}


def stages(pair: Mentorship, *, agreement: Standing, plan: Plan | None, tally: Tally) -> list[Stage]:
    """Introduction, first meeting, agreement, plan, half-way, end: what is behind the pair and what is next.

    The first that is not done is where the pair stands; what was not done when it ended is skipped.
    """
    began = pair.state not in (MentorshipState.STARTING, MentorshipState.ENDED_EARLY)
    met = began or tally.held > 0
    agreed = plan is not None and plan.agreed_at is not None
    half = plan is not None and plan.mid_reviewed_at is not None
    line = [
        (_("Introduction"), pair.introduced_at is not None, _day(pair.introduced_at or pair.starts_on)),
        (_("First meeting"), met, ""),
        (_("Agreement"), agreement.stage == "in_force", _day(agreement.first or agreement.since)),
        (_("Plan"), agreed, _day(plan.agreed_at if plan else None)),
        (_("Half-way"), half, _day(plan.mid_reviewed_at if plan and half else mid_on(pair))),
    ]
    done = [Stage(label, "done" if is_done else "later", when=day) for label, is_done, day in line]
    return _standing([*done, _end(pair)], over=pair.state in OVER)


def _end(pair: Mentorship) -> Stage:
    if pair.state == MentorshipState.COMPLETED:
        return Stage(_("End"), "done", when=_day(pair.ended_on))
    if pair.state == MentorshipState.ENDED_EARLY:
        return Stage(_("End"), "done", when=_day(pair.ended_on), note=_("ended early"))
    note = _("paused until %(day)s") % {"day": _day(pair.paused_until)} if pair.paused_until else ""
    return Stage(_("End"), "later", when=_day(pair.ends_on), note=note)


def _standing(line: list[Stage], *, over: bool) -> list[Stage]:
    found, seen = [], over
    for one in line:
        if one.state == "later" and over:
            one = Stage(one.label, "skipped")
        elif one.state == "later" and not seen:
            one, seen = Stage(one.label, "now", one.when, one.note), True
        found.append(one)
    return found


def _day(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return date_format(day, "j M Y")
