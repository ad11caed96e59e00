"""The letters that ask people to answer a survey."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fairlead.kernel.tokens import derived
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.surveys.enums import Privacy
from fairlead.surveys.models import Ask

SURVEY = "survey"


def secret_of(ask: Ask) -> str:
    """The secret in the letter's link; only its fingerprint is stored."""
    return derived(SURVEY, ask.pk)


def to_asked(ask: Ask, *, at: datetime) -> None:
    """Ask somebody to answer, once."""
    wave, person = ask.wave, ask.person
    write(
        key=f"survey:{ask.pk}:asked",
        kind="survey",
        to_email=person.email,
        to_name=one_line(person.name),
        template="surveys/letters/asked.txt",
        context={
            "programme": wave.round.programme,
            "title": wave.questionnaire.form.title,
            "anonymous": wave.privacy == Privacy.ANONYMOUS,
            "until": ask.due_on,
            "url": settings.BASE_URL + reverse("surveys:by_link", args=[secret_of(ask)]),
        },
        at=at,
        language=person.language,
    )
