"""Find pairs and say how they stand."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.mentorships import policies
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import ParticipationState
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
    mine = Mentorship.objects.filter(pk__in=policies.held_by(actor.person_id))
    return mine.select_related(*PEOPLE).order_by(LIVE_FIRST, "-starts_on", "pk")


def states_of(round: Round) -> dict[str, int]:
    """How many of the round's pairs are in each state; every state is named."""
    counted = Counter(Mentorship.objects.filter(round=round).values_list("state", flat=True))
    return {state: counted[state] for state in MentorshipState.values}


def overdue(actor: Actor, *, today: date) -> QuerySet[Mentorship]:
    """Live pairs of the actor's programmes whose last day is over; one query."""
    return (
        policies.visible(actor, policies.LIVE & Q(ends_on__lt=today))
        .select_related(*PEOPLE)
        .order_by("ends_on", "pk")
    )


def left_alone(actor: Actor) -> QuerySet[Mentorship]:
    """Live pairs the actor may see of which somebody has left the round; one query."""
    gone = Q(mentor__state=ParticipationState.LEFT) | Q(mentee__state=ParticipationState.LEFT)
    live = policies.visible(actor, policies.LIVE).filter(gone)
    return live.select_related(*PEOPLE).order_by("ends_on", "pk")


def to_introduce(*, today: date) -> QuerySet[Mentorship]:
    """Live pairs whose first day has come and who have not been introduced; one query."""
    due = Mentorship.objects.filter(introduced_at=None, starts_on__lte=today, state__in=LIVE_STATES)
    return due.select_related(*PEOPLE).order_by("starts_on", "pk")


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Pairs of the actor's programmes that somebody has left, or whose last day is over; two queries.

    None for whoever coordinates nothing: nobody else settles or closes a pair.
    """
    if not any(programmes.coordinates(actor, pk) for pk in programmes.team_roles(actor)):
        return []
    over = overdue(actor, today=timezone.localdate(at))
    return [
        *_by_round(actor, left_alone(actor), _left_alone_title, Urgency.TODAY),
        *_by_round(actor, over, _overdue_title, Urgency.SOON),
    ]


def _left_alone_title(count: int) -> str:
    text = ngettext(
        "Settle %(count)d pair that somebody has left",
        "Settle %(count)d pairs that somebody has left",
        count,
    )
    return text % {"count": count}


def _overdue_title(count: int) -> str:
    text = ngettext(
        "Close %(count)d pair that has come to its end",
        "Close %(count)d pairs that have come to their end",
        count,
    )
    return text % {"count": count}


def _by_round(
    actor: Actor, pairs: Iterable[Mentorship], title: Callable[[int], str], urgency: Urgency
) -> list[Todo]:
    """One thing to do for each round of which the actor may move pairs on."""
    rounds = [pair.round for pair in pairs if policies.can_move(actor, pair)]
    counts = Counter(round.pk for round in rounds)
    return [
        Todo(
            title=title(counts[round.pk]),
            detail=f"{round.programme.name}, {round.name}",
            url=reverse("mentorships:list", args=[round.pk]),
            urgency=urgency,
            count=counts[round.pk],
            icon="flag",
            programme=round.programme_id,
        )
        for round in {one.pk: one for one in rounds}.values()
    ]
