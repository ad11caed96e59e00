"""Limits of institutions in a round, and pairs across them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fairlead.matching.enums import Crossing
from fairlead.matching.models import Exchange
from fairlead.matching.queries.quotas import Standing

LARGEST = 2000
LIMITS = {
    "mentors_least": _("Mentors of %(name)s: pairs at least"),
    "mentors_most": _("Mentors of %(name)s: pairs at most"),
    "mentees_least": _("Mentees of %(name)s: pairs at least"),
    "mentees_most": _("Mentees of %(name)s: pairs at most"),
}


@dataclass(frozen=True)
class Line:
    """An institution with its fields."""

    standing: Standing
    mentors: tuple[forms.BoundField, forms.BoundField]
    mentees: tuple[forms.BoundField, forms.BoundField]


class QuotasForm(forms.Form):
    """Least and most for each institution and side, and what is asked of pairs across."""

    crossing = forms.ChoiceField(
        label=_("Pairs across institutions"), choices=Crossing.choices, widget=forms.RadioSelect
    )
    percent = forms.IntegerField(
        label=_("Of a hundred pairs at least"),
        help_text=_("Of the pairs of a run. 0: no share."),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    pairs = forms.IntegerField(
        label=_("In all at least, pairs"),
        help_text=_("Counted over the whole round. 0: no number."),
        min_value=0,
        max_value=LARGEST,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(
        self,
        answers: QueryDict | None,
        *,
        standings: Iterable[Standing],
        exchange: Exchange | None,
        suggested: Mapping[UUID, Mapping[str, int]],
    ) -> None:
        kept = exchange or Exchange(crossing=Crossing.FREE.value)
        initial = {"crossing": kept.crossing, "percent": kept.percent, "pairs": kept.pairs}
        super().__init__(answers, initial=initial)
        self.standings = list(standings)
        for one in self.standings:
            for limit, label in LIMITS.items():
                now = getattr(one.quota, limit) if one.quota else None
                now = suggested.get(one.institution.pk, {}).get(limit, now)
                self.fields[f"{limit}_{one.institution.pk}"] = forms.IntegerField(
                    label=label % {"name": one.institution.name},
                    required=False,
                    min_value=0,
                    max_value=LARGEST,
                    initial=now or None if limit.endswith("least") else now,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "number"}),
                )

    def clean(self) -> dict[str, Any]:
        """Least is not above most, and what is wanted or required is said."""
        cleaned = super().clean() or self.cleaned_data
        for one in self.standings:
            for side in ("mentors", "mentees"):
                least, most = (cleaned.get(f"{side}_{end}_{one.institution.pk}") for end in ("least", "most"))
                if least is not None and most is not None and least > most:
                    text = _("%(name)s: the least is above the most.") % {"name": one.institution.name}
                    self.add_error(f"{side}_least_{one.institution.pk}", text)
        asks = cleaned.get("percent") or cleaned.get("pairs")
        invalid = {"percent", "pairs"} & self.errors.keys()
        if cleaned.get("crossing") != Crossing.FREE and not asks and not invalid:
            self.add_error("percent", _("Say how many of a hundred pairs, or how many in all."))
        return cleaned

    @property
    def lines(self) -> list[Line]:
        """Each institution with its fields, by name."""
        return [
            Line(one, self._ends("mentors", one.institution.pk), self._ends("mentees", one.institution.pk))
            for one in self.standings
        ]

    def _ends(self, side: str, pk: UUID) -> tuple[forms.BoundField, forms.BoundField]:
        return self[f"{side}_least_{pk}"], self[f"{side}_most_{pk}"]

    def places(self) -> dict[UUID, dict[str, int | None]]:
        """For each institution its limits as they are kept."""
        return {
            one.institution.pk: {
                limit: self._limit(limit, self.cleaned_data[f"{limit}_{one.institution.pk}"])
                for limit in LIMITS
            }
            for one in self.standings
        }

    @staticmethod
    def _limit(limit: str, value: int | None) -> int | None:
        return value if limit.endswith("most") else value or 0

    def across(self) -> dict[str, Any]:
        """The wish about pairs across as it is kept."""
        given = self.cleaned_data
        return {
            "crossing": given["crossing"],
            "percent": given["percent"] or 0,
            "pairs": given["pairs"] or 0,
        }
