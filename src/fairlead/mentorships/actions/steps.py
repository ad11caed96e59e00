"""The steps that lead to a goal: who does what until when, and what is done."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.actors import Actor
from fairlead.mentorships.actions.goals import STEP, TooMany
from fairlead.mentorships.actions.plans import ChangedMeanwhile, locked, readers
from fairlead.mentorships.enums import Owner
from fairlead.mentorships.models import Goal, Step
from fairlead.sealed import actions as sealed

MOST_STEPS = 8


@dataclass(frozen=True)
class GivenStep:
    """A step as somebody has written it."""

    text: str
    owner: Owner = Owner.MENTEE
    due_on: date | None = None
    milestone: bool = False


@transaction.atomic
def add_step(goal: Goal, given: GivenStep, *, by: Actor, at: datetime) -> Step:
    """Write a further step to a goal. Raises `TooMany`, `ChangedMeanwhile`, `PairIsOver`."""
    plan = locked(goal.plan_id)
    if not plan.goals.filter(pk=goal.pk).exists():
        raise ChangedMeanwhile(_("This goal was taken out of the plan a moment ago."))
    if goal.steps.count() >= MOST_STEPS:
        raise TooMany(_("Eight steps are the most for one goal. Perhaps it is two goals?"))
    last: int | None = goal.steps.aggregate(last=Max("position"))["last"]
    return Step.objects.create(
        goal=goal,
        position=0 if last is None else last + 1,
        words=sealed.seal(given.text, kind=STEP, readers=readers(plan), at=at),
        owner=given.owner,
        due_on=given.due_on,
        milestone=given.milestone,
    )


@transaction.atomic
def change_step(step: Step, given: GivenStep, *, seen: int, by: Actor, at: datetime) -> None:
    """Write a step anew, by somebody who has read its revision. Raises `ChangedMeanwhile`, `PairIsOver`."""
    plan = locked(step.goal.plan_id)
    current = Step.objects.select_related("words").filter(pk=step.pk, revision=seen).first()
    if current is None:
        raise ChangedMeanwhile(_("This step was changed a moment ago. Both versions are shown below."))
    if current.words is None:
        current.words = sealed.seal(given.text, kind=STEP, readers=readers(plan), at=at)
    else:
        sealed.rewrite(current.words, given.text, by=by, at=at)
    current.owner, current.due_on, current.milestone = given.owner, given.due_on, given.milestone
    current.revision = seen + 1
    current.save()


@transaction.atomic
def tick(step: Step, *, done: bool, by: Actor, at: datetime) -> None:
    """Say that a step is done, or is not after all; said twice it changes nothing. Raises `PairIsOver`."""
    locked(step.goal.plan_id)
    day = timezone.localdate(at) if done else None
    Step.objects.filter(pk=step.pk, done_on__isnull=done).update(done_on=day)


@transaction.atomic
def remove_step(step: Step, *, seen: int, by: Actor, at: datetime) -> None:
    """Take a step and its words away. Raises `ChangedMeanwhile`, `PairIsOver`."""
    locked(step.goal.plan_id)
    words = step.words_id
    if not Step.objects.filter(pk=step.pk, revision=seen).delete()[0]:
        raise ChangedMeanwhile(_("This step was changed a moment ago. Read it again first."))
    sealed.destroy([words])
