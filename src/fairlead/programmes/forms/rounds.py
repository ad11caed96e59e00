"""What the team types about a round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.programmes.enums import Intake, MilestoneKind
from fairlead.programmes.forms.plain import DayInput, PlainForm
from fairlead.programmes.models import Milestone, Round


class RoundForm(PlainForm):
    """A round's name, dates and periods."""

    DATED = ("opens_on", "closes_on", "starts_on", "ends_on")

    class Meta:
        model = Round
        fields = [
            "name",
            "rolling",
            "opens_on",
            "closes_on",
            "starts_on",
            "ends_on",
            "approval_days",
            "offer_days",
            "reminder_days",
            "mentors_each",
        ]
        labels = {
            "name": _("Name of the round"),
            "rolling": _("Rolling intake: people apply at any time"),
            "opens_on": _("Applications open"),
            "closes_on": _("Last day for applications"),
            "starts_on": _("Pairs start"),
            "ends_on": _("Pairs end"),
            "approval_days": _("Days a supervisor has to answer"),
            "offer_days": _("Days an offer stays open"),
            "reminder_days": _("Days until an offer’s reminder"),
        }
        widgets = {name: DayInput() for name in ("opens_on", "closes_on", "starts_on", "ends_on")}
        help_texts = {"rolling": _("Leave the last day empty then.")}

    mentors_each = forms.TypedChoiceField(
        label=_("Mentors of a mentee at the same time"),
        help_text=_(
            "With two or three, everybody’s first mentor comes before anybody’s second. You can raise it at "
            "any time, and lower it while nobody has more."
        ),
        choices=[(1, _("One")), (2, _("Up to two")), (3, _("Up to three"))],
        coerce=int,
        empty_value=None,
        required=False,
    )

    mentors_each.needed_when_shown = True  # type: ignore[attr-defined]

    def clean_mentors_each(self) -> int:
        """Where nothing is said, it stays as it is."""
        said: int | None = self.cleaned_data["mentors_each"]
        return said or int(self.instance.mentors_each)

    def clean(self) -> dict[str, Any]:
        """Dates follow one another, and a reminder comes before an offer ends."""
        cleaned: dict[str, Any] = super().clean() or {}
        opens, closes, starts, ends = (cleaned.get(name) for name in self.DATED)
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day comes before the opening."))
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("Pairs end after they start."))
        if not cleaned.get("rolling") and not closes and "closes_on" not in self.errors:
            self.add_error("closes_on", _("Write the last day, or choose a rolling intake."))
        offer, reminder = cleaned.get("offer_days"), cleaned.get("reminder_days")
        if offer and reminder and reminder >= offer:
            self.add_error("reminder_days", _("The reminder comes before the offer ends."))
        return cleaned

    def validate_constraints(self) -> None:
        """The rules between dates are told above, in words; a name that is taken, by the action."""


class FirstRoundForm(forms.Form):
    """The dates of a programme's first round; `kind` is how people come in."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name of the first round"), max_length=120, required=False)
    opens_on = forms.DateField(label=_("Applications open"), widget=DayInput(), required=False)
    closes_on = forms.DateField(label=_("Last day for applications"), widget=DayInput(), required=False)
    starts_on = forms.DateField(
        label=_("Pairs start"),
        widget=DayInput(),
        required=False,
        help_text=_("The rest of the calendar is counted from this day."),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for field in self.fields.values():
            field.required = kind != Intake.ROLLING
            field.needed_when_shown = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Rounds have dates that follow one another; a rolling intake needs none."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.kind == Intake.ROLLING:
            return cleaned
        opens, closes, starts = (cleaned.get(name) for name in ("opens_on", "closes_on", "starts_on"))
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day comes before the opening."))
        if closes and starts and starts <= closes:
            self.add_error("starts_on", _("Pairs start after the last day for applications."))
        return cleaned


class MilestoneForm(PlainForm):
    """Something in a round's calendar."""

    class Meta:
        model = Milestone
        fields = ["kind", "name", "on", "until", "note"]
        labels = {
            "kind": _("What happens"),
            "name": _("Name"),
            "on": _("Day"),
            "until": _("Until"),
            "note": _("Note"),
        }
        help_texts = {
            "name": _("Only where the kind does not say it."),
            "until": _("Leave empty for a single day."),
            "note": _("Room, link, who does it."),
        }
        widgets = {"on": DayInput(), "until": DayInput()}

    kind = forms.ChoiceField(label=_("What happens"), choices=MilestoneKind.choices)

    def clean(self) -> dict[str, Any]:
        """Days follow one another, and something else has a name."""
        cleaned: dict[str, Any] = super().clean() or {}
        on, until = cleaned.get("on"), cleaned.get("until")
        if on and until and until < on:
            self.add_error("until", _("It ends before it begins."))
        if cleaned.get("kind") == MilestoneKind.OWN and not cleaned.get("name"):
            self.add_error("name", _("Give it a name."))
        return cleaned

    def validate_constraints(self) -> None:
        """The rules between days are told above, in words."""
