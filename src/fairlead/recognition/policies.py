"""Who may see and hand out certificates."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.mentorships import policies as mentorships
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes import policies as programmes
from fairlead.recognition.models import Certificate

PEOPLE = (
    "mentorship__round__programme",
    "mentorship__mentor__person",
    "mentorship__mentee__person",
    "person",
)


def own(actor: Actor) -> QuerySet[Certificate]:
    """The actor's own certificates."""
    mine = (
        Certificate.objects.filter(person=actor.person_id) if actor.signed_in else Certificate.objects.none()
    )
    return mine.select_related(*PEOPLE, "institution")


def handed_out(actor: Actor) -> QuerySet[Certificate]:
    """Certificates of the programmes that the actor coordinates."""
    ours = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    return Certificate.objects.filter(mentorship__round__programme__in=ours).select_related(*PEOPLE)


def holds(actor: Actor, certificate: Certificate) -> bool:
    """Whether the certificate is the actor's own."""
    return certificate.person_id == actor.person_id


def can_withdraw(actor: Actor, certificate: Certificate) -> bool:
    """Whether the actor may take the certificate back: the programme's coordinators."""
    return programmes.coordinates(actor, certificate.mentorship.round.programme_id)


def fetch_own(actor: Actor, pk: UUID) -> Certificate:
    """The actor's certificate; else not found. Nobody else opens one but by its code."""
    return http.fetch(own(actor), pk, actor=actor, to=holds)


def fetch_handed_out(actor: Actor, pk: UUID) -> Certificate:
    """The certificate if the actor may withdraw it; else not found."""
    return http.fetch(handed_out(actor), pk, actor=actor, to=can_withdraw)


def can_hand_out(actor: Actor, pair: Mentorship) -> bool:
    """Whether the actor may hand out a certificate by an exception: the programme's coordinators."""
    return mentorships.can_move(actor, pair) and pair.state == MentorshipState.COMPLETED


def can_note(actor: Actor, pair: Mentorship) -> bool:
    """Whether the actor may write a note on this pair for their appraisal: each of the two, alone."""
    return mentorships.is_half(actor, pair)


def can_ask_for_hours(actor: Actor, pair: Mentorship) -> bool:
    """Whether the actor may have a statement of hours: each of the two, once the pair has ended early."""
    return mentorships.is_half(actor, pair) and pair.state == MentorshipState.ENDED_EARLY


def fetch_pair(actor: Actor, pk: UUID, *, to: Callable[[Actor, Mentorship], bool]) -> Mentorship:
    """The pair if the actor may do `to`; else not found."""
    return mentorships.fetch(actor, pk, to=to)
