"""The letters that applicants and supervisors get."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from fairlead.applications.enums import ApprovalState
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.kernel.tokens import derived
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.notifications.reminders import Reminder
from fairlead.notifications.writing import render
from fairlead.people.models import Person
from fairlead.programmes.models import Round
from fairlead.programmes.queries import time_asked, who_decides

APPROVAL = "supervisor-approval"
STILL_ASKED = "fairlead.applications.queries.reminders.still_asked"
STILL_DRAFT = "fairlead.applications.queries.reminders.still_draft"


def to_applicant(application: Application, kind: str, *, at: datetime, **more: object) -> None:
    """Write the applicant a letter of this kind, once per application and kind of event.

    kind: received, approved, supervisor_declined, admitted, waitlisted, declined, reopened, question, draft.
    """
    person = application.person
    moment = more.pop("occasion", "once")
    write(
        key=f"application:{application.pk}:{kind}:{moment}",
        kind=f"application-{kind.replace('_', '-')}",
        to_email=person.email,
        to_name=one_line(person.name),
        template=f"applications/letters/{kind}.txt",
        context={**about(application), **more},
        at=at,
        language=person.language,
        reminder=Reminder(STILL_DRAFT, application.pk) if kind == "draft" else None,
    )


def shown(application: Application, kind: str, **more: object) -> tuple[str, str]:
    """Subject and text of the letter that `to_applicant` would write, without writing it."""
    person = application.person
    context = {**about(application), **more, "to_name": one_line(person.name)}
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject, text, _html = render(f"applications/letters/{kind}.txt", context)
    return subject, text


def to_supervisor(approval: SupervisorApproval, kind: str, *, occasion: str, at: datetime) -> bool:
    """Write the supervisor what is asked, or a reminder; False when this was written before.

    Never with any of the applicant's answers.

    kind: supervisor_asked, supervisor_reminder, supervisor_released.
    """
    application = approval.application
    letter = write(
        key=f"approval:{approval.pk}:{kind}:{occasion}",
        kind=kind.replace("_", "-"),
        to_email=approval.supervisor_email,
        to_name=one_line(approval.supervisor_name),
        template=f"applications/letters/{kind}.txt",
        context={
            **about(application),
            "approval": approval,
            "answer_by": answer_day(approval),
            "still_time": approval.answer_by > at,
            "url": settings.BASE_URL + reverse("applications:approve", args=[secret_of(approval)]),
        },
        at=at,
        reminder=Reminder(STILL_ASKED, approval.pk) if kind == "supervisor_reminder" else None,
    )
    return letter.written_at == at


def release_supervisor(approval: SupervisorApproval, *, at: datetime) -> None:
    """Tell a supervisor who has not answered yet that no answer is needed any more; once."""
    if approval.state == ApprovalState.WAITING:
        to_supervisor(approval, "supervisor_released", occasion="once", at=at)


def to_coordinators(round: Round, late: list[SupervisorApproval], *, at: datetime) -> int:
    """Write which supervisors let their days pass to those who decide on the applicants; one letter each."""
    deciding = who_decides(round.programme)
    theirs: dict[Person, list[SupervisorApproval]] = {}
    for one in late:
        for person in deciding(one.application.institution_id):
            theirs.setdefault(person, []).append(one)
    for person, some in theirs.items():
        write(
            key=f"late:{round.pk}:{person.pk}:{at.isoformat()}",
            kind="supervisors-late",
            to_email=person.email,
            to_name=one_line(person.name),
            template="applications/letters/supervisors_late.txt",
            context={
                "round": round,
                "programme": round.programme,
                "late": [
                    (one_line(one.application.person.name), one.supervisor_name, answer_day(one))
                    for one in some
                ],
                "url": f"{settings.BASE_URL}{reverse('applications:list', args=[round.pk])}?approval=waiting",
            },
            at=at,
            language=person.language,
        )
    return len(theirs)


def secret_of(approval: SupervisorApproval) -> str:
    """The secret in the supervisor's link."""
    return derived(APPROVAL, approval.pk)


def answer_day(approval: SupervisorApproval) -> date:
    """The last day on which the supervisor was asked to answer."""
    return timezone.localdate(approval.answer_by - timedelta(seconds=1))


def about(application: Application) -> dict[str, object]:
    """What every letter about an application may name; never an answer."""
    programme = application.programme
    return {
        "application": application,
        "programme": programme,
        "round": application.round,
        "applicant": one_line(application.person.name),
        "side": application.get_side_display().lower(),
        "time": time_asked(programme),
        "status_url": settings.BASE_URL + reverse("applications:status", args=[application.pk]),
    }
