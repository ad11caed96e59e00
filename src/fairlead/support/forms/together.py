"""Circles, their meetings, and office hours."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.kernel.words import one_line
from fairlead.people.queries import by_address
from fairlead.programmes.enums import Side
from fairlead.programmes.forms.plain import LinkField
from fairlead.support.actions.circles import When

MOMENT = "%Y-%m-%dT%H:%M"


class WhenForm(forms.Form):
    """When something is, for how long, and where."""

    use_required_attribute = False
    starts_at = forms.DateTimeField(
        label=gettext_lazy("When?"),
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"required": gettext_lazy("Say on which day and at what time.")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=5,
        max_value=600,
        initial=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": "5"}),
    )
    place = forms.CharField(label=gettext_lazy("Where?"), required=False, max_length=200)
    link = LinkField(
        label=gettext_lazy("Link to the video call"),
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def clean_place(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["place"])

    @property
    def when(self) -> When:
        """What was said."""
        given = self.cleaned_data
        return When(given["starts_at"], given["minutes"], given["place"], given["link"])


class HourForm(WhenForm):
    """An office hour."""

    places = forms.IntegerField(
        label=gettext_lazy("For how many people?"), min_value=1, max_value=20, initial=1
    )
    field_order = ("starts_at", "minutes", "places", "place", "link")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].initial = 30


MEMBERS = [(Side.MENTOR.value, gettext_lazy("Mentors")), (Side.MENTEE.value, gettext_lazy("Mentees"))]


class CircleForm(forms.Form):
    """A new circle."""

    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    side = forms.ChoiceField(label=gettext_lazy("For whom?"), choices=MEMBERS, widget=forms.RadioSelect)
    about = forms.CharField(
        label=gettext_lazy("What it is for"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": "2", "dir": "auto"}),
    )
    facilitator = forms.EmailField(
        label=gettext_lazy("Who facilitates"),
        required=False,
        help_text=gettext_lazy("The address of somebody we know; they plan the meetings, as you can."),
    )

    def clean_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["name"])

    def clean_facilitator(self) -> str:
        """An address we know, or none."""
        email: str = self.cleaned_data["facilitator"]
        self.person = by_address(email) if email else None
        if email and self.person is None:
            raise forms.ValidationError(_("We know nobody with this address."))
        return email
