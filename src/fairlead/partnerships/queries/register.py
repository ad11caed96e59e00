"""Each side’s own record of processing activities (General Data Protection Regulation, Article 30).

It is set from the programme’s design and from the arrangements in force; nothing in it is typed twice.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.institutions.models import Institution
from fairlead.partnerships.enums import ArrangementState, Control, DataThen, PartnershipState, Party
from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.partnerships.wording import listed
from fairlead.programmes.enums import Training
from fairlead.programmes.models import Programme

FORM, VERSION = "fairlead-record-of-processing", 1


@dataclass(frozen=True)
class Field:
    """One field of the record: a key for machines, its name, and one line for each thing it says."""

    key: str
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """The record of one institution for one programme, as it stands on a day."""

    of: Institution
    programme: str
    on: date
    fields: tuple[Field, ...]

    @property
    def institution(self) -> str:
        """Whose record it is, by name."""
        return self.of.name

    @property
    def title(self) -> str:
        """What stands above it."""
        return _("Record of processing activities: %(name)s") % {"name": self.institution}

    def document(self) -> dict[str, Any]:
        """The record as plain values."""
        return {
            "form": FORM,
            "version": VERSION,
            "institution": self.institution,
            "programme": self.programme,
            "on": self.on.isoformat(),
            "fields": [
                {"key": one.key, "label": one.label, "values": list(one.values)} for one in self.fields
            ],
        }


def of_lead(programme: Programme, *, today: date) -> Register:
    """The leading institution’s record: its programme, and every partner with an arrangement; one query."""
    found = Arrangement.objects.filter(
        partnership__programme=programme, state=ArrangementState.IN_FORCE
    ).order_by("partnership__institution__name", "pk")
    return _register(programme, Party.LEAD, programme.lead, list(found), today)


def of_partner(partnership: Partnership, *, today: date) -> Register | None:
    """The partner’s record, from what holds or held last; None before both have signed; one query."""
    held = (ArrangementState.IN_FORCE, ArrangementState.ENDED)
    found = Arrangement.objects.filter(partnership=partnership, state__in=held).order_by("number")
    last = found.last()
    if last is None:
        return None
    return _register(partnership.programme, Party.PARTNER, partnership.institution, [last], today)


def has_own(partnership: Partnership) -> bool:
    """Whether there is anything to record for the partner."""
    return partnership.state in (PartnershipState.IN_FORCE, PartnershipState.ENDED)


def _register(
    programme: Programme, party: Party, of: Institution, versions: list[Arrangement], today: date
) -> Register:
    documents = [one.document for one in versions]
    fields = (
        Field("activity", _("Processing activity"), (programme.name,)),
        Field("controller", _("Controller"), _own(party, of.name, programme, documents, "contact")),
        Field("officer", _("Data-protection officer"), _own(party, of.name, programme, documents, "dpo")),
        Field("joint", _("Joint and other controllers"), _others(party, documents)),
        Field("purposes", _("Purposes"), _purposes(programme, documents)),
        Field("persons", _("Categories of persons"), _persons(programme)),
        Field("data", _("Categories of personal data"), _data(programme)),
        Field("recipients", _("Recipients"), _recipients(party, programme, documents)),
        Field("transfers", _("Transfers to third countries"), _transfers(documents)),
        Field("retention", _("Time limits for erasure"), _retention(programme, documents)),
        Field("security", _("Technical and organisational measures"), _security(documents)),
        Field("basis", _("Set from"), _basis(versions)),
    )
    return Register(of, programme.name, today, fields)


def _unique(lines: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for line in lines if line))


def _person(words: dict[str, Any], side: str, kind: str) -> str:
    return ", ".join(filter(None, (words[f"{side}_{kind}_name"], words[f"{side}_{kind}_email"])))


def _own(
    party: Party, name: str, programme: Programme, documents: list[dict[str, Any]], kind: str
) -> tuple[str, ...]:
    known = [_person(one["words"], party.value, kind) for one in documents]
    if kind == "contact" and not any(known):
        known = [", ".join(filter(None, (programme.contact_name, programme.contact_email)))]
    said = _unique(known)
    return (name, *said) if kind == "contact" else said or (_("Not named in an arrangement yet"),)


def _others(party: Party, documents: list[dict[str, Any]]) -> tuple[str, ...]:
    other = Party.PARTNER if party == Party.LEAD else Party.LEAD
    lines = [
        _("%(name)s. %(control)s. Contact: %(contact)s. Data-protection officer: %(officer)s.")
        % {
            "name": one[other.value],
            "control": Control(one["words"]["control"]).label,
            "contact": _person(one["words"], other.value, "contact"),
            "officer": _person(one["words"], other.value, "dpo"),
        }
        for one in documents
    ]
    return tuple(lines) or (_("None"),)


def _purposes(programme: Programme, documents: list[dict[str, Any]]) -> tuple[str, ...]:
    general = _("Mentoring of staff: taking applications, pairing, training, support and evaluation.")
    return _unique([general, programme.aim, *(one["words"]["purpose"] for one in documents)])


def _persons(programme: Programme) -> tuple[str, ...]:
    supervisors = _("Supervisors of mentees, who approve") if programme.supervisor_approval else ""
    return _unique(
        [
            _("Staff who apply as mentors or mentees"),
            _("Staff who are invited to be mentors"),
            supervisors,
            _("Members of the programme’s team"),
        ]
    )


def _data(programme: Programme) -> tuple[str, ...]:
    trained = {programme.mentor_training, programme.mentee_training} != {Training.NONE}
    return _unique(
        [
            _("Name, work address, institution, unit, job, grade"),
            _("Applications: areas of expertise, languages, how to meet, hopes, answers to own questions"),
            _("Name and address of the supervisor, approval and its day")
            if programme.supervisor_approval
            else "",
            _("Pairs: who with whom, state, first and last day, meetings held (number and length)"),
            _("Words of a pair (agreement, plan, notes), encrypted, readable for the two alone"),
            _("Training completed") if trained else "",
            _("Answers to surveys, kept without names"),
            _("Letters sent, and who did what and when"),
        ]
    )


def _recipients(party: Party, programme: Programme, documents: list[dict[str, Any]]) -> tuple[str, ...]:
    other = Party.PARTNER if party == Party.LEAD else Party.LEAD
    shared = [
        _("%(name)s: %(kinds)s") % {"name": one[other.value], "kinds": listed(one["words"]["shared"])}
        for one in documents
    ]
    return _unique(
        [
            _("The other half of a pair: name, unit, areas, languages"),
            _("Coordinators of the leading institution; partner coordinators for their own people"),
            _("The supervisor: that somebody takes part, and the time it asks")
            if programme.supervisor_approval
            else "",
            *shared,
            _("Whoever runs this installation, without access to the words of pairs"),
        ]
    )


def _transfers(documents: list[dict[str, Any]]) -> tuple[str, ...]:
    return _unique([one["words"]["transfers"] for one in documents]) or (_("None"),)


def _retention(programme: Programme, documents: list[dict[str, Any]]) -> tuple[str, ...]:
    months = programme.retention_months
    kept = ngettext(
        "Applications: %(n)d month after their round", "Applications: %(n)d months after their round", months
    ) % {"n": months}
    lines = [kept, _("What pairs wrote: as long after their last day; of runs and offers only figures stay")]
    for one in documents:
        words = one["words"]
        said = {"name": one["partner"], "n": words["kept_months"]}
        lines.append(_("Shared with or by %(name)s: %(n)d months after the end") % said)
        then = DataThen(words["data_then"]).label
        lines.append(_("When %(name)s leaves: %(then)s") % {"name": one["partner"], "then": then})
    return _unique(lines)


def _security(documents: list[dict[str, Any]]) -> tuple[str, ...]:
    product = _(
        "Access by role, sign-in by link or password, encrypted connections, words of pairs encrypted, "
        "a chained record of who did what, backups"
    )
    return _unique([product, *(one["words"]["security"] for one in documents)])


def _basis(versions: list[Arrangement]) -> tuple[str, ...]:
    lines = [
        _("Arrangement with %(name)s, version %(n)d, in force since %(day)s (SHA-256 %(digest)s)")
        % {
            "name": one.document["partner"],
            "n": one.number,
            "day": date_format(one.in_force_at, "j F Y") if one.in_force_at else "",
            "digest": one.digest,
        }
        for one in versions
    ]
    return (_("The design of the programme"), *lines)
