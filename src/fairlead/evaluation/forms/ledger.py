"""What the team types into the ledger."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.validators import BaseValidator, DecimalValidator, MaxValueValidator
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.evaluation import repeating
from fairlead.evaluation.actions.ledger import Spending
from fairlead.evaluation.enums import Activity, EffortRole, Rhythm
from fairlead.evaluation.models import EffortEntry, Rate, Reckoning
from fairlead.evaluation.numbers import plain_number
from fairlead.evaluation.queries import ledger, ledger_files
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.programmes.enums import Phase, TeamRole
from fairlead.programmes.forms.plain import DayInput
from fairlead.programmes.models import Programme

EARLIEST = date(2000, 1, 1)
MOST_HOURS = 2000
MOST_MONEY = 9_999_999
MOST_RATE = 99_999
MOST_TIMES = 520
TOO_LITTLE = gettext_lazy("Write a number that is not below zero.")
TOO_MUCH = gettext_lazy("Write %(limit_value)s at most.")
DECIMALS = gettext_lazy("Write two digits at most behind the point.")
AS_MEMBER: dict[str, str] = {
    TeamRole.COORDINATOR: EffortRole.COORDINATOR,
    TeamRole.HR_LEAD: EffortRole.HR,
    TeamRole.IRO_LEAD: EffortRole.IRO,
    TeamRole.PARTNER_COORDINATOR: EffortRole.PARTNER,
}
Choice = tuple[str, str | Promise]


class Amount(forms.DecimalField):
    """An amount that is not negative, typed with a point or with a comma."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(min_value=0, max_value=most, decimal_places=2, widget=widget, **kwargs)
        for rule in self.validators:
            if isinstance(rule, DecimalValidator):
                rule.messages = {**DecimalValidator.messages, "max_decimal_places": DECIMALS}  # type: ignore[dict-item]
            elif isinstance(rule, BaseValidator):
                rule.message = TOO_MUCH if isinstance(rule, MaxValueValidator) else TOO_LITTLE

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The number, however its decimals are parted; 1 234,50 and 1,234.50 are the same."""
        typed = plain_number(value) if isinstance(value, str) else value
        return forms.DecimalField.to_python(self, typed)


class SpentForm(forms.ModelForm[Any]):
    """Hours and money for one activity; what is usual is filled in already."""

    use_required_attribute = False
    hours = Amount(label=gettext_lazy("Hours"), most=MOST_HOURS, required=False)
    money = Amount(
        label=gettext_lazy("Money"),
        most=MOST_MONEY,
        required=False,
        help_text=gettext_lazy("Bills and fees, without the time of staff."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = EffortEntry
        fields = ["hours", "activity", "money", "role", "phase", "institution", "round", "note"]
        labels = {
            "institution": gettext_lazy("Institution"),
            "round": gettext_lazy("Round"),
            "note": gettext_lazy("Note"),
        }
        help_texts = {
            "note": gettext_lazy("Without names of people."),
        }

    def __init__(self, *args: Any, actor: Actor, programme: Programme, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("key", uuid4())
        for name, query, empty in (
            ("institution", ledger.institutions(actor, programme), None),
            ("round", ledger.rounds(programme), _("For no round in particular")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = query
            field.empty_label = empty
        self.fields["activity"].choices = [("", _("Choose")), *Activity.choices]  # type: ignore[attr-defined]
        self.fields["role"].choices = EffortRole.choices  # type: ignore[attr-defined]
        self.fields["phase"].choices = Phase.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """There is something to write down."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("hours") and not given.get("money") and not {"hours", "money"} & set(self.errors):
            self.add_error("hours", _("Write hours, or money, or both."))
        return given

    def spending(self) -> Spending:
        """What was typed, for the ledger."""
        names = ("institution", "round", "phase", "activity", "role", "note")
        given = self.cleaned_data
        return Spending(
            **{name: given[name] for name in names},
            hours=given["hours"] or None,
            money=given["money"] or None,
        )

    def page_key(self) -> UUID:
        """The page's own key; a page without one is written once."""
        found: UUID | None = self.cleaned_data.get("key")
        return found or uuid4()

    def _post_clean(self) -> None:
        """The row is built by the action; its constraints hold there."""


class EntryForm(SpentForm):
    """One entry of the ledger."""

    on = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())

    def clean_on(self) -> date:
        """A day that has been."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("This day is still to come. Write down what has been."))
        if on < EARLIEST:
            raise forms.ValidationError(_("Write a day in this century."))
        return on


class RecurringForm(SpentForm):
    """Effort that comes again."""

    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=Rhythm.choices, widget=forms.RadioSelect
    )
    starts_on = forms.DateField(label=gettext_lazy("First on"), widget=DayInput())
    until = forms.DateField(label=gettext_lazy("Last on or before"), widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and not in another age."""
        given = super().clean()
        starts_on, until = given.get("starts_on"), given.get("until")
        if starts_on and starts_on < EARLIEST:
            self.add_error("starts_on", _("Write a day in this century."))
        elif starts_on and until and until < starts_on:
            self.add_error("until", _("It ends before it begins."))
        elif starts_on and until and given.get("rhythm") and self._many(starts_on, until, given["rhythm"]):
            self.add_error("until", _("That is more than ten years; choose an earlier day."))
        return given

    @staticmethod
    def _many(starts_on: date, until: date, rhythm: str) -> bool:
        return until.year - starts_on.year > 11 or (
            sum(1 for _day in repeating.days(starts_on, until, rhythm)) > MOST_TIMES
        )


class FilterForm(forms.Form):
    """Which entries of the ledger are shown."""

    year = forms.ChoiceField(label=gettext_lazy("Year"), required=False)
    phase = forms.ChoiceField(
        label=gettext_lazy("Phase"), required=False, choices=[("", gettext_lazy("All")), *Phase.choices]
    )
    activity = forms.ChoiceField(
        label=gettext_lazy("What for"), required=False, choices=[("", gettext_lazy("All")), *Activity.choices]
    )

    def __init__(self, *args: Any, years: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("All")), *years]  # type: ignore[attr-defined]


class RateForm(forms.ModelForm[Any]):
    """What an hour of a role costs from a day on."""

    use_required_attribute = False
    per_hour = Amount(label=gettext_lazy("Money for an hour"), most=MOST_RATE)

    class Meta:
        model = Rate
        fields = ["institution", "role", "per_hour", "valid_from"]
        labels = {"institution": gettext_lazy("Institution")}
        widgets = {"valid_from": DayInput()}

    def __init__(self, *args: Any, actor: Actor, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["institution"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = ledger.institutions(actor, programme)
        field.empty_label = None
        self.fields["role"].choices = EffortRole.choices  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The row is built by the action."""


class ReckoningForm(forms.ModelForm[Any]):
    """How the programme reckons."""

    use_required_attribute = False
    write_off_years = forms.IntegerField(
        label=gettext_lazy("Years over which setup is written off"),
        help_text=gettext_lazy("Three years is usual."),
        min_value=1,
        max_value=20,
    )
    year_starts = forms.TypedChoiceField(label=gettext_lazy("Month in which the year begins"), coerce=int)

    class Meta:
        model = Reckoning
        fields = ["year_starts", "write_off_years"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [(n, date(2000, n, 1)) for n in range(1, 13)]
        self.fields["year_starts"].choices = [(n, date_format(day, "F")) for n, day in months]  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The row is built by the action."""


class BringForm(forms.Form):
    """A ledger as a file, or pasted."""

    use_required_attribute = False
    text = forms.CharField(
        label=gettext_lazy("Lines, with the names of the columns first"),
        max_length=2 * 1024 * 1024,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """The text of the file where one was chosen, else what was pasted."""
        given: dict[str, Any] = super().clean() or {}
        if (file := given.get("file")) is not None:
            try:
                given["text"] = ledger_files.text_of(file.read(ledger_files.LARGEST_FILE + 1))
            except Refused as refusal:
                self.add_error("file", str(refusal.sentence))
        if not (given.get("text") or "").strip() and not self.errors:
            self.add_error("text", _("Paste lines, or choose a file."))
        return given
