"""Remind those who are late with a survey, in the mail of the day."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.kernel.nudges import Nudge
from fairlead.kernel.times import day_of
from fairlead.surveys.actions import letters
from fairlead.surveys.models import Ask
from fairlead.surveys.queries.reminders import late


def nudges(*, at: datetime) -> list[Nudge]:
    """Those whom `queries.reminders.late` names, each once: two days late; one query."""
    return [_nudge(ask) for ask in late(today=day_of(at))]


def note(ask: UUID, at: datetime) -> None:
    """Note that somebody was reminded, in the transaction of the mail that says it."""
    Ask.objects.filter(pk=ask).update(reminded=True)


def _nudge(ask: Ask) -> Nudge:
    wave, person = ask.wave, ask.person
    title = wave.questionnaire.form.title
    with translation.override(person.language):
        day = date_format(wave.closes_on, "j F")
        return Nudge(
            key=f"survey:{ask.pk}",
            person=person.pk,
            email=person.email,
            name=person.name,
            language=person.language,
            title=_("Still time to tell us: %(title)s") % {"title": title},
            text=_(
                "A few questions wait for your answers until %(day)s. You need no password, and we do not "
                "remind you again. The link is yours alone; please do not pass it on."
            )
            % {"day": day},
            url=settings.BASE_URL + reverse("surveys:by_link", args=[letters.secret_of(ask)]),
            action=_("Answer now"),
            programme=wave.round.programme,
            noted=partial(note, ask.pk),
        )
