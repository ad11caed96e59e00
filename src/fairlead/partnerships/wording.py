"""The words of an arrangement: from choices to the sentences that are read, signed and printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.partnerships.enums import CasesTogether, Control, CostShare, DataThen, PairsThen, SharedData

BETWEEN = "; "
FORM, VERSION = "fairlead-arrangement", 1
Words = Mapping[str, Any]
Row = dict[str, str]


@dataclass(frozen=True)
class Sides:
    """Between whom it is, and for which programme: names as they were when it was written."""

    programme: str
    lead: str
    partner: str


@dataclass(frozen=True)
class Difference:
    """A row that two versions word differently; empty where one of them does not have it."""

    label: str
    before: str
    after: str


def document(words: Words, sides: Sides, *, number: int) -> dict[str, Any]:
    """All that a version says, as plain values: what signatures are put under."""
    return {
        "form": FORM,
        "version": VERSION,
        "number": number,
        "programme": sides.programme,
        "lead": sides.lead,
        "partner": sides.partner,
        "words": dict(words),
        "sections": sections(words, sides),
    }


def sections(words: Words, sides: Sides) -> list[dict[str, Any]]:
    """The sections with their rows (key, label, value); rows that say nothing are left out."""
    found = [
        (_("Purpose and time"), _purpose(words)),
        (_("Places"), _places(words, sides)),
        (_("Supervision"), _supervision(words)),
        (_("Data"), _data(words)),
        (_("Contacts"), _contacts(words, sides)),
        (_("Costs"), _costs(words, sides)),
        (_("When the partner leaves"), _leaving(words)),
    ]
    return [
        {
            "title": title,
            "rows": [{"key": key, "label": label, "value": value} for key, label, value in rows if value],
        }
        for title, rows in found
    ]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What two documents word differently, in the order of the later one; what fell away comes last."""
    old, new = _by_key(before), _by_key(after)
    keys = [*new, *(key for key in old if key not in new)]
    found = []
    for key in keys:
        was = old[key]["value"] if key in old else ""
        now = new[key]["value"] if key in new else ""
        if was != now:
            label = (new.get(key) or old[key])["label"]
            found.append(Difference(label, *(_items(was, now) if key == "shared" else (was, now))))
    return found


def _items(was: str, now: str) -> tuple[str, str]:
    """Of two lists what only the one and only the other has; whole lists when nothing stays."""
    before, after = was.split(BETWEEN), now.split(BETWEEN)
    gone = [one for one in before if one not in after]
    came = [one for one in after if one not in before]
    return BETWEEN.join(gone), BETWEEN.join(came)


def _by_key(content: Mapping[str, Any]) -> dict[str, Row]:
    return {row["key"]: row for section in content["sections"] for row in section["rows"]}


def _purpose(words: Words) -> Sequence[tuple[str, str, str]]:
    return [
        ("purpose", _("Purpose"), words["purpose"]),
        ("starts_on", _("Begins"), _day(words["starts_on"])),
        ("ends_on", _("Ends"), _day(words["ends_on"])),
        ("notice_months", _("Notice"), _months(words["notice_months"])),
    ]


def _places(words: Words, sides: Sides) -> Sequence[tuple[str, str, str]]:
    mentors, mentees = int(words["mentors"]), int(words["mentees"])
    given = ngettext("%(n)d mentor a year", "%(n)d mentors a year", mentors) % {"n": mentors}
    asked = ngettext("%(n)d mentee a year", "%(n)d mentees a year", mentees) % {"n": mentees}
    return [
        ("mentors", _("%(partner)s gives") % {"partner": sides.partner}, given),
        ("mentees", _("%(partner)s asks places for") % {"partner": sides.partner}, asked),
    ]


def _supervision(words: Words) -> Sequence[tuple[str, str, str]]:
    of_both = words.get("cases") or ""  # arrangements of earlier years do not say
    return [
        ("supervision", _("Who supervises the programme"), words["supervision"]),
        (
            "cases",
            _("Of a case that concerns both, the other side learns"),
            str(CasesTogether(of_both).label) if of_both else "",
        ),
    ]


def _data(words: Words) -> Sequence[tuple[str, str, str]]:
    return [
        ("shared", _("Data that are shared"), listed(words["shared"])),
        ("shared_more", _("More on the data"), words["shared_more"]),
        ("kept_months", _("Kept after the end"), _months(words["kept_months"])),
        ("control", _("Who answers for the data"), str(Control(words["control"]).label)),
        ("transfers", _("Transfers outside the European Economic Area"), words["transfers"] or _("None")),
        ("security", _("Security measures"), words["security"]),
    ]


def listed(kinds: Sequence[str]) -> str:
    """Kinds of data by their names."""
    return BETWEEN.join(str(SharedData(kind).label) for kind in kinds)


def _contacts(words: Words, sides: Sides) -> Sequence[tuple[str, str, str]]:
    rows = []
    for side, name in (("lead", sides.lead), ("partner", sides.partner)):
        for kind, label in (
            ("contact", _("Contact at %(name)s")),
            ("dpo", _("Data-protection officer of %(name)s")),
        ):
            value = ", ".join(filter(None, (words[f"{side}_{kind}_name"], words[f"{side}_{kind}_email"])))
            rows.append((f"{side}_{kind}", label % {"name": name}, value))
    return rows


def _costs(words: Words, sides: Sides) -> Sequence[tuple[str, str, str]]:
    kind = words["cost_kind"]
    rows = [("cost_kind", _("Shared"), str(CostShare(kind).label))]
    if kind != CostShare.OWN:
        for side, name in (("lead", sides.lead), ("partner", sides.partner)):
            rows.append((f"{side}_share", name, _share(kind, words[f"{side}_share"], words["currency"])))
    return [*rows, ("cost_note", _("More on costs"), words["cost_note"])]


def _share(kind: str, amount: str, currency: str) -> str:
    number = number_format(Decimal(amount or 0), use_l10n=True, force_grouping=True)
    return f"{number} %" if kind == CostShare.PERCENT else f"{number} {currency}"


def _leaving(words: Words) -> Sequence[tuple[str, str, str]]:
    return [
        ("pairs_then", _("Pairs that run"), str(PairsThen(words["pairs_then"]).label)),
        ("data_then", _("Data of the partner’s people"), str(DataThen(words["data_then"]).label)),
        ("leaving_note", _("More on leaving"), words["leaving_note"]),
    ]


def _day(written: str) -> str:
    return date_format(date.fromisoformat(written), "j F Y") if written else _("open")


def _months(number: int) -> str:
    return ngettext("%(n)d month", "%(n)d months", number) % {"n": number}
