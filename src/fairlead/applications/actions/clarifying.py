"""Ask an applicant a question back, and take the answer; the application's state stays as it is."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.applications import queries
from fairlead.applications.actions import letters
from fairlead.applications.actions.locking import locked
from fairlead.applications.actions.overtaken import must_be_as_seen
from fairlead.applications.models import Application, Clarification
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused


class CannotAskBack(Refused):
    """The application is decided, or a question is open already."""


class NothingAsked(Refused):
    """No question waits for an answer, or it no longer matters."""


@transaction.atomic
def ask(
    application: Application, question: str, by: Actor, at: datetime, *, seen: int | None = None
) -> Clarification:
    """Ask the applicant one question by letter; the answer is written on a page of their own.

    Raises `CannotAskBack`, `Overtaken`.
    """
    stored = locked(application)
    must_be_as_seen(stored, seen, by=by, at=at)
    if stored.state not in queries.UNDECIDED:
        raise CannotAskBack(_("This application is decided; there is nothing to ask any more."))
    standing = stored.clarifications.filter(answered_at=None).first()
    if standing is not None:
        day = date_format(standing.asked_at)
        raise CannotAskBack(_("The question of %(day)s is not answered yet; one at a time.") % {"day": day})
    asked = Clarification.objects.create(
        application=stored, question=question.strip(), asked_at=at, asked_by_id=by.person_id
    )
    address = settings.BASE_URL + reverse("applications:answer", args=[stored.pk])
    letters.to_applicant(
        stored, "question", at=at, occasion=str(asked.pk), question=asked.question, answer_url=address
    )
    _write_down("applicant asked", stored, by=by, at=at)
    application.refresh_from_db()
    return asked


@transaction.atomic
def answer(application: Application, words: str, by: Actor, at: datetime) -> Clarification:
    """The applicant answers the open question. Raises `NothingAsked`, `AlreadyMoved`."""
    stored = locked(application)
    if stored.state not in queries.UNDECIDED:
        raise NothingAsked(
            _("Your application was decided meanwhile; the question needs no answer any more.")
        )
    asked = stored.clarifications.filter(answered_at=None).first()
    if asked is None:
        raise NothingAsked(_("No question waits for an answer; the last one is answered."))
    waiting = Clarification.objects.filter(pk=asked.pk, answered_at=None)
    if waiting.update(answer=words.strip(), answered_at=at) != 1:
        raise AlreadyMoved(_("This question was answered a moment ago."))
    _write_down("applicant answered", stored, by=by, at=at)
    application.refresh_from_db()
    asked.refresh_from_db()
    return asked


def _write_down(verb: str, stored: Application, *, by: Actor, at: datetime) -> None:
    Application.objects.filter(pk=stored.pk).update(revision=F("revision") + 1)
    record(verb, stored, by=by, at=at, label=queries.label(stored), details={"revision": stored.revision + 1})
