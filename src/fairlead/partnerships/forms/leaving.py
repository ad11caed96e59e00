"""From which day a partner takes part no more."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.programmes.forms.plain import DayInput


class LeaveForm(forms.Form):
    """The day, and that it is meant."""

    use_required_attribute = False
    on = forms.DateField(label=_("From which day?"), widget=DayInput())
    sure = forms.BooleanField(label=_("I have read what will happen."))
