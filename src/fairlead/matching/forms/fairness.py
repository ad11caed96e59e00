"""The step of fairness that a coordinator takes."""

from django import forms


class FloorForm(forms.Form):
    """The points under which no pair is made."""

    floor = forms.DecimalField(min_value=-1_000_000, max_value=1_000_000, max_digits=24, decimal_places=17)
