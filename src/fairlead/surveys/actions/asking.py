"""Ask those whose day has come."""

from datetime import date, datetime, timedelta

from django.db import transaction

from fairlead.kernel.times import day_of
from fairlead.kernel.tokens import fingerprint
from fairlead.surveys.actions import letters
from fairlead.surveys.enums import WaveState
from fairlead.surveys.models import Ask, Wave
from fairlead.surveys.queries.planning import Due, due


def ask_due(*, at: datetime) -> int:
    """Ask everybody whose day has come in the waves that are open; how many."""
    waves = Wave.objects.filter(state=WaveState.OPEN)
    loaded = waves.select_related("round__programme", "questionnaire__form", "version__form")
    return sum(ask_in(wave, at=at) for wave in loaded)


def ask_in(wave: Wave, *, at: datetime) -> int:
    """Ask everybody whose day has come in one open wave; how many."""
    return sum(_ask(wave, one, at=at) for one in due(wave, today=day_of(at)))


@transaction.atomic
def _ask(wave: Wave, one: Due, *, at: datetime) -> int:
    today = day_of(at)
    ask = Ask(wave=wave, person=one.person, side=one.side, asked_on=today, due_on=_until(wave, today))
    ask.fingerprint = fingerprint(letters.secret_of(ask))
    stored, new = Ask.objects.get_or_create(
        wave=wave,
        person=one.person,
        defaults={
            "id": ask.pk,
            "side": one.side,
            "asked_on": today,
            "due_on": ask.due_on,
            "fingerprint": ask.fingerprint,
        },
    )
    if new:
        letters.to_asked(stored, at=at)
    return int(new)


def _until(wave: Wave, today: date) -> date:
    return max(today, min(today + timedelta(days=wave.answer_days), wave.closes_on))
