"""What the team types about a round."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from fairlead.programmes.forms.plain import DayInput, PlainForm
from fairlead.programmes.models import Round


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
