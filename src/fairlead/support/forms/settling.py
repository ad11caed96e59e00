"""Days before pairs are reminded, and the filter of the list of pairs."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.programmes.patience import Patience
from fairlead.support.enums import Health


def days(label: object, least: int, most: int, help_text: object = "") -> forms.IntegerField:
    """A number of days."""
    return forms.IntegerField(
        label=label,  # type: ignore[arg-type]
        min_value=least,
        max_value=most,
        help_text=help_text,  # type: ignore[arg-type]
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class PatienceForm(forms.Form):
    """After how many days the two of a pair are reminded of what."""

    use_required_attribute = False
    first_meeting = days(gettext_lazy("No first meeting is fixed"), 3, 60)
    quiet = days(
        gettext_lazy("Nothing is planned after the last meeting"),
        7,
        80,
    )
    plan = days(gettext_lazy("The plan stays where it is"), 7, 120)
    silent = days(gettext_lazy("No sign of life"), 30, 365)
    notice = days(
        gettext_lazy("From that notice until a case for the coordinator"),
        2,
        60,
        gettext_lazy("Nothing ends by itself: the coordinator decides."),
    )
    pulse_first = days(gettext_lazy("From the start to the first pulse"), 7, 180)
    pulse_every = days(gettext_lazy("From one pulse to the next"), 14, 365)

    def __init__(self, *args: object, usual: Patience, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, number in usual.as_json.items():
            said = _("Usual for a programme like this one: %(days)d days.") % {"days": number}
            self.fields[name].help_text = f"{self.fields[name].help_text} {said}".strip()

    def clean(self) -> dict[str, int]:
        """Silence comes after quiet."""
        given: dict[str, int] = super().clean() or {}
        if given.get("silent", 365) <= given.get("quiet", 0):
            self.add_error("silent", _("Give it longer than a quiet pair gets: more days than above."))
        return given

    @property
    def patience(self) -> Patience:
        """What was said."""
        return Patience(**self.cleaned_data)


class PairsFilter(forms.Form):
    """Which pairs are listed."""

    search = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
    health = forms.ChoiceField(
        label=gettext_lazy("How they fare"),
        required=False,
        choices=[("", gettext_lazy("All")), *Health.choices],
    )
