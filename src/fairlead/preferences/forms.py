"""What coordinators type about wishes."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fairlead.preferences.enums import SWAP_WEEKS, Cards, Counting, Mode, Ranking
from fairlead.preferences.models import MOST_OUT, MOST_RANKED, Terms

NUMBER = {"inputmode": "numeric"}
FIXED = ("mode", "cards", "ranking", "counting", "most_ranked", "most_out")


class TermsForm(forms.Form):
    """On which terms people are asked; `fixed`: somebody has said something, so only the day can change."""

    mode = forms.ChoiceField(
        label=_("What becomes of wishes"),
        help_text=_(
            "Each mentee decides whether hers are shown, and you read them once the last day is over."
        ),
        choices=Mode.choices,
        widget=forms.RadioSelect,
        initial=Mode.CENTRAL,
    )
    cards = forms.ChoiceField(
        label=_("What a card tells"),
        choices=Cards.choices,
        widget=forms.RadioSelect,
        initial=Cards.ANONYMISED,
    )
    ranking = forms.ChoiceField(
        label=_("Who may rank"),
        help_text=_("Everybody may rule people out, so that nobody can tell from which side a no came."),
        choices=Ranking.choices,
        widget=forms.RadioSelect,
        initial=Ranking.BOTH,
    )
    counting = forms.ChoiceField(
        label=_("Whose wishes count how much"),
        choices=Counting.choices,
        widget=forms.RadioSelect,
        initial=Counting.ALIKE,
    )
    most_ranked = forms.IntegerField(
        label=_("How many each may rank"),
        min_value=1,
        max_value=MOST_RANKED,
        initial=3,
        widget=forms.NumberInput(attrs=NUMBER),
    )
    most_out = forms.IntegerField(
        label=_("How many each may rule out"),
        min_value=1,
        max_value=MOST_OUT,
        initial=3,
        widget=forms.NumberInput(attrs=NUMBER),
    )
    swap_weeks = forms.TypedChoiceField(
        label=_("Swaps that people propose themselves"),
        help_text=_(
            "Two mentees change mentors: all four are asked in confidence, and you confirm what all agree to."
        ),
        choices=SWAP_WEEKS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    until = forms.DateField(
        label=_("Last day to say and change wishes"),
        help_text=_(
            "Wishes are heard after it; it can be put off while it is not over. A past day stops now."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, answers: QueryDict | None, *, terms: Terms | None, fixed: bool, today: date) -> None:
        initial: dict[str, Any] = {}
        if terms is not None:
            initial = {name: getattr(terms, name) for name in (*FIXED, "until")}
            initial["swap_weeks"] = "" if terms.swap_weeks is None else str(terms.swap_weeks)
        super().__init__(answers, initial=initial)
        self.today, self.new = today, terms is None
        for name in FIXED if fixed else ():
            self.fields[name].disabled = True

    def clean_until(self) -> date:
        """Who begins to ask gives people at least today."""
        day: date = self.cleaned_data["until"]
        if self.new and day < self.today:
            raise forms.ValidationError(_("This day is over. Give people some days."))
        return day
