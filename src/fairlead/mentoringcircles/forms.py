"""Mentoring circles, what people answer, and what a coordinator changes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.words import one_line
from fairlead.matching.queries.circling import MOST_TIMES
from fairlead.mentoringcircles.models import MOST_LED, MOST_MENTEES
from fairlead.programmes.forms.plain import DayInput, LinkField

MOMENT = "%Y-%m-%dT%H:%M"
MOMENTS = [MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
SHOWN_TIMES = 6
MENTORS = {"one": (1, 1), "either": (1, 2), "two": (2, 2)}


def _number(label: Any, least: int, most: int, initial: int) -> forms.IntegerField:
    attrs = {"inputmode": "numeric"}
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, initial=initial, widget=forms.NumberInput(attrs=attrs)
    )


class SeenForm(forms.Form):
    """The revision that somebody saw."""

    seen = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)


class SessionForm(forms.Form):
    """Sizes, times and place; `times` asks for the times too."""

    use_required_attribute = False
    title = forms.CharField(label=_("What are they called?"), max_length=120)
    answer_by = forms.DateField(
        label=_("People answer until"),
        widget=DayInput(),
        error_messages={"required": _("Say until which day people can answer.")},
    )
    least = _number(_("Mentees in a circle, at least"), 2, MOST_MENTEES, 4)
    most = _number(_("Mentees in a circle, at most"), 2, MOST_MENTEES, 8)
    mentors = forms.ChoiceField(
        label=_("Mentors in a circle"),
        choices=[("one", _("One")), ("either", _("One or two")), ("two", _("Two"))],
        initial="either",
    )
    minutes = _number(_("Minutes of a meeting"), 30, 240, 90)
    rhythm = forms.CharField(
        label=_("And after the first meeting?"),
        help_text=_("For example: every two weeks, six times in all."),
        required=False,
        max_length=200,
    )
    place = forms.CharField(label=_("Where?"), required=False, max_length=200)
    link = LinkField(label=_("Link to the video call"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=1_000_000)

    def __init__(self, *args: Any, times: list[datetime] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.time_names: list[str] = []
        if times is None:
            return
        for number in range(1, MOST_TIMES + 1):
            name = f"time_{number}"
            self.time_names.append(name)
            self.fields[name] = forms.DateTimeField(
                label=_("Time %(number)d") % {"number": number},
                required=number == 1,
                input_formats=MOMENTS,
                initial=localtime(times[number - 1]) if number <= len(times) else None,
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
            )

    @property
    def first_times(self) -> list[forms.BoundField]:
        """The fields for times that stand open."""
        return [self[name] for name in self.time_names[:SHOWN_TIMES]]

    @property
    def more_times(self) -> list[forms.BoundField]:
        """The fields for times that are folded away."""
        return [self[name] for name in self.time_names[SHOWN_TIMES:]]

    @property
    def times(self) -> list[datetime]:
        """The times that were given, once the form is valid."""
        found = {self.cleaned_data[name] for name in self.time_names}
        return sorted(one for one in found if one is not None)

    def clean_title(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["title"])

    def clean_place(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["place"])

    def clean_rhythm(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["rhythm"])

    def clean(self) -> dict[str, Any]:
        """At most is not less than at least; mentors as two numbers."""
        given = self.cleaned_data
        if given.get("least", 0) > given.get("most", MOST_MENTEES):
            self.add_error("most", _("This is less than the least."))
        given["mentors_least"], given["mentors_most"] = MENTORS[given.get("mentors", "either")]
        return given


class AnswerForm(forms.Form):
    """At which times somebody could, and how many circles a mentor would lead."""

    times = forms.MultipleChoiceField(
        label=_("Times of the first meeting"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    circles = forms.TypedChoiceField(
        label=_("How many circles would you lead?"),
        coerce=int,
        choices=[(number, str(number)) for number in range(MOST_LED + 1)],
        initial=1,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, times: list[tuple[str, str]], leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["times"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = times
        if not leads:
            del self.fields["circles"]


class SeatForm(SeenForm):
    """Who goes to which circle; none: to no circle."""

    who = forms.UUIDField()
    circle = forms.UUIDField(required=False)


class CircleForm(forms.Form):
    """Where a circle meets, or whether a small one goes on."""

    circle = forms.UUIDField()
    place = forms.CharField(required=False, max_length=200)
    link = LinkField(required=False)
    seen = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)

    def clean_place(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["place"])


def chosen(form: AnswerForm) -> set[UUID]:
    """The times that were ticked, once the form is valid."""
    return {UUID(one) for one in form.cleaned_data["times"]}
