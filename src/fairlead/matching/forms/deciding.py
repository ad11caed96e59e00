"""What a coordinator sets before a run, and says about a pair."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from fairlead.matching.models import Schedule
from fairlead.matching.queries.own import Shared
from fairlead.matching.queries.priority import CLASSES, USUAL_DAYS
from fairlead.matching.queries.weighing import RULES, WEIGHTS, Institutions


class WeightsForm(forms.Form):
    """Weights and rules of a run; `weights()` gives them as the run keeps them."""

    institutions = forms.ChoiceField(
        label=_("Institutions"), choices=Institutions.choices, widget=forms.RadioSelect
    )

    floor = forms.IntegerField(
        label=_("No pair under so many points"),
        help_text=_(
            "Locked pairs excepted. What it costs stands under “Fairness” of a run. Empty: any pair."
        ),
        required=False,
        min_value=1,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(
        self, answers: QueryDict | None, *, given: dict[str, Any], own: Sequence[Shared] = ()
    ) -> None:
        first = {"institutions": given["institutions"], "floor": given.get("floor")}
        super().__init__(answers, initial=first)
        self.own = own
        self._add_weights(given)
        self._add_own(given.get("own", {}))
        self._add_first(given.get("first", {}))

    def _add_weights(self, given: dict[str, Any]) -> None:
        for key, (label, help_text, _weight) in WEIGHTS.items():
            self.fields[f"weight_{key}"] = forms.IntegerField(
                label=str(label),
                help_text=str(help_text),
                min_value=0,
                max_value=100,
                initial=given["weights"].get(key, 0),
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        for key, (label, help_text, _on) in RULES.items():
            self.fields[f"rule_{key}"] = forms.BooleanField(
                label=str(label),
                help_text=str(help_text),
                required=False,
                initial=given["rules"].get(key, False),
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
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def _add_first(self, given: dict[str, Any]) -> None:
        for key, (label, help_text) in CLASSES.items():
            self.fields[f"first_{key}"] = forms.BooleanField(
                label=str(label), help_text=str(help_text), required=False, initial=given.get(key, False)
            )
        self.fields["first_days"] = forms.IntegerField(
            label=_("Days of waiting that are long"),
            required=False,
            min_value=1,
            max_value=365,
            initial=given.get("days", USUAL_DAYS),
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )

    def clean(self) -> dict[str, Any]:
        """At least one thing must count."""
        cleaned = super().clean() or self.cleaned_data
        given = [cleaned.get(f"weight_{key}") for key in WEIGHTS]
        given += [cleaned.get(f"own_{one.key}") or 0 for one in self.own]
        if None not in given and not any(given):
            raise forms.ValidationError(_("Give at least one thing a weight above 0."))
        return cleaned

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        """The weights, in the order in which they are explained."""
        own = [self[f"own_{one.key}"] for one in self.own]
        return [*(self[f"weight_{key}"] for key in WEIGHTS), *own]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Who may come first, and how many days are long."""
        return [*(self[f"first_{key}"] for key in CLASSES), self["first_days"]]

    @property
    def rule_fields(self) -> list[forms.BoundField]:
        """The rules that can be switched."""
        return [self[f"rule_{key}"] for key in RULES]

    def weights(self) -> dict[str, Any]:
        """The weights and rules as JSON, in the shape of `default_weights`."""
        return {
            "weights": {key: self.cleaned_data[f"weight_{key}"] for key in WEIGHTS},
            "rules": {key: self.cleaned_data[f"rule_{key}"] for key in RULES},
            "institutions": self.cleaned_data["institutions"],
            "floor": self.cleaned_data["floor"],
            "own": {one.key: self._own_weight(one) for one in self.own},
            "first": {
                **{key: self.cleaned_data[f"first_{key}"] for key in CLASSES},
                "days": self.cleaned_data["first_days"] or USUAL_DAYS,
            },
        }

    def _own_weight(self, one: Shared) -> dict[str, Any]:
        weight = self.cleaned_data[f"own_{one.key}"] or 0
        return {"weight": weight, "kind": one.kind, "label": one.label, "span": one.span}


class ScheduleForm(forms.ModelForm[Schedule]):
    """When a rolling intake makes draft runs by itself."""

    weekday = forms.TypedChoiceField(
        label=_("Day of the week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
    )
    hour = forms.TypedChoiceField(
        label=_("Time"),
        help_text=_("Where the programme is at home. Those who wait are counted at this time each day."),
        choices=[(hour, f"{hour:02d}:00") for hour in range(24)],
        coerce=int,
    )

    class Meta:
        model = Schedule
        fields = ("rhythm", "weekday", "hour", "enough", "days")
        widgets = {"rhythm": forms.RadioSelect}

    def __init__(self, answers: QueryDict | None, *, standing: Schedule | None) -> None:
        super().__init__(answers, instance=standing or Schedule())
        for name in ("enough", "days"):
            field = self.fields[name]
            field.min_value, field.max_value = 1, 365  # type: ignore[attr-defined]
            field.validators += [MinValueValidator(1), MaxValueValidator(365)]
            field.widget.attrs |= {"min": 1, "max": 365, "inputmode": "numeric"}


class RulingForm(forms.Form):
    """A word on a pair: the mentee, the mentor, and why."""

    mentee = forms.UUIDField()
    mentor = forms.UUIDField()
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)


class RefusalForm(forms.Form):
    """Saying no, with a reason nobody but the coordinators reads."""

    reason = forms.CharField(
        label=_("Your reason (optional)"),
        help_text=_("Only the coordinators read it; the other person never does."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
