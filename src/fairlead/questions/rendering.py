"""Draw the questions of a form as fields that say who reads the answer."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fairlead.questions import checking
from fairlead.questions.enums import Kind
from fairlead.questions.models import Question, Section
from fairlead.questions.queries import Page
from fairlead.questions.wording import direction, reads, said, written_in

PREFIX = "own-"
RADIOS = 7
COLUMNS = 6


def name_of(key: str) -> str:
    """The name of the field that asks the question with this key."""
    return f"{PREFIX}{key}"


class RankedSelects(forms.Widget):
    """A select for each place, all of one name: “1.arrival” puts the option arrival first."""

    def __init__(self, options: list[tuple[str, str]], places: int) -> None:
        super().__init__()
        self.options, self.places = options, places

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> list[str]:
        """What was chosen for each place."""
        return data.getlist(name) if isinstance(data, MultiValueDict) else list(data.get(name) or [])

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The select of the first place."""
        return f"{id_}_1" if id_ else id_

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The selects, each with the name of its place."""
        chosen = set(value or [])
        return format_html_join(
            "\n",
            '<label class="field-label" for="{0}_{2}">{3}</label>'
            '<select name="{1}" id="{0}_{2}">{4}</select>',
            (
                (
                    (attrs or {}).get("id", f"id_{name}"),
                    name,
                    place,
                    _("Place %(place)s") % {"place": place},
                    self._choices(place, chosen),
                )
                for place in range(1, self.places + 1)
            ),
        )

    def _choices(self, place: int, chosen: set[str]) -> SafeString:
        first = format_html('<option value="">{}</option>', _("Choose …"))
        return first + format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (value, SafeString(" selected") if value in chosen else "", label)
                for key, label in self.options
                for value in [f"{place}.{key}"]
            ),
        )


class AnswerField(forms.Field):
    """A field that asks an own question; its value is the answer as it is stored."""

    def __init__(self, question: Question, language: str) -> None:
        self.question, self.language = question, language
        self.languages: list[str] = question.section.version.languages
        self.written_in = written_in(question.label, language, self.languages)
        self.direction = direction(self.written_in)
        super().__init__(
            required=question.required,
            label=self.words(question.label),
            help_text=self._help(),
            widget=_widget(self),
        )

    def words(self, texts: Mapping[str, str]) -> str:
        """A text of the question in the reader's language, else in the form's first."""
        return said(texts, self.language, self.languages)

    def _help(self) -> str:
        own = self.words(self.question.help)
        most = self.question.limits.get("most")
        if self.question.kind == Kind.CHOICES and most:
            own = f"{own} {_('Choose %(most)s at most.') % {'most': most}}".strip()
        return f"{own} {reads(self.question.reader, matching=self.question.matching)}".strip()

    @property
    def consent_text(self) -> str:
        """The text that is agreed to."""
        return self.words(self.question.consent_text)

    @property
    def columns(self) -> bool:
        """Whether the choices are many enough for columns."""
        return len(self.question.options) > COLUMNS

    @property
    def width(self) -> str:
        """How wide the input is."""
        return {Kind.NUMBER: "short", Kind.DATE: "short"}.get(Kind(self.question.kind), "")

    @property
    def shown_if(self) -> str:
        """The name of the field this one depends on; empty when it is always shown."""
        condition = self.question.shown_if
        return name_of(condition["question"]) if condition else ""

    @property
    def shown_for(self) -> str:
        """The posted values of that field that let this one appear, as JSON."""
        values = self.question.shown_if.get("any_of", [])
        return json.dumps([{True: checking.YES, False: checking.NO}.get(one, one) for one in values])

    def clean(self, value: Any) -> Any:
        """The answer to store; None for no answer."""
        cleaned = checking.clean(self.question, value)
        if cleaned.problem:
            raise forms.ValidationError(cleaned.problem)
        if cleaned.value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return cleaned.value

    def to_python(self, value: Any) -> Any:
        """The answer to store, also of nothing."""
        return checking.clean(self.question, value).value


def _widget(field: AnswerField) -> forms.Widget:
    question = field.question
    labels = [(one["key"], field.words(one["label"])) for one in question.options]
    least, most = checking.bounds(question)
    match Kind(question.kind):
        case Kind.RANKED:
            return RankedSelects(labels, min(int(most or len(labels)), len(labels)))
        case Kind.CHOICES:
            return forms.CheckboxSelectMultiple(choices=labels)
        case Kind.CHOICE if len(labels) > RADIOS:
            return forms.Select(choices=[("", _("Choose …")), *labels])
        case Kind.CHOICE:
            return forms.RadioSelect(choices=labels)
        case Kind.SCALE:
            return forms.RadioSelect(choices=_scale(int(least), int(most), dict(labels)))
        case Kind.YES_NO:
            return forms.RadioSelect(choices=[(checking.YES, _("Yes")), (checking.NO, _("No"))])
        case Kind.DATE:
            days = {name: day for name, day in (("min", least), ("max", most)) if day}
            return forms.DateInput(attrs={"type": "date", **days})
        case kind:
            return _plain(kind)


def _plain(kind: Kind) -> forms.Widget:
    if kind == Kind.CONSENT:
        return forms.CheckboxInput()
    if kind == Kind.LONG:
        return forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    if kind == Kind.NUMBER:
        return forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.TextInput(attrs={"maxlength": checking.LONGEST[Kind.SHORT], "dir": "auto"})


def _scale(least: int, most: int, ends: Mapping[str, str]) -> list[tuple[str, str]]:
    """The steps of a scale; the words for its ends stand on a second line."""
    notes = {least: ends.get("least", ""), most: ends.get("most", "")}
    return [
        (str(step), f"{step}\n{notes[step]}" if notes.get(step) else str(step))
        for step in range(least, most + 1)
    ]


def field_for(question: Question, language: str) -> AnswerField:
    """The field that asks an own question in this language."""
    return AnswerField(question, language)


class OwnForm(forms.Form):
    """The own questions of one page. What is required marks the label; a draft is kept whatever it lacks."""

    use_required_attribute = False

    def __init__(
        self,
        questions: Iterable[Question],
        answers: Mapping[str, Any],
        posted: QueryDict | None,
        language: str,
    ) -> None:
        self.asked = [one for one in questions if one.kind != Kind.STANDARD]
        initial = {name_of(one.key): checking.posted(one, answers.get(one.key)) for one in self.asked}
        super().__init__(posted, initial=initial)
        for one in self.asked:
            self.fields[name_of(one.key)] = field_for(one, language)

    def answers(self) -> dict[str, Any]:
        """The answers that can be stored, by key; None for those left empty."""
        return {
            one.key: self.cleaned_data.get(name_of(one.key))
            for one in self.asked
            if name_of(one.key) not in self.errors
            or checking.clean(one, self[name_of(one.key)].data).problem == ""
        }


def form_for(
    section: Section | Page, answers: Mapping[str, Any], posted: QueryDict | None, language: str
) -> OwnForm:
    """A form of the own questions of a page, filled with the stored answers or with what was posted."""
    asked = section.questions if isinstance(section, Page) else section.questions.all()
    return OwnForm(asked, answers, posted, language)
