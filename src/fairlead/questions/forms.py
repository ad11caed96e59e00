"""How a coordinator writes pages, questions and translations."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.kernel.languages import LANGUAGES, language_name
from fairlead.questions import queries, traits
from fairlead.questions.actions import Wording
from fairlead.questions.checking import NO, SCALE, YES
from fairlead.questions.defaults import required
from fairlead.questions.enums import CAN_COUNT, CAN_MATCH, Kind, Reader
from fairlead.questions.models import FormVersion, Question, Section
from fairlead.questions.queries import Text
from fairlead.questions.wording import said

WITH_OPTIONS = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.RANKED})
MOST_OPTIONS = 60
LONGEST_SCALE = 11
WHEN = "when_"
OWN_KINDS = [kind for kind in Kind if kind != Kind.STANDARD]


class SectionForm(forms.Form):
    """Title and help of a page."""

    use_required_attribute = False
    title = forms.CharField(label=gettext_lazy("Title of the page"), max_length=120)
    explained = forms.CharField(
        label=gettext_lazy("Help at the top of the page"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, version: FormVersion, section: Section | None, posted: QueryDict | None) -> None:
        first = version.languages[0]
        standing = (
            {"title": section.title.get(first, ""), "explained": section.help.get(first, "")}
            if section
            else {}
        )
        super().__init__(posted, initial=standing)


class QuestionForm(forms.Form):
    """One question, with what its kind needs; texts in the form's first language."""

    use_required_attribute = False
    label = forms.CharField(label=gettext_lazy("Question"), max_length=300)
    help = forms.CharField(
        label=gettext_lazy("Help below the question"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, question: Question, posted: QueryDict | None) -> None:
        self.question = question
        self.version = question.section.version
        self.first: str = self.version.languages[0]
        super().__init__(posted, initial=self._standing())
        if question.kind == Kind.STANDARD:
            self._of_standard()
        else:
            self.fields |= _fields_of(Kind(question.kind))
            self._of_own()
        pages = [(str(one.pk), said(one.title, self.first)) for one in self.version.sections.all()]
        if len(pages) > 1 and not question._state.adding:
            self.fields["section"] = forms.ChoiceField(label=_("Page"), choices=pages)

    def _of_standard(self) -> None:
        del self.fields["label"]
        form = self.version.form
        approval = form.programme.supervisor_approval
        if required(self.question.standard, side=form.side, approval=approval) is None:
            self.fields["required"] = _required()

    def _of_own(self) -> None:
        self.fields["required"] = _required()
        if not self.version.form.is_survey:
            self._of_use()
        self.fields |= self._conditions()

    def _of_use(self) -> None:
        self.fields["reader"] = forms.ChoiceField(
            label=_("Who reads the answer"),
            choices=[
                (one.value, one.label)
                for one in Reader
                if one != Reader.SURVEY and (one != Reader.NOBODY or self.question.kind in CAN_COUNT)
            ],
            widget=forms.RadioSelect,
            help_text=_("The form says this beside the question."),
        )
        if self.question.kind in CAN_MATCH:
            self.fields["matching"] = forms.BooleanField(
                label=_("May be used for matching"),
                required=False,
                help_text=_(
                    "The form says so beside the question. Never ask for traits, performance or "
                    "anything that is only monitored, such as gender or health."
                ),
            )

    def _standing(self) -> dict[str, Any]:
        question = self.question
        limits = {f"limit_{name}": value for name, value in question.limits.items()}
        condition = question.shown_if
        words = {True: YES, False: NO}
        return {
            "label": question.label.get(self.first, ""),
            "help": question.help.get(self.first, ""),
            "lines": "\n".join(one["label"].get(self.first, "") for one in question.options),
            "consent_text": question.consent_text.get(self.first, ""),
            "required": question.required,
            "reader": question.reader,
            "matching": question.matching,
            "section": str(question.section_id),
            "condition_on": condition.get("question", ""),
            f"{WHEN}{condition.get('question', '')}": [
                words[one] if isinstance(one, bool) else one for one in condition.get("any_of", [])
            ],
            **{f"end_{one['key']}": one["label"].get(self.first, "") for one in question.options},
            **limits,
        }

    def _conditions(self) -> dict[str, forms.Field]:
        """The earlier question this one can depend on, and for each of them the answers it is shown for."""
        earlier = list(self._earlier())
        named = [(one.key, said(one.label, self.first)) for one in earlier]
        asked = forms.ChoiceField(
            label=_("It depends on the answer to"),
            choices=[("", _("Nothing: it is always shown")), *named],
            required=False,
        )
        answers: dict[str, forms.Field] = {}
        for one in earlier:
            options = [(option["key"], said(option["label"], self.first)) for option in one.options]
            answers[f"{WHEN}{one.key}"] = forms.MultipleChoiceField(
                label=_("Shown if “%(question)s” is answered with one of these")
                % {"question": said(one.label, self.first)},
                choices=options or [(YES, _("Yes")), (NO, _("No"))],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            answers[f"{WHEN}{one.key}"].needed_when_shown = True  # type: ignore[attr-defined]
        return {"condition_on": asked, **answers} if earlier else {}

    def _earlier(self) -> Iterator[Question]:
        """The questions before this one that others can depend on."""
        for one in queries.questions(self.version):
            if one.pk == self.question.pk:
                return
            if self.question._state.adding and one.section.position > self.question.section.position:
                return
            if queries.may_depend_on(one):
                yield one

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields about the question itself."""
        return [bound for bound in self if not bound.name.startswith((WHEN, "condition_on"))]

    @property
    def conditions(self) -> list[tuple[str, forms.BoundField]]:
        """The key of each question this one can depend on, with the field of its answers."""
        return [(bound.name[len(WHEN) :], bound) for bound in self if bound.name.startswith(WHEN)]

    def clean_lines(self) -> list[str]:
        """The answers to choose from, one on each line."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["lines"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) < 2:
            raise forms.ValidationError(_("Write at least two answers, each on a line of its own."))
        if len(lines) > MOST_OPTIONS:
            raise forms.ValidationError(_("At most %(most)s answers.") % {"most": MOST_OPTIONS})
        if len({line.casefold() for line in lines}) < len(lines):
            raise forms.ValidationError(_("Two of the answers are the same."))
        return lines

    def clean(self) -> dict[str, Any]:
        """The least is not more than the most."""
        cleaned: dict[str, Any] = super().clean() or {}
        least, most = cleaned.get("limit_least"), cleaned.get("limit_most")
        if least is not None and most is not None and least >= most:
            self.add_error("limit_most", _("This has to be more than the least."))
        elif self.question.kind == Kind.SCALE and most is not None and most - (least or 0) >= LONGEST_SCALE:
            self.add_error("limit_most", _("A scale has at most 11 steps."))
        self._clean_use(cleaned)
        on = cleaned.get("condition_on")
        if on and not cleaned.get(f"{WHEN}{on}"):
            self.add_error(f"{WHEN}{on}", _("Tick at least one answer, or let it depend on nothing."))
        return cleaned

    def _clean_use(self, cleaned: Mapping[str, Any]) -> None:
        """What names a trait or performance feeds no matching; what is only counted is optional."""
        counted = cleaned.get("reader") == Reader.NOBODY
        if cleaned.get("matching"):
            word = traits.named([cleaned.get("label", ""), cleaned.get("help", "")])
            told = _(
                "“%(word)s” names a trait, performance or something that is only monitored. Such answers "
                "never feed the matching."
            )
            if word:
                self.add_error("matching", told % {"word": word})
            elif counted:
                self.add_error("matching", _("What nobody reads feeds no matching either."))
        if counted and cleaned.get("required"):
            self.add_error("required", _("What is only counted can always be left out."))

    def wording(self) -> Wording:
        """What was written, as the actions take it."""
        given = self.cleaned_data
        return Wording(
            label=given.get("label", ""),
            help=given["help"],
            options=given.get("lines", ()),
            ends={end: given[f"end_{end}"] for end in ("least", "most") if given.get(f"end_{end}")},
            limits={name: _plain(given.get(f"limit_{name}")) for name in ("least", "most", "decimals")},
            consent_text=given.get("consent_text", ""),
            shown_if=self._condition(),
            required=given.get("required", self.question.required),
            reader=given.get("reader", Reader.SURVEY if self.version.form.is_survey else Reader.COORDINATOR),
            matching=given.get("matching", False),
        )

    def _condition(self) -> Mapping[str, Any]:
        on = self.cleaned_data.get("condition_on", "")
        if not on:
            return {}
        yes_or_no = any(one.key == on and one.kind == Kind.YES_NO for one in self._earlier())
        words = {YES: True, NO: False} if yes_or_no else {}
        return {"question": on, "any_of": [words.get(one, one) for one in self.cleaned_data[f"{WHEN}{on}"]]}


def new_question(section: Section, kind: str) -> Question:
    """A question to be written, not yet stored."""
    return Question(section=section, kind=kind)


def _required() -> forms.BooleanField:
    return forms.BooleanField(label=_("Must be answered"), required=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _fields_of(kind: Kind) -> dict[str, forms.Field]:
    """The fields that only this kind of question needs."""
    if kind in WITH_OPTIONS:
        lines = forms.CharField(
            label=_("Answers to choose from"),
            help_text=_("Each on a line of its own, in the order shown."),
            widget=forms.Textarea(attrs={"rows": 6}),
            max_length=12000,
        )
        return {"lines": lines} | _most_of(kind)
    if kind == Kind.CONSENT:
        text = forms.CharField(
            label=_("Text to agree to"),
            help_text=_("Each answer keeps the version of the text that was agreed to."),
            widget=forms.Textarea(attrs={"rows": 8}),
            max_length=20000,
        )
        return {"consent_text": text}
    if kind == Kind.SCALE:
        return {
            "limit_least": forms.IntegerField(label=_("From"), min_value=0, max_value=1, initial=SCALE[0]),
            "limit_most": forms.IntegerField(label=_("To"), min_value=2, max_value=10, initial=SCALE[1]),
            "end_least": forms.CharField(label=_("Word for the lower end"), max_length=60, required=False),
            "end_most": forms.CharField(label=_("Word for the upper end"), max_length=60, required=False),
        }
    if kind == Kind.NUMBER:
        least = forms.DecimalField(label=_("Not less than"), required=False, max_digits=14, decimal_places=4)
        most = forms.DecimalField(label=_("Not more than"), required=False, max_digits=14, decimal_places=4)
        decimals = forms.IntegerField(label=_("Decimals"), required=False, min_value=0, max_value=4)
        return {"limit_least": least, "limit_most": most, "limit_decimals": decimals}
    if kind == Kind.DATE:
        return {"limit_least": _day(_("Not before")), "limit_most": _day(_("Not after"))}
    return {}


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


def _most_of(kind: Kind) -> dict[str, forms.Field]:
    if kind == Kind.CHOICE:
        return {}
    words = _("How many places") if kind == Kind.RANKED else _("How many at most")
    most = forms.IntegerField(label=words, required=False, min_value=1, max_value=MOST_OPTIONS)
    return {"limit_most": most}


class LanguageForm(forms.Form):
    """A language to write the form in as well."""

    use_required_attribute = False
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, version: FormVersion, posted: QueryDict | None = None) -> None:
        super().__init__(posted)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        free = sorted((str(name), code) for code, name in LANGUAGES.items() if code not in version.languages)
        field.choices = [("", _("Choose …")), *((code, name) for name, code in free)]


class TranslationForm(forms.Form):
    """The texts of one language, each beside the original."""

    use_required_attribute = False

    def __init__(self, texts: list[Text], first: str, code: str, posted: QueryDict | None) -> None:
        super().__init__(posted, initial={text.name: text.written(code) for text in texts})
        self.texts = texts
        for text in texts:
            widget = forms.Textarea(attrs={"rows": 3}) if text.long else forms.TextInput()
            widget.attrs |= {"lang": code, "dir": "auto"}
            self.fields[text.name] = forms.CharField(
                label=f"{text.what}: {text.written(first)}" if not text.long else text.what,
                help_text=text.written(first) if text.long else "",
                required=False,
                max_length=20000 if text.long else 300,
                widget=widget,
            )

    def written(self) -> dict[str, str]:
        """The texts by their names."""
        return {text.name: self.cleaned_data[text.name] for text in self.texts}


def languages_of(version: FormVersion) -> list[dict[str, Any]]:
    """The languages of a form with how many texts are still to be written in each."""
    total = len(queries.texts(version))
    return [
        {
            "code": code,
            "name": language_name(code),
            "first": code == version.languages[0],
            "missing": queries.untranslated(version, code),
            "total": total,
        }
        for code in version.languages
    ]
