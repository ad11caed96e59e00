"""Rounds with pairs, waves and answers for tests."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Round
from fairlead.surveys import instruments
from fairlead.surveys.actions import answering, asking, questionnaires, waves
from fairlead.surveys.enums import Pace, WaveState
from fairlead.surveys.models import Ask, Questionnaire, Wave
from tests import factories

TODAY = date(2026, 10, 5)
DAYS = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=180)}
LATER = {"sure-rules": 4, "sure-whom": 5}


def round_with_pairs(pairs: int = 6, **fields: Any) -> Round:
    """A round whose pairs began today."""
    made = factories.round(**{**DAYS, **fields})
    for _number in range(pairs):
        pair(made)
    return made


def pair(of: Round, **fields: Any) -> Mentorship:
    """A pair of the round, of two people who are in no other."""
    return factories.mentorship(
        of, factories.participation(of, Side.MENTOR), factories.participation(of), **fields
    )


def questionnaire(of: Round, instrument: str = "baseline", *, at: datetime, **fields: Any) -> Questionnaire:
    """A bundled questionnaire of the round's programme, published."""
    one = instruments.BUNDLED[instrument]
    usual = {"moment": one.moment, "privacy": one.privacy, "audience": one.audience}
    given = {"title": str(one.name), **usual, **fields}
    by = factories.actor(factories.member(of.programme))
    return questionnaires.add(of.programme, instrument, **given, by=by, at=at)


def wave(
    of: Round, instrument: str = "baseline", *, at: datetime, opened: bool = True, **fields: Any
) -> Wave:
    """A wave on one day, open and asked unless told otherwise; `fields` are the questionnaire's or days."""
    names = ("pace", "days", "opens_on", "closes_on", "answer_days")
    own = {name: fields.pop(name) for name in names if name in fields}
    today = localdate(at)
    usual = {"opens_on": today, "closes_on": today + timedelta(days=30), "answer_days": 10, "days": 0}
    by = factories.actor(factories.member(of.programme))
    asked = questionnaire(of, instrument, at=at, **fields)
    made = waves.plan(of, asked, **{"pace": Pace.ON_DAY, **usual, **own}, by=by, at=at)
    if opened:
        open_and_ask(made, at=at)
    return Wave.objects.select_related("round__programme", "version__form", "questionnaire__form").get(
        pk=made.pk
    )


def open_and_ask(made: Wave, *, at: datetime) -> None:
    """Open a wave and ask everybody who is due."""
    waves.open_wave(made, by=factories.actor(factories.member(made.round.programme)), at=at)
    asking.ask_in(Wave.objects.get(pk=made.pk), at=at)


def asks(of: Wave, side: str = "") -> list[Ask]:
    """Who is asked in a wave, in a fixed order; of one side where one is named."""
    found = (
        Ask.objects.filter(wave=of).select_related("person", "wave").order_by("side", "person__name", "pk")
    )
    return [one for one in found if side in ("", one.side)]


def ask_of(of: Wave, person: Person) -> Ask:
    """What a person is asked in a wave."""
    return Ask.objects.select_related("person", "wave").get(wave=of, person=person)


def answered(of: Wave, answers: Sequence[Mapping[str, Any]], *, at: datetime, side: str = "") -> list[Ask]:
    """Let as many people answer as there are answers, one after the other."""
    asked = asks(of, side)[: len(answers)]
    for ask, given in zip(asked, answers, strict=True):
        answering.send(ask, given, at=at)
    return asked


def closed(of: Wave, *, at: datetime) -> Wave:
    """The wave, closed."""
    waves.close_wave(of, at=at)
    found = Wave.objects.select_related("round__programme", "version__form", "questionnaire__form")
    made = found.get(pk=of.pk)
    assert made.state == WaveState.CLOSED
    return made
