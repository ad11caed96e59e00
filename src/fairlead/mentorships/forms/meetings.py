"""What the two say of a meeting: when, how long, where, and that it was."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.kernel.times import start_of_day
from fairlead.kernel.words import one_line
from fairlead.mentorships.actions.meetings import MOST_TIMES
from fairlead.mentorships.models.meetings import MOST_MINUTES
from fairlead.mentorships.queries.places import Place
from fairlead.programmes.forms.plain import LinkField

NOON = time(12)
FEWEST_MINUTES = 5
LONGEST_NOTE = 20_000
MOMENT = "%Y-%m-%dT%H:%M"


def moment_field(label: Any, *, required: bool = True) -> forms.DateTimeField:
    """A day and an hour, as browsers ask for them."""
    return forms.DateTimeField(
        label=label,
        required=required,
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"required": gettext_lazy("Say on which day and at what time.")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


def minutes_field() -> forms.IntegerField:
    """How long a meeting lasts."""
    return forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=FEWEST_MINUTES,
        max_value=MOST_MINUTES,
        error_messages={
            "min_value": gettext_lazy("A meeting lasts %(limit_value)d minutes or more."),
            "max_value": gettext_lazy("A meeting lasts %(limit_value)d minutes at most."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": "5"}),
    )


class PlaceForm(forms.Form):
    """Where the two meet; for the invitation and for nobody else."""

    use_required_attribute = False
    words = forms.CharField(
        label=gettext_lazy("Where?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("A room, a café, a walk. Leave it empty when you meet by video only."),
    )
    link = LinkField(
        label=gettext_lazy("Link to your video call"),
        required=False,
        help_text=gettext_lazy(
            "Your own room in Teams, Zoom, Jitsi or another; it goes into the invitation."
        ),
    )

    def clean_words(self) -> str:
        """One line: in a letter, nothing of it can pass for a line or a button of the letter itself."""
        return one_line(self.cleaned_data["words"])

    @property
    def place(self) -> Place:
        """What was said."""
        return Place(self.cleaned_data["words"], self.cleaned_data["link"])


class EnterForm(PlaceForm):
    """A meeting that the two have agreed on."""

    starts_at = moment_field(gettext_lazy("When?"))
    minutes = minutes_field()
    field_order = ["starts_at", "minutes", "words", "link"]


class SuitingField(forms.MultipleChoiceField):
    """Some of the times that suit both, each written with its offset."""

    def to_python(self, value: Any) -> list[Any]:
        """The moments; what is none is refused."""
        try:
            given = [datetime.fromisoformat(one) for one in super().to_python(value)]
        except ValueError:
            given = []
        if value and (not given or any(one.tzinfo is None for one in given)):
            raise forms.ValidationError(self.error_messages["invalid_list"])
        return given

    def validate(self, value: Any) -> None:
        """Any moment will do: what was proposed a while ago may no longer be among the choices."""


class TimesForm(forms.Form):
    """Up to five times, of which the other chooses one; `suits` are to be had with a click."""

    use_required_attribute = False
    suits = SuitingField(
        label=gettext_lazy("Times that suit both"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, suiting: Sequence[datetime] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(one.isoformat(), date_format(timezone.localtime(one), "l j F, H:i")) for one in suiting]
        self.fields["suits"].choices = shown  # type: ignore[attr-defined]
        for number in range(1, MOST_TIMES + 1):
            label = _("Time %(number)d") % {"number": number}
            self.fields[f"time_{number}"] = moment_field(label, required=number == 1)
        if self.is_bound and hasattr(self.data, "getlist") and self.data.getlist("suits"):
            self.fields["time_1"].required = False

    @property
    def times(self) -> list[datetime]:
        """The times that were named, each once."""
        named = [value for name, value in self.cleaned_data.items() if name.startswith("time_") and value]
        return sorted({*named, *self.cleaned_data["suits"]})


class ProposeForm(TimesForm, PlaceForm):
    """Times, how long and where."""

    minutes = minutes_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        times = [f"time_{number}" for number in range(1, MOST_TIMES + 1)]
        self.order_fields(["suits", *times, "minutes", "words", "link"])


class MoveForm(forms.Form):
    """Another time for a meeting; `sequence` says which time was seen."""

    use_required_attribute = False
    starts_at = moment_field(gettext_lazy("Another day or hour"))
    sequence = forms.IntegerField(widget=forms.HiddenInput)


class ChooseForm(forms.Form):
    """One of the proposed times."""

    time = forms.UUIDField()


class HeldForm(forms.Form):
    """That the two have met, how long, and whether it was worth it."""

    use_required_attribute = False
    minutes = minutes_field()
    thumb = forms.CharField(required=False)

    @property
    def up(self) -> bool | None:
        """Thumb up, thumb down, or none."""
        return {"up": True, "down": False}.get(self.cleaned_data["thumb"])


class LogForm(HeldForm):
    """That the two have met without a plan: also on which day."""

    on = forms.DateField(
        label=gettext_lazy("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": gettext_lazy("Say on which day you met.")},
    )
    field_order = ["on", "minutes"]

    def moment(self, at: datetime) -> datetime:
        """Noon of that day, or its beginning while it is not noon yet."""
        day = self.cleaned_data["on"]
        noon = datetime.combine(day, NOON, tzinfo=timezone.get_default_timezone())
        return noon if noon <= at else start_of_day(day)


class NoteForm(forms.Form):
    """A note; `seen` says over which text it is written."""

    words = forms.CharField(
        required=False, max_length=LONGEST_NOTE, strip=True, widget=forms.Textarea(attrs={"rows": 6})
    )
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
