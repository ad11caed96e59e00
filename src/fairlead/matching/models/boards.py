"""What coordinators change by hand on the board of a run, and whom a round's runs may use less."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.models import Record
from fairlead.matching.enums import BoardKind
from fairlead.matching.models.runs import Run
from fairlead.people.models import Person
from fairlead.programmes.models import Participation, Round


class Restraint(Record):
    """How many of somebody's places the round's runs may use, of those they offer; 0 leaves them out."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    places = models.PositiveSmallIntegerField()
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint("round", "participation", name="one_restraint_per_person")]


class PassedOver(Record):
    """A pair that a coordinator does not want to be suggested for a run any more; it is not forbidden."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [models.UniqueConstraint("run", "mentee", "mentor", name="passed_over_once_per_run")]


class BoardChange(Record):
    """One change of a run's board: what it did, and the touched rows before and after, so it can be undone.

    `number` counts the changes of a run, undoing included; `people` are the ids of the participations it
    touched; `told` is what the log says of it: mentee, mentor, moves and figures. `of` is the change that an
    undoing or redoing turns; `undone` whether it does not hold now.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=BoardKind.choices)
    people = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint("run", "number", name="board_change_number_once_per_run"),
            models.CheckConstraint(
                condition=Q(of=None) ^ Q(kind__in=[BoardKind.UNDO.value, BoardKind.REDO.value]),
                name="board_change_turns_another_or_none",
            ),
        ]
