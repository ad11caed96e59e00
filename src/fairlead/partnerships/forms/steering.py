"""What those who steer together say of a meeting, its minutes and what is to be done."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.words import one_line
from fairlead.programmes.forms.plain import DayInput

if TYPE_CHECKING:
    from fairlead.partnerships.models import SteeringMeeting
    from fairlead.partnerships.queries.steering import Member

MOMENT = "%Y-%m-%dT%H:%M"
MARKS = _("Known marks: # heading, - list, **bold**, *italic*, [words](https://address).")


class MeetingForm(forms.Form):
    """When and where a meeting is, what it is about, and who is invited."""

    use_required_attribute = False
    starts_at = forms.DateTimeField(
        label=_("When?"),
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"required": _("Say on which day and at what time.")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=5, max_value=600, initial=60)
    place = forms.CharField(label=_("Where?"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to the video call"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
    )
    agenda = forms.CharField(
        label=_("Agenda"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=MARKS,
    )
    guests = forms.MultipleChoiceField(
        label=_("Who is invited?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Invite at least one person of the team.")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        meeting: "SteeringMeeting",
        team: "Iterable[Member]",
        invited: Iterable[UUID] | None = None,
    ) -> None:
        names = ("starts_at", "minutes", "place", "link", "agenda", "revision")
        members = list(team)
        chosen = [one.person.pk for one in members] if invited is None else invited
        initial = {name: getattr(meeting, name) for name in names}
        super().__init__(data, initial=initial | {"guests": [str(pk) for pk in chosen]})
        self.fields["guests"].choices = [  # type: ignore[attr-defined]
            (str(one.person.pk), f"{one.person.name}, {one.institution}") for one in members
        ]

    def clean_place(self) -> str:
        """One line, as a letter can carry it."""
        return one_line(self.cleaned_data["place"])

    def clean_guests(self) -> list[UUID]:
        """As ids of people."""
        return [UUID(pk) for pk in self.cleaned_data["guests"]]

    def clean(self) -> None:
        """A meeting is somewhere: in a room or in a call."""
        given = self.cleaned_data
        if not given.get("place") and not given.get("link") and "link" not in self.errors:
            self.add_error("place", _("Name a place, or a link to a call."))


class MinutesForm(forms.Form):
    """What was said and decided."""

    use_required_attribute = False
    text = forms.CharField(
        label=_("Minutes"),
        required=False,
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=MARKS,
    )
    decisions = forms.CharField(
        label=_("Decisions"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ActionForm(forms.Form):
    """What is to be done, by whom and by when."""

    use_required_attribute = False
    text = forms.CharField(label=_("What is to be done?"), max_length=300)
    owner = forms.ChoiceField(label=_("Who does it?"))
    due_on = forms.DateField(label=_("By when?"), widget=DayInput())

    def __init__(self, data: Any = None, *, team: "Iterable[Member]") -> None:
        super().__init__(data)
        named = [(str(one.person.pk), f"{one.person.name}, {one.institution}") for one in team]
        self.fields["owner"].choices = [("", _("Choose")), *named]  # type: ignore[attr-defined]

    def clean_owner(self) -> UUID:
        """As the id of a person."""
        return UUID(self.cleaned_data["owner"])
