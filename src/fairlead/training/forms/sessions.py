"""What coordinators say of a session."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.words import one_line
from fairlead.training.models import Session

MOMENT = "%Y-%m-%dT%H:%M"


class SessionForm(forms.Form):
    """When and where a session is, and for how many."""

    use_required_attribute = False
    starts_at = forms.DateTimeField(
        label=_("When?"),
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"required": _("Say on which day and at what time.")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=5, max_value=600, initial=90)
    places = forms.IntegerField(
        label=_("How many places?"),
        min_value=1,
        max_value=500,
        initial=12,
        help_text=_("Whoever comes later waits, and moves up by themselves when a place is free."),
    )
    place = forms.CharField(label=_("Where?"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to the video call"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("It goes into the invitations of those who have a place, and to nobody else."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, session: Session) -> None:
        names = ("starts_at", "minutes", "places", "place", "link", "revision")
        super().__init__(data, initial={name: getattr(session, name) for name in names})

    def clean_place(self) -> str:
        """One line, as a letter can carry it."""
        return one_line(self.cleaned_data["place"])

    def clean(self) -> None:
        """A session is somewhere: in a room or in a call."""
        given = self.cleaned_data
        if not given.get("place") and not given.get("link") and "link" not in self.errors:
            self.add_error("place", _("Name a place, or a link to a call."))
