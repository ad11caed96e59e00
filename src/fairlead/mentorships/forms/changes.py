"""What is asked when a pair rests, goes on longer, ends or closes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.mentorships import consents
from fairlead.mentorships.enums import EndReason, Naming

LONGEST_THANKS = 4000
LONGEST_COMMENT = 1000
NOTHING = "nothing"


def day_field(label: Any, *, help_text: Any = "") -> forms.DateField:
    """A day, as browsers ask for it."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        error_messages={"required": _("Choose a day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class UntilForm(forms.Form):
    """The day on which a pause ends, or the new last day."""

    use_required_attribute = False
    until = day_field(_("Until which day?"))


class LeavingForm(forms.Form):
    """The last day of somebody who leaves."""

    use_required_attribute = False
    on = day_field(_("Last day at work"))


class EndForm(forms.Form):
    """Why a pair ends before its time, in neutral words, if somebody likes to say so."""

    reason = forms.ChoiceField(
        label=_("A neutral reason, if you like"),
        help_text=_("It is only counted. Neither the other half nor the coordinators see what you choose."),
        choices=[
            ("", _("I would rather not say")),
            *((key, told) for key, told in EndReason.choices if key != EndReason.SWAPPED),
        ],
        required=False,
        widget=forms.RadioSelect,
    )

    @property
    def said(self) -> EndReason | None:
        """What was chosen."""
        return EndReason(self.cleaned_data["reason"]) if self.cleaned_data["reason"] else None


class ThanksForm(forms.Form):
    """What one thanks the other for."""

    words = forms.CharField(
        label=_("Your thanks"),
        help_text=_("A sentence is enough: what the other said or did that you will remember."),
        required=False,
        max_length=LONGEST_THANKS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CommentForm(forms.Form):
    """Words for the programme's record, kept with the name, without it, or not at all."""

    comment = forms.CharField(
        label=_("Your words for the programme"),
        help_text=_("What was it good for? What would you tell a colleague who thinks about taking part?"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    naming = forms.ChoiceField(
        label=_("May the programme’s team keep them?"),
        choices=[*Naming.choices, (NOTHING, _("Not at all"))],
        error_messages={"required": _("Say whether the team may keep your words.")},
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [(one.value, f"{one.label}\n{consents.statement(one.value)}") for one in Naming]
        nothing = _("Nothing is kept. What was kept before is taken out of the record.")
        self.fields["naming"].choices = [  # type: ignore[attr-defined]
            *told,
            (NOTHING, f"{_('Not at all')}\n{nothing}"),
        ]

    def clean(self) -> dict[str, Any]:
        """Words are needed where they are to be kept."""
        cleaned = super().clean() or self.cleaned_data
        wanted = cleaned.get("naming") in Naming.values
        if wanted and not cleaned.get("comment") and "comment" not in self.errors:
            self.add_error("comment", _("Write a few words, or choose “Not at all”."))
        return cleaned

    @property
    def consent(self) -> Naming | None:
        """How the words may be kept; None for not at all."""
        naming: str = self.cleaned_data["naming"]
        return Naming(naming) if naming != NOTHING else None
