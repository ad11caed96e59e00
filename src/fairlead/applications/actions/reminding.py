"""Remind supervisors who are silent, and tell the coordinators when their days are over."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import F

from fairlead.applications import queries
from fairlead.applications.actions import letters
from fairlead.applications.actions.locking import locked
from fairlead.applications.enums import ApprovalState
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round


def remind_supervisors(*, at: datetime) -> int:
    """Remind supervisors who are silent half-way through their days and on the day before; letters written.

    A sweep that comes late reminds once for all that was due.
    """
    return sum(_remind(approval, at=at) for approval in _waiting() if queries.reminder_due(approval, at=at))


def _waiting() -> "list[SupervisorApproval]":
    found = SupervisorApproval.objects.filter(
        state=ApprovalState.WAITING, application__state__in=queries.UNDECIDED
    ).exclude(application__round__state=RoundState.FINISHED)
    return list(
        found.select_related("application__person", "application__programme", "application__round").order_by(
            "asked_at", "pk"
        )
    )


@transaction.atomic
def _remind(approval: SupervisorApproval, *, at: datetime) -> int:
    locked(approval.application)
    unchanged = SupervisorApproval.objects.filter(
        pk=approval.pk, state=ApprovalState.WAITING, reminders=approval.reminders
    )
    if unchanged.update(reminders=F("reminders") + 1, reminded_at=at) != 1:
        return 0
    letters.to_supervisor(approval, "supervisor_reminder", occasion=str(approval.reminders + 1), at=at)
    return 1


def tell_coordinators(*, at: datetime) -> int:
    """Tell those who decide, in one letter for each round, whose days to answer are over; letters written."""
    late: dict[Round, list[SupervisorApproval]] = defaultdict(list)
    for approval in _waiting():
        if approval.answer_by <= at and approval.escalated_at is None:
            late[approval.application.round].append(approval)
    return sum(_escalate(round, some, at=at) for round, some in late.items())


@transaction.atomic
def _escalate(round: Round, late: list[SupervisorApproval], *, at: datetime) -> int:
    pks = sorted(approval.application_id for approval in late)
    list(Application.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    still = SupervisorApproval.objects.select_for_update().filter(
        pk__in=[approval.pk for approval in late], state=ApprovalState.WAITING, escalated_at=None
    )
    mine = set(still.values_list("pk", flat=True))
    if not mine:
        return 0
    still.update(escalated_at=at)
    return letters.to_coordinators(round, [one for one in late if one.pk in mine], at=at)
