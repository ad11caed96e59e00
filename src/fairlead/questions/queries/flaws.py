"""What keeps a draft of a form from being published."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fairlead.questions.defaults import needed, standards
from fairlead.questions.enums import Kind, Reader, Standard
from fairlead.questions.models import FormVersion, Question, Section
from fairlead.questions.queries.reading import loaded
from fairlead.questions.wording import said

WITH_OPTIONS = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.RANKED})
LONGEST_SCALE = 11


@dataclass(frozen=True)
class Flaw:
    """What is to be mended before publishing, in a sentence, and where."""

    text: str
    section: Section | None = None
    question: Question | None = None


def flaws(version: FormVersion) -> list[Flaw]:
    """Everything that keeps this draft from being published; empty when it can be."""
    sections = list(loaded(version).sections.all())
    asked = [(section, question) for section in sections for question in section.questions.all()]
    found = [*_of_sections(version, sections), *_of_standards(version, asked)]
    if not sections:
        found.append(Flaw(_("The form has no page yet.")))
    for place, (section, question) in enumerate(asked):
        earlier = [one for _section, one in asked[:place]]
        found += [
            Flaw(text, section, question)
            for text in (*_of_question(version, question), *_of_condition(question, earlier))
        ]
    return found


def _of_sections(version: FormVersion, sections: list[Section]) -> Iterator[Flaw]:
    first = version.languages[0]
    for place, section in enumerate(sections, 1):
        if not section.title.get(first):
            yield Flaw(_("Page %(place)s has no title.") % {"place": place}, section)
        if not section.questions.all():
            title = said(section.title, first) or place
            yield Flaw(_("The page “%(title)s” asks nothing.") % {"title": title}, section)


def _of_standards(version: FormVersion, asked: list[tuple[Section, Question]]) -> Iterator[Flaw]:
    form = version.form
    there = Counter(question.standard for _section, question in asked if question.standard)
    for standard in needed(form.side, approval=form.programme.supervisor_approval):
        if not there[standard]:
            yield Flaw(_("“%(question)s” has to be asked; add it to a page.") % {"question": standard.label})
    possible = standards(form.side)
    for name, times in there.items():
        label = Standard(name).label
        if times > 1:
            yield Flaw(_("“%(question)s” is asked more than once.") % {"question": label})
        if Standard(name) not in possible:
            yield Flaw(_("“%(question)s” is not for this side.") % {"question": label})


def _of_question(version: FormVersion, question: Question) -> Iterator[str]:
    if question.kind == Kind.STANDARD:
        return
    first = version.languages[0]
    label = question.label.get(first, "")
    named = {"question": label or said(question.label, first) or question.key}
    if not label:
        yield _("The question “%(question)s” is not written in the first language.") % named
    if question.kind in WITH_OPTIONS:
        if len(question.options) < 2:
            yield _("“%(question)s” needs at least two answers to choose from.") % named
        if any(not option["label"].get(first) for option in question.options):
            yield _("An answer of “%(question)s” is not written in the first language.") % named
    if question.kind == Kind.CONSENT and not question.consent_text.get(first):
        yield _("“%(question)s” has no text to agree to.") % named
    least, most = question.limits.get("least"), question.limits.get("most")
    if least is not None and most is not None and least > most:
        yield _("Of “%(question)s” the least is more than the most.") % named


def _of_condition(question: Question, earlier: list[Question]) -> Iterator[str]:
    condition = question.shown_if
    if not condition:
        return
    named = {"question": said(question.label, "")}
    on = next((one for one in earlier if one.key == condition["question"]), None)
    if on is None:
        yield _("“%(question)s” depends on a question that does not come before it.") % named
    elif on.reader == Reader.NOBODY:
        yield _("“%(question)s” depends on an answer that is only counted.") % named
    elif on.kind != Kind.YES_NO:
        known = {option["key"] for option in on.options}
        if not known.issuperset(condition["any_of"]):
            yield _("“%(question)s” depends on an answer that is no longer offered.") % named
