"""What people say of themselves: how often to be reminded, how it is going."""

from django import forms
from django.utils.translation import gettext_lazy

from fairlead.support.models import BEST, Rhythm


class RhythmForm(forms.Form):
    """How often to be reminded."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often may we remind you?"),
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("What has a deadline, such as an offer, is said in any case."),
    )

    @property
    def chosen(self) -> Rhythm:
        """What was chosen."""
        return Rhythm(self.cleaned_data["rhythm"])


class PulseForm(forms.Form):
    """One to five thumbs."""

    thumbs = forms.IntegerField(min_value=1, max_value=BEST)
