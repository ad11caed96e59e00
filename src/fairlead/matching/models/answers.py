"""What is said to a proposed pair: the two people’s answers, the institutions’ approvals, their deputies."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution
from fairlead.kernel.models import Record
from fairlead.matching.enums import AnswerState, ApprovalState
from fairlead.matching.models.runs import Proposal
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme


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

    `reason` is for the programme's team only. `decided_by`: a coordinator of the institution, a deputy, or
    a coordinator of the programme where these are the pair.
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
