"""Give a supervisor more time, or ask somebody else."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from fairlead.applications import queries
from fairlead.applications.actions import letters
from fairlead.applications.actions.approving import CannotAsk, NotWaiting, ask_supervisor
from fairlead.applications.enums import ApprovalState
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.times import day_of, end_of_day


@transaction.atomic
def give_time(application: Application, days: int, *, by: Actor, at: datetime) -> SupervisorApproval:
    """Let the supervisor answer for so many days from today, and remind them with the new day.

    Raises `NotWaiting`.
    """
    answer_by = end_of_day(day_of(at) + timedelta(days=days))
    waiting = SupervisorApproval.objects.filter(application=application, state=ApprovalState.WAITING)
    if (
        application.state not in queries.UNDECIDED
        or waiting.update(answer_by=answer_by, escalated_at=None) != 1
    ):
        raise NotWaiting(_("This application no longer waits for a supervisor."))
    approval = waiting.select_related(
        "application__person", "application__programme", "application__round"
    ).get()
    letters.to_supervisor(approval, "supervisor_reminder", occasion=answer_by.isoformat(), at=at)
    details = {"days": days}
    record(
        "supervisor given time", application, by=by, at=at, label=queries.label(application), details=details
    )
    return approval


@transaction.atomic
def change_supervisor(
    application: Application, *, name: str, email: str, by: Actor, at: datetime
) -> SupervisorApproval:
    """Ask somebody else: the old link stops working, and the new supervisor gets a letter.

    An answer that stands is not overturned. Raises `CannotAsk`, `NotWaiting`.
    """
    stored = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if stored.state not in queries.UNDECIDED:
        raise NotWaiting(_("This application no longer waits for a supervisor."))
    approval = SupervisorApproval.objects.select_for_update().filter(application=application).first()
    if approval is not None and approval.state == ApprovalState.APPROVED:
        raise CannotAsk(_("The supervisor has already approved."))
    changes = {"line_manager_name": letters.one_line(name), "line_manager_email": email}
    for field, value in changes.items():
        setattr(application, field, value)
    Application.objects.filter(pk=application.pk).update(**changes)
    record("supervisor changed", application, by=by, at=at, label=queries.label(application))
    return ask_supervisor(application, at, by=by)
