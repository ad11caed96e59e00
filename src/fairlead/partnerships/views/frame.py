"""What every page of a partnership shows around its content."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from fairlead.kernel.http import ActorRequest
from fairlead.partnerships import policies, queries
from fairlead.partnerships.enums import OPEN_STATES, PartnershipState, Party
from fairlead.partnerships.queries import leaving
from fairlead.partnerships.wording import differences
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.partnerships.models import Arrangement, Partnership


def about(request: ActorRequest, partnership: "Partnership") -> dict[str, Any]:
    """The programme, the partner, and whether the reader may open the programme behind it."""
    return {
        "partnership": partnership,
        "programme": partnership.programme,
        "partner": partnership.institution.name,
        "inside": programmes.can_see(request.actor, partnership.programme),
        "party": policies.party(request.actor, partnership),
    }


def sheet(request: ActorRequest, partnership: "Partnership", number: int | None = None) -> dict[str, Any]:
    """One version with its signatures, what it changes, and what the reader can do about it."""
    found = queries.shelf(partnership)
    version = found.shown if number is None else found.numbered(number)
    base = about(request, partnership)
    party = base["party"]
    signed = queries.signed_by(version) if version else frozenset()
    waits = version is not None and version == found.proposed and partnership.state in OPEN_STATES
    return {
        **base,
        "version": version,
        "versions": list(reversed(found.versions)),
        "sections": version.document["sections"] if version else [],
        "before": (before := found.before(version) if version else None),
        "differences": differences(before.document, version.document) if before and version else [],
        "lines": _lines(version, partnership) if version else [],
        "waits": waits,
        "in_force": found.in_force,
        "can_sign": waits and party is not None and party not in signed,
        "has_signed": waits and party in signed,
        "other_signed": bool(signed - {party}) if party else False,
        "can_write": party is not None and _may_write(partnership, party),
        "looking_back": number is not None and version != found.shown,
        "expired": _expired(partnership),
        "running": leaving.running(partnership) if partnership.closed_at is None else [],
    }


def _may_write(partnership: "Partnership", party: Party) -> bool:
    preparing = partnership.state == PartnershipState.PREPARING and party == Party.LEAD
    return preparing or partnership.state in OPEN_STATES


def _expired(partnership: "Partnership") -> bool:
    until = partnership.expires_at
    return partnership.state == PartnershipState.INVITED and until is not None and until <= timezone.now()


def _lines(version: "Arrangement", partnership: "Partnership") -> list[dict[str, Any]]:
    signatures = {one.party: one for one in version.signatures.all()}
    names = {Party.LEAD: version.document["lead"], Party.PARTNER: version.document["partner"]}
    return [{"side": names[party], "signature": signatures.get(party)} for party in Party]
