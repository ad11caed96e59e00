"""Questions asked back: what waits for an applicant's answer, and which answers wait for a reader."""

from datetime import datetime

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.applications import policies
from fairlead.applications.models import Application, Clarification
from fairlead.applications.queries.inbox import ANSWERED
from fairlead.applications.queries.reading import UNDECIDED
from fairlead.kernel.actors import Actor
from fairlead.kernel.notes import Note
from fairlead.kernel.todos import Todo, Urgency
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import RoundState


def of_application(application: Application) -> QuerySet[Clarification]:
    """The questions asked about the application, newest first, with who asked."""
    return application.clarifications.select_related("asked_by").order_by("-asked_at")


def open_question(application: Application) -> Clarification | None:
    """The question that waits for the applicant; None when there is none, or it no longer matters."""
    if application.state not in UNDECIDED:
        return None
    return application.clarifications.filter(answered_at=None).first()


def notes(application: Application, at: datetime) -> list[Note]:
    """What the applicant is asked, on the page that says where the application stands."""
    asked = open_question(application)
    if asked is None:
        return []
    return [
        Note(
            title=_("The coordinators have a question"),
            text=asked.question,
            url=reverse("applications:answer", args=[application.pk]),
            action=_("Answer the question"),
            icon="message-circle",
            urgency=Urgency.TODAY,
        )
    ]


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Answer what you are asked; as coordinator, read what was answered."""
    if actor.person_id is None:
        return []
    return [*_to_answer(actor), *_to_read(actor)]


def _to_answer(actor: Actor) -> list[Todo]:
    waiting = Clarification.objects.filter(
        application__person=actor.person_id, application__state__in=UNDECIDED, answered_at=None
    )
    return [
        Todo(
            title=_("Answer a question about your application"),
            detail=asked.application.programme.name,
            url=reverse("applications:answer", args=[asked.application_id]),
            action=_("Read and answer"),
            urgency=Urgency.TODAY,
            icon="message-circle",
        )
        for asked in waiting.select_related("application__programme").order_by("asked_at")
    ]


def _to_read(actor: Actor) -> list[Todo]:
    if not programmes.answered_for(actor):
        return []
    found = policies.decidable(actor).filter(ANSWERED)
    rows = (
        found.exclude(round__state=RoundState.FINISHED)
        .order_by("round__name", "round")
        .values("round", "round__name", "programme")
    )
    return [
        Todo(
            title=ngettext(
                "Read what %(count)s applicant answered", "Read what %(count)s applicants answered", row["n"]
            )
            % {"count": row["n"]},
            detail=row["round__name"],
            url=f"{reverse('applications:list', args=[row['round']])}?state=answered",
            count=row["n"],
            action=_("Read and decide"),
            urgency=Urgency.TODAY,
            icon="message-circle",
            programme=row["programme"],
        )
        for row in rows.annotate(n=Count("pk"))
    ]
