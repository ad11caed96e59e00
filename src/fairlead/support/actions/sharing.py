"""Share a case with a coordinator of another institution: propose, agree, accept, write, end.

The record says who did what and how much was seen, not what was said, nor who had asked in confidence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.programmes.models import Programme
from fairlead.sealed import actions as sealed
from fairlead.sealed.models import Sealed
from fairlead.support import policies
from fairlead.support.actions import letters
from fairlead.support.actions.helping import NotThere
from fairlead.support.enums import LIVE_SHARINGS, SHARING_MOVES, CaseState, SharingLevel, SharingState
from fairlead.support.models import Case, SharedWord, Sharing
from fairlead.support.queries import sharing as queries

OVER = _("This is not shared any more, or the case is closed; the page now shows how it stands.")


class AlreadyShared(Refused):
    """There is a sharing with this institution that is not over."""


@dataclass(frozen=True)
class Offer:
    """With whom, how much, and the summary in the words that they will read."""

    person: UUID
    level: SharingLevel
    summary: str


@transaction.atomic
def propose(case: Case, offer: Offer, *, by: Actor, at: datetime) -> Sharing:
    """The owner proposes to share; what was asked in confidence waits for whoever asked, who sees every word.

    Raises `NotThere`, `AlreadyShared`, `AlreadyMoved`.
    """
    assert by.person_id is not None
    held = _held(case)
    if held.state != CaseState.OPEN or held.owner_id != by.person_id:
        raise AlreadyMoved(OVER)
    other = next((one for one in queries.counterparts(case) if one.person.pk == offer.person), None)
    first = queries.in_confidence(case)
    if other is None or (first and (case.raised_by is None or not case.raised_by.is_active)):
        raise NotThere(_("This cannot be shared with them. Choose somebody else."))
    summary = None
    if offer.level != SharingLevel.STANDING:
        reader = case.raised_by_id if first else offer.person
        readers = [one for one in (by.person_id, reader) if one]
        summary = sealed.seal(offer.summary, kind="sharing", readers=readers, at=at)
    try:
        with transaction.atomic():
            made = Sharing.objects.create(
                case=case,
                institution=other.institution,
                person=other.person,
                state=SharingState.ASKED if first else SharingState.OFFERED,
                level=offer.level,
                summary=summary,
                proposed_at=at,
            )
    except IntegrityError as twice:
        raise AlreadyShared(_("This is being shared with them already. End that first.")) from twice
    letters.of_sharing(made, "asked" if first else "offered", at=at)
    _record("proposed to share case", made, by=by, at=at)
    return made


@transaction.atomic
def agree(sharing: Sharing, *, by: Actor, at: datetime) -> None:
    """Whoever asked says yes, and passes on the summary; now it is offered. Raises `AlreadyMoved`."""
    _held(sharing.case)
    _move(sharing, SharingState.OFFERED, agreed_at=at)
    if sharing.summary is not None and sharing.person_id is not None:
        sealed.let_read(sharing.summary, person=sharing.person_id, by=by)
    letters.of_sharing(sharing, "offered", at=at)
    _record("agreed to sharing of case", sharing, by=NOBODY, at=at)


@transaction.atomic
def refuse(sharing: Sharing, *, by: Actor, at: datetime) -> None:
    """Whoever asked says no; the other side never learns of it. Raises `AlreadyMoved`."""
    _held(sharing.case)
    _move(sharing, SharingState.REFUSED, settled_at=at)
    letters.of_sharing(sharing, "refused", at=at)
    _record("refused sharing of case", sharing, by=NOBODY, at=at)


@transaction.atomic
def accept(sharing: Sharing, *, by: Actor, at: datetime) -> None:
    """The other coordinator takes part. Raises `AlreadyMoved`."""
    _held(sharing.case)
    _move(sharing, SharingState.SHARED, accepted_at=at)
    letters.of_sharing(sharing, "accepted", at=at)
    _record("accepted shared case", sharing, by=by, at=at)


@transaction.atomic
def decline(sharing: Sharing, *, by: Actor, at: datetime) -> None:
    """The other coordinator does not take part, and sees it no longer. Raises `AlreadyMoved`."""
    _held(sharing.case)
    _move(sharing, SharingState.DECLINED, settled_at=at)
    _take_away(sharing)
    letters.of_sharing(sharing, "declined", at=at)
    _record("declined shared case", sharing, by=by, at=at)


@transaction.atomic
def end(sharing: Sharing, *, by: Actor, at: datetime) -> None:
    """Any of the three ends it; the other side keeps its own notes alone. Raises `AlreadyMoved`."""
    _held(sharing.case)
    asker = sharing.case.raised_by_id == by.person_id
    _end(sharing, by=NOBODY if asker else by, at=at)


@transaction.atomic
def write_to_both(sharing: Sharing, words: str, *, by: Actor, at: datetime) -> None:
    """One of the two coordinators writes in the shared part, for exactly these two. Raises `AlreadyMoved`."""
    case = _held(sharing.case)
    now = Sharing.objects.get(pk=sharing.pk)
    open_ = now.state == SharingState.SHARED and now.level == SharingLevel.TALK
    if not open_ or case.state != CaseState.OPEN or by.person_id not in (case.owner_id, now.person_id):
        raise AlreadyMoved(OVER)
    _write(sharing, words, readers=(case.owner_id, now.person_id), apart=False, by=by, at=at)
    letters.of_word(sharing, by_owner=by.person_id == case.owner_id, at=at)
    _record("wrote on shared case", sharing, by=by, at=at)


@transaction.atomic
def note_apart(sharing: Sharing, words: str, *, by: Actor, at: datetime) -> None:
    """The other coordinator notes something for themselves alone. Raises `AlreadyMoved`."""
    _held(sharing.case)
    if not Sharing.objects.filter(pk=sharing.pk, state=SharingState.SHARED, person=by.person_id).exists():
        raise AlreadyMoved(OVER)
    _write(sharing, words, readers=(by.person_id,), apart=True, by=by, at=at)
    _record("noted on shared case", sharing, by=by, at=at)


def after_closing(case: Case, *, by: Actor, at: datetime) -> None:
    """The case is closed: who shares it is told that there is an outcome; what was only offered ends."""
    for one in _live(case):
        if one.state == SharingState.SHARED:
            letters.of_sharing(one, "closed", at=at)
        else:
            _end(one, by=by, at=at)


def after_reopening(case: Case, *, at: datetime) -> None:
    """The case is open again: who shares it is told."""
    for one in _live(case).filter(state=SharingState.SHARED):
        letters.of_sharing(one, "reopened", at=at)


def after_handing_over(case: Case, *, by: Actor, at: datetime) -> None:
    """The new owner reads what is shared; with themselves they share no longer."""
    for one in _live(case):
        if one.person_id == case.owner_id:
            _end(one, by=by, at=at)
        elif case.owner_id is not None:
            for text in _texts(one, by.person_id):
                sealed.let_read(text, person=case.owner_id, by=by)


def after_letting_go(case: Case, *, at: datetime) -> None:
    """Whoever looked after it has left: nothing is shared until who follows proposes it anew."""
    for one in _live(case):
        one.case.owner = None  # who has left is told nothing of it any more
        _end(one, by=NOBODY, at=at)


def sweep(*, at: datetime, programme: Programme | None = None) -> int:
    """End what is shared with somebody who does not coordinate for that institution any more; how many."""
    found = Sharing.objects.filter(state__in=LIVE_SHARINGS)
    if programme is not None:
        found = found.filter(case__programme=programme)
    ended = 0
    for one in list(found.filter(~policies.coordinates_still()).select_related("case").order_by("pk")):
        ended += _end_one(one, at=at)
    return ended


@transaction.atomic
def _end_one(sharing: Sharing, *, at: datetime) -> int:
    _held(sharing.case)
    still = Sharing.objects.filter(~policies.coordinates_still(), pk=sharing.pk, state__in=LIVE_SHARINGS)
    found = _loaded(still).first()
    if found is None:
        return 0
    _end(found, by=NOBODY, at=at)
    return 1


def _end(sharing: Sharing, *, by: Actor, at: datetime) -> None:
    known = sharing.state in (SharingState.OFFERED, SharingState.SHARED)
    _move(sharing, SharingState.ENDED, settled_at=at)
    _take_away(sharing)
    letters.of_ending(sharing, known=known, by=by, at=at)
    _record("ended sharing of case", sharing, by=by, at=at)


def _take_away(sharing: Sharing) -> None:
    if sharing.person_id is not None:
        texts = sharing.words.filter(apart=False).values_list("text", flat=True)
        sealed.withdraw([sharing.summary_id, *texts], person=sharing.person_id)


def _held(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def _live(case: Case) -> QuerySet[Sharing]:
    return _loaded(Sharing.objects.filter(case=case, state__in=LIVE_SHARINGS)).order_by("pk")


def _loaded(found: QuerySet[Sharing]) -> QuerySet[Sharing]:
    people = ("person", "institution", "case__owner", "case__raised_by", "case__programme__lead", "summary")
    return found.select_related(*people)


def _texts(sharing: Sharing, reader: UUID | None) -> Iterable[Sealed]:
    """What of the shared part this person can open."""
    words = sharing.words.filter(apart=False, text__openings__person=reader).select_related("text")
    own = sharing.summary is not None and sharing.summary.openings.filter(person=reader).exists()
    return [*([sharing.summary] if own and sharing.summary else []), *(one.text for one in words)]


def _move(sharing: Sharing, to: SharingState, **changes: datetime) -> None:
    move(sharing, to.value, moves=SHARING_MOVES, **changes)


def _write(
    sharing: Sharing, words: str, *, readers: Iterable[UUID | None], apart: bool, by: Actor, at: datetime
) -> None:
    text = sealed.seal(words, kind="sharing", readers=[one for one in readers if one], at=at)
    SharedWord.objects.create(sharing=sharing, author_id=by.person_id, apart=apart, text=text, written_at=at)


def _record(verb: str, sharing: Sharing, *, by: Actor, at: datetime) -> None:
    """What the other side has seen by now, in numbers and ids."""
    seen = sharing.accepted_at is not None
    details = {
        "sharing": str(sharing.pk),
        "institution": str(sharing.institution_id),
        "person": str(sharing.person_id or ""),
        "level": sharing.level,
        "summary_seen": seen and sharing.summary_id is not None,
        "words_seen": sharing.words.filter(apart=False).count() if seen else 0,
    }
    record(verb, sharing.case, by=by, at=at, label=str(sharing.case_id), details=details)
