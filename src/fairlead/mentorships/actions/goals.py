"""Write the goals of a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.mentorships.actions.plans import (
    ChangedMeanwhile,
    begin_plan,
    locked,
    locked_pair,
    readers,
    touch,
)
from fairlead.mentorships.enums import GoalKind, Level, Owner, PlanStage, Weight
from fairlead.mentorships.models import Goal, Mentorship, Plan, Step
from fairlead.mentorships.planwords import GoalWords
from fairlead.sealed import actions as sealed

MOST_GOALS = 6
GOAL = "goal"
STEP = "goal step"


class TooMany(Refused):
    """A plan with more than this is no plan."""


class PlanIsAgreed(Refused):
    """The goals of an agreed plan stay until it is opened for changes."""


@dataclass(frozen=True)
class GivenGoal:
    """A goal as somebody has written it; `first_steps` are lines that become steps of the mentee."""

    words: GoalWords
    kind: GoalKind
    weight: Weight = Weight.MATTERS
    start: Level = Level.MUCH_LESS
    due_on: date | None = None
    first_steps: Sequence[str] = ()


@transaction.atomic
def add_goal(pair: Mentorship, given: GivenGoal, *, by: Actor, at: datetime) -> Goal:
    """Write a further goal; the plan begins with the first.

    Raises `TooMany`, `PlanIsAgreed`, `PairIsOver`.
    """
    plan = _writable(begin_plan(locked_pair(pk=pair.pk), by=by, at=at))
    if plan.goals.count() >= MOST_GOALS:
        raise TooMany(_("Six goals are the most a plan takes. Two to four are easier to keep in mind."))
    texts = [given.words.sealed()]
    (words,) = sealed.seal_all(texts, kind=GOAL, readers=readers(plan), at=at)
    goal = Goal.objects.create(plan=plan, position=_next(plan), words=words, **_numbers(given))
    _first_steps(goal, given.first_steps, plan, at=at)
    touch(plan)
    record("added goal", plan, by=by, at=at, label=str(pair.pk))
    return goal


@transaction.atomic
def change_goal(goal: Goal, given: GivenGoal, *, seen: int, by: Actor, at: datetime) -> None:
    """Write a goal anew, by somebody who has read its revision `seen`.

    Raises `ChangedMeanwhile`, `PlanIsAgreed`, `PairIsOver`.
    """
    plan = _writable(goal.plan)
    current = current_goal(goal.pk, seen=seen)
    if current.words is None:
        current.words = sealed.seal(given.words.sealed(), kind=GOAL, readers=readers(plan), at=at)
    else:
        sealed.rewrite(current.words, given.words.sealed(), by=by, at=at)
    for name, value in {**_numbers(given), "revision": seen + 1}.items():
        setattr(current, name, value)
    current.save()
    touch(plan)
    record("changed goal", plan, by=by, at=at, label=str(plan.mentorship_id))


@transaction.atomic
def move_goal(goal: Goal, *, up: bool, by: Actor, at: datetime) -> None:
    """Move a goal up or down among the others. Raises `PairIsOver`."""
    plan = locked(goal.plan_id)
    order = list(plan.goals.values_list("pk", flat=True))
    if goal.pk not in order:
        return
    place = order.index(goal.pk)
    other = min(max(place + (-1 if up else 1), 0), len(order) - 1)
    order[place], order[other] = order[other], order[place]
    for position, pk in enumerate(order):
        Goal.objects.filter(pk=pk).update(position=position)


@transaction.atomic
def remove_goal(goal: Goal, *, seen: int, by: Actor, at: datetime) -> None:
    """Take a goal with its words and steps out of the plan.

    Raises `ChangedMeanwhile`, `PlanIsAgreed`, `PairIsOver`.
    """
    plan = _writable(goal.plan)
    current = current_goal(goal.pk, seen=seen)
    texts = [current.words_id, *current.steps.values_list("words", flat=True)]
    current.delete()
    sealed.destroy(texts)
    touch(plan)
    record("removed goal", plan, by=by, at=at, label=str(plan.mentorship_id))


def current_goal(pk: UUID, *, seen: int) -> Goal:
    """The goal as it is now, if it is still what was seen; its plan is locked. Raises `ChangedMeanwhile`."""
    current = Goal.objects.select_related("words").filter(pk=pk).first()
    if current is None:
        raise ChangedMeanwhile(_("This goal was taken out of the plan a moment ago."))
    if current.revision != seen:
        raise ChangedMeanwhile(_("This goal was changed a moment ago. Both versions are shown below."))
    return current


def _writable(plan: Plan) -> Plan:
    current = locked(plan.pk)
    if current.state != PlanStage.WRITING:
        raise PlanIsAgreed(_("The plan is agreed. Open it for changes first; both of you then agree again."))
    return current


def _numbers(given: GivenGoal) -> dict[str, object]:
    return {
        "kind": given.kind,
        "weight": given.weight,
        "start": given.start,
        "due_on": given.due_on,
        "complete": given.words.complete,
    }


def _next(plan: Plan) -> int:
    last: int | None = plan.goals.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _first_steps(goal: Goal, lines: Sequence[str], plan: Plan, *, at: datetime) -> None:
    texts = sealed.seal_all(lines, kind=STEP, readers=readers(plan), at=at)
    Step.objects.bulk_create(
        Step(goal=goal, position=position, owner=Owner.MENTEE, words=words)
        for position, words in enumerate(texts)
    )
