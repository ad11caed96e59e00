"""When offers go out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.matching.actions.waves import Time
from fairlead.matching.enums import WaveTime


class WaveForm(forms.Form):
    """The button that was pressed says when; for a day, which."""

    when = forms.ChoiceField(choices=WaveTime.choices, required=False)
    day = forms.DateField(required=False, error_messages={"invalid": _("Write the day like 2027-03-31.")})

    def time(self) -> Time:
        """When the wave goes out; without a word, at once."""
        when = WaveTime(self.cleaned_data["when"] or WaveTime.NOW)
        return Time(when, self.cleaned_data["day"] if when == WaveTime.DAY else None)
