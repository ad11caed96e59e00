"""Runs, what they propose and whom they leave over."""

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.matching.enums import STANDING, ProposalState, RunState
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Round


class Run(Record):
    """One execution of the engine: frozen input, policy, seed, version, who and when, and what came out.

    `pruned_at`: when what it knew of people was erased; `frozen` holds counts since (`queries.pruned`).
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    policy = models.JSONField()
    seed = models.PositiveIntegerField()
    frozen = models.JSONField(default=dict)
    engine_version = models.CharField(max_length=40, blank=True)
    base = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    scheduled = models.BooleanField(default=False)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=20, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    pruned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint("round", "number", name="run_number_once_per_round"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="run_percent_up_to_100"),
            models.UniqueConstraint(
                "round",
                condition=Q(state__in=[RunState.QUEUED.value, RunState.RUNNING.value]),
                name="one_unfinished_run_per_round",
            ),
        ]


class Proposal(Record):
    """A pair that a run proposes, with the parts of its score and the mentee's runner-up.

    `mentee_place`: for which of the mentee's places. When an offer has come to nothing, its row stays and the
    place may get another pair in the same run.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="proposals")
    mentee = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    mentee_place = models.PositiveSmallIntegerField(default=1)
    score = models.IntegerField()
    parts = models.JSONField()
    runner_up = models.JSONField(null=True)
    locked = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    offered_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(
                "run",
                "mentee",
                "mentee_place",
                condition=Q(state__in=[one.value for one in STANDING]),
                name="one_standing_pair_per_place",
            ),
            models.UniqueConstraint(
                "run",
                "mentee",
                "mentor",
                condition=Q(state__in=[one.value for one in STANDING]),
                name="two_people_stand_once_in_a_run",
            ),
            models.UniqueConstraint(
                "mentee",
                "mentee_place",
                condition=Q(state=ProposalState.OFFERED.value),
                name="one_open_offer_per_place",
            ),
            models.UniqueConstraint(
                "mentee",
                "mentor",
                condition=Q(state=ProposalState.OFFERED.value),
                name="two_people_have_one_open_offer",
            ),
            models.CheckConstraint(condition=Q(mentee_place__gte=1), name="proposals_count_from_one"),
        ]
        indexes = [models.Index(fields=["run", "mentee"], name="proposal_of_mentee_in_run")]


class Unmatched(Record):
    """A person a run could not pair, and the true reason."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="unmatched")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    reason = models.JSONField()

    class Meta:
        ordering = ["side", "id"]
        constraints = [models.UniqueConstraint("run", "participation", name="unmatched_once_per_run")]
