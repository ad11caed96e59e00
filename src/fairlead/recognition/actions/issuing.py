"""Hand out certificates and statements of hours, renew them, take them back."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import Side
from fairlead.recognition import codes
from fairlead.recognition.actions import letters
from fairlead.recognition.badges import LIST_ENTRIES
from fairlead.recognition.enums import CERTIFICATE_MOVES, CertificateState, Kind
from fairlead.recognition.models import Certificate
from fairlead.recognition.queries.parts import Half, half_of, half_on
from fairlead.recognition.queries.wording import printed

TRIES = 40


class NotEnded(Refused):
    """The pair has not come to the end that this takes."""


class NotYet(Refused):
    """Too few meetings were held."""


class AlreadyIssued(Refused):
    """This half has one that holds."""


class NothingNew(Refused):
    """The certificate says what is so."""


@transaction.atomic
def issue(pair: Mentorship, side: Side, *, by: Actor, at: datetime, excepted: bool = False) -> Certificate:
    """Give one half of a completed pair its certificate, and write to them.

    With `excepted` the programme waives the number of meetings. Raises `NotEnded`, `NotYet`, `AlreadyIssued`.
    """
    _lock(pair)
    half = half_on(pair, side)
    if not half.completed:
        raise NotEnded(_("A certificate is for pairs that have come to their planned end."))
    if half.missing and not excepted:
        raise NotYet(
            ngettext("%(count)d meeting is missing.", "%(count)d meetings are missing.", half.missing)
            % {"count": half.missing}
        )
    made = _store(half, Kind.CERTIFICATE, at=at)
    letters.send_issued(made, at=at)
    record("issued certificate", made, by=by, at=at, label=str(made.pk), details={"excepted": excepted})
    return made


@transaction.atomic
def state_hours(pair: Mentorship, *, by: Actor, at: datetime) -> Certificate:
    """Give the actor a plain statement of hours of a pair that ended early.

    Raises `NotEnded`, `AlreadyIssued`.
    """
    _lock(pair)
    half = half_of(pair, by.person_id)
    if half.pair.state != MentorshipState.ENDED_EARLY:
        raise NotEnded(_("A statement of hours is for pairs that have ended early."))
    made = _store(half, Kind.STATEMENT, at=at)
    record("issued statement of hours", made, by=by, at=at, label=str(made.pk))
    return made


@transaction.atomic
def renew(certificate: Certificate, *, by: Actor, at: datetime) -> Certificate:
    """Put one that says what is so today in the place of a certificate.

    Raises `NothingNew`, `AlreadyMoved`.
    """
    _lock(certificate.mentorship)
    half = half_on(certificate.mentorship, certificate.side)
    if half.certificate is None or half.certificate.pk != certificate.pk or not half.holds:
        raise AlreadyMoved(_("This one no longer holds; the page now shows how it stands."))
    if not half.outdated:
        raise NothingNew(_("It says what is so today; there is nothing to renew."))
    move(certificate, CertificateState.REPLACED, moves=CERTIFICATE_MOVES)
    made = _store(half, Kind(certificate.kind), at=at, words=certificate.words)
    Certificate.objects.filter(pk=certificate.pk).update(replaced_by=made)
    record("renewed certificate", made, by=by, at=at, label=str(made.pk))
    return made


@transaction.atomic
def withdraw(certificate: Certificate, *, by: Actor, at: datetime) -> None:
    """Take a certificate back, and write to its holder. Raises `AlreadyMoved`."""
    move(certificate, CertificateState.WITHDRAWN, moves=CERTIFICATE_MOVES, withdrawn_at=at)
    letters.send_withdrawn(certificate, at=at)
    record("withdrew certificate", certificate, by=by, at=at, label=str(certificate.pk))


def _lock(pair: Mentorship) -> None:
    """Let nobody else move the pair or hand out for it until all is written."""
    Mentorship.objects.select_for_update().get(pk=pair.pk)


def _store(half: Half, kind: Kind, *, at: datetime, words: dict[str, object] | None = None) -> Certificate:
    if half.holds and (words is None):
        raise AlreadyIssued(_("There is one already, and it holds."))
    number, index = _place()
    kept = words or printed(half.wording, half.side)
    if words is None and kind == Kind.STATEMENT:
        kept = {**kept, "heading": gettext("Statement of hours"), "paragraphs": []}
    try:
        with transaction.atomic():
            return Certificate.objects.create(
                mentorship=half.pair,
                side=half.side,
                person=half.person,
                kind=kind,
                code=codes.fresh(),
                words=kept,
                least_meetings=half.wording.least_meetings,
                issued_at=at,
                status_list=number,
                status_index=index,
                **half.facts,
            )
    except IntegrityError as meanwhile:
        raise AlreadyIssued(_("It was issued a moment ago.")) from meanwhile


def _place() -> tuple[int, int]:
    """A free place in the public lists, by chance, so that neighbours say nothing of each other.

    A list is filled to its half, so that chance soon finds a free one.
    """
    number = Certificate.objects.count() // (LIST_ENTRIES // 2)
    for _try in range(TRIES):
        index = secrets.randbelow(LIST_ENTRIES)
        if not Certificate.objects.filter(status_list=number, status_index=index).exists():
            return number, index
    raise AlreadyMoved(_("Please try again."))
