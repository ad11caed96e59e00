"""The change of those who answered twice, between waves that are closed, and against people outside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fairlead.programmes.enums import Side
from fairlead.programmes.models import Round
from fairlead.questions import checking
from fairlead.questions import queries as forms
from fairlead.questions.enums import Kind
from fairlead.questions.models import Question
from fairlead.questions.wording import said
from fairlead.surveys.boxes import SMALLEST_GROUP
from fairlead.surveys.enums import Moment, Privacy, WaveState
from fairlead.surveys.models import Comparison, Wave
from fairlead.surveys.queries.boxed import shown_of
from fairlead.surveys.statistics import Change, Contrast, contrast, paired_change

LATER = (Moment.END, Moment.FOLLOW_UP, Moment.MID)
MEASURED = frozenset({Kind.SCALE, Kind.NUMBER})
Pairs = list[tuple[float, float]]


@dataclass(frozen=True)
class Asked:
    """A question that was asked at both times in the same way."""

    key: str
    label: str
    least: Any
    most: Any


@dataclass(frozen=True)
class ChangeOf:
    """The change in one question; None where fewer than five answered it twice. `contrast`: with others."""

    asked: Asked
    change: Change | None
    contrast: Contrast | None = None


@dataclass(frozen=True)
class Panel:
    """What can be said about change in a round: from which wave to which, for whom, question by question.

    `first` or `later` is None while a wave is missing, open or anonymous. `both` is how many answered both
    waves; `sides` names those who may be told apart.
    """

    first: Wave | None
    later: Wave | None
    moments: tuple[str, ...] = ()
    both: int = 0
    side: str = ""
    sides: tuple[str, ...] = ()
    changes: tuple[ChangeOf, ...] = ()
    comparison: Comparison | None = None


def panel(round: Round, language: str, *, moment: str = Moment.END, side: str = "") -> Panel:
    """The change from the baseline to a later wave of a round; seven queries at most.

    Only closed waves count: the number of those who answered twice could grow by one at a time otherwise.
    """
    closed = Wave.objects.filter(round=round, state=WaveState.CLOSED, privacy=Privacy.CONFIDENTIAL)
    waves = list(closed.select_related("version__form", "questionnaire__form").order_by("opens_on", "pk"))
    first = next((one for one in waves if one.moment == Moment.BASELINE), None)
    moments = tuple(one.value for one in LATER if any(wave.moment == one for wave in waves))
    wanted = moment if moment in moments else next(iter(moments), "")
    later = next((one for one in waves if one.moment == wanted), None)
    if first is None or later is None:
        return Panel(first, later, moments)
    return _panel(round, first, later, moments, language, side)


def _panel(
    round: Round, first: Wave, later: Wave, moments: tuple[str, ...], language: str, side: str
) -> Panel:
    answers = shown_of([first, later])
    before, after = _by_mark(answers[first.pk]), _by_mark(answers[later.pk])
    both = {mark: before[mark]["side"] for mark in before if mark in after}
    sides = _sides(both.values())
    side = side if side in sides else ""
    chosen = [mark for mark, of in both.items() if side in ("", of)]
    comparison = Comparison.objects.filter(round=round).first()
    beside = comparison.changes if comparison and later.moment == Moment.END else {}
    return Panel(
        first=first,
        later=later,
        moments=moments,
        both=len(chosen),
        side=side,
        sides=sides,
        changes=tuple(
            _change(one, [(before[mark], after[mark]) for mark in chosen], beside)
            for one in asked_twice(first, later, language)
        ),
        comparison=comparison,
    )


def _by_mark(answers: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {one["mark"]: one for one in answers if one["mark"]}


def _sides(given: Iterable[str]) -> tuple[str, ...]:
    """The sides that may be told apart: both, and only where each has five or more."""
    counted = list(given)
    named = [side.value for side in (Side.MENTEE, Side.MENTOR)]
    return tuple(named) if all(counted.count(side) >= SMALLEST_GROUP for side in named) else ()


def _change(asked: Asked, both: list[tuple[Any, Any]], beside: Mapping[str, Any]) -> ChangeOf:
    key = asked.key
    pairs: Pairs = [
        (one["answers"][key], other["answers"][key])
        for one, other in both
        if key in one["answers"] and key in other["answers"]
    ]
    if len(pairs) < SMALLEST_GROUP:
        return ChangeOf(asked, None)
    theirs = [(one, other) for one, other in beside.get(key, ())]
    enough = len(theirs) >= SMALLEST_GROUP
    return ChangeOf(asked, paired_change(pairs), contrast(pairs, theirs) if enough else None)


def asked_twice(first: Wave, later: Wave, language: str) -> list[Asked]:
    """The questions both waves ask under the same key, with the same kind and limits."""
    assert first.version is not None
    assert later.version is not None
    forms.loaded_all([first.version, later.version])
    before = {one.key: one for one in forms.questions(first.version)}
    return [
        Asked(one.key, said(one.label, language, later.version.languages), *checking.bounds(one))
        for one in forms.questions(later.version)
        if one.kind in MEASURED and _same(before.get(one.key), one)
    ]


def _same(one: Question | None, other: Question) -> bool:
    return one is not None and one.kind == other.kind and checking.bounds(one) == checking.bounds(other)
