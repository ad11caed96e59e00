"""Peer pairs, and words on one person or pair."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.words import one_line
from fairlead.programmes.enums import Side


class SeenForm(forms.Form):
    """The revision that somebody saw."""

    seen = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)


class PeerSetForm(forms.Form):
    """Title, side, last day and words."""

    use_required_attribute = False
    title = forms.CharField(label=_("What are they called?"), max_length=120)
    side = forms.ChoiceField(
        label=_("Who is paired with whom?"),
        choices=[
            (Side.MENTEE.value, _("Mentees with mentees")),
            (Side.MENTOR.value, _("Mentors with mentors")),
        ],
        initial=Side.MENTEE.value,
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_("Until when?"),
        error_messages={"required": _("Say until which day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    words = forms.CharField(
        label=_("Your words to them"),
        help_text=_("They stand in the letter that tells the two of each other, and on their page."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=1_000_000)

    def clean_title(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["title"])


class LeaveOutForm(SeenForm):
    """Who is left out, or let in again."""

    who = forms.UUIDField()
    out = forms.BooleanField(required=False)


class PairForm(SeenForm):
    """Which pair is meant."""

    pair = forms.UUIDField()


class JoinForm(SeenForm):
    """With whom somebody is paired."""

    other = forms.UUIDField()
