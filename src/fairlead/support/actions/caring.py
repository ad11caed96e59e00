"""Look after cases: open by hand or after silence, note, settle, hand over, close, open again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import gathered, record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Person
from fairlead.programmes.models import Programme
from fairlead.programmes.patience import patience_of
from fairlead.sealed import actions as sealed
from fairlead.support import policies
from fairlead.support.actions import letters, sharing, succeeding
from fairlead.support.actions.helping import LOOK_WITHIN, NotThere
from fairlead.support.actions.nudging import SILENT, silence_key
from fairlead.support.enums import CASE_MOVES, CaseKind, CaseOrigin, CaseOutcome, CaseState
from fairlead.support.judging import is_silent, last_sign
from fairlead.support.models import Case, CaseNote, CaseReader, Contact, Nudge, Unsure
from fairlead.support.queries import cases as queries
from fairlead.support.queries.health import signs_of, with_dates

CHANGED = _("Somebody else changed this case a moment ago; the page now shows how it stands.")


class CaseChanged(AlreadyMoved):
    """The case is no longer as the page showed it."""


class AlreadyContact(Refused):
    """The person is a contact of the programme already."""


@dataclass(frozen=True)
class Settled:
    """What the owner says of a case: its kind and until when they look."""

    kind: CaseKind
    due_on: date


@transaction.atomic
def open_by_hand(
    programme: Programme,
    settled: Settled,
    *,
    pair: Mentorship | None,
    words: str,
    occasion: str,
    by: Actor,
    at: datetime,
) -> Case:
    """Begin a case that the actor looks after; `words` become its first note. A second click opens none."""
    name = f"hand:{occasion}:{by.person_id}"
    known = Case.objects.filter(occasion=name).first()
    if known is not None:
        return known
    case = Case.objects.create(
        programme=programme,
        pair=pair,
        owner_id=by.person_id,
        origin=CaseOrigin.HAND,
        kind=settled.kind,
        due_on=settled.due_on,
        occasion=name,
        opened_at=at,
    )
    if words:
        _note(case, words, by=by, at=at)
    record("opened case", case, by=by, at=at, label=str(case.pk))
    return case


def open_after_silence(*, at: datetime) -> int:
    """Open a case for each pair that stayed silent through its notice; how many. Nothing ends by itself."""
    opened = 0
    told_once = Nudge.objects.filter(key__startswith=SILENT, pair__isnull=False).values("pair")
    known = set(Case.objects.filter(origin=CaseOrigin.SILENT).values_list("occasion", flat=True))
    for pair in with_dates(Mentorship.objects.filter(pk__in=told_once), at=at):
        signs, patience = signs_of(pair), patience_of(pair.round.programme)
        if day_of(at) > pair.ends_on or not is_silent(signs, patience=patience, today=day_of(at)):
            continue
        if _occasion(pair, last_sign(signs)) in known:
            continue
        keys = [silence_key(pair.pk, last_sign(signs), one.person_id) for one in (pair.mentor, pair.mentee)]
        told = Nudge.objects.filter(key__in=keys).aggregate(first=Min("said_at"))["first"]
        if told is not None and (day_of(at) - day_of(told)).days >= patience.notice:
            opened += _open_silent(pair, last_sign(signs), at=at)
    return opened


def _occasion(pair: Mentorship, since: date) -> str:
    return f"silent:{pair.pk}:{since.isoformat()}"


@transaction.atomic
def _open_silent(pair: Mentorship, since: date, *, at: datetime) -> int:
    occasion = _occasion(pair, since)
    if Case.objects.filter(occasion=occasion).exists():
        return 0
    asked = queries.addressees_of(pair)
    if not asked:
        return 0
    try:
        with transaction.atomic():
            case = Case.objects.create(
                programme=pair.round.programme,
                pair=pair,
                owner=asked[0].person,
                origin=CaseOrigin.SILENT,
                kind=CaseKind.CONTACT,
                due_on=day_of(at + LOOK_WITHIN),
                occasion=occasion,
                opened_at=at,
            )
    except IntegrityError:  # another worker was first
        return 0
    record("opened case", case, by=NOBODY, at=at, label=str(case.pk))
    return 1


@transaction.atomic
def write_note(case: Case, words: str, *, by: Actor, at: datetime) -> None:
    """Add a note that the owner and those named can read.

    Raises `CaseChanged` once the case is closed, or the actor reads it no longer.
    """
    if _held(case).state != CaseState.OPEN or not policies.can_read(by, case):
        raise CaseChanged(CHANGED)
    _note(case, words, by=by, at=at)
    record("noted on case", case, by=by, at=at, label=str(case.pk))


@transaction.atomic
def settle(case: Case, settled: Settled, *, seen: int, by: Actor, at: datetime) -> None:
    """Say what the case is about and until when one looks. Raises `CaseChanged`."""
    _advance(case, seen=seen, kind=settled.kind.value, due_on=settled.due_on)
    record("settled case", case, by=by, at=at, label=str(case.pk), details={"kind": case.kind})


@transaction.atomic
def name_reader(case: Case, person: UUID, *, by: Actor, at: datetime) -> None:
    """Let one more person read the case and its notes; words written in confidence stay with their addressee.

    Raises `NotThere`.
    """
    reader = _possible(case, person)
    _held(case)
    CaseReader.objects.get_or_create(case=case, person=reader)
    _let_read(case, reader.pk, by=by)
    details = {"person": str(reader.pk)}
    record("named reader of case", case, by=by, at=at, label=str(case.pk), details=details)


@transaction.atomic
def hand_over(case: Case, person: UUID, *, seen: int, by: Actor, at: datetime) -> None:
    """Give the case with its notes to somebody else, who is told; words in confidence stay where they are.

    The one who hands over stays a reader. Raises `NotThere`, `CaseChanged`.
    """
    assert by.person_id is not None
    owner = _possible(case, person)
    _advance(case, seen=seen, owner_id=owner.pk)
    case.owner = owner
    CaseReader.objects.filter(case=case, person=owner).delete()
    CaseReader.objects.get_or_create(case=case, person_id=by.person_id)
    _let_read(case, owner.pk, by=by)
    letters.to_owner(case, occasion=f"handed:{case.revision}", at=at)
    details = {"person": str(owner.pk)}
    with gathered():
        sharing.after_handing_over(case, by=by, at=at)
        record("handed over case", case, by=by, at=at, label=str(case.pk), details=details)


@transaction.atomic
def close(case: Case, outcome: CaseOutcome, *, by: Actor, at: datetime) -> None:
    """Close a case with a neutral outcome; an unsure one may say so again. Raises `AlreadyMoved`."""
    move(case, CaseState.CLOSED, moves=CASE_MOVES, outcome=outcome.value, closed_at=at)
    Unsure.objects.filter(case=case, settled_at=None).update(settled_at=at)
    details = {"outcome": outcome.value}
    with gathered():
        sharing.after_closing(case, by=by, at=at)
        record("closed case", case, by=by, at=at, label=str(case.pk), details=details)


@transaction.atomic
def reopen(case: Case, *, by: Actor, at: datetime) -> None:
    """Look after a case again. Raises `AlreadyMoved`."""
    due_on = day_of(at + LOOK_WITHIN)
    move(case, CaseState.OPEN, moves=CASE_MOVES, outcome="", closed_at=None, due_on=due_on)
    sharing.after_reopening(case, at=at)
    record("opened case again", case, by=by, at=at, label=str(case.pk))


@transaction.atomic
def add_contact(programme: Programme, person: Person, described: str, *, by: Actor, at: datetime) -> Contact:
    """Name somebody to whom people can turn instead of the coordinators. Raises `AlreadyContact`."""
    try:
        with transaction.atomic():
            contact = Contact.objects.create(programme=programme, person=person, described=described)
    except IntegrityError as there:
        raise AlreadyContact(_("This person is named already.")) from there
    record("contact added", programme, by=by, at=at, details={"person": str(person.pk)})
    return contact


@transaction.atomic
def remove_contact(contact: Contact, *, by: Actor, at: datetime) -> None:
    """Nobody can turn to this contact any more; what they look after passes on, as from the team."""
    person = str(contact.person_id)
    with gathered():
        Contact.objects.filter(pk=contact.pk).delete()
        succeeding.after_leaving(contact.programme, by=by, at=at)
        record("contact removed", contact.programme, by=by, at=at, details={"person": person})


def _held(case: Case) -> Case:
    return Case.objects.select_for_update(no_key=True).get(pk=case.pk)


def _advance(case: Case, *, seen: int, **changes: object) -> None:
    unchanged = Case.objects.filter(pk=case.pk, revision=seen, state=CaseState.OPEN)
    if unchanged.update(revision=seen + 1, **changes) != 1:
        raise CaseChanged(CHANGED)
    for name, value in {"revision": seen + 1, **changes}.items():
        setattr(case, name, value)


def _note(case: Case, words: str, *, by: Actor, at: datetime) -> None:
    named = CaseReader.objects.filter(case=case).values_list("person", flat=True)
    readers: Iterable[UUID | None] = {case.owner_id, by.person_id, *named}
    text = sealed.seal(words, kind="case", readers=[one for one in readers if one], at=at)
    CaseNote.objects.create(case=case, author_id=by.person_id, text=text, written_at=at)


def _let_read(case: Case, person: UUID, *, by: Actor) -> None:
    """The notes that the actor can open; older ones may be sealed for who looked after the case then."""
    own = case.notes.filter(text__openings__person=by.person_id)
    for note in own.select_related("text"):
        sealed.let_read(note.text, person=person, by=by)


def _possible(case: Case, person: UUID) -> Person:
    """Somebody of the programme who may be named in the case or get it."""
    found = queries.candidates(case)
    known = next((one.person for one in found if one.person.pk == person), None)
    if known is None:
        raise NotThere(_("This person cannot be asked. Choose somebody else."))
    return known
