"""Propose, sign and decline versions of an arrangement."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import gathered, record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.fingerprints import digest
from fairlead.kernel.states import move
from fairlead.partnerships import policies, queries
from fairlead.partnerships.actions import inviting, letters, starting
from fairlead.partnerships.enums import (
    ARRANGEMENT_MOVES,
    OPEN_STATES,
    PARTNERSHIP_MOVES,
    ArrangementState,
    PartnershipState,
    Party,
)
from fairlead.partnerships.models import Arrangement, ArrangementSignature, Partnership
from fairlead.partnerships.wording import document
from fairlead.people.models import Person


class OtherWords(Refused):
    """What the page showed is not what waits for signatures now; nothing was done."""


class NothingChanged(Refused):
    """The proposal says what is said already."""


class NotOpen(Refused):
    """The partnership is not where versions are proposed and signed."""


@transaction.atomic
def propose(
    partnership: Partnership,
    words: Mapping[str, Any],
    *,
    seen: int,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Arrangement:
    """Write a version, from the leading side or the partner’s; the other side gets a letter.

    `seen` is the number of the newest version the writer has read, 0 for none. Another proposal that waits is
    overtaken, and its signatures stay with it; what is in force holds until both have signed. The first
    version sends the invitation. Raises `OtherWords`, `NothingChanged`, `NotOpen`.
    """
    held, party = _held(partnership, by=by, at=at, writing=True)
    shelf = queries.shelf(held)
    newest = shelf.newest
    if seen != (newest.number if newest else 0):
        raise OtherWords(
            _("A version was proposed since you opened the page. Read it; what you wrote is below.")
        )
    if (standing := shelf.proposed or shelf.in_force) and standing.document["words"] == dict(words):
        raise NothingChanged(_("These are the words of version %(n)d already.") % {"n": standing.number})
    inviting.close_proposal(held, ArrangementState.OVERTAKEN, at=at)
    content = document(words, queries.sides(held), number=seen + 1)
    version = _written(held, content, party=party, note=note, by=by, at=at)
    if held.state == PartnershipState.PREPARING:
        inviting.send(held, by=by, at=at)
    else:
        _tell(held, _other(party), "proposed", version, at=at, note=note)
    _record("arrangement proposed", held, version, by=by, at=at)
    return version


def _written(
    held: Partnership, content: dict[str, Any], *, party: Party, note: str, by: Actor, at: datetime
) -> Arrangement:
    return Arrangement.objects.create(
        partnership=held,
        number=content["number"],
        document=content,
        digest=digest(content),
        party=party,
        proposed_by_id=by.person_id,
        proposer=by.name,
        proposed_at=at,
        note=note,
    )


@transaction.atomic
def sign(version: Arrangement, *, seen: str, by: Actor, at: datetime) -> bool:
    """Put one side’s name under the words whose fingerprint the page showed; whether they now hold.

    With the second side the version comes into force and replaces the one before. From its first day the
    institution takes part and its coordinator is on the team. A second click signs once.
    Raises `OtherWords`, `NotOpen`.
    """
    with gathered():
        return _signed(version, seen=seen, by=by, at=at)


def _signed(version: Arrangement, *, seen: str, by: Actor, at: datetime) -> bool:
    held, party = _held(version.partnership, by=by, at=at)
    stored = Arrangement.objects.get(pk=version.pk)
    if stored.state == ArrangementState.IN_FORCE and stored.digest == seen:
        return True
    if stored.state != ArrangementState.PROPOSED or stored.digest != seen or digest(stored.document) != seen:
        raise OtherWords(_("Another version waits for signatures by now. Read it, then sign."))
    signed = queries.signed_by(stored)
    if party in signed:
        return False
    ArrangementSignature.objects.create(
        arrangement=stored, party=party, person_id=by.person_id, name=by.name, digest=seen, at=at
    )
    holds = _other(party) in signed
    if holds:
        _come_into_force(held, stored, by=by, at=at)
    else:
        _tell(held, _other(party), "signed", stored, at=at, who=by.name)
    _record("arrangement signed", held, stored, by=by, at=at, party=party.value, digest=seen)
    return holds


@transaction.atomic
def decline(partnership: Partnership, *, reason: str, seen: int, by: Actor, at: datetime) -> None:
    """Say no to the version that waits, with a reason the other side reads.

    Before anything holds this ends the invitation; an amendment falls away and what is in force holds on.
    Raises `OtherWords`, `NotOpen`.
    """
    held, party = _held(partnership, by=by, at=at)
    waiting = queries.shelf(held).proposed
    if waiting is None or waiting.number != seen:
        raise OtherWords(_("Another version waits by now, or none. The page shows how it stands."))
    inviting.close_proposal(held, ArrangementState.DECLINED, at=at)
    amending = held.state == PartnershipState.IN_FORCE
    if not amending:
        move(held, PartnershipState.DECLINED, moves=PARTNERSHIP_MOVES, reason=reason, settled_at=at)
    said = {"reason": reason, "amending": amending, "who": by.name}
    _tell(held, _other(party), "declined", waiting, at=at, **said)
    _record("arrangement declined", held, waiting, by=by, at=at, party=party.value)


def _held(
    partnership: Partnership, *, by: Actor, at: datetime, writing: bool = False
) -> tuple[Partnership, Party]:
    """The partnership locked, and the side the actor speaks for. Raises `NotOpen`.

    A partner’s coordinator who is on the team already needs no link: with the first act they have come.
    """
    held = inviting.lock(partnership)
    party = policies.party(by, held)
    begun = (PartnershipState.PREPARING,) if writing and party == Party.LEAD else ()
    if party is None or held.state not in (*OPEN_STATES, *begun):
        raise NotOpen(_("This partnership is settled by now; the page shows how it stands."))
    if party == Party.PARTNER and held.state == PartnershipState.INVITED:
        inviting.arrive(held, by=by, at=at)
    return held, party


def _come_into_force(held: Partnership, version: Arrangement, *, by: Actor, at: datetime) -> None:
    before = Arrangement.objects.filter(partnership=held, state=ArrangementState.IN_FORCE).first()
    if before is not None:
        move(before, ArrangementState.REPLACED, moves=ARRANGEMENT_MOVES, settled_at=at)
    move(version, ArrangementState.IN_FORCE, moves=ARRANGEMENT_MOVES, in_force_at=at)
    if held.state != PartnershipState.IN_FORCE:
        move(
            held,
            PartnershipState.IN_FORCE,
            moves=PARTNERSHIP_MOVES,
            settled_at=at,
            coordinator=_signer(version) or held.coordinator,
            waits_until=queries.first_day(version),
        )
        starting.begin_or_wait(held, by=by, at=at)
    elif held.waits_until is not None:
        held.waits_until = queries.first_day(version)
        starting.begin_or_wait(held, by=by, at=at)
    for party in Party:
        _tell(held, party, "in_force", version, at=at)


def _signer(version: Arrangement) -> Person | None:
    """Who signed for the partner; they coordinate its people."""
    return (
        ArrangementSignature.objects.select_related("person")
        .get(arrangement=version, party=Party.PARTNER)
        .person
    )


def _other(party: str) -> Party:
    return Party.PARTNER if party == Party.LEAD else Party.LEAD


def _tell(
    held: Partnership, party: Party, what: str, version: Arrangement, *, at: datetime, **more: object
) -> None:
    letters.to_side(held, party, what, occasion=str(version.pk), at=at, version=version, **more)


def _record(
    verb: str, held: Partnership, version: Arrangement, *, by: Actor, at: datetime, **more: Any
) -> None:
    details = {"number": version.number, **more}
    record(verb, version, by=by, at=at, label=held.institution.name, details=details)
