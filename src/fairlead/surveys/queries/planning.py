"""On which days a wave is usually asked, and who is due in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.db.models.functions import TruncDate

from fairlead.mentorships.enums import MeetingState, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Person
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Round
from fairlead.programmes.queries import months_later
from fairlead.surveys.enums import Audience, Moment, Pace
from fairlead.surveys.models import Ask, Questionnaire, Wave

LEEWAY = 21
DAYS_TO_ANSWER = 10
FOLLOW_UP_DAYS = 183
AFTER_THE_END = frozenset({Moment.END, Moment.FOLLOW_UP})


@dataclass(frozen=True)
class Due:
    """Somebody whose day has come in a wave."""

    person: Person
    side: str


def usual(round: Round, questionnaire: Questionnaire, *, today: date) -> dict[str, Any]:
    """The pace and days at which a questionnaire of its moment is usually asked in a round."""
    pace, days = usual_pace(round, questionnaire.moment)
    start = round.starts_on or today
    end = round.ends_on or months_later(start, round.programme.length_months)
    first = {Pace.AFTER_END: end, Pace.ON_DAY: max(start, today)}.get(pace, start)
    opens_on = first + timedelta(days=0 if pace == Pace.AFTER_MEETING else days)
    last = max(opens_on, end if pace == Pace.AFTER_MEETING else opens_on)
    last = months_later(last, 12) if round.rolling else last
    return {
        "pace": pace,
        "days": days,
        "opens_on": opens_on,
        "closes_on": last + timedelta(days=DAYS_TO_ANSWER + LEEWAY),
        "answer_days": DAYS_TO_ANSWER,
    }


def usual_pace(round: Round, moment: str) -> tuple[Pace, int]:
    """What decides on the day, and how many days after it."""
    half = round.programme.length_months * 365 // 24
    return {
        Moment.BASELINE: (Pace.AFTER_START, 0),
        Moment.PULSE: (Pace.AFTER_START, 30),
        Moment.MID: (Pace.AFTER_START, half),
        Moment.END: (Pace.AFTER_END, 0),
        Moment.FOLLOW_UP: (Pace.AFTER_END, FOLLOW_UP_DAYS),
        Moment.MEETING: (Pace.AFTER_MEETING, 1),
    }.get(Moment(moment), (Pace.ON_DAY, 0))


def due(wave: Wave, *, today: date) -> list[Due]:
    """Who is to be asked now and has not been: each once, by the first of their pairs; two queries.

    Pairs that ended early are asked at the end and afterwards, not in between: whoever left has something to
    say about the programme. Who left the round is not asked.
    """
    asked = set(Ask.objects.filter(wave=wave).values_list("person", flat=True))
    found: dict[UUID, Due] = {}
    for pair in _pairs(wave):
        day = _day(wave, pair)
        if day is None or day > today or _is_over(wave, pair, day):
            continue
        for one in _halves(wave, pair):
            if one.person.pk not in asked:
                found.setdefault(one.person.pk, one)
    return list(found.values())


def _pairs(wave: Wave) -> QuerySet[Mentorship]:
    pairs = Mentorship.objects.filter(round=wave.round_id)
    if wave.pace == Pace.AFTER_MEETING:
        held = Q(meetings__state=MeetingState.HELD)
        pairs = pairs.annotate(first_met=Min(TruncDate("meetings__starts_at"), filter=held))
    return pairs.select_related("mentor__person", "mentee__person").order_by("starts_on", "pk")


def _day(wave: Wave, pair: Mentorship) -> date | None:
    first = {
        Pace.ON_DAY: wave.opens_on,
        Pace.AFTER_START: pair.starts_on,
        Pace.AFTER_END: pair.ends_on,
        Pace.AFTER_MEETING: getattr(pair, "first_met", None),
    }[Pace(wave.pace)]
    if first is None or (pair.starts_on > first and wave.pace == Pace.ON_DAY):
        return None
    return first if wave.pace == Pace.ON_DAY else first + timedelta(days=wave.days)


def _is_over(wave: Wave, pair: Mentorship, day: date) -> bool:
    early = pair.state == MentorshipState.ENDED_EARLY and pair.ended_on is not None and pair.ended_on < day
    return early and wave.moment not in AFTER_THE_END


def _halves(wave: Wave, pair: Mentorship) -> Iterator[Due]:
    for side, one in ((Side.MENTEE, pair.mentee), (Side.MENTOR, pair.mentor)):
        if wave.audience in (Audience.BOTH, side.value) and one.state != ParticipationState.LEFT:
            yield Due(one.person, side.value)
