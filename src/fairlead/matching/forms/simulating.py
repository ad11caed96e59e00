"""What a simulation assumes, as a coordinator fills it in."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.languages import LANGUAGES, language_name
from fairlead.matching.queries.simulating import Past
from fairlead.programmes.models import Area

FURTHER = range(1, 5)
MENTEES, MENTORS = "mentees", "mentors"
FURTHER_KEYS = ("who", "area", "language", "number")


class SimulationForm(forms.Form):
    """What a simulation assumes; filled in from the programme's own last year, or as it was `before`."""

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
            ("long", _("When somebody has waited for so many days")),
        ],
        initial=["weekly", "monthly"],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each is played with the same people and the same luck."),
    )
    enough = forms.IntegerField(label=_("So many mentees wait"), min_value=1, max_value=100, initial=5)
    days = forms.IntegerField(label=_("So many days"), min_value=1, max_value=365, initial=14)
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

    def __init__(
        self,
        answers: QueryDict | None,
        *,
        areas: list[Area],
        past: Past,
        months: int,
        before: Mapping[str, Any] | None = None,
    ) -> None:
        accepted = round(100 * past.accepted / past.offers) if past.offers else 90
        self.areas, self.past = areas, past
        super().__init__(answers, initial={"months": months, "accepts": accepted, **(before or {})})
        for area in areas:
            self._add_area(area)
        languages = [(code, str(language_name(code))) for code in past.languages()]
        languages += [(code, str(name)) for code, name in LANGUAGES.items() if code not in dict(languages)]
        self.fields["more_language"] = forms.ChoiceField(
            label=_("Mentors on top speak"), choices=languages, initial=past.languages()[0]
        )
        for place in FURTHER:
            self._add_further(place, languages)

    def _add_area(self, area: Area) -> None:
        self.fields[f"rate_{area.pk}"] = forms.DecimalField(
            label=area.name,
            min_value=0,
            max_value=50,
            decimal_places=2,
            initial=round(Decimal(self.past.per_week(area.name)), 2),
            widget=forms.NumberInput(attrs={"step": "0.05"}),
        )
        self.fields[f"more_{area.pk}"] = forms.IntegerField(
            label=area.name, min_value=0, max_value=200, initial=0
        )

    def _add_further(self, place: int, languages: list[tuple[str, str]]) -> None:
        """A row of people of one area and language whom history does not show."""
        who = [("", "–"), (MENTEES, _("Mentees a week")), (MENTORS, _("Mentors"))]
        areas = [("", "–"), *((str(area.pk), area.name) for area in self.areas)]
        given = {
            "who": forms.ChoiceField(label=_("Who"), choices=who, required=False),
            "area": forms.ChoiceField(label=_("Area"), choices=areas, required=False),
            "language": forms.ChoiceField(
                label=_("Language"), choices=[("", "–"), *languages], required=False
            ),
            "number": forms.DecimalField(
                label=_("How many"), min_value=0, max_value=200, decimal_places=2, required=False
            ),
        }
        for key, field in given.items():
            self.fields[f"further_{key}_{place}"] = field

    def clean(self) -> dict[str, Any]:
        """A further row is whole or empty, and mentors are whole."""
        said = super().clean() or self.cleaned_data
        for place in FURTHER:
            row = {key: said.get(f"further_{key}_{place}") for key in FURTHER_KEYS}
            if not any(row.values()):
                continue
            for key, value in row.items():
                name = f"further_{key}_{place}"
                if not value and name not in self.errors:
                    self.add_error(name, _("Say this too, or leave the whole row empty."))
            if row["who"] == MENTORS and row["number"] and row["number"] % 1:
                self.add_error(f"further_number_{place}", _("Mentors come as whole people."))
        return said

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
            "more_language": said["more_language"],
            "further": list(self._further()),
        }

    def _further(self) -> Iterable[dict[str, Any]]:
        for place in FURTHER:
            row = {key: self.cleaned_data[f"further_{key}_{place}"] for key in FURTHER_KEYS}
            if row["who"]:
                yield row

    def further_rows(self) -> list[list[forms.BoundField]]:
        """The fields of each further row."""
        return [[self[f"further_{key}_{place}"] for key in FURTHER_KEYS] for place in FURTHER]

    @property
    def further_is_open(self) -> bool:
        """Whether anything is said, or wrong, in the further rows."""
        return any(field.value() or field.errors for row in self.further_rows() for field in row)

    def as_given(self) -> dict[str, Any]:
        """The form as it was filled in, to take it up again."""
        return {name: self[name].value() for name in self.fields}
