"""When a supervisor who is silent is reminded."""

from datetime import datetime, timedelta
from uuid import UUID

from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.applications.queries.reading import UNDECIDED
from fairlead.kernel.times import day_of
from fairlead.programmes.enums import RoundState


def reminders_of(approval: SupervisorApproval) -> list[datetime]:
    """When a silent supervisor is reminded: half-way through their days, and on the day before the last.

    The days run from when they were asked, or from when they were last given more time. Of one day there is
    nothing to remind in, of two there is one reminder.
    """
    start = approval.more_time_at or approval.asked_at
    days = (day_of(approval.answer_by - timedelta(seconds=1)) - day_of(start)).days
    return [start + timedelta(days=day) for day in sorted({days // 2, days - 1}) if day > 0]


def reminder_due(approval: SupervisorApproval, *, at: datetime) -> bool:
    """Whether one of the moments has passed since the supervisor was asked or last reminded."""
    last = max(approval.asked_at, approval.reminded_at or approval.asked_at)
    return any(last < moment <= at for moment in reminders_of(approval))


def next_reminder(approval: SupervisorApproval, *, at: datetime) -> datetime | None:
    """When the next reminder goes if the supervisor stays silent; None when there is none to come."""
    return next((moment for moment in reminders_of(approval) if moment > at), None)


def still_asked(pk: UUID, *, at: datetime) -> bool:
    """Whether the supervisor's answer is still waited for."""
    asked = SupervisorApproval.objects.filter(pk=pk, state=ApprovalState.WAITING)
    return asked.filter(application__state__in=UNDECIDED).exists()


def still_draft(pk: UUID, *, at: datetime) -> bool:
    """Whether the application still lies unfinished while its intake is open."""
    drafts = Application.objects.filter(pk=pk, state=ApplicationState.DRAFT)
    return drafts.filter(round__state=RoundState.OPEN).exists()
