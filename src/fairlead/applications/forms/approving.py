"""What supervisors say, and what coordinators and applicants say about supervisors."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

from fairlead.applications.actions.approving import Answer
from fairlead.applications.forms.steps import plain_line
from fairlead.programmes.forms import DayInput


class ApprovalForm(forms.Form):
    """A supervisor's answer; the button pressed says which, and what it needs must be filled in."""

    use_required_attribute = False
    NEEDED = {"approve": "", "later": "approved_from", "decline": "reason"}
    approved_from = forms.DateField(
        label=gettext_lazy("From which day?"),
        widget=DayInput,
        help_text=gettext_lazy("Until then the application waits, and nobody is matched."),
        error_messages={"required": gettext_lazy("Choose the day from which you approve.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Your reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The coordinators read it."),
        error_messages={"required": gettext_lazy("Say why. You decide below whether the applicant sees it.")},
    )
    share_reason = forms.BooleanField(
        label=gettext_lazy("The applicant may read the reason too"), required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, pressed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pressed = pressed

    def full_clean(self) -> None:
        """Check what the pressed button needs; on the page each field is needed by its own button."""
        parts = [self.fields[name] for name in self.NEEDED.values() if name]
        needed = self.fields.get(self.NEEDED.get(self.pressed, ""))
        for part in parts:
            part.required = part is needed
        super().full_clean()
        for part in parts:
            part.required = True

    def clean(self) -> dict[str, Any]:
        """An answer without a button is none."""
        if self.pressed not in self.NEEDED:
            self.add_error(None, gettext_lazy("Press one of the buttons."))
        return self.cleaned_data

    def clean_seen(self) -> datetime | None:
        """When the answer that the page showed was given."""
        try:
            return parse_datetime(self.cleaned_data["seen"] or "")
        except ValueError:
            return None

    def answer(self) -> Answer:
        """The answer that the pressed button gives."""
        said = self.cleaned_data
        if self.pressed == "approve":
            return Answer(approved=True, seen=said["seen"])
        if self.pressed == "later":
            return Answer(approved=True, approved_from=said["approved_from"], seen=said["seen"])
        return Answer(
            approved=False, reason=said["reason"], share_reason=said["share_reason"], seen=said["seen"]
        )


class RecordForm(forms.Form):
    """What a supervisor has said in writing elsewhere."""

    use_required_attribute = False
    said = forms.ChoiceField(
        label=gettext_lazy("What the supervisor says"),
        choices=[("approved", gettext_lazy("Approved")), ("declined", gettext_lazy("Declined"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Where the written answer is kept"),
        max_length=500,
        help_text=gettext_lazy(
            "For example: mail of 3 October, in the programme’s mailbox. The applicant reads it."
        ),
    )


class SupervisorForm(forms.Form):
    """Who approves instead."""

    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("The supervisor’s name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("The supervisor’s address"), max_length=254)

    def clean_name(self) -> str:
        """A name, and nothing that a letter should not carry to a stranger."""
        return plain_line(self.cleaned_data["name"])


class TimeForm(forms.Form):
    """How long a supervisor may still take."""

    use_required_attribute = False
    days = forms.IntegerField(label=gettext_lazy("Days from today"), min_value=1, max_value=60, initial=7)
