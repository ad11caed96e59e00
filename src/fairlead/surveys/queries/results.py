"""What a wave's answers say, question by question, in groups of five or more."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fairlead.programmes.enums import Side
from fairlead.questions import checking
from fairlead.questions import queries as forms
from fairlead.questions.enums import Kind
from fairlead.questions.models import Question
from fairlead.questions.wording import said
from fairlead.surveys.boxes import SMALLEST_GROUP
from fairlead.surveys.enums import WaveState
from fairlead.surveys.models import Wave
from fairlead.surveys.queries.boxed import shown
from fairlead.surveys.statistics import mean, sd

RECOMMEND = "recommend"


@dataclass(frozen=True)
class Bar:
    """How many gave one answer, and their share of those who answered the question, 0..100."""

    label: str
    count: int
    share: float


@dataclass(frozen=True)
class Group:
    """The mean of one side's answers."""

    label: str
    n: int
    mean: float


@dataclass(frozen=True)
class Result:
    """What came of one question; `hidden` where fewer than five answered it. `words` in no order of time."""

    key: str
    label: str
    kind: str
    page: str
    n: int = 0
    hidden: bool = False
    bars: tuple[Bar, ...] = ()
    mean: float | None = None
    sd: float | None = None
    least: Any = None
    most: Any = None
    words: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Results:
    """What can be shown of a wave now: of how many answers, question by question."""

    n: int
    questions: tuple[Result, ...]


def results(wave: Wave, language: str) -> Results:
    """Count what may be shown of a wave; four queries at most.

    Sides are told apart only once the wave is closed and only where each has five answers or more, so that
    neither follows by subtraction.
    """
    if wave.version is None:
        return Results(0, ())
    answers = shown(wave)
    sides = wave.state == WaveState.CLOSED
    asked = forms.questions(wave.version)
    return Results(len(answers), tuple(_result(one, answers, language, sides=sides) for one in asked))


def _result(question: Question, answers: Sequence[Any], language: str, *, sides: bool) -> Result:
    languages = question.section.version.languages
    given = [(one["side"], one["answers"][question.key]) for one in answers if question.key in one["answers"]]
    told: dict[str, Any] = {
        "key": question.key,
        "label": said(question.label, language, languages),
        "kind": question.kind,
        "page": said(question.section.title, language, languages),
    }
    if len(given) < SMALLEST_GROUP:
        return Result(**told, hidden=bool(answers))
    values = [value for _side, value in given]
    told["n"] = len(values)
    match Kind(question.kind):
        case Kind.SCALE | Kind.NUMBER:
            told |= _numbers(question, values)
            told["groups"] = _groups(given) if sides else ()
        case Kind.CHOICE | Kind.CHOICES:
            labels = {one["key"]: said(one["label"], language, languages) for one in question.options}
            told["bars"] = _options(labels, values)
        case Kind.YES_NO:
            told["bars"] = _bars(
                [(_("Yes"), values.count(True)), (_("No"), values.count(False))], len(values)
            )
        case _:
            told["words"] = tuple(sorted(str(value) for value in values))
    return Result(**told)


def _numbers(question: Question, values: list[Any]) -> dict[str, Any]:
    least, most = checking.bounds(question)
    found: dict[str, Any] = {"mean": mean(values), "sd": sd(values), "least": least, "most": most}
    if question.kind == Kind.SCALE:
        counted = Counter(values)
        steps = [(str(step), counted[step]) for step in range(int(least), int(most) + 1)]
        found["bars"] = _bars(steps, len(values))
    return found


def _options(labels: dict[str, str], values: list[Any]) -> tuple[Bar, ...]:
    counted = Counter(key for value in values for key in (value if isinstance(value, list) else [value]))
    return _bars([(label, counted[key]) for key, label in labels.items()], len(values))


def _bars(counts: Iterable[tuple[str, int]], whole: int) -> tuple[Bar, ...]:
    return tuple(Bar(label, count, 100 * count / whole) for label, count in counts)


def _groups(given: list[tuple[str, Any]]) -> tuple[Group, ...]:
    by_side = [
        (str(side.label), [value for of, value in given if of == side]) for side in (Side.MENTEE, Side.MENTOR)
    ]
    if any(len(values) < SMALLEST_GROUP for _label, values in by_side):
        return ()
    return tuple(Group(label, len(values), mean(values)) for label, values in by_side)
