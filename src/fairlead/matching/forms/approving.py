"""Approvals: until when, why not, and who stands in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class DeadlineForm(forms.Form):
    """The last day for approvals."""

    deadline = _day(_("Last day for the answers"))


class Lines(forms.CharField):
    """Some lines of text; the end of a line counts as one character, as the browser counts it."""

    def to_python(self, value: Any) -> str:
        """The text with one character for the end of each line."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class DecisionForm(forms.Form):
    """Approve or decline, with a reason."""

    answer = forms.ChoiceField(choices=[("approve", "approve"), ("decline", "decline")])
    reason = Lines(
        required=False,
        max_length=500,
        error_messages={"max_length": _("Say why in at most 500 characters; here are %(show_value)d.")},
    )


class DeputyForm(forms.Form):
    """A colleague of the same institution, from a day to a day."""

    email = forms.EmailField(label=_("Address of your colleague"), max_length=254)
    first_day = _day(_("From"))
    last_day = _day(_("Until"))
