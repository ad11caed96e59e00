"""The address of a calendar, and the hours somebody works."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

REGIONS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
MONDAY = date(2024, 1, 1)


class AddressForm(forms.Form):
    """Where a calendar lies; the address is a secret and is never filled in again."""

    use_required_attribute = False
    address = forms.CharField(
        label=_("Secret address of your calendar"),
        max_length=2100,
        error_messages={"required": _("Paste the address of your calendar.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url", "dir": "ltr"}
        ),
    )


class HoursForm(forms.Form):
    """The days and hours at which somebody can meet."""

    use_required_attribute = False
    days = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    zone = forms.ChoiceField(label=_("By the clock of"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [date_format(MONDAY.replace(day=1 + day), "l") for day in range(7)]
        self.fields["days"].choices = list(enumerate(names))  # type: ignore[attr-defined]
        kept = self.initial.get("zone", "")
        zones = {name for name in available_timezones() if name.startswith(REGIONS)} | {"UTC"}
        shown = sorted(zones | ({kept} if kept else set()))
        self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in shown]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A day's work ends after it has begun."""
        given = self.cleaned_data
        begins, ends = given.get("begins"), given.get("ends")
        if begins and ends and begins >= ends:
            self.add_error("ends", _("The end comes before the beginning. Choose a later hour."))
        return given
