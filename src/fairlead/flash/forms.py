"""A flash meeting, and how many somebody meets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.words import one_line
from fairlead.matching.queries.flashing import MOST_SLOTS
from fairlead.programmes.forms.plain import LinkField

MOMENT = "%Y-%m-%dT%H:%M"


def _number(label: Any, least: int, most: int, initial: int) -> forms.IntegerField:
    attrs = {"inputmode": "numeric"}
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, initial=initial, widget=forms.NumberInput(attrs=attrs)
    )


class SeenForm(forms.Form):
    """The revision that somebody saw."""

    seen = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)


class SessionForm(forms.Form):
    """Day, slots and place."""

    use_required_attribute = False
    title = forms.CharField(label=_("What is it called?"), max_length=120)
    starts_at = forms.DateTimeField(
        label=_("When does it begin?"),
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"required": _("Say on which day and at what time.")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    slots = _number(_("How many meetings one after another?"), 1, MOST_SLOTS, 6)
    minutes = _number(_("Minutes of each meeting"), 3, 60, 10)
    pause = _number(_("Minutes between two meetings"), 0, 30, 5)
    place = forms.CharField(label=_("Where?"), required=False, max_length=200)
    link = LinkField(label=_("Link to the video call"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=1_000_000)

    def clean_title(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["title"])

    def clean_place(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["place"])


class LimitForm(SeenForm):
    """How many somebody meets at most."""

    who = forms.UUIDField()
    most = forms.IntegerField(min_value=0, max_value=MOST_SLOTS)
