"""Plan, open and close the waves of a round."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.programmes import actions as programme_actions
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Part
from fairlead.programmes.models import Round
from fairlead.sealed import actions as sealed
from fairlead.surveys.actions import boxing
from fairlead.surveys.actions.questionnaires import add_usual
from fairlead.surveys.enums import WAVE_MOVES, WaveState
from fairlead.surveys.models import Ask, Questionnaire, Wave
from fairlead.surveys.queries.planning import usual
from fairlead.surveys.queries.questionnaires import of_programme, published


class NothingToAsk(Refused):
    """The questionnaire has no published version."""


class PlannedAlready(Refused):
    """The questionnaire is asked in this round already."""


class TooLate(Refused):
    """The wave cannot be changed like this any more."""


class DatesUnclear(Refused):
    """A wave would close before it opens, or before today."""


@transaction.atomic
def plan(
    round: Round,
    questionnaire: Questionnaire,
    *,
    pace: str,
    days: int,
    opens_on: date,
    closes_on: date,
    answer_days: int,
    by: Actor,
    at: datetime,
) -> Wave:
    """Plan a wave; it opens by itself on its first day. Raises `DatesUnclear`, `PlannedAlready`."""
    _check(opens_on, closes_on, at=at)
    wave, new = Wave.objects.get_or_create(
        round=round,
        questionnaire=questionnaire,
        defaults={
            "moment": questionnaire.moment,
            "privacy": questionnaire.privacy,
            "audience": questionnaire.audience,
            "pace": pace,
            "days": days,
            "opens_on": opens_on,
            "closes_on": closes_on,
            "answer_days": answer_days,
        },
    )
    if not new:
        raise PlannedAlready(_("This questionnaire is asked in this round already."))
    record("wave planned", wave, by=by, at=at, label=questionnaire.form.title)
    return wave


def _check(opens_on: date, closes_on: date, *, at: datetime) -> None:
    if closes_on < opens_on:
        raise DatesUnclear(_("The last day comes before the first."))
    if closes_on < day_of(at):
        raise DatesUnclear(_("The last day is over. Choose a later one."))


@transaction.atomic
def plan_usual(round: Round, *, by: Actor, at: datetime) -> int:
    """Plan a wave for each questionnaire that is not asked in the round yet; how many.

    A programme without questionnaires begins with the usual five, as its own.
    """
    programme = round.programme
    if not of_programme(programme):
        if programmes.inherits(programme, Part.SURVEYS):
            programme_actions.settle_part(programme, Part.SURVEYS, by=by, at=at)
        add_usual(programme, by=by, at=at)
    there = set(Wave.objects.filter(round=round).values_list("questionnaire", flat=True))
    planned = 0
    for one in of_programme(programme):
        dates = usual(round, one, today=day_of(at))
        if one.pk not in there and published(one) and dates["closes_on"] >= day_of(at):
            plan(round, one, **dates, by=by, at=at)
            planned += 1
    return planned


@transaction.atomic
def change(
    wave: Wave,
    *,
    pace: str,
    days: int,
    opens_on: date,
    closes_on: date,
    answer_days: int,
    by: Actor,
    at: datetime,
) -> None:
    """Give a wave other days; once it is open only its last day and the days to answer can change.

    Raises `DatesUnclear`, `TooLate`.
    """
    now = Wave.objects.select_for_update().get(pk=wave.pk)
    if now.state == WaveState.CLOSED:
        raise TooLate(_("The wave is closed; its days do not change any more."))
    if now.state == WaveState.OPEN:
        pace, days, opens_on = now.pace, now.days, now.opens_on
    _check(opens_on, closes_on, at=at)
    Wave.objects.filter(pk=wave.pk).update(
        pace=pace, days=days, opens_on=opens_on, closes_on=closes_on, answer_days=answer_days
    )
    record("wave changed", wave, by=by, at=at, label=wave.questionnaire.form.title)


@transaction.atomic
def open_wave(wave: Wave, *, by: Actor, at: datetime) -> None:
    """Begin to ask the version that is published now. Raises `NothingToAsk`, `AlreadyMoved`."""
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    asked = wave.questionnaire
    version = published(asked)
    if version is None:
        raise NothingToAsk(_("The questionnaire has no published version yet. Publish one first."))
    move(
        wave,
        WaveState.OPEN,
        moves=WAVE_MOVES,
        version=version,
        moment=asked.moment,
        privacy=asked.privacy,
        audience=asked.audience,
        opens_on=min(wave.opens_on, day_of(at)),
        closes_on=max(wave.closes_on, day_of(at)),
    )
    boxing.make_box(wave)
    record("wave opened", wave, by=by, at=at, label=asked.form.title)


@transaction.atomic
def close_wave(wave: Wave, *, by: Actor = NOBODY, at: datetime) -> None:
    """Take no more answers; drafts that were not sent are destroyed unread. Raises `AlreadyMoved`."""
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    move(
        wave,
        WaveState.CLOSED,
        moves=WAVE_MOVES,
        closes_on=max(min(wave.closes_on, day_of(at)), wave.opens_on),
    )
    drafts = list(Ask.objects.filter(wave=wave, draft__isnull=False).values_list("draft", flat=True))
    sealed.destroy(drafts)
    boxing.show_last(wave)
    record("wave closed", wave, by=by, at=at, label=wave.questionnaire.form.title)


@transaction.atomic
def remove(wave: Wave, *, by: Actor, at: datetime) -> None:
    """Take back a wave that has not opened. Raises `TooLate`."""
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    if wave.state != WaveState.PLANNED:
        raise TooLate(_("The wave is open already; close it instead."))
    wave.delete()
    record("wave removed", wave.questionnaire, by=by, at=at, label=wave.questionnaire.form.title)


def open_due(*, at: datetime) -> int:
    """Open the waves whose first day has come and that have something to ask; how many."""
    found = Wave.objects.filter(state=WaveState.PLANNED, opens_on__lte=day_of(at))
    due = [one for one in found.select_related("questionnaire__form") if published(one.questionnaire)]
    for wave in due:
        open_wave(wave, by=NOBODY, at=at)
    return len(due)


def close_due(*, at: datetime) -> int:
    """Close the waves whose last day is over; how many."""
    due = list(Wave.objects.filter(state=WaveState.OPEN, closes_on__lt=day_of(at)))
    for wave in due:
        close_wave(wave, at=at)
    return len(due)


def unlink_due(*, at: datetime) -> int:
    """Cut what joins answers to persons in rounds whose last wave closed a month ago; how many."""
    still = Wave.objects.exclude(state=WaveState.CLOSED).values("round")
    late = Wave.objects.filter(closes_on__gt=day_of(at) - boxing.JOINED_FOR).values("round")
    done = Round.objects.filter(pk__in=Wave.objects.filter(unlinked=False).values("round"))
    return sum(boxing.unlink(round) for round in done.exclude(pk__in=still).exclude(pk__in=late))
