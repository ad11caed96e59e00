"""Who may see a pair and move it on."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState, Review
from fairlead.mentorships.models import Meeting, Mentorship
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme

EVERY = Q()
LIVE = Q(state__in=LIVE_STATES)
CLOSES_WITHIN = timedelta(days=14)


def held_by(person_id: UUID | None) -> QuerySet[Mentorship, Any]:
    """The ids of the pairs this person is half of: two looks into an index, however many pairs there are."""
    pairs = Mentorship.objects.order_by()
    as_mentor = pairs.filter(mentor__person=person_id).values("pk")
    return as_mentor.union(pairs.filter(mentee__person=person_id).values("pk"))


def visible(actor: Actor, among: Q = EVERY) -> QuerySet[Mentorship]:
    """Pairs the actor is half of or leads, and as a partner those with one of their institution's people.

    Only the pairs `among` which are asked for are looked at, not all there ever were.
    """
    if not actor.signed_in:
        return Mentorship.objects.none()
    # Each part by itself and then their union: every one finds its few pairs by an index, whatever there is.
    pairs = Mentorship.objects.filter(among).order_by()
    parts = [pairs.filter(mentor__person=actor.person_id), pairs.filter(mentee__person=actor.person_id)]
    led = [pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)]
    parts += [pairs.filter(round__programme__in=led)] if led else []
    for programme, institutions in programmes.partner_institutions(actor).items():
        parts += _of_people_at(pairs.filter(round__programme=programme), institutions)
    for programme, institutions in programmes.parting_institutions(actor).items():
        # A partner that has left goes on seeing the pairs that run, and nothing else.
        live = pairs.filter(LIVE, round__programme=programme)
        parts += _of_people_at(live, institutions)
    first, *others = (part.values("pk") for part in parts)
    return Mentorship.objects.filter(pk__in=first.union(*others))


def _of_people_at(pairs: QuerySet[Mentorship], institutions: frozenset[UUID]) -> list[QuerySet[Mentorship]]:
    """Pairs with one of these institutions' people, by side: where a person works now decides."""
    return [
        pairs.filter(
            **{
                f"{side}__person__affiliations__ended_on": None,
                f"{side}__person__affiliations__institution__in": institutions,
            }
        )
        for side in ("mentor", "mentee")
    ]


def is_half(actor: Actor, mentorship: Mentorship) -> bool:
    """Whether the actor is the mentor or the mentee of the pair."""
    return actor.person_id in halves(mentorship)


def halves(mentorship: Mentorship) -> set[UUID]:
    """The mentor and the mentee, as ids of persons: who reads what the pair writes."""
    return {mentorship.mentor.person_id, mentorship.mentee.person_id}


def can_see(actor: Actor, mentorship: Mentorship) -> bool:
    """Whether the actor may see that the pair exists, its dates and its state."""
    return visible(actor).filter(pk=mentorship.pk).exists()


def can_open(actor: Actor, mentorship: Mentorship) -> bool:
    """Whether the actor may open the pair's notebook: the two, also after the end."""
    return is_half(actor, mentorship)


def can_write(actor: Actor, mentorship: Mentorship) -> bool:
    """Whether the actor may write in the pair's notebook: the two, while the mentorship lives."""
    return is_half(actor, mentorship) and mentorship.state in LIVE_STATES


def can_review(actor: Actor, mentorship: Mentorship, review: Review) -> bool:
    """Whether the actor may choose levels: one of the two, and at the end also once the pair is completed."""
    made_up_for = review == Review.END and mentorship.state == MentorshipState.COMPLETED
    return can_write(actor, mentorship) or (is_half(actor, mentorship) and made_up_for)


def can_share_attainment(actor: Actor, mentorship: Mentorship) -> bool:
    """Whether the actor may say who sees the figures: one of the two, unless the pair ended early."""
    return is_half(actor, mentorship) and mentorship.state != MentorshipState.ENDED_EARLY


def can_change(actor: Actor, mentorship: Mentorship) -> bool:
    """Whether the actor may let the pair rest, go on, or end: each of the two, and the coordinators."""
    return is_half(actor, mentorship) or can_move(actor, mentorship)


def can_close(actor: Actor, mentorship: Mentorship, *, today: date) -> bool:
    """Whether the actor may close the notebook: one of the two, in the last days and after the end."""
    if not is_half(actor, mentorship):
        return False
    return mentorship.state not in LIVE_STATES or today >= mentorship.ends_on - CLOSES_WITHIN


def can_say_leaving(actor: Actor, mentorship: Mentorship, side: str) -> bool:
    """Whether the actor may say that this half leaves: they themselves, or a coordinator."""
    half = mentorship.mentor if side == Side.MENTOR else mentorship.mentee
    return half.person_id == actor.person_id or can_move(actor, mentorship)


def can_read_comments(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may read what participants let the programme keep: its central team."""
    return programmes.leads(actor, programme.pk)


def can_move(actor: Actor, mentorship: Mentorship) -> bool:
    """Whether the actor may start and complete the pair: the programme's coordinators."""
    return programmes.coordinates(actor, mentorship.round.programme_id)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, Mentorship], bool] = can_see) -> Mentorship:
    """The pair if the actor may do `to`; else not found."""
    shown = visible(actor).select_related("round__programme__lead", "mentor__person", "mentee__person")
    return http.fetch(shown, pk, actor=actor, to=to)


def can_open_meeting(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor may open a meeting and its notes: the two, also after the end."""
    return can_open(actor, meeting.mentorship)


def can_change_meeting(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor may move, cancel or log a meeting and write notes on it."""
    return can_write(actor, meeting.mentorship)


def fetch_meeting(
    actor: Actor, pk: UUID, *, to: Callable[[Actor, Meeting], bool] = can_open_meeting
) -> Meeting:
    """The meeting if the actor may do `to`; else not found. Nobody but the two has a door to it."""
    own = Q(mentorship__mentor__person=actor.person_id) | Q(mentorship__mentee__person=actor.person_id)
    shown = Meeting.objects.filter(own) if actor.signed_in else Meeting.objects.none()
    people = (
        "mentorship__round__programme__lead",
        "mentorship__mentor__person",
        "mentorship__mentee__person",
    )
    return http.fetch(shown.select_related(*people), pk, actor=actor, to=to)
