"""The letters of a programme, as somebody would get them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from fairlead.notifications.writing import render
from fairlead.programmes.models import Programme, Round
from fairlead.programmes.queries.eligibility import round_ahead


@dataclass(frozen=True)
class Sample:
    """A letter to somebody made up: when it is written, to whom, and what it says."""

    occasion: str
    to: str
    subject: str
    text: str


def own_words(programme: Programme) -> list[tuple[str, str]]:
    """What letters say in the programme's own words: on which occasion, and what."""
    return [
        (_("When an application has arrived"), programme.words_received),
        (_("When a supervisor is asked"), programme.words_supervisor),
        (_("When somebody is admitted"), programme.words_admitted),
        (_("When somebody goes on the waiting list"), programme.words_waitlisted),
        (_("When a pair is offered"), programme.words_offer),
        (_("When a pair begins"), programme.words_introduction),
        (_("How letters end"), programme.letter_ending),
    ]


def samples(programme: Programme, *, at: datetime) -> list[Sample]:
    """Every kind of letter that may hold the programme's own words, in the order people get them."""
    return [one for path in settings.LETTER_SAMPLES for one in import_string(path)(programme, at=at)]


def sample(occasion: str, to: str, template: str, context: Mapping[str, object]) -> Sample:
    """One letter drawn from its template for somebody made up."""
    subject, text, _html = render(template, {**context, "to_name": to})
    return Sample(occasion, to, subject, text)


def sample_round(programme: Programme) -> Round:
    """The round that the next letters are about; one made up where none is planned."""
    found = round_ahead(programme) or Round(name=_("First round"))
    found.programme = programme
    return found
