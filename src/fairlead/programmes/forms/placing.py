"""What the team types about where a programme stands, what it begins from, and what it costs."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fairlead.programmes.enums import Measure
from fairlead.programmes.forms.plain import DayInput, PlainForm
from fairlead.programmes.models import PracticeBlock, Programme

ALONE, BELOW, ELSEWHERE = "alone", "below", "elsewhere"


class PlaceForm(forms.Form):
    """Whether the programme stands alone or belongs to a broader one."""

    use_required_attribute = False
    standing = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=[
            (ALONE, _("Independent\nIt settles everything itself.")),
            (
                BELOW,
                _("A sub-programme of one in Fairlead\nIt takes over what it does not settle itself."),
            ),
            (ELSEWHERE, _("Part of one that is run elsewhere\nThe public page names it, with a link.")),
        ],
        widget=forms.RadioSelect,
    )
    parent = forms.ModelChoiceField(
        label=_("Sub-programme of"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Choose …"),
    )
    taking_over = forms.BooleanField(
        label=_("Take over its whole design now"),
        required=False,
        help_text=_("Without the tick this programme keeps its design and takes over part by part."),
    )
    part_of = forms.CharField(label=_("Name of the broader programme"), max_length=200, required=False)
    part_of_link = forms.URLField(
        label=_("Link to the broader programme"), required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, programme: Programme, parents: QuerySet[Programme], **kwargs: Any) -> None:
        standing = BELOW if programme.parent_id else ELSEWHERE if programme.part_of else ALONE
        kwargs["initial"] = {
            "standing": standing,
            "parent": programme.parent_id,
            "taking_over": programme.parent_id is None and not programme.published,
            "part_of": programme.part_of,
            "part_of_link": programme.part_of_link,
        }
        super().__init__(*args, **kwargs)
        for name in ("parent", "part_of"):
            self.fields[name].needed_when_shown = True  # type: ignore[attr-defined]
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = parents

    def clean(self) -> dict[str, Any]:
        """A sub-programme names its parent; a part of another programme its name."""
        cleaned: dict[str, Any] = super().clean() or {}
        standing = cleaned.get("standing")
        if standing == BELOW and not cleaned.get("parent") and "parent" not in self.errors:
            self.add_error("parent", _("Choose the programme it is a sub-programme of."))
        if standing == ELSEWHERE and not cleaned.get("part_of"):
            self.add_error("part_of", _("Write the broader programme’s name."))
        return cleaned


class PracticeForm(PlainForm):
    """Setup or delivery as the practice card tells it."""

    class Meta:
        model = PracticeBlock
        fields = [
            "cost_level",
            "time_level",
            "effort_level",
            "money",
            "weeks",
            "hours",
            "actors",
            "partners",
            "indicators",
        ]
        labels = {
            "money": _("Money"),
            "weeks": _("Weeks"),
            "hours": _("Hours of staff"),
            "actors": _("Who does it"),
            "partners": _("Partners in it"),
            "indicators": _("Indicators"),
        }
        help_texts = {
            "money": _("In the institution’s currency."),
            "weeks": _("From beginning to end."),
            "hours": _("Of all who work on it, together."),
            "indicators": _("By what you will judge it."),
        }

    def __init__(self, *args: Any, scale: dict[str, dict[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for measure in Measure:
            steps = [("", _("Not said yet")), *((n, f"{n}: {name}") for n, name in scale[measure].items())]
            self.fields[f"{measure.value}_level"] = forms.TypedChoiceField(
                label=measure.label, choices=steps, coerce=int, empty_value=None, required=False
            )
        for name in ("money", "weeks", "hours"):
            self.fields[name].min_value = 0  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["min"] = 0
        for name in ("actors", "partners", "indicators"):
            self.fields[name].widget.attrs["rows"] = 2

    def clean_money(self) -> Any:
        """Money is not negative."""
        return self._not_negative("money")

    def clean_hours(self) -> Any:
        """Hours are not negative."""
        return self._not_negative("hours")

    def _not_negative(self, name: str) -> Any:
        value = self.cleaned_data[name]
        if value is not None and value < 0:
            raise forms.ValidationError(_("Write zero or more."))
        return value


class ScaleForm(forms.Form):
    """What an institution calls the five steps of cost, time and effort."""

    use_required_attribute = False

    def __init__(self, *args: Any, scale: dict[str, dict[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for measure in Measure:
            for level, name in scale[measure].items():
                self.fields[f"{measure.value}_{level}"] = forms.CharField(
                    label=_("%(measure)s, step %(level)s") % {"measure": measure.label, "level": level},
                    max_length=80,
                    initial=name,
                )

    def names(self) -> dict[tuple[str, int], str]:
        """The names by measure and level."""
        found = {}
        for key, name in self.cleaned_data.items():
            measure, level = key.rsplit("_", 1)
            found[measure, int(level)] = name
        return found


class CopyForm(forms.Form):
    """What a copy of a programme begins with."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name of the new programme"), max_length=160)
    with_team = forms.BooleanField(
        label=_("Bring the team along"),
        required=False,
        initial=True,
        help_text=_("You are its coordinator in any case."),
    )
    starts_on = forms.DateField(
        label=_("Pairs of its first round start on"),
        required=False,
        widget=DayInput(),
        help_text=_("The last round’s calendar is moved to this day. Leave empty to plan a round later."),
    )


class AgainForm(forms.Form):
    """What the next round begins with."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name of the round"), max_length=120)
    starts_on = forms.DateField(
        label=_("Pairs start"),
        widget=DayInput(),
        help_text=_("Every day of the calendar moves by the same distance. You can change each afterwards."),
    )
