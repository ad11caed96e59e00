"""Change the pages and questions of a draft. Whoever saw an older state is told, and overwrites nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.questions import traits
from fairlead.questions.defaults import standards
from fairlead.questions.enums import (
    CAN_COUNT,
    CAN_MATCH,
    CAN_SURVEY,
    Kind,
    Reader,
    Standard,
    VersionState,
)
from fairlead.questions.models import FormVersion, Question, Section

KEY_LENGTH = 30
Placed = TypeVar("Placed", Section, Question)


class ChangedMeanwhile(Refused):
    """Somebody else changed the draft since the page was shown, or it is no draft any more."""


class CannotMatch(Refused):
    """Answers of this kind never feed matching."""


class CannotCount(Refused):
    """Answers of this kind are not only counted, or what is only counted would feed something."""


class CannotSurvey(Refused):
    """A survey does not ask this kind of question, or would use its answers for something else."""


class PageNotEmpty(Refused):
    """A page that still asks something is not removed."""


class AlreadyAsked(Refused):
    """The standard question is in the form already, or not for this side."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a question says and does; texts are those of the form's first language."""

    label: str = ""
    help: str = ""
    options: Sequence[str] = ()
    ends: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    consent_text: str = ""
    shown_if: Mapping[str, Any] = field(default_factory=dict)
    required: bool = False
    reader: str = Reader.COORDINATOR
    matching: bool = False


def turn(version: FormVersion, *, seen: int, at: datetime) -> None:
    """Count one change of the draft, which only one of two people who saw the same state can make.

    Raises `ChangedMeanwhile`.
    """
    standing = FormVersion.objects.filter(pk=version.pk, state=VersionState.DRAFT, revision=seen)
    if standing.update(revision=F("revision") + 1, changed_at=at) != 1:
        raise ChangedMeanwhile(
            _("Somebody changed this form a moment ago. The page shows how it stands now; nothing was lost.")
        )
    version.revision, version.changed_at = seen + 1, at


def note(what: str, version: FormVersion, *, by: Actor, at: datetime) -> None:
    """Keep in the record what was done to which version."""
    form = version.form
    details = {"side": form.side or form.purpose, "number": version.number}
    record(what, version, by=by, at=at, label=form.title or form.programme.name, details=details)


@transaction.atomic
def add_section(
    version: FormVersion, *, title: str, explained: str, seen: int, by: Actor, at: datetime
) -> Section:
    """Add a page at the end of the form. Raises `ChangedMeanwhile`."""
    turn(version, seen=seen, at=at)
    first = version.languages[0]
    section = Section.objects.create(
        version=version,
        position=version.sections.count(),
        title=_put({}, first, title),
        help=_put({}, first, explained),
    )
    _number(list(Section.objects.filter(version=version)))
    note("form page added", version, by=by, at=at)
    return section


@transaction.atomic
def change_section(
    section: Section, *, title: str, explained: str, seen: int, by: Actor, at: datetime
) -> None:
    """Give a page another title or help; its translations stay. Raises `ChangedMeanwhile`."""
    version = section.version
    turn(version, seen=seen, at=at)
    first = version.languages[0]
    section.title, section.help = _put(section.title, first, title), _put(section.help, first, explained)
    section.save(update_fields=["title", "help"])
    note("form page changed", version, by=by, at=at)


@transaction.atomic
def move_section(section: Section, *, by_places: int, seen: int, by: Actor, at: datetime) -> None:
    """Move a page up (-1) or down (1). Raises `ChangedMeanwhile`."""
    version = section.version
    turn(version, seen=seen, at=at)
    _number(_moved(list(Section.objects.filter(version=version)), section, by_places))
    note("form page moved", version, by=by, at=at)


@transaction.atomic
def remove_section(section: Section, *, seen: int, by: Actor, at: datetime) -> None:
    """Take an empty page out of the draft. Raises `ChangedMeanwhile`, `PageNotEmpty`."""
    version = section.version
    turn(version, seen=seen, at=at)
    if Question.objects.filter(section=section).exists():
        raise PageNotEmpty(_("The page still asks something. Move its questions to another page first."))
    section.delete()
    _number(list(Section.objects.filter(version=version)))
    note("form page removed", version, by=by, at=at)


@transaction.atomic
def add_standard(
    section: Section, standard: str, *, required: bool = False, seen: int, by: Actor, at: datetime
) -> Question:
    """Ask a standard question at the end of a page. Raises `ChangedMeanwhile`, `AlreadyAsked`."""
    version = section.version
    turn(version, seen=seen, at=at)
    there = Question.objects.filter(section__version=version, standard=standard).exists()
    if there or Standard(standard) not in standards(version.form.side):
        raise AlreadyAsked(_("The form asks this already."))
    question = Question.objects.create(
        section=section,
        position=section.questions.count(),
        key=standard,
        kind=Kind.STANDARD,
        standard=standard,
        required=required,
    )
    note("form question added", version, by=by, at=at)
    return question


@transaction.atomic
def add_question(
    section: Section, kind: str, wording: Wording, *, seen: int, by: Actor, at: datetime
) -> Question:
    """Ask an own question at the end of a page. Its key was never used in the form and never changes.

    Raises `ChangedMeanwhile`, `CannotMatch`.
    """
    version = section.version
    turn(version, seen=seen, at=at)
    question = Question(section=section, kind=kind, position=section.questions.count())
    question.key = _free_key(version, wording.label)
    word(question, wording)
    question.save()
    note("form question added", version, by=by, at=at)
    return question


@transaction.atomic
def change_question(
    question: Question,
    wording: Wording,
    *,
    section: Section | None = None,
    seen: int,
    by: Actor,
    at: datetime,
) -> None:
    """Write a question anew; key, kind and translations stay. With `section` it goes to the end of that page.

    Raises `ChangedMeanwhile`, `CannotMatch`.
    """
    version = question.section.version
    turn(version, seen=seen, at=at)
    word(question, wording)
    before = question.section
    if section is not None and section.pk != before.pk:
        question.section, question.position = section, Question.objects.filter(section=section).count()
    question.save()
    _number(list(Question.objects.filter(section=before)))
    note("form question changed", version, by=by, at=at)


def word(question: Question, wording: Wording) -> None:
    """Give a question its wording without storing it. Raises `CannotMatch`, `CannotCount`, `CannotSurvey`."""
    if question.section.version.form.is_survey and (
        question.kind not in CAN_SURVEY or wording.matching or wording.reader != Reader.SURVEY
    ):
        raise CannotSurvey(_("A survey counts answers; it uses them for nothing else."))
    if wording.matching and question.kind not in CAN_MATCH:
        raise CannotMatch(_("Answers of this kind never feed matching."))
    if wording.matching and traits.named([wording.label, wording.help]):
        raise CannotMatch(_("Traits, performance and what is only monitored never feed matching."))
    if wording.reader == Reader.NOBODY and (
        wording.matching or wording.required or question.kind not in CAN_COUNT
    ):
        raise CannotCount(_("What is only counted is optional and feeds nothing else."))
    first = question.section.version.languages[0]
    question.label = _put(question.label, first, wording.label)
    question.help = _put(question.help, first, wording.help)
    question.required = wording.required
    if question.kind == Kind.STANDARD:
        return
    question.consent_text = _put(question.consent_text, first, wording.consent_text)
    question.limits = {name: value for name, value in wording.limits.items() if value is not None}
    question.shown_if = dict(wording.shown_if)
    question.reader, question.matching = wording.reader, wording.matching
    if question.kind == Kind.SCALE:
        standing = {one["key"]: one["label"] for one in question.options}
        question.options = [
            {"key": end, "label": _put(standing.get(end, {}), first, text)}
            for end, text in wording.ends.items()
        ]
    else:
        question.options = options(question.options, wording.options, first)


def options(
    standing: Sequence[Mapping[str, Any]], lines: Sequence[str], language: str
) -> list[dict[str, Any]]:
    """The options as these lines name them; who only has another name or place keeps key and translations.

    A line that names a standing option is that option. When as many lines as options are new, they are new
    names for those that are no longer named, in their order.
    """
    by_name = {one["label"].get(language, "").casefold(): one for one in standing}
    named = [by_name.get(line.casefold()) for line in lines]
    gone = [one for one in standing if one not in named]
    new = sum(one is None for one in named)
    renamed = iter(gone) if len(gone) == new else iter(())
    taken = {one["key"] for one in standing}
    found = []
    for line, option in zip(lines, named, strict=True):
        known = option or next(renamed, None)
        key = known["key"] if known else _free(slugify(line)[:KEY_LENGTH] or "answer", taken)
        taken.add(key)
        found.append({"key": key, "label": _put(known["label"] if known else {}, language, line)})
    return found


@transaction.atomic
def move_question(question: Question, *, by_places: int, seen: int, by: Actor, at: datetime) -> None:
    """Move a question up (-1) or down (1); over the edge of its page it goes on to the neighbouring one.

    Raises `ChangedMeanwhile`.
    """
    version = question.section.version
    turn(version, seen=seen, at=at)
    here = list(Question.objects.filter(section=question.section))
    place = here.index(question) + by_places
    if 0 <= place < len(here):
        _number(_moved(here, question, by_places))
    else:
        _cross(version, question, by_places)
    note("form question moved", version, by=by, at=at)


def _cross(version: FormVersion, question: Question, by_places: int) -> None:
    sections = list(Section.objects.filter(version=version))
    place = sections.index(question.section) + by_places
    if not 0 <= place < len(sections):
        return
    there, before = list(Question.objects.filter(section=sections[place])), question.section
    question.section = sections[place]
    question.save(update_fields=["section"])
    _number(list(Question.objects.filter(section=before)))
    _number([question, *there] if by_places > 0 else [*there, question])


@transaction.atomic
def remove_question(question: Question, *, seen: int, by: Actor, at: datetime) -> None:
    """Ask this no longer; answers given to it stay with the versions that asked it.

    Raises `ChangedMeanwhile`.
    """
    version, page = question.section.version, question.section
    turn(version, seen=seen, at=at)
    question.delete()
    _number(list(Question.objects.filter(section=page)))
    note("form question removed", version, by=by, at=at)


def _put(texts: Mapping[str, str], language: str, text: str) -> dict[str, str]:
    """The texts with this one for the language; without it when the text is empty."""
    rest = {code: standing for code, standing in texts.items() if code != language}
    return {language: text, **rest} if text else rest


def _moved(listed: list[Placed], one: Placed, by_places: int) -> list[Placed]:
    place = listed.index(one)
    other = min(max(place + by_places, 0), len(listed) - 1)
    listed.insert(other, listed.pop(place))
    return listed


def _number(listed: Sequence[Placed]) -> None:
    for position, one in enumerate(listed):
        one.position = position
        one.save(update_fields=["position"])


def _free_key(version: FormVersion, label: str) -> str:
    asked = Question.objects.filter(section__version__form=version.form_id)
    taken = {*asked.values_list("key", flat=True), *Standard.values}
    return _free(slugify(label)[:KEY_LENGTH].strip("-") or "question", taken)


def _free(wanted: str, taken: set[str]) -> str:
    free, number = wanted, 2
    while free in taken:
        free, number = f"{wanted}-{number}", number + 1
    return free
