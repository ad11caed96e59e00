"""A page of the application form: standard questions and those of the programme's team, in their order."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from fairlead.applications.forms.standard import StandardForm, plain_line
from fairlead.applications.models import Application
from fairlead.applications.queries import asking
from fairlead.kernel import shown
from fairlead.questions import checking, defaults
from fairlead.questions.enums import Standard
from fairlead.questions.models import Question
from fairlead.questions.queries import Page
from fairlead.questions.rendering import field_for, name_of
from fairlead.questions.wording import said

__all__ = ["News", "StepForm", "collisions", "news", "plain_line", "without_nul"]
NUL = "\x00"


@dataclass(frozen=True)
class News:
    """What a page changed since it was shown.

    `fields` and `unfinished` hold standard answers by field: those that can be read, and what was typed and
    cannot be read yet. `own` and `unread` hold the same for the programme's own questions, by key.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    unfinished: dict[str, str] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    unread: dict[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.fields or self.unfinished or self.own or self.unread)


class StepForm(StandardForm):
    """One page of a draft. What is required marks the label; a draft is kept whatever it lacks."""

    def __init__(self, application: Application, page: Page, answers: QueryDict | None = None) -> None:
        self.page = page
        self.own = {name_of(one.key): one for one in page.own}
        super().__init__(application, answers, initial=_own_stored(application, self.own))
        standard: dict[str, bool | None] = {}
        for question in page.questions:
            if question.standard:
                standard |= asking.fields(application, question)
        self.keep(standard)
        self._arrange(page)

    def _arrange(self, page: Page) -> None:
        standard, self.fields = self.fields, {}
        for question in page.questions:
            if not question.standard:
                name = name_of(question.key)
                self.fields[name] = field_for(question, asking.reading_language())
                continue
            names = [name for name in asking.FIELDS[question.standard] if name in standard]
            self.fields |= {name: standard[name] for name in names}
            if names:
                self._reword(question, names)

    def _reword(self, question: Question, names: list[str]) -> None:
        """Say a standard question in the words of the programme's team, where they have written some."""
        if question._state.adding:
            return
        languages = question.section.version.languages
        first = self.fields[names[0]]
        label = said(question.label, asking.reading_language(), languages)
        if label and len(names) == 1:
            first.label = label
        if help_text := said(question.help, asking.reading_language(), languages):
            first.help_text = f"{help_text} {defaults.ABOUT[Standard(question.standard)].reads}"

    def clean(self) -> dict[str, Any]:
        """A question that other answers hide needs none."""
        cleaned = super().clean()
        given = self.application.own_answers | {one.key: cleaned.get(name) for name, one in self.own.items()}
        asked = {one.key for one in checking.visible(asking.own_questions(self.application), given)}
        for name, one in self.own.items():
            if one.key not in asked and self._is_empty(name):
                self.errors.pop(name, None)
        return cleaned

    def readable(self) -> dict[str, Any]:
        """The answers that can be stored: valid ones, and those left empty."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        return found | {
            name: self.fields[name].to_python("") for name in self.errors if self._can_be_emptied(name)
        }

    def unreadable(self) -> dict[str, Any]:
        """What was typed and cannot be read yet, by field."""
        return {
            name: self._typed(name)
            for name in self.errors
            if name in self.fields and not self._is_empty(name)
        }

    def _typed(self, name: str) -> Any:
        several = isinstance(self[name].data, list)
        if several and name in self.own:
            return self[name].data
        return self.data.get(name, "")

    def _can_be_emptied(self, name: str) -> bool:
        return name in self.fields and self._is_empty(name)

    def _is_empty(self, name: str) -> bool:
        return not any(self[name].data) if isinstance(self[name].data, list) else not self[name].data


def _own_stored(application: Application, own: dict[str, Question]) -> dict[str, Any]:
    typed = application.unfinished.get("own", {})
    return {
        name: typed[one.key]
        if one.key in typed
        else checking.posted(one, application.own_answers.get(one.key))
        for name, one in own.items()
    }


def without_nul(answers: QueryDict) -> QueryDict:
    """What was posted, without characters that no text has and no database keeps."""
    if not any(NUL in value for _name, values in answers.lists() for value in values):
        return answers
    clean = answers.copy()
    for name, values in answers.lists():
        clean.setlist(name, [value.replace(NUL, "") for value in values])
    return clean


def news(form: StepForm, answers: QueryDict) -> News:
    """What this page changed since it was shown: readable answers and unreadable ones."""
    touched = set(shown.touched(form, answers))
    if "most_important" in touched:
        touched.add("areas")
    readable = {name: value for name, value in form.readable().items() if name in touched}
    unread = {name: text for name, text in form.unreadable().items() if name in touched}
    return News(
        fields={name: value for name, value in readable.items() if name not in form.own},
        unfinished={name: text for name, text in unread.items() if name not in form.own},
        own={form.own[name].key: value for name, value in readable.items() if name in form.own},
        unread={form.own[name].key: text for name, text in unread.items() if name in form.own},
    )


def collisions(form: StepForm, answers: QueryDict) -> tuple[list[str], list[str]]:
    """Labels of fields that another page changed meanwhile: those changed here too, and the others."""
    before, now = shown.remembered(answers), shown.posted(form, answers)
    if not before:
        return [], []
    standing = shown.marks(type(form)(form.application, form.page))
    elsewhere = [name for name in form.fields if standing[name] != before.get(name, standing[name])]
    both = [name for name in elsewhere if now[name] != before[name] and now[name] != standing[name]]
    others = [name for name in elsewhere if now[name] == before[name]]
    return [str(form.fields[name].label) for name in both], [str(form.fields[name].label) for name in others]
