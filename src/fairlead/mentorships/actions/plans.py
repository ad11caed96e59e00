"""Begin a pair's plan, agree to it, open it for changes, and say who sees its figures."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.mentorships.enums import LIVE_STATES, PLAN_MOVES, MentorshipState, PlanStage
from fairlead.mentorships.models import Mentorship, Plan


class ChangedMeanwhile(Refused):
    """Somebody else changed the thing first; nothing was written."""


class NotReady(Refused):
    """Something is missing before the plan can go on."""


class PairIsOver(Refused):
    """The mentorship has ended; its plan can be read, not changed."""


def begin_plan(pair: Mentorship, *, by: Actor, at: datetime) -> Plan:
    """The plan of the pair; made now when there is none yet."""
    plan, made = Plan.objects.get_or_create(mentorship=pair, defaults={"begun_at": at})
    if made:
        record("began plan", plan, by=by, at=at, label=str(pair.pk))
    return plan


def locked_pair(*, live: Iterable[str] = LIVE_STATES, **which: UUID) -> Mentorship:
    """The pair with its halves as it stands, locked: first of all, and before anything is put on record.

    Raises `PairIsOver`.
    """
    rows = Mentorship.objects.select_for_update(of=("self",), no_key=True)
    pair = rows.select_related("mentor", "mentee").get(**which)
    if pair.state not in live:
        raise PairIsOver(_("This mentorship has ended. Its plan can be read, not changed any more."))
    return pair


def locked(plan: UUID, *, live: Iterable[str] = LIVE_STATES) -> Plan:
    """The plan with its pair, locked until the end of the transaction. Raises `PairIsOver`."""
    pair = locked_pair(plan=plan, live=live)
    found = Plan.objects.select_for_update().get(pk=plan)
    found.mentorship = pair
    return found


def touch(plan: Plan) -> None:
    """Count a change of the goals: who had agreed is asked again."""
    Plan.objects.filter(pk=plan.pk).update(
        revision=F("revision") + 1, mentee_agreed_at=None, mentor_agreed_at=None
    )


def readers(plan: Plan) -> list[UUID]:
    """The two who can read the plan's words."""
    return [plan.mentorship.mentee.person_id, plan.mentorship.mentor.person_id]


def side_of(plan: Plan, by: Actor) -> str:
    """Which half of the pair the actor is, as the fields of the plan name it."""
    return "mentee" if by.person_id == plan.mentorship.mentee.person_id else "mentor"


@transaction.atomic
def agree(plan: Plan, *, seen: int, by: Actor, at: datetime) -> bool:
    """One half agrees to the goals as they read them; whether the plan is agreed by both now.

    Raises `AlreadyMoved`, `ChangedMeanwhile`, `NotReady`, `PairIsOver`.
    """
    current = locked(plan.pk)
    if current.state != PlanStage.WRITING:
        raise AlreadyMoved(_("The plan is agreed already."))
    if seen != current.revision:
        raise ChangedMeanwhile(
            _("The goals were changed a moment ago. Read them as they are now, then agree.")
        )
    complete = list(current.goals.values_list("complete", flat=True))
    if not complete or not all(complete):
        raise NotReady(_("Write at least one goal, and all five levels of each, before you agree."))
    side = side_of(current, by)
    Plan.objects.filter(pk=current.pk).update(**{f"{side}_agreed_at": at})
    current.refresh_from_db(fields=["mentee_agreed_at", "mentor_agreed_at"])
    both = bool(current.mentee_agreed_at and current.mentor_agreed_at)
    if both:
        after = PlanStage.MIDWAY if current.mid_reviewed_at else PlanStage.AGREED
        move(current, after, moves=PLAN_MOVES, agreed_at=at)
    record("agreed to plan", current, by=by, at=at, label=str(current.mentorship_id), details={"both": both})
    return both


@transaction.atomic
def reopen(plan: Plan, *, by: Actor, at: datetime) -> None:
    """Open an agreed or reviewed plan for changes; both agree anew, and look back at its end anew.

    Raises `AlreadyMoved`, `PairIsOver`.
    """
    current = locked(plan.pk)
    changes = {"mentee_agreed_at": None, "mentor_agreed_at": None, "agreed_at": None, "end_reviewed_at": None}
    if current.state == PlanStage.ENDED:
        current.goals.update(end=None)
    move(current, PlanStage.WRITING, moves=PLAN_MOVES, **changes)
    record("reopened plan", current, by=by, at=at, label=str(current.mentorship_id))


@transaction.atomic
def share(plan: Plan, *, yes: bool, by: Actor, at: datetime) -> None:
    """One half lets the programme's team see the attainment figures, or no longer; it takes both.

    Raises `PairIsOver` when the mentorship ended early.
    """
    current = locked(plan.pk, live=(*LIVE_STATES, MentorshipState.COMPLETED))
    Plan.objects.filter(pk=current.pk).update(**{f"{side_of(current, by)}_shares": yes})
    record(
        "shared attainment" if yes else "stopped sharing attainment",
        current,
        by=by,
        at=at,
        label=str(current.mentorship_id),
    )
