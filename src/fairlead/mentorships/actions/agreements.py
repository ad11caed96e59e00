"""Write, sign and change the agreement of a pair."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.states import move
from fairlead.mentorships import policies
from fairlead.mentorships.clauses import Choices, Words, merged, worded
from fairlead.mentorships.enums import AGREEMENT_MOVES, LIVE_STATES, AgreementState
from fairlead.mentorships.models import Agreement, Mentorship, Signature
from fairlead.mentorships.queries import agreements as queries
from fairlead.notifications import actions as notifications
from fairlead.programmes.enums import Side
from fairlead.sealed import actions as sealed

KIND = "agreement"


class WordsChanged(Refused):
    """The words are no longer those that the page showed; nothing was signed."""


class MentorshipOver(Refused):
    """The mentorship has ended; its agreement stays as it is."""


class NothingToTakeBack(Refused):
    """No change is under way."""


@dataclass(frozen=True)
class Written:
    """What came of writing: the choices as they are stored now, and what the writer should be told.

    `changed` says whether this call changed anything, `under_way` whether a version now waits for signatures.
    `both` names what was changed on both sides, where the stored words stayed; `taken_back` the people whose
    signatures went because the words changed.
    """

    choices: Choices
    changed: bool
    under_way: bool
    both: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()


@transaction.atomic
def write(
    pair: Mentorship,
    given: Mapping[str, Any],
    *,
    shown: Mapping[str, str],
    typing: bool,
    by: Actor,
    at: datetime,
) -> Written:
    """Keep what one of the two writes; a change of the version in force begins a new one beside it.

    `given` holds choices by name, `shown` the marks of what the writer's page was shown with: what they did
    not touch stays as the other has left it. `typing` writes only what was touched; otherwise a first version
    is begun even when nothing was, and the programme's texts are taken as they are now. Words that change
    lose their signatures. Raises `MentorshipOver`.
    """
    locked = _lock(pair)
    versions = queries.shelf(locked)
    before = queries.words(by, [versions.current])
    template = queries.template_of(locked.round.programme)
    standing = before.get(versions.current.pk) if versions.current else None
    stored = standing.choices if standing else queries.suggested(locked, template)
    choices, both = merged(stored, given, shown)
    words = worded(choices, queries.standard_of(template), queries.between(locked))
    untouched = choices == stored if typing else words == standing
    if untouched:
        return Written(stored, False, versions.writing is not None, tuple(both))
    if versions.writing is None:
        _begin(locked, words, number=len(versions.versions) + 1, by=by, at=at)
        return Written(choices, True, True, tuple(both))
    taken_back = _rewrite(locked, versions.writing, words, by=by, at=at)
    return Written(choices, True, True, tuple(both), taken_back)


@transaction.atomic
def sign(pair: Mentorship, *, read: str, revision: int, by: Actor, at: datetime) -> Agreement:
    """Put the actor's name under the words they have read: this version's id, at this revision.

    A number would not tell: that of a change taken back is given again. With the second name it comes into
    force, and the version before is replaced. Signing twice does nothing more. Raises `WordsChanged` when
    other words stand there now, `MentorshipOver`.
    """
    locked = _lock(pair)
    side = queries.side_of(by, locked)
    versions = queries.shelf(locked)
    version = next((one for one in versions.versions if str(one.pk) == read), None)
    if version is None or version.revision != revision:
        raise WordsChanged(_("The words have changed since you opened the page. Read them, then sign."))
    if side in queries.signed_by(version):
        return version
    person = (locked.mentor if side == Side.MENTOR else locked.mentee).person
    Signature.objects.create(agreement=version, side=side, person=person, revision=revision, signed_at=at)
    other = _other(side)
    if other in queries.signed_by(version):
        _come_into_force(version, versions.in_force, at=at)
        _tell(locked, other, version, "in_force", at=at)
    else:
        _tell(locked, other, version, "turn", at=at)
    _record("agreement signed", locked, version, by=by, at=at, side=side, state=version.state)
    return version


@transaction.atomic
def take_back(pair: Mentorship, *, read: str, revision: int, by: Actor, at: datetime) -> None:
    """Give up a change under way as it was read; its words are destroyed, the version in force stays.

    Raises `NothingToTakeBack`, `WordsChanged`, `MentorshipOver`.
    """
    locked = _lock(pair)
    versions = queries.shelf(locked)
    version = versions.writing
    if version is None or str(version.pk) != read or versions.in_force is None:
        raise NothingToTakeBack(_("This change is no longer under way; the page shows how it stands."))
    if version.revision != revision:
        raise WordsChanged(_("The change has other words since you opened the page. Read them first."))
    other = _other(queries.side_of(by, locked))
    if other in queries.signed_by(version):
        _tell(locked, other, version, "taken_back", at=at)
    words = version.words
    Agreement.objects.filter(pk=version.pk).delete()
    if words is not None:
        words.delete()
    _record("agreement change taken back", locked, version, by=by, at=at)


def _lock(pair: Mentorship) -> Mentorship:
    """The pair as it stands, locked: one of the two at a time writes or signs."""
    rows = Mentorship.objects.select_for_update(of=("self",))
    locked = rows.select_related("round__programme", "mentor__person", "mentee__person").get(pk=pair.pk)
    if locked.state not in LIVE_STATES:
        raise MentorshipOver(_("The mentorship has ended; the agreement stays as it is."))
    return locked


def _begin(pair: Mentorship, words: Words, *, number: int, by: Actor, at: datetime) -> None:
    text = sealed.seal(words.stored(), kind=KIND, readers=policies.halves(pair), at=at)
    version = Agreement.objects.create(mentorship=pair, number=number, words=text, begun_at=at, changed_at=at)
    _record("agreement begun", pair, version, by=by, at=at)


def _rewrite(
    pair: Mentorship, version: Agreement, words: Words, *, by: Actor, at: datetime
) -> tuple[str, ...]:
    """Put other words into a version under way; the names of those whose signature is taken back."""
    if version.words is None:
        version.words = sealed.seal(words.stored(), kind=KIND, readers=policies.halves(pair), at=at)
    else:
        sealed.rewrite(version.words, words.stored(), by=by, at=at)
    version.revision, version.changed_at = version.revision + 1, at
    version.save(update_fields=["words", "revision", "changed_at"])
    lost = queries.signed_by(version)
    if not lost:
        return ()
    Signature.objects.filter(agreement=version).delete()
    other = _other(queries.side_of(by, pair))
    if other in lost:
        _tell(pair, other, version, "changed", at=at)
    _record("agreement signatures taken back", pair, version, by=by, at=at, signatures=len(lost))
    return tuple(one.person.name for one in lost.values())


def _come_into_force(version: Agreement, before: Agreement | None, *, at: datetime) -> None:
    if before is not None:
        move(before, AgreementState.REPLACED, moves=AGREEMENT_MOVES, replaced_at=at)
    move(version, AgreementState.IN_FORCE, moves=AGREEMENT_MOVES, in_force_at=at)


def _other(side: Side) -> Side:
    return Side.MENTEE if side == Side.MENTOR else Side.MENTOR


def _tell(pair: Mentorship, to: Side, version: Agreement, what: str, *, at: datetime) -> None:
    """Write to one half; the letter holds no word of the agreement."""
    halves = {Side.MENTOR: pair.mentor.person, Side.MENTEE: pair.mentee.person}
    reader, writer = halves[to], halves[_other(to)]
    notifications.write(
        key=f"agreement:{version.pk}:{version.revision}:{what}:{to}",
        kind=f"agreement_{what}",
        to_email=reader.email,
        to_name=reader.name,
        template=f"mentorships/letters/agreement_{what}.txt",
        context={
            "other": writer.name,
            "programme": pair.round.programme,
            "is_change": version.number > 1,
            "url": settings.BASE_URL + reverse("mentorships:agreement", args=[pair.pk]),
        },
        at=at,
    )


def _record(verb: str, pair: Mentorship, version: Agreement, *, by: Actor, at: datetime, **more: Any) -> None:
    details = {"number": version.number, "revision": version.revision, **more}
    record(verb, version, by=by, at=at, label=str(pair.pk), details=details)
