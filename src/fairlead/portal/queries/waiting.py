"""What waits for the actor, gathered from every context."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from fairlead.applications.actions.letters import answer_day, secret_of
from fairlead.applications.enums import ApprovalState
from fairlead.applications.models import SupervisorApproval
from fairlead.applications.queries import UNDECIDED
from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency, in_order

NEARLY_OVER = timedelta(days=2)


@dataclass(frozen=True)
class Approval:
    """An applicant who waits for the actor's approval as their supervisor."""

    applicant: str
    programme: str
    asked_on: date
    answer_by: date
    urgency: Urgency
    url: str


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Everything that waits for the actor, the most urgent first."""
    sources: list[Callable[..., list[Todo]]] = [import_string(path) for path in settings.TODOS]
    return in_order(todo for source in sources for todo in source(actor, at=at))


def approvals(actor: Actor, *, at: datetime) -> list[Approval]:
    """Applicants who wait for the actor's approval, the oldest question first; one query."""
    if not actor.email:
        return []
    waiting = SupervisorApproval.objects.filter(
        supervisor_email__iexact=actor.email,
        state=ApprovalState.WAITING,
        application__state__in=UNDECIDED,
    ).select_related("application__person", "application__programme")
    shown = waiting.only(
        "asked_at", "answer_by", "application__person__name", "application__programme__name"
    ).order_by("asked_at", "pk")
    return [
        Approval(
            applicant=one.application.person.name,
            programme=one.application.programme.name,
            asked_on=timezone.localdate(one.asked_at),
            answer_by=answer_day(one),
            urgency=_urgency(one.answer_by, at),
            url=reverse("applications:approve", args=[secret_of(one)]),
        )
        for one in shown
    ]


def _urgency(answer_by: datetime, at: datetime) -> Urgency:
    if answer_by <= at:
        return Urgency.OVERDUE
    return Urgency.TODAY if answer_by <= at + NEARLY_OVER else Urgency.SOON


def as_todo(approval: Approval) -> Todo:
    """The approval as something that waits for the supervisor."""
    day = date_format(approval.answer_by, "j F")
    return Todo(
        title=_("May %(name)s take part?") % {"name": approval.applicant},
        detail=_("%(programme)s asks for your answer by %(day)s.")
        % {"programme": approval.programme, "day": day},
        url=approval.url,
        urgency=approval.urgency,
        icon="clipboard-check",
        action=_("Read and answer"),
    )
