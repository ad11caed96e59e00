"""Give a supervisor more time, or ask somebody else."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from fairlead.applications import queries
from fairlead.applications.actions import letters
from fairlead.applications.actions.approving import CannotAsk, NotWaiting, ask, note_asked
from fairlead.applications.enums import ApprovalState
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.times import day_of, end_of_day
from fairlead.kernel.words import one_line


class NoMoreTime(Refused):
    """The supervisor has as much time already."""


@transaction.atomic
def give_time(application: Application, days: int, *, by: Actor, at: datetime) -> SupervisorApproval:
    """Let the supervisor answer for so many days from today, and remind them with the new day.

    The days run anew, with reminders of their own, and the coordinators are told when they are over.

    Raises `NotWaiting`, `NoMoreTime`.
    """
    answer_by = end_of_day(day_of(at) + timedelta(days=days))
    waiting = SupervisorApproval.objects.filter(application=application, state=ApprovalState.WAITING)
    changes = {"answer_by": answer_by, "more_time_at": at, "reminded_at": at, "escalated_at": None}
    counts = queries.waits_for_approval(application)
    if counts and waiting.filter(answer_by__gt=answer_by).exists():
        raise NoMoreTime(_("They have longer than that already. Choose more days."))
    if not counts or waiting.update(**changes) != 1:
        raise NotWaiting(_("This application no longer waits for a supervisor."))
    approval = waiting.select_related(
        "application__person", "application__programme", "application__round"
    ).get()
    if letters.to_supervisor(approval, "supervisor_reminder", occasion=answer_by.isoformat(), at=at):
        waiting.update(reminders=F("reminders") + 1)
    details = {"days": days}
    record(
        "supervisor given time", application, by=by, at=at, label=queries.label(application), details=details
    )
    return approval


@transaction.atomic
def change_supervisor(
    application: Application, *, name: str, email: str, by: Actor, at: datetime
) -> SupervisorApproval:
    """Ask somebody else: the old link stops working, and both supervisors get a letter.

    An answer that stands is not overturned. Raises `CannotAsk`, `NotWaiting`.
    """
    found = Application.objects.select_for_update(of=("self",)).select_related("round")
    if not queries.waits_for_approval(found.get(pk=application.pk)):
        raise NotWaiting(_("This application no longer waits for a supervisor."))
    approval = SupervisorApproval.objects.select_for_update().filter(application=application).first()
    if approval is not None and approval.state == ApprovalState.APPROVED:
        raise CannotAsk(_("The supervisor has already approved."))
    changes = {"line_manager_name": one_line(name), "line_manager_email": email}
    for field, value in changes.items():
        setattr(application, field, value)
    Application.objects.filter(pk=application.pk).update(**changes)
    approval = ask(application, at)
    record("supervisor changed", application, by=by, at=at, label=queries.label(application))
    note_asked(application, by=by, at=at)
    return approval
