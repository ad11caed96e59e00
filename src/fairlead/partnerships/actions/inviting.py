"""Bring an institution on its way into a programme: begin, invite by link, renew, withdraw, come in."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.states import move
from fairlead.kernel.tokens import fingerprint
from fairlead.partnerships import queries
from fairlead.partnerships.actions import letters
from fairlead.partnerships.enums import (
    ARRANGEMENT_MOVES,
    PARTNERSHIP_MOVES,
    SETTLED_STATES,
    ArrangementState,
    PartnershipState,
    Party,
)
from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.people.actions import know_person, send_sign_in_link
from fairlead.people.models import Person
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Programme


class LeadsAlready(Refused):
    """The institution leads the programme; it is no partner of itself."""


class KnownAlready(Refused):
    """There is a partnership with this institution already."""


class LinkUnusable(Refused):
    """The link was used, has expired, was withdrawn or replaced."""


class NotTheirs(Refused):
    """Somebody else is signed in than the link was sent to, or somebody of the leading side."""


@transaction.atomic
def begin(
    programme: Programme, institution: Institution, *, name: str, email: str, by: Actor, at: datetime
) -> Partnership:
    """Begin a partnership with an institution whose coordinator this is; the first words send the letter.

    One that was declined, withdrawn or has ended begins anew, its versions stay. Raises `LeadsAlready`,
    `KnownAlready`.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    if institution.pk == programme.lead_id:
        raise LeadsAlready(_("This institution leads the programme; it needs no invitation."))
    said = {
        "name": " ".join(name.split()),
        "email": email.strip(),
        "begun_at": at,
        "begun_by_id": by.person_id,
    }
    standing = Partnership.objects.filter(programme=programme, institution=institution).first()
    if standing is not None and standing.state not in SETTLED_STATES:
        raise KnownAlready(_("There is a partnership with this institution already; see the list."))
    made = _again(standing, said) if standing else _new(programme, institution, said)
    record("partnership begun", made, by=by, at=at, label=institution.name)
    return made


def _new(programme: Programme, institution: Institution, said: dict[str, object]) -> Partnership:
    made = Partnership(programme=programme, institution=institution, **said)
    made.fingerprint = fingerprint(letters.secret_of(made))
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as there:
        raise KnownAlready(
            _("There is a partnership with this institution already; see the list.")
        ) from there
    return made


def _again(standing: Partnership, said: dict[str, object]) -> Partnership:
    standing.links += 1
    fresh = {
        "links": standing.links,
        "fingerprint": fingerprint(letters.secret_of(standing)),
        "expires_at": None,
        "used_at": None,
        "coordinator": None,
        "settled_at": None,
        "reason": "",
        "ends_on": None,
        "ended_by": "",
        "closed_at": None,
    }
    move(standing, PartnershipState.PREPARING, moves=PARTNERSHIP_MOVES, **said, **fresh)
    return standing


def send(partnership: Partnership, *, by: Actor, at: datetime) -> None:
    """The first words are written: the invitation goes out for thirty days. Raises `AlreadyMoved`."""
    until = at + queries.LINK_LASTS
    move(partnership, PartnershipState.INVITED, moves=PARTNERSHIP_MOVES, expires_at=until)
    letters.to_invited(partnership, by=by.name, at=at)


@transaction.atomic
def renew(partnership: Partnership, *, name: str, email: str, by: Actor, at: datetime) -> None:
    """Send a new link, to the same coordinator or another; the one before works no more.

    Raises `LinkUnusable` when nobody is invited any more.
    """
    held = lock(partnership)
    if held.state != PartnershipState.INVITED:
        raise LinkUnusable(_("Nobody waits for a link here any more; the page shows how it stands."))
    held.links += 1
    held.name, held.email = " ".join(name.split()), email.strip()
    held.fingerprint = fingerprint(letters.secret_of(held))
    held.expires_at = at + queries.LINK_LASTS
    held.save(update_fields=["links", "name", "email", "fingerprint", "expires_at"])
    letters.to_invited(held, by=by.name, at=at)
    record("partnership link renewed", held, by=by, at=at, label=held.institution.name)


@transaction.atomic
def withdraw(partnership: Partnership, *, by: Actor, at: datetime) -> None:
    """Take the invitation back; its link works no more, who has come is told. Raises `AlreadyMoved`."""
    held = lock(partnership)
    came = held.used_at is not None
    move(held, PartnershipState.WITHDRAWN, moves=PARTNERSHIP_MOVES, settled_at=at)
    close_proposal(held, ArrangementState.DECLINED, at=at)
    if came:
        occasion = str(held.links)
        letters.to_side(held, Party.PARTNER, "withdrawn", occasion=occasion, at=at)
    record("partnership withdrawn", held, by=by, at=at, label=held.institution.name)


def remind(partnership: Partnership, *, at: datetime) -> int:
    """Remind an invited coordinator nobody has heard of, once for each link; 1 when a letter was written."""
    by = partnership.begun_by.name if partnership.begun_by else partnership.programme.lead.name
    return int(letters.to_invited(partnership, by=by, at=at, again=True))


@transaction.atomic
def ask_to_sign_in(secret: str, *, next_path: str, at: datetime) -> Partnership:
    """Mail the invited coordinator a link that signs them in and leads back. Raises `LinkUnusable`."""
    partnership = _usable(secret, at=at)
    know_person(email=partnership.email, name=partnership.name, at=at)
    send_sign_in_link(email=partnership.email, next_path=next_path, at=at)
    return partnership


@transaction.atomic
def come_in(secret: str, *, by: Actor, at: datetime) -> Partnership:
    """The invited coordinator speaks for the partner from now on; the link is used up.

    Raises `LinkUnusable`, or `NotTheirs` for another address than the one invited, and for whoever
    coordinates the programme itself.
    """
    partnership = _usable(secret, at=at)
    if by.email.casefold() != partnership.email.casefold():
        raise NotTheirs(
            _("The invitation was sent to another address than yours. Ask for one to your own address.")
        )
    if programmes.leads(by, partnership.programme_id):
        raise NotTheirs(_("You belong to the team that leads the programme; a partner speaks for itself."))
    held = lock(partnership)
    if held.used_at is not None or held.fingerprint != partnership.fingerprint:
        raise LinkUnusable(_("This link has just been used."))
    arrive(held, by=by, at=at)
    record("partner came", held, by=by, at=at, label=held.institution.name)
    return held


def arrive(held: Partnership, *, by: Actor, at: datetime) -> None:
    """Somebody of the partner is there; the leading side hears of it. Raises `AlreadyMoved`."""
    assert by.person_id is not None
    person = Person.objects.get(pk=by.person_id)
    move(held, PartnershipState.TALKING, moves=PARTNERSHIP_MOVES, coordinator=person, used_at=at)
    letters.to_side(held, Party.LEAD, "came", occasion=str(held.links), at=at, who=person.name)


def close_proposal(partnership: Partnership, to: ArrangementState, *, at: datetime) -> Arrangement | None:
    """Whatever waits for signatures waits no more; the version that did."""
    waiting = Arrangement.objects.filter(partnership=partnership, state=ArrangementState.PROPOSED).first()
    if waiting is not None:
        move(waiting, to, moves=ARRANGEMENT_MOVES, settled_at=at)
    return waiting


def lock(partnership: Partnership) -> Partnership:
    """The partnership as it stands, locked until the transaction ends: one at a time acts on it."""
    rows = Partnership.objects.select_for_update(of=("self",))
    return rows.select_related("programme__lead", "institution", "coordinator").get(pk=partnership.pk)


def _usable(secret: str, *, at: datetime) -> Partnership:
    partnership = queries.by_secret(secret)
    if partnership is None or not queries.can_come(partnership, at=at):
        raise LinkUnusable(_("This link does not work any more. Ask whoever invited you for a new one."))
    return partnership
