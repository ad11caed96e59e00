"""What a coordinator says when a pair ends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.mentorships.enums import EndReason


class EndForm(forms.Form):
    """Why a pair ends before its time, in neutral words."""

    reason = forms.ChoiceField(label=_("Reason"), choices=EndReason.choices, widget=forms.RadioSelect)
