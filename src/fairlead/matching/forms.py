"""What a coordinator sets before a run, and says about a pair."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from fairlead.matching.models import Schedule
from fairlead.matching.queries.weighing import RULES, WEIGHTS, Institutions


class WeightsForm(forms.Form):
    """Weights and rules of a run; `weights()` gives them as the run keeps them."""

    institutions = forms.ChoiceField(
        label=_("Institutions"), choices=Institutions.choices, widget=forms.RadioSelect
    )

    def __init__(self, answers: QueryDict | None, *, given: dict[str, Any]) -> None:
        super().__init__(answers, initial={"institutions": given["institutions"]})
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

    def clean(self) -> dict[str, Any]:
        """At least one thing must count."""
        cleaned = super().clean() or self.cleaned_data
        given = [cleaned.get(f"weight_{key}") for key in WEIGHTS]
        if None not in given and not any(given):
            raise forms.ValidationError(_("Give at least one thing a weight above 0."))
        return cleaned

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        """The weights, in the order in which they are explained."""
        return [self[f"weight_{key}"] for key in WEIGHTS]

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
        }


class ScheduleForm(forms.ModelForm[Schedule]):
    """When a rolling intake makes draft runs by itself."""

    weekday = forms.TypedChoiceField(
        label=_("Day of the week"), help_text=_("For every week."), choices=list(WEEKDAYS.items()), coerce=int
    )
    hour = forms.TypedChoiceField(
        label=_("Time"),
        help_text=_("Local time; for people who wait, the time at which they are counted each day."),
        choices=[(hour, f"{hour:02d}:00") for hour in range(24)],
        coerce=int,
    )

    class Meta:
        model = Schedule
        fields = ("active", "rhythm", "weekday", "hour", "enough", "days")
        widgets = {"rhythm": forms.RadioSelect}
        help_texts = {
            "active": _("Off: a run is made only when you start one."),
            "enough": _("A draft is made as soon as so many mentees wait."),
            "days": _("A draft is made as soon as somebody has waited for so many days."),
        }

    def __init__(self, answers: QueryDict | None, *, standing: Schedule | None) -> None:
        super().__init__(answers, instance=standing)
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
