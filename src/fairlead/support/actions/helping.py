"""Ask for help in confidence: say that one is unsure, or write to somebody; the other half never learns.

The record says of these acts that there is a case, not who asked for it nor how it came about.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.times import day_of
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Person
from fairlead.sealed import actions as sealed
from fairlead.sealed.models import Sealed
from fairlead.support.actions import letters
from fairlead.support.enums import CaseOrigin, CaseOutcome, CaseState
from fairlead.support.models import Case, Unsure
from fairlead.support.queries import cases as queries

LOOK_WITHIN = timedelta(days=7)


class NotThere(Refused):
    """The person cannot be turned to any more."""


class Ended(Refused):
    """The pair has ended."""


class SaidAlready(Refused):
    """The person has said so already."""


@transaction.atomic
def say_unsure(pair: Mentorship, *, to: UUID, by: Actor, at: datetime) -> Unsure:
    """Tell one person, and nobody else, that the actor is unsure; a case of theirs begins.

    Raises `Ended`, `NotThere`, `SaidAlready`.
    """
    assert by.person_id is not None
    owner = _addressee(pair, to)
    _must_live(pair)
    case = _open(pair, CaseOrigin.UNSURE, owner=owner, by=by, at=at)
    try:
        with transaction.atomic():
            said = Unsure.objects.create(pair=pair, person_id=by.person_id, case=case, said_at=at)
    except IntegrityError as twice:
        raise SaidAlready(_("You have said so already; your word has arrived.")) from twice
    letters.to_owner(case, occasion="opened", at=at)
    record("opened case", case, by=NOBODY, at=at, label=str(case.pk))
    return said


@transaction.atomic
def take_back(said: Unsure, *, by: Actor, at: datetime) -> None:
    """The actor is unsure no longer; the case stays with its owner, if there still is one."""
    mine = Unsure.objects.filter(pk=said.pk, person=by.person_id, settled_at=None)
    if mine.update(settled_at=at) != 1:
        raise SaidAlready(_("This was settled already."))
    waiting = Case.objects.filter(pk=said.case_id, state=CaseState.WAITING)
    closed = {"state": CaseState.CLOSED, "outcome": CaseOutcome.NOTHING, "closed_at": at}
    waiting.update(released_at=None, **closed)
    record("settled case", said.case, by=NOBODY, at=at, label=str(said.case_id))


@transaction.atomic
def write_in_confidence(
    pair: Mentorship, words: str, *, to: UUID, occasion: str, by: Actor, at: datetime
) -> Case:
    """Write to one person; only they and the writer can ever open the words.

    `occasion` names the form that was sent, so that a second click opens no second case. Raises `Ended`,
    `NotThere`.
    """
    assert by.person_id is not None
    owner = _addressee(pair, to)
    _must_live(pair)
    known = Case.objects.filter(occasion=f"concern:{occasion}:{by.person_id}").first()
    if known is not None:
        return known
    text = sealed.seal(words, kind="concern", readers=(by.person_id, owner.pk), at=at)
    case = _open(pair, CaseOrigin.CONCERN, owner=owner, by=by, at=at, words=text, occasion=occasion)
    letters.to_owner(case, occasion="opened", at=at)
    record("opened case", case, by=NOBODY, at=at, label=str(case.pk))
    return case


def _open(
    pair: Mentorship,
    origin: CaseOrigin,
    *,
    owner: Person,
    by: Actor,
    at: datetime,
    words: Sealed | None = None,
    occasion: str = "",
) -> Case:
    return Case.objects.create(
        programme=pair.round.programme,
        pair=pair,
        raised_by_id=by.person_id,
        owner=owner,
        origin=origin.value,
        words=words,
        occasion=f"concern:{occasion}:{by.person_id}" if occasion else "",
        due_on=day_of(at + LOOK_WITHIN),
        opened_at=at,
    )


def _addressee(pair: Mentorship, person: UUID) -> Person:
    found = next((one.person for one in queries.addressees_of(pair) if one.person.pk == person), None)
    if found is None:
        raise NotThere(_("This person cannot be asked any more. Choose somebody else."))
    return found


def _must_live(pair: Mentorship) -> None:
    """Hold the pair; who asks at the same moment as it ends is told so."""
    standing = Mentorship.objects.select_for_update(no_key=True).filter(pk=pair.pk, state__in=LIVE_STATES)
    if not standing.values_list("pk", flat=True):
        raise Ended(_("This mentorship has ended. Write to the address below instead."))
