"""What pairs that are over mean for the next matching: who waits again, who rests, who was a pair before."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef

from fairlead.matching.enums import Afterwards
from fairlead.matching.models import Afterword
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Round

OVER = (MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY)
Ids = tuple[UUID, UUID]


def not_asking(round: Round) -> set[UUID]:
    """Mentees of the round a pair of whom is over and who have not asked for another mentor; one query."""
    asked = Afterword.objects.filter(
        mentorship=OuterRef("pk"), participation=OuterRef("mentee"), kind=Afterwards.AGAIN
    )
    over = Mentorship.objects.filter(~Exists(asked), round=round, state__in=OVER)
    return set(over.values_list("mentee", flat=True))


def resting(mentors: Iterable[UUID | None]) -> Counter[UUID | None]:
    """How many places each of these mentors keeps free of matching for now; one query."""
    ids = [one for one in mentors if one is not None]
    said = Afterword.objects.filter(participation__in=ids, kind=Afterwards.REST)
    return Counter(said.values_list("participation", flat=True))


def asking_again(mentees: Iterable[UUID | None]) -> set[UUID]:
    """Mentees who have asked for another mentor after a pair of theirs ended early; one query."""
    ids = [one for one in mentees if one is not None]
    said = Afterword.objects.filter(
        participation__in=ids, kind=Afterwards.AGAIN, mentorship__state=MentorshipState.ENDED_EARLY
    )
    return set(said.values_list("participation", flat=True))


def earlier_pairs(people: Iterable[UUID], *, only: Iterable[str] = OVER) -> list[Ids]:
    """Of these participations the (mentee, mentor) whose persons were a pair before, in any round.

    Two queries, in the order of the ids.
    """
    rows = list(Participation.objects.filter(pk__in=list(people)).values_list("pk", "person", "side"))
    mentees = {person: pk for pk, person, side in rows if side == Side.MENTEE}
    mentors = {person: pk for pk, person, side in rows if side == Side.MENTOR}
    over = Mentorship.objects.filter(
        state__in=list(only), mentee__person__in=mentees, mentor__person__in=mentors
    )
    pairs = {
        (mentees[one], mentors[other]) for one, other in over.values_list("mentee__person", "mentor__person")
    }
    return sorted(pairs)


def were_a_pair(mentee: Participation, mentor: Participation) -> bool:
    """Whether a pair of these two persons has ended early; one query."""
    ended = Mentorship.objects.filter(state=MentorshipState.ENDED_EARLY)
    return ended.filter(mentee__person=mentee.person_id, mentor__person=mentor.person_id).exists()


def afterword_of(pair: Mentorship, half: UUID) -> Afterword | None:
    """What this half has said once the pair was over; one query."""
    return Afterword.objects.filter(mentorship=pair, participation=half).first()
