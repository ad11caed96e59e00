"""The plan of a pair: goals with their scales, and the steps that lead there; words are sealed."""

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.mentorships.enums import GoalKind, Level, Owner, PlanStage, Weight
from fairlead.mentorships.models.pairs import Mentorship
from fairlead.sealed.models import Sealed

LEVELS = tuple(Level.values)
REVIEWED = (PlanStage.MIDWAY.value, PlanStage.ENDED.value)


class Plan(Record):
    """The one plan of a mentorship.

    `revision` counts the changes of its goals; a half agrees to the revision it has read, and each says for
    itself whether the attainment figures may be shown to the programme's team.
    """

    mentorship = models.OneToOneField(Mentorship, on_delete=models.CASCADE, related_name="plan")
    state = models.CharField(max_length=8, choices=PlanStage.choices, default=PlanStage.WRITING)
    revision = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    mentee_agreed_at = models.DateTimeField(null=True)
    mentor_agreed_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    mid_reviewed_at = models.DateTimeField(null=True)
    end_reviewed_at = models.DateTimeField(null=True)
    mentee_shares = models.BooleanField(default=False)
    mentor_shares = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[PlanStage.AGREED.value, *REVIEWED])
                | Q(mentee_agreed_at__isnull=False, mentor_agreed_at__isnull=False, agreed_at__isnull=False),
                name="a_plan_is_agreed_by_both",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanStage.MIDWAY.value) | Q(mid_reviewed_at__isnull=False),
                name="a_midway_plan_was_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlanStage.ENDED.value) | Q(end_reviewed_at__isnull=False),
                name="an_ended_plan_was_reviewed",
            ),
        ]


class Goal(Record):
    """A goal: its numbers in the clear, its words sealed (title, why, evidence, and the five levels).

    `complete` says that every word of its scale is written. `revision` counts its changes, so that nobody
    overwrites what they have not read.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=GoalKind.choices)
    weight = models.PositiveSmallIntegerField(choices=Weight.choices, default=Weight.MATTERS)
    due_on = models.DateField(null=True)
    start = models.SmallIntegerField(choices=Level.choices, default=Level.MUCH_LESS)
    mid = models.SmallIntegerField(choices=Level.choices, null=True)
    end = models.SmallIntegerField(choices=Level.choices, null=True)
    complete = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    words = models.ForeignKey(Sealed, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=4), name="goals_weigh_one_to_four"),
            models.CheckConstraint(condition=Q(start__in=LEVELS), name="goals_start_on_their_scale"),
            models.CheckConstraint(
                condition=Q(mid__isnull=True) | Q(mid__in=LEVELS),
                name="goals_stand_on_their_scale_midway",
            ),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__in=LEVELS), name="goals_end_on_their_scale"
            ),
        ]


class Step(Record):
    """Something one of the two, or both, will do for a goal; a milestone is one to mark. Words are sealed."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    owner = models.CharField(max_length=6, choices=Owner.choices, default=Owner.MENTEE)
    due_on = models.DateField(null=True)
    milestone = models.BooleanField(default=False)
    done_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    words = models.ForeignKey(Sealed, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position", "id"]
