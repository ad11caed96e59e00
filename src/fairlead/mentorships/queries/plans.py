"""Read the plan of a pair: in full for the two, as stage and figures for everybody else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.mentorships import planwords, policies
from fairlead.mentorships.attainment import Reached, Share, share, t_score
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState, PlanStage, Review
from fairlead.mentorships.models import Goal, Mentorship, Plan, Step
from fairlead.mentorships.planwords import GoalWords
from fairlead.sealed import queries as sealed

LAST_REVIEW_DAYS = 14
MAKE_UP_DAYS = 28
BEGIN_DAYS = 14
POINTS = ("start", "mid", "end")


@dataclass(frozen=True)
class StepShown:
    """A step with its words."""

    step: Step
    text: str

    @property
    def as_seen(self) -> str:
        """The revision that a page shows, for an address."""
        return f"?seen={self.step.revision}"


@dataclass(frozen=True)
class GoalShown:
    """A goal with its words and steps, as one of the two sees it."""

    goal: Goal
    words: GoalWords
    steps: tuple[StepShown, ...]

    @property
    def as_seen(self) -> str:
        """The revision that a page shows, for an address."""
        return f"?seen={self.goal.revision}"

    @property
    def levels(self) -> list[dict[str, object]]:
        """The five levels, best first, with who stood there when."""
        marks = {"start": _("at the start"), "mid": _("at mid-point"), "end": _("at the end")}
        return [
            {
                "number": number,
                "signed": signed(number),
                "text": self.words.level(number),
                "marks": [marks[point] for point in POINTS if getattr(self.goal, point) == number],
            }
            for number in (2, 1, 0, -1, -2)
        ]


@dataclass(frozen=True)
class Attained:
    """T and the share of goals at or above the expected level, at one moment."""

    t: float
    share: Share


@dataclass(frozen=True)
class PlanShown:
    """The plan as one of the two sees it."""

    plan: Plan
    goals: tuple[GoalShown, ...]

    @cached_property
    def attained(self) -> dict[str, Attained]:
        """The figures at the start, at mid-point and at the end, as far as every goal has a level there."""
        rows = [one.goal for one in self.goals]
        found = {point: attained(rows, point) for point in POINTS}
        return {point: figures for point, figures in found.items() if figures is not None}

    @property
    def complete(self) -> bool:
        """Whether both could agree to it."""
        return bool(self.goals) and all(one.goal.complete for one in self.goals)

    def goal(self, pk: UUID) -> GoalShown | None:
        """One of its goals."""
        return next((one for one in self.goals if one.goal.pk == pk), None)

    def step(self, pk: UUID) -> StepShown | None:
        """One of its steps."""
        return next((step for one in self.goals for step in one.steps if step.step.pk == pk), None)


@dataclass(frozen=True)
class Standing:
    """What those see who are not of the pair: stage, dates, and what both agreed to show."""

    plan: Plan | None
    mid_on: date
    end_on: date
    due: Review | None
    attained: Attained | None
    at_end: bool = False


def signed(number: int) -> str:
    """A level with its sign: +2, 0, −1 (with the true minus)."""
    return f"+{number}" if number > 0 else str(number).replace("-", "−")


def plan_of(actor: Actor, pair: Mentorship) -> PlanShown | None:
    """The pair's plan with every word the actor can open; six queries, however many goals and steps."""
    steps = Prefetch("steps", Step.objects.select_related("goal__plan"))
    goals = Prefetch("goals", Goal.objects.select_related("plan").prefetch_related(steps))
    plan = Plan.objects.filter(mentorship=pair).prefetch_related(goals).first()
    if plan is None:
        return None
    rows = list(plan.goals.all())
    texts = [goal.words_id for goal in rows] + [step.words_id for goal in rows for step in goal.steps.all()]
    said = sealed.opened(actor, texts)
    return PlanShown(plan, tuple(_goal_shown(goal, said) for goal in rows))


def _goal_shown(goal: Goal, said: dict[UUID, str]) -> GoalShown:
    steps = tuple(StepShown(step, _text(said, step.words_id)) for step in goal.steps.all())
    return GoalShown(goal, planwords.read(_text(said, goal.words_id)), steps)


def _text(said: dict[UUID, str], words: UUID | None) -> str:
    return said.get(words, "") if words else ""


def attained(goals: list[Goal], point: str) -> Attained | None:
    """The figures at start, mid or end; None while a goal has no level there."""
    levels = [(getattr(goal, point), goal.weight) for goal in goals]
    if not levels or any(level is None for level, _weight in levels):
        return None
    reached = [Reached(level, weight) for level, weight in levels]
    score = t_score(reached)
    return None if score is None else Attained(score, share(reached))


def standing(pair: Mentorship, *, today: date) -> Standing:
    """How the plan stands, without a word of it; two queries.

    Figures show while either of the two can still take them back: not when the mentorship has ended early.
    """
    plan = Plan.objects.filter(mentorship=pair).first()
    shown, at_end = None, False
    stands = pair.state != MentorshipState.ENDED_EARLY
    if plan is not None and stands and plan.mentee_shares and plan.mentor_shares:
        goals = list(plan.goals.all())
        at_end = plan.state == PlanStage.ENDED
        if at_end or plan.mid_reviewed_at:
            shown = attained(goals, "end" if at_end else "mid")
    return Standing(plan, mid_on(pair), end_on(pair), due(pair, plan, today=today), shown, at_end=at_end)


def mid_on(pair: Mentorship) -> date:
    """The day half-way through the mentorship."""
    return pair.starts_on + (pair.ends_on - pair.starts_on) // 2


def end_on(pair: Mentorship) -> date:
    """The day from which the two look back, two weeks before the last one and never before the middle."""
    return max(mid_on(pair), pair.ends_on - timedelta(days=LAST_REVIEW_DAYS))


def due(pair: Mentorship, plan: Plan | None, *, today: date) -> Review | None:
    """Which review the two should hold now; none while the pair is paused."""
    if plan is None or plan.state not in {PlanStage.AGREED, PlanStage.MIDWAY}:
        return None
    if pair.state == MentorshipState.COMPLETED:
        ended = pair.ended_on or pair.ends_on
        return Review.END if today <= ended + timedelta(days=MAKE_UP_DAYS) else None
    if pair.state not in {MentorshipState.STARTING, MentorshipState.ACTIVE}:
        return None
    if today >= end_on(pair):
        return Review.END
    return Review.MID if plan.state == PlanStage.AGREED and today >= mid_on(pair) else None


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """What the actor's plans ask for: a review, a word of agreement, a beginning; one query."""
    if actor.person_id is None:
        return []
    mine = Q(pk__in=policies.held_by(actor.person_id))
    today = timezone.localdate(at)
    recently = Q(state=MentorshipState.COMPLETED, ended_on__gte=today - timedelta(days=MAKE_UP_DAYS))
    pairs = Mentorship.objects.filter(mine, Q(state__in=LIVE_STATES) | recently)
    shown = pairs.select_related("plan", "mentor__person", "mentee__person", "round__programme")
    found = [_todo(actor, pair, today) for pair in shown.order_by("ends_on", "pk")]
    return [todo for todo in found if todo is not None]


def _todo(actor: Actor, pair: Mentorship, today: date) -> Todo | None:
    plan: Plan | None = getattr(pair, "plan", None)
    is_mentee = pair.mentee.person_id == actor.person_id
    other = pair.mentor.person.name if is_mentee else pair.mentee.person.name
    page = reverse("mentorships:plan", args=[pair.pk])
    review = due(pair, plan, today=today)
    if review is not None:
        titles = {
            Review.MID: _("Look at your goals half-way, with %(name)s"),
            Review.END: _("Look back at your goals with %(name)s"),
        }
        return Todo(
            title=titles[review] % {"name": other},
            detail=_("Ten minutes together: choose the level each goal has reached."),
            url=reverse("mentorships:review", args=[pair.pk, review.value]),
            icon="target",
            action=_("Begin the review"),
        )
    if plan is not None and plan.state == PlanStage.WRITING:
        mine, theirs = plan.mentee_agreed_at, plan.mentor_agreed_at
        mine, theirs = (mine, theirs) if is_mentee else (theirs, mine)
        if theirs and not mine and pair.state in LIVE_STATES:
            return Todo(
                title=_("%(name)s agrees to your plan. Do you?") % {"name": other},
                url=page,
                icon="target",
                action=_("Read the plan"),
            )
    waits = pair.state == MentorshipState.ACTIVE and today >= pair.starts_on + timedelta(days=BEGIN_DAYS)
    if plan is None and waits:
        return Todo(
            title=_("Begin your plan with %(name)s") % {"name": other},
            detail=_("One goal is enough for a start; there are examples for every area."),
            url=page,
            urgency=Urgency.WHENEVER,
            icon="target",
            action=_("Open the plan"),
        )
    return None
