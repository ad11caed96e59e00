"""The standard questions as fields. Each says who reads the answer."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from fairlead.applications import queries
from fairlead.applications.enums import MeetingMode
from fairlead.applications.models import Application
from fairlead.institutions.models import Institution
from fairlead.kernel.languages import LANGUAGES
from fairlead.kernel.words import one_line
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
    name = one_line(name)
    if NO_NAME.search(name):
        raise forms.ValidationError(_("Write the name only."))
    return name


def said(text: StrPromise, readers: StrPromise) -> StrPromise:
    """A help text that ends with who reads the answer."""
    return format_lazy("{} {}", text, readers)


class StandardForm(forms.Form):
    """All standard questions; a page of the form keeps those that it asks."""

    use_required_attribute = False

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
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Write a whole number from 1 to 20.")
        ),
    )
    years = forms.DecimalField(
        label=gettext_lazy("Years supporting international academics"),
        min_value=0,
        max_value=60,
        max_digits=4,
        decimal_places=1,
        required=False,
        help_text=BY_TEAM,
        error_messages={
            "max_decimal_places": gettext_lazy("One decimal is enough."),
            **dict.fromkeys(
                ("invalid", "min_value", "max_value", "max_digits", "max_whole_digits"),
                gettext_lazy("Write a number of years from 0 to 60, like 2.5."),
            ),
        },
    )
    line_manager_name = forms.CharField(label=gettext_lazy("Line manager’s name"), max_length=200)
    line_manager_email = forms.EmailField(label=gettext_lazy("Line manager’s work address"), max_length=254)
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
    hopes = forms.CharField(
        label=gettext_lazy("What do you hope to get out of it?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=said(gettext_lazy("In your own words. It plays no part in the matching."), BY_COORDINATOR),
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "I have read the privacy notice and agree that partner institutions see what a match needs."
        )
    )

    def __init__(
        self,
        application: Application,
        answers: QueryDict | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.application = application
        super().__init__(answers, initial={**stored(application), **(initial or {})})
        if application.side == Side.MENTOR:
            del self.fields["most_important"]
        else:
            del self.fields["places"]

    def keep(self, names: Mapping[str, bool | None]) -> None:
        """Keep only these fields, in this order, and fit them to the programme.

        The value says whether an answer is required; None leaves the field as it is.
        """
        self.fields = {name: self.fields[name] for name in names if name in self.fields}
        for name, field in self.fields.items():
            if names[name] is not None:
                field.required = bool(names[name])
        for name, fit in FITS.items():
            if name in self.fields:
                fit(self.fields[name], self.application)

    def clean_line_manager_name(self) -> str:
        """One line, for it is the greeting of a letter."""
        return plain_line(self.cleaned_data["line_manager_name"])

    def clean_line_manager_email(self) -> str:
        """Nobody approves for themselves."""
        email: str = self.cleaned_data["line_manager_email"]
        if email and email.casefold() == self.application.person.email.casefold():
            raise forms.ValidationError(_("This is your own address; write your line manager’s."))
        return email

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

    def languages_shown(self) -> tuple[list[BoundWidget], list[BoundWidget]]:
        """The choices people of the programme have made, and all others."""
        bound = self["languages"]
        usual = queries.usual_languages(self.application.programme) | {
            str(code) for code in bound.value() or []
        }
        usual_ones = [one for one in bound.subwidgets if one.data["value"] in usual]
        return usual_ones, [one for one in bound.subwidgets if one.data["value"] not in usual]


def stored(application: Application) -> dict[str, Any]:
    """The standard answers by field, as typed where they cannot be read yet."""
    plain = {
        name: getattr(application, name) for name in StandardForm.base_fields if hasattr(application, name)
    }
    chosen = list(application.chosen_areas.all()) if not application._state.adding else []
    special = {
        "institution": application.institution_id,
        "unit_name": application.unit.name if application.unit else "",
        "areas": [choice.area_id for choice in chosen],
        "most_important": next((choice.area_id for choice in chosen if choice.most_important), None),
        "consent": application.consented_at is not None,
    }
    typed = {name: text for name, text in application.unfinished.items() if name in StandardForm.base_fields}
    return plain | special | typed


def _institutions(field: forms.Field, application: Application) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = programmes.institutions(application.programme)


def _manager_name(field: forms.Field, application: Application) -> None:
    field.help_text = f"{_('You are never paired with your line manager.')} {BY_TEAM}"


def _manager_address(field: forms.Field, application: Application) -> None:
    asked = _("You are never paired with your line manager.")
    if queries.needs_approval(application):
        asked = _("They get a letter that asks for approval, without your answers.")
    field.help_text = f"{asked} {BY_TEAM}"


def _offered_areas(field: forms.Field, application: Application) -> None:
    assert isinstance(field, forms.ModelChoiceField | forms.ModelMultipleChoiceField)
    field.queryset = programmes.areas(application.programme)


def _areas(field: forms.Field, application: Application) -> None:
    _offered_areas(field, application)
    mentor = application.side == Side.MENTOR
    field.label = _("Areas in which I can offer experience") if mentor else _("Areas I would like to develop")


def _languages(field: forms.Field, application: Application) -> None:
    assert isinstance(field, forms.MultipleChoiceField)
    by_name = sorted((str(name), code) for code, name in LANGUAGES.items())
    field.choices = [(code, name) for name, code in by_name]


def _places(field: forms.Field, application: Application) -> None:
    """No more than the programme lets a mentor have."""
    assert isinstance(field, forms.IntegerField)
    most = application.programme.most_places
    field.max_value = most
    field.validators = [one for one in field.validators if not isinstance(one, MaxValueValidator)]
    field.validators.append(MaxValueValidator(most))
    field.widget.attrs["max"] = most
    words = _("From 1 to %(most)s. Nobody is given more.") if most > 1 else _("In this programme it is one.")
    field.help_text = f"{words % {'most': most}} {BY_TEAM}"


FITS = {
    "institution": _institutions,
    "line_manager_name": _manager_name,
    "line_manager_email": _manager_address,
    "areas": _areas,
    "most_important": _offered_areas,
    "languages": _languages,
    "places": _places,
}
