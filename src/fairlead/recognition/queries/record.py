"""A mentor's record over the years: rounds, how many mentees, hours, training, certificates."""

from dataclasses import dataclass
from datetime import date

from fairlead.kernel.actors import Actor
from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Round
from fairlead.recognition.enums import Kind
from fairlead.recognition.queries import learning, parts


@dataclass(frozen=True)
class Season:
    """One round in which somebody was a mentor; mentees are a number, never names."""

    round: Round
    first: date | None
    last: date | None
    mentees: int
    completed: int
    meetings: int
    minutes: int
    certificates: int


@dataclass(frozen=True)
class MentorRecord:
    """All of it, with the sums."""

    seasons: tuple[Season, ...]
    learnt: tuple[learning.Learnt, ...]

    @property
    def mentees(self) -> int:
        """How many mentorships."""
        return sum(one.mentees for one in self.seasons)

    @property
    def meetings(self) -> int:
        """How many meetings were held."""
        return sum(one.meetings for one in self.seasons)

    @property
    def minutes(self) -> int:
        """How long they were."""
        return sum(one.minutes for one in self.seasons)

    @property
    def certificates(self) -> int:
        """How many certificates hold."""
        return sum(one.certificates for one in self.seasons)

    @property
    def training_minutes(self) -> int:
        """How long the training was that they have completed."""
        return sum(one.minutes for one in self.learnt)


def of_mentor(actor: Actor) -> MentorRecord:
    """The actor's record as a mentor, the newest round first; the same few queries whatever its length."""
    taken = Participation.objects.filter(person=actor.person_id, side=Side.MENTOR)
    rounds = [one.round for one in taken.select_related("round__programme").order_by("-joined_at", "pk")]
    halves = [one for one in parts.mine(actor) if one.side == Side.MENTOR]
    seasons = [_season(round, [one for one in halves if one.pair.round_id == round.pk]) for round in rounds]
    return MentorRecord(tuple(seasons), tuple(learning.of_person(actor)))


def _season(round: Round, halves: list[parts.Half]) -> Season:
    return Season(
        round=round,
        first=min((one.pair.starts_on for one in halves), default=None),
        last=max((one.ended_on for one in halves), default=None),
        mentees=len(halves),
        completed=sum(one.pair.state == MentorshipState.COMPLETED for one in halves),
        meetings=sum(one.counted.meetings for one in halves),
        minutes=sum(one.counted.minutes for one in halves),
        certificates=sum(
            one.holds and one.certificate is not None and one.certificate.kind == Kind.CERTIFICATE
            for one in halves
        ),
    )
