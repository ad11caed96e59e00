"""Runs, proposals, the coordinator's rulings, and the answers to offers."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fairlead.applications.models import Application
from fairlead.institutions.models import Institution
from fairlead.kernel.models import Record
from fairlead.matching.enums import (
    Afterwards,
    AnswerState,
    ApprovalState,
    Crossing,
    ProposalState,
    Rhythm,
    RulingKind,
    RunState,
    SimulationState,
)
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Programme, Round


class Run(Record):
    """One execution of the engine: frozen input, policy, seed, version, who and when, and what came out."""

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
    """A pair that a run proposes, with the parts of its score and the mentee's runner-up."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="proposals")
    mentee = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    mentor = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
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
            models.UniqueConstraint("run", "mentee", name="one_proposal_per_mentee_and_run"),
            models.UniqueConstraint(
                "mentee",
                condition=Q(state=ProposalState.OFFERED.value),
                name="one_open_offer_per_mentee",
            ),
        ]


class Unmatched(Record):
    """A person a run could not pair, and the true reason."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="unmatched")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    reason = models.JSONField()

    class Meta:
        ordering = ["side", "id"]
        constraints = [models.UniqueConstraint("run", "participation", name="unmatched_once_per_run")]


class Ruling(Record):
    """The coordinator's word on a pair: it must be made, or must never be; it holds for every later run."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=RulingKind.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint("round", "mentee", "mentor", name="one_ruling_per_pair"),
            models.UniqueConstraint(
                "round", "mentee", condition=Q(kind=RulingKind.LOCK.value), name="one_locked_pair_per_mentee"
            ),
        ]


class PlaceQuota(Record):
    """How many pairs of a round the people of an institution have as mentors and as mentees."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    mentors_least = models.PositiveSmallIntegerField(default=0)
    mentors_most = models.PositiveSmallIntegerField(null=True)
    mentees_least = models.PositiveSmallIntegerField(default=0)
    mentees_most = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint("round", "institution", name="one_quota_per_round_and_institution"),
            models.CheckConstraint(
                condition=Q(mentors_most=None) | Q(mentors_most__gte=F("mentors_least")),
                name="quota_of_mentors_in_order",
            ),
            models.CheckConstraint(
                condition=Q(mentees_most=None) | Q(mentees_most__gte=F("mentees_least")),
                name="quota_of_mentees_in_order",
            ),
        ]


class Exchange(Record):
    """How many of a round's pairs are to cross institutions: a share, a number, or both."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="+")
    crossing = models.CharField(max_length=8, choices=Crossing.choices)
    percent = models.PositiveSmallIntegerField(default=0)
    pairs = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="exchange_percent_up_to_100"),
            models.CheckConstraint(
                condition=Q(crossing=Crossing.FREE.value) | Q(percent__gte=1) | Q(pairs__gte=1),
                name="exchange_asks_for_something",
            ),
        ]


class Afterword(Record):
    """What one half says once their pair is over: a mentee asks for another mentor, a mentor rests.

    A mentee without such a word is in no pool; a mentor without one is, with the place that is free again.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="+")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5, choices=Afterwards.choices)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [models.UniqueConstraint("mentorship", "participation", name="one_afterword_per_half")]


class MentorWish(Record):
    """A mentee would like to become a mentor, and no intake is open: they are written to when one opens."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    wished_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["wished_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "programme", "person", condition=Q(told_at=None), name="one_open_mentor_wish"
            )
        ]


class Answer(Record):
    """One side's answer to an offer, by a link that works once."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    side = models.CharField(max_length=6, choices=Side.choices)
    fingerprint = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=AnswerState.choices, default=AnswerState.WAITING)
    private_reason = models.TextField(_("private reason"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["side"]
        constraints = [models.UniqueConstraint("proposal", "side", name="one_answer_per_side")]


class Approval(Record):
    """What one institution says to a proposed pair with its people, before anybody is written to.

    `reason` is for the programme's team only. `decided_by`: a coordinator of the institution, or a deputy.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="approvals")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ApprovalState.choices, default=ApprovalState.WAITING)
    asked_at = models.DateTimeField()
    deadline = models.DateField()
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=600, blank=True)

    class Meta:
        ordering = ["institution__name", "id"]
        constraints = [
            models.UniqueConstraint("proposal", "institution", name="one_approval_per_institution"),
            models.CheckConstraint(
                condition=~Q(state=ApprovalState.DECLINED.value) | ~Q(reason=""),
                name="declined_with_a_reason",
            ),
        ]


class Deputy(Record):
    """Who decides for an institution while one of its partner coordinators is away, from a day to a day."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    named_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            models.UniqueConstraint("programme", "institution", "named_by", name="one_deputy_each"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="deputy_days_in_order"),
            models.CheckConstraint(condition=~Q(person=F("named_by")), name="nobody_is_their_own_deputy"),
        ]


class Schedule(Record):
    """When a rolling intake makes a draft run by itself; a person still decides on it."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="+")
    active = models.BooleanField(_("make draft runs"), default=True)
    rhythm = models.CharField(_("when"), max_length=10, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(_("day of the week"), default=0)
    hour = models.PositiveSmallIntegerField(_("hour"), default=6)
    enough = models.PositiveSmallIntegerField(_("mentees who wait"), default=5)
    days = models.PositiveSmallIntegerField(_("days of waiting"), default=14)
    last_made_at = models.DateTimeField(null=True)
    last_looked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="schedule_weekday_up_to_6"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="schedule_hour_up_to_23"),
            models.CheckConstraint(
                condition=Q(enough__gte=1, days__gte=1), name="schedule_waits_for_something"
            ),
        ]


class WaitNotice(Record):
    """What a waiting mentee was last told about their wait: place, reason, expected days."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()
    place = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    expected_from = models.DateField(null=True)
    expected_until = models.DateField(null=True)
    help = models.JSONField(default=list)

    class Meta:
        ordering = ["told_at", "id"]


class Simulation(Record):
    """A year of intake played through by the engine: the form as given, what it assumes, what came out."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=SimulationState.choices, default=SimulationState.QUEUED)
    given = models.JSONField(default=dict)
    assumptions = models.JSONField()
    result = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    engine_version = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=20, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="simulation_percent_up_to_100")
        ]
