"""Read the facts of surveys: who was asked and has answered, and what closed waves say, without names."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery, UUIDField

from fairlead.applications.models import Application
from fairlead.evaluation.indicators.facts import Asked, Gained, Said
from fairlead.evaluation.suppression import SMALLEST
from fairlead.questions import checking
from fairlead.questions.enums import Kind
from fairlead.questions.models import Question
from fairlead.surveys import instruments
from fairlead.surveys.enums import AskState, Moment, Privacy, WaveState
from fairlead.surveys.models import Ask, Wave
from fairlead.surveys.queries.boxed import shown_of
from fairlead.surveys.statistics import mean

CONTENT = 4
SCALE = (1, 5)
SKILLS = frozenset(item.key for item in instruments.LEARNING.items)
CONTENT_KEYS = (instruments.SATISFIED.key, instruments.FITS.key)
LASTED = "applied-since"
MOMENTS = (Moment.BASELINE, Moment.MID, Moment.END, Moment.FOLLOW_UP)
Answers = list[dict[str, Any]]


@dataclass(frozen=True)
class SurveyFacts:
    """What surveys tell of each programme."""

    asked: dict[UUID, list[Asked]]
    said: dict[UUID, list[Said]]
    gained: dict[UUID, list[Gained]]


@dataclass(frozen=True)
class _Closed:
    """A closed wave with its answers, and which of the wanted questions it asks as they are meant."""

    wave: Wave
    answers: Answers
    keys: frozenset[str]


def read_surveys(
    ids: list[UUID], *, today: date, reads: Collection[str] = ("asked", "said", "gained")
) -> SurveyFacts:
    """What surveys of these programmes tell: one query for who was asked, three for closed waves."""
    said: dict[UUID, list[Said]] = defaultdict(list)
    gained: dict[UUID, list[Gained]] = defaultdict(list)
    for closed in _closed(ids) if {"said", "gained"} & set(reads) else ():
        programme = closed[0].wave.round.programme_id
        said[programme] += _said(closed)
        gained[programme] += _gained(closed)
    return SurveyFacts(_asked(ids, today) if "asked" in reads else {}, said, gained)


def _asked(ids: list[UUID], today: date) -> dict[UUID, list[Asked]]:
    """Everybody whose days to answer are over, wave by wave, at home where they applied from."""
    found: dict[UUID, list[Asked]] = defaultdict(list)
    over = Ask.objects.filter(wave__round__programme__in=ids, due_on__lt=today).order_by()
    taken = Application.objects.filter(
        round=OuterRef("wave__round"), person=OuterRef("person"), participation__isnull=False
    )
    home = Subquery(taken.order_by("submitted_at", "id").values("institution")[:1], output_field=UUIDField())
    columns = ("wave__round__programme", "wave__round", "person", "state", "asked_on")
    for programme, round, person, state, on, place in over.values_list(*columns, home):
        done = state == AskState.ANSWERED
        found[programme].append(Asked(round=round, institution=place, on=on, who=person, answered=done))
    return found


def _closed(ids: list[UUID]) -> list[list[_Closed]]:
    """The closed waves of each round, in the order of their days."""
    over = Wave.objects.filter(round__programme__in=ids, state=WaveState.CLOSED, moment__in=MOMENTS)
    waves = list(over.select_related("round").order_by("opens_on", "pk"))
    keys = _keys({wave.version_id for wave in waves if wave.version_id is not None})
    answers = shown_of(waves)
    found: dict[UUID, list[_Closed]] = defaultdict(list)
    for wave in waves:
        asked = keys[wave.version_id] if wave.version_id is not None else set()
        found[wave.round_id].append(_Closed(wave, answers[wave.pk], frozenset(asked)))
    return list(found.values())


def _keys(versions: Iterable[UUID]) -> dict[UUID, set[str]]:
    """The questions of each version that are asked as the bundled instruments ask them."""
    found: dict[UUID, set[str]] = defaultdict(set)
    wanted = Question.objects.filter(section__version__in=versions, key__in=[*SKILLS, *CONTENT_KEYS, LASTED])
    for question in wanted.select_related("section").order_by():
        scale = question.kind == Kind.SCALE and checking.bounds(question) == SCALE
        if scale or (question.key == LASTED and question.kind == Kind.YES_NO):
            found[question.section.version_id].add(question.key)
    return found


def _said(waves: list[_Closed]) -> list[Said]:
    """Whether people are content, from the latest wave that asks it, and whether what they learnt lasts."""
    found: list[Said] = []
    for key in CONTENT_KEYS:
        asking = [one for one in waves if key in one.keys and one.wave.moment in (Moment.MID, Moment.END)]
        if asking:
            found += _each(asking[-1], key)
    for one in waves:
        if one.wave.moment == Moment.FOLLOW_UP and LASTED in one.keys:
            found += _each(one, LASTED)
    return found


def _each(of: _Closed, key: str) -> list[Said]:
    given = [one["answers"][key] for one in of.answers if key in one["answers"]]
    if len(given) < SMALLEST:
        return []
    wave = of.wave
    good = [value is True if key == LASTED else value >= CONTENT for value in given]
    return [Said(round=wave.round_id, on=wave.opens_on, key=key, good=one) for one in good]


def _gained(waves: list[_Closed]) -> list[Gained]:
    """How sure people were at the start and at the end, for those who said it both times."""
    joined = [one for one in waves if one.wave.privacy == Privacy.CONFIDENTIAL]
    first = next((one for one in joined if one.wave.moment == Moment.BASELINE), None)
    later = next((one for one in joined if one.wave.moment == Moment.END), None)
    if first is None or later is None:
        return []
    before, after = _by_mark(first), _by_mark(later)
    keys = sorted(SKILLS & first.keys & later.keys)
    found = []
    for mark in sorted(before.keys() & after.keys()):
        both = [key for key in keys if key in before[mark] and key in after[mark]]
        if both:
            steps = (mean([one[mark][key] for key in both]) for one in (before, after))
            start, end = steps
            wave = later.wave
            found.append(Gained(round=wave.round_id, on=wave.opens_on, before=start, after=end))
    return found if len(found) >= SMALLEST else []


def _by_mark(of: _Closed) -> dict[str, dict[str, Any]]:
    return {one["mark"]: one["answers"] for one in of.answers if one["mark"]}
