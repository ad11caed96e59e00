"""The form in which an arrangement is written."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.partnerships.enums import CasesTogether, Control, CostShare, DataThen, PairsThen, SharedData
from fairlead.partnerships.wording import Sides
from fairlead.programmes.forms.plain import LONGEST, DayInput
from fairlead.programmes.models import Programme

MOST_PLACES = 999
MOST_MONTHS = 120
ALL = Decimal(100)
DATES = ("starts_on", "ends_on")
AMOUNTS = ("lead_share", "partner_share")


def _text(label: Any, *, required: bool = False, rows: int = 3, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=LONGEST, widget=widget, **more)


def _number(label: Any, *, most: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, **more)


def _person(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200)


def _address(label: Any) -> forms.EmailField:
    return forms.EmailField(label=label, max_length=254)


def _amount(label: Any) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(
        label=label, min_value=0, max_value=9_999_999, decimal_places=2, required=False, widget=widget
    )


def _choice(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


class WordsForm(forms.Form):
    """All that the two institutions arrange, section by section."""

    use_required_attribute = False
    SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (gettext_lazy("Purpose and time"), ("purpose", "starts_on", "ends_on", "notice_months")),
        (gettext_lazy("Places"), ("mentors", "mentees")),
        (gettext_lazy("Supervision"), ("supervision", "cases")),
        (
            gettext_lazy("Data"),
            ("shared", "shared_more", "kept_months", "control", "transfers", "security"),
        ),
        (
            gettext_lazy("Contacts"),
            tuple(
                f"{side}_{kind}_{part}"
                for side in ("lead", "partner")
                for kind in ("contact", "dpo")
                for part in ("name", "email")
            ),
        ),
        (gettext_lazy("Costs"), ("cost_kind", "lead_share", "partner_share", "currency", "cost_note")),
        (gettext_lazy("When the partner leaves"), ("pairs_then", "data_then", "leaving_note")),
        (gettext_lazy("A word with it"), ("note",)),
    )
    purpose = _text(gettext_lazy("Purpose"), required=True)
    starts_on = forms.DateField(
        label=gettext_lazy("Begins"),
        widget=DayInput(),
        help_text=gettext_lazy(
            "From this day, once both have signed, the partner takes part and its coordinator is on the team."
        ),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Ends"),
        widget=DayInput(),
        required=False,
        help_text=gettext_lazy(
            "Its last day; empty when it is open. Both sides are reminded two months before."
        ),
    )
    notice_months = _number(gettext_lazy("Months of notice"), most=24)
    mentors = _number(gettext_lazy("Mentors the partner gives a year"), most=MOST_PLACES)
    mentees = _number(gettext_lazy("Mentees the partner asks places for a year"), most=MOST_PLACES)
    supervision = _text(gettext_lazy("Who supervises the programme"), required=True)
    cases = _choice(
        gettext_lazy("Of a case that concerns both, the other side learns"),
        CasesTogether.choices,
        required=False,
        help_text=gettext_lazy(
            "What is usually offered. Whoever asked in confidence agrees first, each time, and can say no."
        ),
    )
    shared = forms.MultipleChoiceField(
        label=gettext_lazy("Data that are shared"),
        choices=SharedData.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    shared_more = _text(gettext_lazy("More on the data"), rows=2)
    kept_months = _number(gettext_lazy("Months they are kept after the end"), most=MOST_MONTHS)
    control = _choice(gettext_lazy("Who answers for the data"), Control.choices)
    transfers = _text(
        gettext_lazy("Transfers outside the European Economic Area"),
        rows=2,
        help_text=gettext_lazy("To whom, and by which safeguard. Empty when there are none."),
    )
    security = _text(gettext_lazy("Security measures in general words"), rows=2)
    lead_contact_name = _person("")
    lead_contact_email = _address("")
    lead_dpo_name = _person("")
    lead_dpo_email = _address("")
    partner_contact_name = _person("")
    partner_contact_email = _address("")
    partner_dpo_name = _person("")
    partner_dpo_email = _address("")
    cost_kind = _choice(gettext_lazy("How costs are shared"), CostShare.choices)
    lead_share = _amount("")
    partner_share = _amount("")
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        max_length=10,
        required=False,
        help_text=gettext_lazy("For shares in money."),
    )
    cost_note = _text(gettext_lazy("More on costs"), rows=2)
    pairs_then = _choice(gettext_lazy("Pairs that run"), PairsThen.choices)
    data_then = _choice(gettext_lazy("Data of the partner’s people"), DataThen.choices)
    leaving_note = _text(gettext_lazy("More on leaving"), rows=2)
    note = forms.CharField(
        label=gettext_lazy("To the other side"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Say what you changed and why. It stands in the letter, not in the arrangement."
        ),
    )

    def __init__(self, *args: Any, sides: Sides, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side, name in (("lead", sides.lead), ("partner", sides.partner)):
            said = {"name": name}
            self.fields[f"{side}_contact_name"].label = _("Contact at %(name)s") % said
            self.fields[f"{side}_contact_email"].label = _("Address of the contact at %(name)s") % said
            self.fields[f"{side}_dpo_name"].label = _("Data-protection officer of %(name)s") % said
            self.fields[f"{side}_dpo_email"].label = (
                _("Address of the data-protection officer of %(name)s") % said
            )
            self.fields[f"{side}_share"].label = _("Share of %(name)s") % said

    def clean(self) -> dict[str, Any]:
        """Days in their order; shares that make a whole, or an amount of a currency."""
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("It ends after it begins."))
        kind = cleaned.get("cost_kind")
        if kind in (CostShare.PERCENT, CostShare.MONEY):
            self._check_shares(cleaned, kind)
        return cleaned

    def _check_shares(self, cleaned: dict[str, Any], kind: str) -> None:
        wrong = self.errors.keys() & set(AMOUNTS)
        for name in AMOUNTS:
            if cleaned.get(name) is None and name not in wrong:
                self.add_error(name, _("Say how much this side bears; 0 is an answer."))
        lead, partner = (cleaned.get(name) for name in AMOUNTS)
        if kind == CostShare.PERCENT and lead is not None and partner is not None and lead + partner != ALL:
            self.add_error("partner_share", _("Together the shares make 100 per cent."))
        if kind == CostShare.MONEY and not cleaned.get("currency"):
            self.add_error("currency", _("Say in which currency."))

    def words(self) -> dict[str, Any]:
        """What was written, as plain values that a document can hold."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "note"}
        if not said["cases"]:
            del said["cases"]
        for name in DATES:
            said[name] = said[name].isoformat() if said[name] else ""
        own = said["cost_kind"] == CostShare.OWN
        for name in AMOUNTS:
            said[name] = "" if own or said[name] is None else format(said[name].normalize(), "f")
        if said["cost_kind"] != CostShare.MONEY:
            said["currency"] = ""
        return said

    def parts(self) -> list[dict[str, Any]]:
        """The fields by section, as the page shows them."""
        return [{"title": title, "fields": [self[name] for name in names]} for title, names in self.SECTIONS]


def usual(programme: Programme, *, partner: Mapping[str, str], today: date) -> dict[str, Any]:
    """What a first version begins with, from the programme’s design; `partner` has name and email."""
    return {
        "purpose": programme.aim,
        "starts_on": today,
        "notice_months": 3,
        "mentors": 5,
        "mentees": 5,
        "supervision": _(
            "The coordinators of the leading institution run the programme day by day; the partner’s "
            "coordinator answers for the partner’s people. Both meet twice a year."
        ),
        "cases": CasesTogether.SUMMARY.value,
        "shared": [one.value for one in SharedData],
        "kept_months": programme.retention_months,
        "control": Control.JOINT.value,
        "security": _(
            "Access by role, encrypted connections, words of pairs sealed, a record of who did what, backups."
        ),
        "lead_contact_name": programme.contact_name,
        "lead_contact_email": programme.contact_email,
        "partner_contact_name": partner["name"],
        "partner_contact_email": partner["email"],
        "cost_kind": CostShare.OWN.value,
        "pairs_then": PairsThen.FINISH.value,
        "data_then": DataThen.STAY.value,
    }
