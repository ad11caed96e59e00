"""Look at how far the two have come: at mid-point and at the end."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.states import move
from fairlead.mentorships.actions.goals import current_goal
from fairlead.mentorships.actions.plans import NotReady, locked
from fairlead.mentorships.enums import LIVE_STATES, PLAN_MOVES, Level, MentorshipState, PlanStage, Review
from fairlead.mentorships.models import Goal, Plan

REVIEWABLE = (PlanStage.AGREED, PlanStage.MIDWAY)
AFTER: dict[Review, PlanStage] = {Review.MID: PlanStage.MIDWAY, Review.END: PlanStage.ENDED}


@transaction.atomic
def choose_level(goal: Goal, *, review: Review, level: Level, seen: int, by: Actor, at: datetime) -> None:
    """Say which level of its scale a goal has reached.

    Raises `ChangedMeanwhile`, `AlreadyMoved`, `PairIsOver`.
    """
    _reviewable(goal.plan, review)
    current = current_goal(goal.pk, seen=seen)
    setattr(current, review.value, level)
    current.revision = seen + 1
    current.save(update_fields=[review.value, "revision"])


@transaction.atomic
def finish_review(plan: Plan, *, review: Review, by: Actor, at: datetime) -> None:
    """Both have looked at every goal. Raises `NotReady`, `AlreadyMoved`, `PairIsOver`."""
    current = _reviewable(plan, review)
    if None in current.goals.values_list(review.value, flat=True):
        raise NotReady(_("Choose a level for every goal first."))
    move(current, AFTER[review], moves=PLAN_MOVES, **{f"{review.value}_reviewed_at": at})
    record(
        "reviewed plan", current, by=by, at=at, label=str(current.mentorship_id), details={"at": review.value}
    )


def _reviewable(plan: Plan, review: Review) -> Plan:
    """The locked plan; the last review may be made up for when the pair is already completed."""
    later = (MentorshipState.COMPLETED,) if review == Review.END else ()
    current = locked(plan.pk, live=(*LIVE_STATES, *later))
    if current.state not in REVIEWABLE:
        raise AlreadyMoved(_("This plan is not open for a review now; the page shows how it stands."))
    return current
