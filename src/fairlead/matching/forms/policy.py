"""The policy of a run as a coordinator edits it: weights and rules as sentences, and their order."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fairlead.matching.queries import tiers, wishes
from fairlead.matching.queries.own import Shared
from fairlead.matching.queries.priority import CLASSES, LONGEST, USUAL_DAYS
from fairlead.matching.queries.weighing import RULES, WEIGHTS, Institutions, Standing, standing_of
from fairlead.matching.queries.wording import policies as wording

NUMBER = {"inputmode": "numeric"}


class WeightsForm(forms.Form):
    """Weights, rules and order of a run; `weights()` gives them as the run keeps them."""

    institutions = forms.ChoiceField(
        label=_("Institutions"), choices=Institutions.choices, widget=forms.RadioSelect
    )
    standing = forms.ChoiceField(
        label=_("For grades, the mentor stands"), choices=Standing.choices, required=False
    )
    floor = forms.DecimalField(
        label=_("No pair under so many points"),
        help_text=_(
            "Locked pairs excepted. What it costs stands under “Fairness” of a run. Empty: any pair."
        ),
        required=False,
        min_value=0,
        max_value=10_000,
        max_digits=24,
        decimal_places=17,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    preset = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self,
        answers: QueryDict | None,
        *,
        given: dict[str, Any],
        own: Sequence[Shared] = (),
        hears_wishes: bool = False,
    ) -> None:
        initial = {key: given.get(key) for key in ("institutions", "floor", "preset")}
        initial["standing"] = standing_of(given).value
        super().__init__(_with_longest(answers), initial=initial)
        self.own = own
        self.keys = [key for key in WEIGHTS if hears_wishes or key != wishes.KEY]
        self._add_weights(given)
        self._add_own(given.get("own", {}))
        self._add_first(given.get("first", {}))
        self.order, self.ticked = _tiers_of(answers, given)

    def _add_weights(self, given: dict[str, Any]) -> None:
        for key in self.keys:
            label, help_text, _weight = WEIGHTS[key]
            self.fields[f"weight_{key}"] = forms.IntegerField(
                label=str(label),
                help_text=str(help_text),
                min_value=0,
                max_value=100,
                initial=given["weights"].get(key, wishes.USUAL if key == wishes.KEY else 0),
                widget=forms.NumberInput(attrs=NUMBER),
            )
        for key in RULES:
            self.fields[f"rule_{key}"] = forms.BooleanField(
                label=str(wording.RULED[key]), required=False, initial=given["rules"].get(key, False)
            )

    def _add_own(self, given: dict[str, Any]) -> None:
        for one in self.own:
            self.fields[f"own_{one.key}"] = forms.IntegerField(
                label=one.label,
                help_text=_("A question of your own form, asked on both sides."),
                required=False,
                min_value=0,
                max_value=100,
                initial=given.get(one.key, {}).get("weight", 0),
                widget=forms.NumberInput(attrs=NUMBER),
            )

    def _add_first(self, given: dict[str, Any]) -> None:
        usual = {} if _somebody_first(given) else {LONGEST: True}
        for key, (label, help_text) in CLASSES.items():
            self.fields[f"first_{key}"] = forms.BooleanField(
                label=str(label),
                help_text=str(help_text),
                required=False,
                initial={**given, **usual}.get(key, False),
            )
        self.fields["first_days"] = forms.IntegerField(
            label=_("Days of waiting that are long"),
            required=False,
            min_value=1,
            max_value=365,
            initial=given.get("days", USUAL_DAYS),
            widget=forms.NumberInput(attrs=NUMBER),
        )

    def clean(self) -> dict[str, Any]:
        """At least one thing must count, and something must make pairs."""
        cleaned = super().clean() or self.cleaned_data
        given = [cleaned.get(f"weight_{key}") for key in self.keys]
        given += [cleaned.get(f"own_{one.key}") or 0 for one in self.own]
        if None not in given and not any(given):
            raise forms.ValidationError(_("Give at least one thing a weight above 0."))
        if not set(self.ticked) & set(tiers.MAKES_PAIRS):
            raise forms.ValidationError(
                _("Let “Everyone possible gets a mentor” or “Total fit” count, or no pairs are made.")
            )
        return cleaned

    @property
    def weight_sentences(self) -> list[dict[str, Any]]:
        """Each weight as a sentence: what stands before its field, the field, what stands after it."""
        found = [(self[f"weight_{key}"], wording.weighed(key)) for key in self.keys]
        found += [(self[f"own_{one.key}"], wording.own_weighed(one)) for one in self.own]
        told = [{"field": bound, "before": before, "after": after} for bound, (before, after) in found]
        grade = self.keys.index("grade")
        told[grade] |= {"choice": self["standing"], "start": wording.before_standing()}
        return told

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Who may come first, and how many days are long."""
        return [*(self[f"first_{key}"] for key in CLASSES), self["first_days"]]

    @property
    def rule_fields(self) -> list[tuple[str, forms.BoundField]]:
        """The rules that can be switched, each with its key."""
        return [(key, self[f"rule_{key}"]) for key in RULES]

    @property
    def tier_rows(self) -> list[dict[str, Any]]:
        """The tiers in their order, those left out too, each with its name and what it means."""
        return [
            {
                "key": key,
                "label": tiers.TIERS[key][0],
                "meaning": tiers.TIERS[key][1],
                "on": key in self.ticked,
                "more": self.first_fields if key == tiers.PRIORITY else [],
            }
            for key in self.order
        ]

    def weights(self) -> dict[str, Any]:
        """The policy as JSON, in the shape of `default_weights`.

        The tier of who comes first keeps its place also while nobody does.
        """
        first = tiers.PRIORITY in self.ticked
        return {
            "weights": {key: self.cleaned_data[f"weight_{key}"] for key in self.keys},
            "rules": {key: self.cleaned_data[f"rule_{key}"] for key in RULES},
            "institutions": self.cleaned_data["institutions"],
            "standing": self.cleaned_data["standing"] or Standing.ABOVE.value,
            "floor": self._floor(),
            "own": {one.key: self._own_weight(one) for one in self.own},
            "first": {
                **{key: first and self.cleaned_data[f"first_{key}"] for key in CLASSES},
                "days": self.cleaned_data["first_days"] or USUAL_DAYS,
            },
            "tiers": [one for one in self.order if one in self.ticked or one == tiers.PRIORITY],
            "preset": self.cleaned_data["preset"],
        }

    def _floor(self) -> str | None:
        """The points under which no pair is made, with all their digits: a step of fairness may have some."""
        floor = self.cleaned_data["floor"]
        return f"{floor:f}" if floor else None

    def _own_weight(self, one: Shared) -> dict[str, Any]:
        weight = self.cleaned_data[f"own_{one.key}"] or 0
        return {"weight": weight, "kind": one.kind, "label": one.label, "span": one.span}


def _somebody_first(first: Mapping[str, Any]) -> bool:
    return any(first.get(key) for key in CLASSES)


def _asks_first(answers: QueryDict | None) -> bool:
    return answers is not None and any(answers.get(f"first_{key}") for key in CLASSES)


def _with_longest(answers: QueryDict | None) -> QueryDict | None:
    """The answers; where they put somebody first and do not say whom, who has waited longest."""
    if answers is None or tiers.PRIORITY not in answers.getlist("tier_on"):
        return answers
    if _asks_first(answers):
        return answers
    filled = answers.copy()
    filled[f"first_{LONGEST}"] = "on"
    return filled


def _tiers_of(answers: QueryDict | None, given: dict[str, Any]) -> tuple[list[str], list[str]]:
    """All tiers in their order, and those that count, as the page or the given policy says.

    That of who comes first counts as soon as a policy puts somebody first. A page asks to move one with `do`
    as "up:score" or "down:score".
    """
    if answers is None or not answers.getlist("tier"):
        chosen = tiers.chosen(given)
        first = _somebody_first(given.get("first", {})) or _asks_first(answers)
        ticked = [one for one in chosen if one != tiers.PRIORITY] + [tiers.PRIORITY] * first
        return tiers.laid_out(chosen), ticked
    order, counts = tiers.laid_out(answers.getlist("tier")), set(answers.getlist("tier_on"))
    way, _colon, key = answers.get("do", "").partition(":")
    if way in {"up", "down"} and key in order:
        place = order.index(key)
        other = max(0, min(len(order) - 1, place + (-1 if way == "up" else 1)))
        order[place], order[other] = order[other], order[place]
    return order, [one for one in order if one in counts]


class KeepForm(forms.Form):
    """The name under which a programme keeps a policy, and why it has it."""

    preset_name = forms.CharField(label=_("Keep this policy as"), max_length=60)
    preset_reason = forms.CharField(label=_("What it is for"), required=False, max_length=200)
