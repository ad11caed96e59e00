"""When a rolling intake makes draft runs, and what is said about a pair."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from fairlead.matching.models import Schedule


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
