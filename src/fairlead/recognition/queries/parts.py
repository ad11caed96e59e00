"""What each half of a pair has earned, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum

from fairlead.kernel.actors import Actor
from fairlead.mentorships.enums import MeetingState, MentorshipState
from fairlead.mentorships.models import Meeting, Mentorship
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme, Round
from fairlead.recognition.enums import CertificateState, Kind
from fairlead.recognition.models import Certificate, Wording
from fairlead.recognition.queries import learning
from fairlead.recognition.queries.wording import wordings

LOADED = (
    "round__programme__lead",
    "round__programme__parent__parent",
    "mentor__person",
    "mentee__person",
)
ENDED = (MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY)


@dataclass(frozen=True)
class Counted:
    """What counts towards a certificate: meetings held, their minutes."""

    meetings: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Half:
    """One half of a pair: how far they are towards a certificate, and the one they have."""

    pair: Mentorship
    side: Side
    counted: Counted
    wording: Wording
    certificate: Certificate | None
    training_minutes: int = 0

    @property
    def programme(self) -> Programme:
        """The programme of the pair."""
        return self.pair.round.programme

    @property
    def person(self) -> Person:
        """Who this half is."""
        return self.pair.mentor.person if self.side == Side.MENTOR else self.pair.mentee.person

    @property
    def partner(self) -> Person:
        """Who the other half is."""
        return self.pair.mentee.person if self.side == Side.MENTOR else self.pair.mentor.person

    @property
    def completed(self) -> bool:
        """Whether the pair came to its planned end."""
        return self.pair.state == MentorshipState.COMPLETED

    @property
    def ended(self) -> bool:
        """Whether the pair is over, one way or the other."""
        return self.pair.state in ENDED

    @property
    def ended_on(self) -> date:
        """The last day of the pair."""
        return self.pair.ended_on or self.pair.ends_on

    @property
    def missing(self) -> int:
        """How many meetings are missing for a certificate."""
        return max(0, self.wording.least_meetings - self.counted.meetings)

    @property
    def holds(self) -> bool:
        """Whether what they were given holds today."""
        return self.certificate is not None and self.certificate.state == CertificateState.ISSUED

    @property
    def facts(self) -> dict[str, Any]:
        """What a certificate says today, as its columns."""
        return {
            "name": self.person.name,
            "institution": self.programme.lead,
            "institution_name": self.programme.lead.name,
            "programme_name": self.programme.name,
            "starts_on": self.pair.starts_on,
            "ended_on": self.ended_on,
            "meetings": self.counted.meetings,
            "minutes": self.counted.minutes,
            "training_minutes": self.training_minutes,
        }

    @property
    def outdated(self) -> bool:
        """Whether the certificate that holds says something that is no longer so."""
        kept = self.certificate
        if kept is None or not self.holds:
            return False
        said = {name: value for name, value in self.facts.items() if name != "institution"}
        return any(getattr(kept, name) != value for name, value in said.items())


def mine(actor: Actor) -> list[Half]:
    """The actor's halves of pairs, the newest first; five queries whatever their number."""
    if not actor.signed_in:
        return []
    both = Q(mentor__person=actor.person_id) | Q(mentee__person=actor.person_id)
    pairs = Mentorship.objects.filter(both).select_related(*LOADED).order_by("-starts_on", "pk")
    halves = _halves(pairs)
    return [one for one in halves if one.person.pk == actor.person_id]


def half_of(pair: Mentorship, person: UUID | None) -> Half:
    """The half of a pair that this person is."""
    return next(one for one in _halves(_again([pair.pk])) if one.person.pk == person)


def half_on(pair: Mentorship, side: str) -> Half:
    """The half of a pair on this side."""
    return next(one for one in _halves(_again([pair.pk])) if one.side == side)


def of_round(round: Round) -> list[Half]:
    """Both halves of every ended pair of a round, by the mentee's name; five queries."""
    ended = Mentorship.objects.filter(round=round, state__in=ENDED).select_related(*LOADED)
    return _halves(ended.order_by("mentee__person__name", "pk"))


def due() -> list[Half]:
    """Halves of completed pairs that have earned a certificate and never had one; five queries."""
    given = Certificate.objects.filter(kind=Kind.CERTIFICATE)
    full = given.values("mentorship").annotate(sides=Count("side", distinct=True)).filter(sides=2)
    open_ = Mentorship.objects.filter(state=MentorshipState.COMPLETED).exclude(
        pk__in=full.values("mentorship")
    )
    halves = _halves(open_.select_related(*LOADED).order_by("ended_on", "pk"))
    return [one for one in halves if one.certificate is None and not one.missing]


def counted(pairs: Iterable[UUID]) -> dict[UUID, Counted]:
    """Meetings held and their minutes by pair; one query."""
    held = Meeting.objects.filter(mentorship__in=list(pairs), state=MeetingState.HELD)
    rows = held.order_by().values("mentorship").annotate(meetings=Count("pk"), total=Sum("minutes"))
    return {row["mentorship"]: Counted(row["meetings"], row["total"]) for row in rows}


def _again(pks: list[UUID]) -> QuerySet[Mentorship]:
    return Mentorship.objects.filter(pk__in=pks).select_related(*LOADED)


def _halves(pairs: QuerySet[Mentorship]) -> list[Half]:
    """Both halves of each pair, in the order of the pairs, mentee first."""
    found = list(pairs)
    keys = [one.pk for one in found]
    met, learnt = counted(keys), learning.minutes(found)
    worded = wordings({one.round.programme_id: one.round.programme for one in found}.values())
    # The newest comes last and stays; one that was replaced never is the newest.
    kept = Certificate.objects.filter(mentorship__in=keys).exclude(state=CertificateState.REPLACED)
    kept = kept.order_by(F("issued_at").asc(), F("state").desc(), "pk")
    latest = {(one.mentorship_id, one.side): one for one in kept}
    return [
        Half(
            pair=pair,
            side=side,
            counted=met.get(pair.pk, Counted()),
            wording=worded[pair.round.programme_id],
            certificate=latest.get((pair.pk, side.value)),
            training_minutes=learnt[pair.pk, side],
        )
        for pair in found
        for side in (Side.MENTEE, Side.MENTOR)
    ]
