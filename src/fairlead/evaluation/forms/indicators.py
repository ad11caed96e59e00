"""What the team types about indicators: a part to look at, targets, indicators of its own."""

from datetime import date
from math import isfinite
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.evaluation.indicators import formulas
from fairlead.evaluation.indicators.catalogue import INDICATORS
from fairlead.evaluation.indicators.definitions import Kind, Unit
from fairlead.evaluation.indicators.facts import Where
from fairlead.evaluation.numbers import plain_number
from fairlead.evaluation.periods import Year
from fairlead.programmes.forms.plain import DayInput

LARGEST = 1e9
Choice = tuple[str, str | Promise]
KINDS: list[Choice] = [(one.value, one.label) for one in Kind]
UNITS: list[Choice] = [(one.value, one.label) for one in Unit]


class Number(forms.FloatField):
    """A number, typed with a point or with a comma."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(min_value=-LARGEST, max_value=LARGEST, widget=widget, **kwargs)

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        """The number; never infinite."""
        found = forms.FloatField.to_python(self, plain_number(value) if isinstance(value, str) else value)
        if found is not None and not isfinite(found):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class PartForm(forms.Form):
    """Which part of the programme the figures are about."""

    when = forms.ChoiceField(label=gettext_lazy("Year or round"), required=False)
    institution = forms.ChoiceField(label=gettext_lazy("Institution"), required=False)

    def __init__(
        self,
        *args: Any,
        years: list[Year],
        rounds: dict[UUID, str],
        institutions: dict[UUID, str],
        all_of_them: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        when: list[Any] = [("", _("All years")), (_("Years"), [(str(one.begins), one.name) for one in years])]
        if rounds:
            when.append((_("Rounds"), [(str(pk), name) for pk, name in rounds.items()]))
        self.fields["when"].choices = when  # type: ignore[attr-defined]
        whole: list[Choice] = [("", _("All institutions"))] if all_of_them else []
        self.fields["institution"].choices = [*whole, *((str(pk), name) for pk, name in institutions.items())]  # type: ignore[attr-defined]
        self._years = {str(one.begins): one for one in years}
        self._first = None if all_of_them else next(iter(institutions), None)

    def where(self) -> Where:
        """The part; what makes no sense is left out."""
        self.is_valid()
        when, place = self.cleaned_data.get("when", ""), self.cleaned_data.get("institution", "")
        institution = UUID(place) if place else self._first
        if when in self._years:
            return Where(year=self._years[when], institution=institution)
        return Where(round=UUID(when) if when else None, institution=institution)


class WhichForm(forms.Form):
    """Which indicator is shown of all programmes."""

    USUAL = "completion"
    indicator = forms.ChoiceField(
        label=gettext_lazy("Indicator"), choices=[(one.key, one.name) for one in INDICATORS]
    )

    def key(self) -> str:
        """The indicator; what makes no sense is left out."""
        found: str = self.cleaned_data["indicator"] if self.is_valid() else self.USUAL
        return found


class TargetForm(forms.Form):
    """What the programme aims at by an indicator."""

    use_required_attribute = False
    target = Number(label=gettext_lazy("Target"), required=False)

    def __init__(self, *args: Any, share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._share = share
        self.fields["target"].help_text = (
            _("In percent. Empty: no target.") if share else _("Empty: no target.")
        )

    def value(self) -> float | None:
        """The target as it is kept: shares between nothing and one."""
        typed: float | None = self.cleaned_data["target"]
        return typed / 100 if typed is not None and self._share else typed


class OwnForm(forms.Form):
    """An indicator of the programme's own."""

    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    about = forms.CharField(label=gettext_lazy("What it says, in a sentence"), max_length=300, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=KINDS)
    unit = forms.ChoiceField(label=gettext_lazy("Told in"), choices=UNITS)
    formula = forms.CharField(
        label=gettext_lazy("Formula"),
        help_text=gettext_lazy("Empty: you write down its numbers yourselves, each with a day and a note."),
        max_length=formulas.LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off"}),
    )
    more = forms.BooleanField(label=gettext_lazy("More is better"), required=False, initial=True)

    def __init__(self, *args: Any, known: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = known

    def clean_formula(self) -> str:
        """A formula that can be read."""
        typed: str = self.cleaned_data["formula"].strip()
        if typed:
            try:
                formulas.parse(typed, self._known)
            except formulas.FormulaRefused as refused:
                raise forms.ValidationError(str(refused)) from refused
        return typed


class NumberForm(forms.Form):
    """One number of an own indicator."""

    use_required_attribute = False
    value = Number(label=gettext_lazy("Number"))
    on = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    note = forms.CharField(label=gettext_lazy("Where it is from"), max_length=300, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._share = share
        self.initial.setdefault("key", uuid4())
        if share:
            self.fields["value"].help_text = _("In percent.")

    def clean_on(self) -> date:
        """A day that has been."""
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Write down what has been."))
        return on

    def number(self) -> float:
        """The number as it is kept: shares between nothing and one."""
        typed: float = self.cleaned_data["value"]
        return typed / 100 if self._share else typed
