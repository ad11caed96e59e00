"""Find pairs and say how they stand."""

from collections import Counter
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.mentorships import policies
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.models import Round

LIVE_FIRST = F("ended_on").asc(nulls_first=True)
PEOPLE = ("round__programme", "mentor__person", "mentee__person")


def of_round(actor: Actor, round: Round, *, state: str = "") -> QuerySet[Mentorship]:
    """The round's pairs that the actor may see, live ones first, then by the mentee's name; one query."""
    pairs = policies.visible(actor).filter(round=round).select_related(*PEOPLE)
    if state in MentorshipState.values:
        pairs = pairs.filter(state=state)
    return pairs.order_by(LIVE_FIRST, "mentee__person__name", "pk")


def of_person(actor: Actor) -> QuerySet[Mentorship]:
    """The actor's own pairs, live ones first; one query."""
    mine = Mentorship.objects.filter(mentor__person=actor.person_id) | Mentorship.objects.filter(
        mentee__person=actor.person_id
    )
    return mine.select_related(*PEOPLE).order_by(LIVE_FIRST, "-starts_on", "pk")


def states_of(round: Round) -> dict[str, int]:
    """How many of the round's pairs are in each state; every state is named."""
    counted = Counter(Mentorship.objects.filter(round=round).values_list("state", flat=True))
    return {state: counted[state] for state in MentorshipState.values}


def overdue(actor: Actor, *, today: date) -> QuerySet[Mentorship]:
    """Live pairs of the actor's programmes whose last day is over; one query."""
    return (
        policies.visible(actor)
        .filter(state__in=LIVE_STATES, ends_on__lt=today)
        .select_related(*PEOPLE)
        .order_by("ends_on", "pk")
    )


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Pairs of the actor's programmes whose last day is over and that nobody has completed; one query."""
    found = []
    pairs = [pair for pair in overdue(actor, today=timezone.localdate(at)) if policies.can_move(actor, pair)]
    for round in {pair.round_id: pair.round for pair in pairs}.values():
        count = sum(pair.round_id == round.pk for pair in pairs)
        text = ngettext(
            "Close %(count)d pair that has come to its end",
            "Close %(count)d pairs that have come to their end",
            count,
        )
        found.append(
            Todo(
                title=text % {"count": count},
                detail=f"{round.programme.name}, {round.name}",
                url=reverse("mentorships:list", args=[round.pk]),
                urgency=Urgency.SOON,
                count=count,
                icon="flag",
                programme=round.programme_id,
            )
        )
    return found
