"""What people ask for in confidence, and who looks after it; every word is sealed."""

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Person
from fairlead.programmes.models import Programme
from fairlead.sealed.models import Sealed
from fairlead.support.enums import UNCLOSED, CaseKind, CaseOrigin, CaseOutcome, CaseState


class Contact(Record):
    """Somebody outside the coordinators to whom people of a programme can turn instead."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    described = models.CharField(max_length=120)

    class Meta:
        ordering = ["person__name", "id"]
        constraints = [models.UniqueConstraint("programme", "person", name="contact_once_per_programme")]


class Case(Record):
    """Something somebody looks after: whose, until when, what kind, what became of it.

    `occasion` names why it was opened by itself or by a form, so that it is opened once. `revision` counts
    its changes, so that nobody overwrites what they have not read. `raised_by` is who asked for help. A case
    that waits for them to choose somebody has no owner; `former` is who looked after it until `released_at`.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    pair = models.ForeignKey(Mentorship, on_delete=models.SET_NULL, null=True, related_name="+")
    raised_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    former = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    origin = models.CharField(max_length=8, choices=CaseOrigin.choices)
    kind = models.CharField(max_length=8, choices=CaseKind.choices, default=CaseKind.OTHER)
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    outcome = models.CharField(max_length=12, choices=CaseOutcome.choices, blank=True)
    occasion = models.CharField(max_length=100, blank=True)
    words = models.OneToOneField(Sealed, on_delete=models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint("occasion", condition=~Q(occasion=""), name="one_case_per_occasion"),
            models.CheckConstraint(
                condition=Q(state__in=UNCLOSED, outcome="", closed_at__isnull=True)
                | (Q(state=CaseState.CLOSED, closed_at__isnull=False) & ~Q(outcome="")),
                name="closed_cases_have_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.WAITING, owner=None, released_at__isnull=False)
                | (~Q(state=CaseState.WAITING) & Q(released_at__isnull=True)),
                name="only_waiting_cases_are_released",
            ),
        ]


class CaseReader(Record):
    """Somebody besides the owner who reads a case, named by the owner."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["person__name", "id"]
        constraints = [models.UniqueConstraint("case", "person", name="one_reader_once_per_case")]


class CaseNote(Record):
    """A note on a case, sealed for its owner and readers."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.OneToOneField(Sealed, on_delete=models.CASCADE, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "id"]


class Unsure(Record):
    """That one of the two has said they are unsure, to one person; the other half never learns of it."""

    pair = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "pair", "person", condition=Q(settled_at__isnull=True), name="unsure_once_at_a_time"
            )
        ]
