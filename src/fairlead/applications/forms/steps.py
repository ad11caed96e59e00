"""The pages of the application form. Every field says who reads it."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from fairlead.applications import queries
from fairlead.applications.enums import MeetingMode, Step
from fairlead.applications.forms import shown
from fairlead.applications.models import Application
from fairlead.institutions.models import Institution
from fairlead.kernel.languages import LANGUAGES
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Area

NO_NAME = re.compile(r"://|www\.|@|[<>{}]", re.IGNORECASE)
BY_TEAM = gettext_lazy("Read by the programme team.")
BY_PAIR = gettext_lazy("Read by the programme team and by the person we would pair you with.")
BY_TEAM_AND_DISTANCE = gettext_lazy(
    "Read by the programme team; your pair learns only how many grades lie between you."
)
BY_COORDINATOR = gettext_lazy("Read by the coordinators only.")


def plain_line(name: str) -> str:
    """A name on one line that carries no address of a page; raises `ValidationError`."""
    name = " ".join(name.split())
    if NO_NAME.search(name):
        raise forms.ValidationError(_("Write the name only."))
    return name


def said(text: StrPromise, readers: StrPromise) -> StrPromise:
    """A help text that ends with who reads the answer."""
    return format_lazy("{} {}", text, readers)


class StepForm(forms.Form):
    """One page of a draft. What is required marks the label; a draft is kept whatever it lacks."""

    use_required_attribute = False

    def __init__(self, application: Application, answers: QueryDict | None = None) -> None:
        self.application = application
        super().__init__(answers, initial=self.stored(application))

    def stored(self, application: Application) -> dict[str, Any]:
        """The draft's answers by field, as typed where they cannot be read yet."""
        plain = {name: getattr(application, name) for name in self.base_fields if hasattr(application, name)}
        return plain | {
            name: text for name, text in application.unfinished.items() if name in self.base_fields
        }

    def readable(self) -> dict[str, Any]:
        """The answers that can be stored: valid ones, and those left empty."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        return found | {name: self._nothing(name) for name in self.errors if self._is_empty(name)}

    def unreadable(self) -> dict[str, str]:
        """What was typed and cannot be read yet, by field."""
        return {
            name: self.data.get(name, "")
            for name in self.errors
            if name in self.fields and not self._is_empty(name)
        }

    def _is_empty(self, name: str) -> bool:
        return not any(self[name].data) if isinstance(self[name].data, list) else not self[name].data

    def _nothing(self, name: str) -> Any:
        return self.fields[name].to_python("")


class YouForm(StepForm):
    """Where the applicant works, and under whom."""

    institution = forms.ModelChoiceField(
        label=gettext_lazy("Institution"),
        queryset=Institution.objects.none(),
        empty_label=gettext_lazy("Choose …"),
        help_text=BY_PAIR,
    )
    unit_name = forms.CharField(
        label=gettext_lazy("Unit or department"),
        max_length=200,
        help_text=said(gettext_lazy("Choose from the list, or write it if it is not there."), BY_PAIR),
    )
    job_title = forms.CharField(label=gettext_lazy("Job title"), max_length=200, help_text=BY_PAIR)
    grade = forms.IntegerField(
        label=gettext_lazy("Grade"),
        min_value=1,
        max_value=20,
        required=False,
        help_text=said(gettext_lazy("Your pay or post grade, from 1 to 20."), BY_TEAM_AND_DISTANCE),
    )
    years = forms.DecimalField(
        label=gettext_lazy("Years supporting international academics"),
        min_value=0,
        max_value=60,
        max_digits=4,
        decimal_places=1,
        required=False,
        help_text=BY_TEAM,
        error_messages={"max_decimal_places": gettext_lazy("One decimal is enough.")},
    )
    line_manager_name = forms.CharField(label=gettext_lazy("Line manager’s name"), max_length=200)
    line_manager_email = forms.EmailField(label=gettext_lazy("Line manager’s work address"), max_length=254)

    def __init__(self, application: Application, answers: QueryDict | None = None) -> None:
        super().__init__(application, answers)
        self._institutions()
        approving = queries.needs_approval(application)
        self.fields["line_manager_name"].required = self.fields["line_manager_email"].required = approving
        keeps_apart = _("You are never paired with your line manager.")
        asked = (
            _("They get a letter that asks for approval, without your answers.") if approving else keeps_apart
        )
        self.fields["line_manager_name"].help_text = f"{keeps_apart} {BY_TEAM}"
        self.fields["line_manager_email"].help_text = f"{asked} {BY_TEAM}"

    def _institutions(self) -> None:
        field = self.fields["institution"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = programmes.institutions(self.application.programme)

    def stored(self, application: Application) -> dict[str, Any]:
        """The unit by its name."""
        unit_name = application.unit.name if application.unit else ""
        return (
            {"unit_name": unit_name}
            | super().stored(application)
            | {"institution": application.institution_id}
        )

    def clean_line_manager_name(self) -> str:
        """One line, for it is the greeting of a letter."""
        return plain_line(self.cleaned_data["line_manager_name"])

    def clean_line_manager_email(self) -> str:
        """Nobody approves for themselves."""
        email: str = self.cleaned_data["line_manager_email"]
        if email and email.casefold() == self.application.person.email.casefold():
            raise forms.ValidationError(_("This is your own address; write your line manager’s."))
        return email


class AreasForm(StepForm):
    """What a mentor offers, or what a mentee wants to learn."""

    areas = forms.ModelMultipleChoiceField(
        queryset=Area.objects.none(), widget=forms.CheckboxSelectMultiple, help_text=BY_PAIR
    )
    most_important = forms.ModelChoiceField(
        label=gettext_lazy("Most important to me"),
        queryset=Area.objects.none(),
        empty_label=gettext_lazy("Choose …"),
        required=False,
        help_text=said(
            gettext_lazy("One of those you have chosen. It counts most in the matching."), BY_PAIR
        ),
    )

    def __init__(self, application: Application, answers: QueryDict | None = None) -> None:
        super().__init__(application, answers)
        offered = programmes.areas(application.programme)
        for name in ("areas", "most_important"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField | forms.ModelMultipleChoiceField)
            field.queryset = offered
        if application.side == Side.MENTOR:
            del self.fields["most_important"]
            self.fields["areas"].label = _("Areas in which I can offer experience")
        else:
            self.fields["areas"].label = _("Areas I would like to develop")

    def stored(self, application: Application) -> dict[str, Any]:
        """The chosen areas."""
        chosen = list(application.chosen_areas.all())
        most_important = next((choice.area_id for choice in chosen if choice.most_important), None)
        return {"areas": [choice.area_id for choice in chosen], "most_important": most_important}

    def clean(self) -> dict[str, Any]:
        """What is most important is wanted, so it counts as chosen."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen, most_important = list(cleaned.get("areas") or []), cleaned.get("most_important")
        if most_important is not None and most_important not in chosen:
            cleaned["areas"] = [*chosen, most_important]
            self.errors.pop("areas", None)
        elif len(chosen) > 1 and most_important is None and "most_important" in self.fields:
            self.add_error("most_important", _("Choose the one that is most important to you."))
        return cleaned


class MeetingForm(StepForm):
    """How, where, in which languages, and with whom not."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages you can meet in"),
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        help_text=said(gettext_lazy("A pair always has a language in common."), BY_PAIR),
    )
    meeting_mode = forms.ChoiceField(
        label=gettext_lazy("How would you like to meet?"),
        choices=MeetingMode.choices,
        widget=forms.RadioSelect,
        help_text=BY_PAIR,
    )
    campus = forms.CharField(
        label=gettext_lazy("Campus"),
        max_length=80,
        required=False,
        help_text=said(gettext_lazy("Where you work most days."), BY_PAIR),
    )
    places = forms.IntegerField(
        label=gettext_lazy("How many mentees could you take?"),
        min_value=1,
        max_value=10,
        help_text=said(gettext_lazy("From 1 to 10. Nobody is given more."), BY_TEAM),
    )
    avoid_text = forms.CharField(
        label=gettext_lazy("Is there anybody you should not be paired with?"),
        max_length=500,
        required=False,
        help_text=said(gettext_lazy("Names, with commas between them. No reason is needed."), BY_COORDINATOR),
    )

    def __init__(self, application: Application, answers: QueryDict | None = None) -> None:
        super().__init__(application, answers)
        languages = self.fields["languages"]
        assert isinstance(languages, forms.MultipleChoiceField)
        by_name = sorted((str(name), code) for code, name in LANGUAGES.items())
        languages.choices = [(code, name) for name, code in by_name]
        if application.side == Side.MENTEE:
            del self.fields["places"]

    def languages_shown(self) -> tuple[list[BoundWidget], list[BoundWidget]]:
        """The choices people of the programme have made, and all others."""
        bound = self["languages"]
        usual = queries.usual_languages(self.application.programme) | {
            str(code) for code in bound.value() or []
        }
        usual_ones = [one for one in bound.subwidgets if one.data["value"] in usual]
        return usual_ones, [one for one in bound.subwidgets if one.data["value"] not in usual]


class HopesForm(StepForm):
    """What the applicant hopes for, in their own words."""

    hopes = forms.CharField(
        label=gettext_lazy("What do you hope to get out of it?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=said(gettext_lazy("In your own words. It plays no part in the matching."), BY_COORDINATOR),
    )


class ConsentForm(StepForm):
    """Agreement to the privacy notice."""

    consent = forms.BooleanField(
        label=gettext_lazy(
            "I have read the privacy notice and agree that partner institutions see what a match needs."
        )
    )

    def stored(self, application: Application) -> dict[str, Any]:
        """Whether consent was given."""
        return {"consent": application.consented_at is not None}


FORMS: Mapping[str, type[StepForm]] = {
    Step.YOU: YouForm,
    Step.AREAS: AreasForm,
    Step.MEETING: MeetingForm,
    Step.HOPES: HopesForm,
    Step.CONSENT: ConsentForm,
}


def news(form: StepForm, answers: QueryDict) -> tuple[dict[str, Any], dict[str, str]]:
    """What this page changed since it was shown: readable answers and unreadable ones, by field."""
    before, now = shown.remembered(answers), shown.posted(form, answers)
    touched = {name for name in form.fields if before.get(name) != now[name]}
    if "most_important" in touched:
        touched.add("areas")
    fields = {name: value for name, value in form.readable().items() if name in touched}
    return fields, {name: text for name, text in form.unreadable().items() if name in touched}


def collisions(form: StepForm, answers: QueryDict) -> tuple[list[str], list[str]]:
    """Labels of fields that another page changed meanwhile: those changed here too, and the others."""
    before, now = shown.remembered(answers), shown.posted(form, answers)
    if not before:
        return [], []
    standing = shown.marks(type(form)(form.application))
    elsewhere = [name for name in form.fields if standing[name] != before.get(name, standing[name])]
    both = [name for name in elsewhere if now[name] != before[name] and now[name] != standing[name]]
    others = [name for name in elsewhere if now[name] == before[name]]
    return [str(form.fields[name].label) for name in both], [str(form.fields[name].label) for name in others]
