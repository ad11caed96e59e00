"""What was only counted, in groups of five or more."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fairlead.applications.models import Tally
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Part, RoundState
from fairlead.programmes.models import Programme, Round
from fairlead.questions.checking import NO, YES
from fairlead.questions.enums import Kind
from fairlead.questions.models import Question
from fairlead.questions.wording import reading_language, said

SMALLEST = 5
OVER = (RoundState.CLOSED, RoundState.FINISHED)


@dataclass(frozen=True)
class Counted:
    """A question with the number of times each answer was given; no `groups` where they are too small."""

    side: str
    label: str
    total: int
    groups: list[tuple[str, int]]


def counted(round: Round) -> list[Counted]:
    """What was only counted in a round, once its intake is over; two counts a day apart would betray one."""
    if round.state not in OVER:
        return []
    numbers: dict[tuple[str, str], dict[str, int]] = {}
    for one in Tally.objects.filter(round=round):
        numbers.setdefault((one.side, one.key), {})[one.answer] = one.count
    asked = asked_by(round.programme) if numbers else {}
    return [_told(side, asked.get((side, key)), key, given) for (side, key), given in sorted(numbers.items())]


def asked_by(programme: Programme) -> dict[tuple[str, str], Question]:
    """The newest wording of each own question of the programme's forms, by side and key."""
    home = programmes.owner(programme, Part.FORMS)
    found = Question.objects.filter(section__version__form__programme__in={home, programme})
    ordered = found.select_related("section__version__form").order_by("section__version__number")
    return {(one.section.version.form.side, one.key): one for one in ordered}


def _told(side: str, question: Question | None, key: str, given: Mapping[str, int]) -> Counted:
    groups = grouped(given)
    label = said(question.label, reading_language()) if question else key
    words = {answer: in_words(question, answer) for answer in given} | {None: _("Other answers, together")}
    named = [(words[answer], number) for answer, number in groups]
    return Counted(side, label, sum(given.values()), named)


def in_words(question: Question | None, answer: str) -> str:
    """An answer as people read it."""
    if not answer:
        return _("No answer")
    if question is not None and question.kind == Kind.YES_NO:
        return {YES: _("Yes"), NO: _("No")}.get(answer, answer)
    labels = (
        {one["key"]: said(one["label"], reading_language()) for one in question.options} if question else {}
    )
    return labels.get(answer, answer)


def grouped(given: Mapping[str, int]) -> list[tuple[str | None, int]]:
    """The answers given five times or more, and all others together (None) if these are five or more, too.

    A group that is too small takes the next larger one with it, so that nothing follows by subtraction.
    """
    ordered = sorted(((number, answer) for answer, number in given.items() if number), reverse=True)
    shown: list[tuple[str | None, int]] = []
    rest = 0
    for number, answer in ordered:
        if number >= SMALLEST:
            shown.append((answer, number))
        else:
            rest += number
    while 0 < rest < SMALLEST and shown:
        rest += shown.pop()[1]
    if 0 < rest < SMALLEST:
        return []
    return [*shown, (None, rest)] if rest else shown
