"""Two people side by side, with what they share marked: structured answers alone, no free text."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from fairlead.applications import policies
from fairlead.applications.models import Application
from fairlead.applications.queries import asking
from fairlead.kernel.actors import Actor
from fairlead.kernel.languages import language_name
from fairlead.matching.queries.pool import MODES
from fairlead.questions.enums import Kind

WRITTEN = (Kind.SHORT, Kind.LONG)
WAYS = {"in_person": lambda: _("In person"), "online": lambda: _("Online")}


@dataclass(frozen=True)
class Item:
    """One thing that somebody said, and whether the other said it too."""

    text: str
    shared: bool


@dataclass(frozen=True)
class Line:
    """One question with what the mentee and the mentor said to it."""

    label: str
    mentee: list[Item]
    mentor: list[Item]


def side_by_side(mentee: UUID, mentor: UUID, *, actor: Actor) -> list[Line]:
    """What the two said, question by question, as far as the actor may read the answers of each.

    Constant queries, whatever they said. Empty where the actor may not see the application of one of them.
    """
    found = policies.visible(actor).filter(participation__in=[mentee, mentor])
    loaded = found.select_related("unit", "institution", "programme").prefetch_related("chosen_areas__area")
    by_id = {one.participation_id: one for one in asking.with_form(loaded)}
    left, right = by_id.get(mentee), by_id.get(mentor)
    if left is None or right is None:
        return []
    lines = [
        _line(_("Areas of expertise: wanted, offered"), _areas(left), _areas(right)),
        _line(_("Languages"), _languages(left), _languages(right)),
        _line(_("How to meet"), _ways(left), _ways(right)),
        _line(_("Campus"), [left.campus.strip()], [right.campus.strip()]),
        _line(_("Institution"), [_name(left.institution)], [_name(right.institution)]),
        _line(_("Unit"), [_name(left.unit)], [_name(right.unit)]),
        _line(_("Job title"), [left.job_title], [right.job_title]),
        _line(_("Grade"), [_number(left.grade)], [_number(right.grade)]),
        *_own(left, right, actor),
    ]
    return [one for one in lines if one.mentee or one.mentor]


def _line(label: str, mentee: Iterable[str], mentor: Iterable[str]) -> Line:
    left, right = [one for one in mentee if one], [one for one in mentor if one]
    here, there = {one.casefold() for one in left}, {one.casefold() for one in right}
    return Line(
        label,
        [Item(one, one.casefold() in there) for one in left],
        [Item(one, one.casefold() in here) for one in right],
    )


def _areas(one: Application) -> list[str]:
    return [chosen.area.name for chosen in one.chosen_areas.all()]


def _languages(one: Application) -> list[str]:
    return [language_name(code) for code in one.languages]


def _ways(one: Application) -> list[str]:
    return [WAYS[way]() for way in MODES.get(one.meeting_mode, [])]


def _name(one: object | None) -> str:
    return "" if one is None else str(getattr(one, "name", ""))


def _number(one: int | None) -> str:
    return "" if one is None else str(one)


def _own(mentee: Application, mentor: Application, actor: Actor) -> Iterable[Line]:
    """The programme's own questions that the actor may read of each, but for what was written freely."""
    left, right = _answers(mentee, actor), _answers(mentor, actor)
    for key in dict.fromkeys([*left, *right]):
        label = (left.get(key) or right[key])[0]
        yield _line(label, [left[key][1]] if key in left else [], [right[key][1]] if key in right else [])


def _answers(one: Application, actor: Actor) -> dict[str, tuple[str, str]]:
    written = {question.key for question in asking.own_questions(one) if question.kind in WRITTEN}
    told = asking.own_answers(one, policies.own_answers_for(actor, one))
    return {answer.key: (answer.label, answer.text) for answer in told if answer.key not in written}
