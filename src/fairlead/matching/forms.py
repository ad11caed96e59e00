"""What a coordinator sets before a run, and says about a pair."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from fairlead.matching.models import Schedule
from fairlead.matching.queries.own import Shared
from fairlead.matching.queries.priority import CLASSES, USUAL_DAYS
from fairlead.matching.queries.simulating import Past
from fairlead.matching.queries.weighing import RULES, WEIGHTS, Institutions
from fairlead.programmes.models import Area


class WeightsForm(forms.Form):
    """Weights and rules of a run; `weights()` gives them as the run keeps them."""

    institutions = forms.ChoiceField(
        label=_("Institutions"), choices=Institutions.choices, widget=forms.RadioSelect
    )

    def __init__(
        self, answers: QueryDict | None, *, given: dict[str, Any], own: Sequence[Shared] = ()
    ) -> None:
        super().__init__(answers, initial={"institutions": given["institutions"]})
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
        help_text=_("For “every week”."),
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
        fields = ("active", "rhythm", "weekday", "hour", "enough", "days")
        widgets = {"rhythm": forms.RadioSelect}
        help_texts = {
            "active": _("Off: a run is made only when you start one."),
            "enough": _("For “when so many mentees wait”."),
            "days": _("For “when somebody has waited for so many days”."),
        }

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


class SimulationForm(forms.Form):
    """What a simulation assumes; filled in from the programme's own last year (`past`)."""

    use_required_attribute = False
    months = forms.DecimalField(label=_("Months a pair lasts"), min_value=1, max_value=36, decimal_places=1)
    early = forms.IntegerField(
        label=_("Pairs that end early, of 100"), min_value=0, max_value=100, initial=10
    )
    accepts = forms.IntegerField(label=_("Offers accepted by both, of 100"), min_value=0, max_value=100)
    answer_days = forms.IntegerField(
        label=_("Days until both have answered"), min_value=0, max_value=90, initial=7
    )
    rhythms = forms.MultipleChoiceField(
        label=_("When is matched"),
        choices=[
            ("daily", _("Every day")),
            ("weekly", _("Every week")),
            ("fortnightly", _("Every two weeks")),
            ("monthly", _("Every month")),
            ("enough", _("When so many mentees wait")),
        ],
        initial=["weekly", "monthly"],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each is played with the same people and the same luck."),
    )
    enough = forms.IntegerField(label=_("So many mentees wait"), min_value=1, max_value=100, initial=5)
    shares = forms.MultipleChoiceField(
        label=_("Mentors, compared with today"),
        choices=[(str(n), f"{n} %") for n in (75, 100, 125, 150, 200)],
        initial=["100", "125"],
        widget=forms.CheckboxSelectMultiple,
    )
    wait_weeks = forms.IntegerField(
        label=_("Nine in ten wait at most so many weeks"), min_value=1, max_value=52, initial=6
    )
    unmatched = forms.IntegerField(
        label=_("Left over at the end of the year, of 100"), min_value=0, max_value=100, initial=10
    )
    per_matching = forms.DecimalField(
        label=_("Hours for a matching"), min_value=0, max_value=40, decimal_places=2, initial=Decimal("0.5")
    )
    per_proposal = forms.DecimalField(
        label=_("Hours for a proposal"), min_value=0, max_value=40, decimal_places=2, initial=Decimal("0.25")
    )
    per_application = forms.DecimalField(
        label=_("Hours for an application"),
        min_value=0,
        max_value=40,
        decimal_places=2,
        initial=Decimal("0.5"),
    )
    runs = forms.IntegerField(label=_("Years played for each plan"), min_value=5, max_value=100, initial=20)

    def __init__(self, answers: QueryDict | None, *, areas: list[Area], past: Past, months: int) -> None:
        accepted = round(100 * past.accepted / past.offers) if past.offers else 90
        super().__init__(answers, initial={"months": months, "accepts": accepted})
        self.areas, self.past = areas, past
        for area in areas:
            rate, more = forms.DecimalField, forms.IntegerField
            self.fields[f"rate_{area.pk}"] = rate(
                label=area.name,
                min_value=0,
                max_value=50,
                decimal_places=2,
                initial=round(Decimal(past.per_week(area.name)), 2),
                widget=forms.NumberInput(attrs={"step": "0.05"}),
            )
            self.fields[f"more_{area.pk}"] = more(label=area.name, min_value=0, max_value=200, initial=0)

    def rows(self) -> list[tuple[Area, forms.BoundField, forms.BoundField, int]]:
        """Each area with its two fields and how many mentors of today offer it."""
        return [
            (area, self[f"rate_{area.pk}"], self[f"more_{area.pk}"], self.past.offering(area.name))
            for area in self.areas
        ]

    def answers(self) -> dict[str, Any]:
        """The valid answers in the shape of `queries.simulating.question_of`."""
        said = self.cleaned_data
        return {
            **{name: said[name] for name in self.base_fields},
            "shares": [int(share) for share in said["shares"]],
            "months": float(said["months"]),
            "rates": {area.pk: said[f"rate_{area.pk}"] for area in self.areas},
            "more": {area.pk: said[f"more_{area.pk}"] for area in self.areas},
        }
