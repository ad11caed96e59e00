"""Who is asked for wishes and has said nothing yet, and whom a mentee asks."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.kernel.notes import Note
from fairlead.kernel.times import day_of
from fairlead.kernel.todos import Todo, Urgency
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.preferences.models import Statement, Terms
from fairlead.preferences.queries import requests
from fairlead.preferences.queries.terms import is_open, of_round
from fairlead.programmes.enums import ParticipationState, RoundState


def silent(*, at: datetime) -> QuerySet[Application]:
    """People in the pool of a round that still asks, who have said nothing; with round and person.

    Mentees with a mentor are not asked.
    """
    terms = Terms.objects.filter(round=OuterRef("round"), until__gte=day_of(at))
    said = Statement.objects.filter(participation=OuterRef("participation"))
    paired = Mentorship.objects.filter(mentee=OuterRef("participation"), state__in=LIVE_STATES)
    found = Application.objects.filter(
        Exists(terms),
        ~Exists(said),
        ~Exists(paired),
        state=ApplicationState.ACCEPTED,
        participation__state=ParticipationState.ACTIVE,
    ).exclude(round__state=RoundState.FINISHED)
    return found.select_related("round", "programme", "person").order_by("pk")


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Questions to the actor as a mentor, and own rounds that ask for wishes; three queries at most."""
    if not actor.signed_in:
        return []
    asked = list(_asked(actor, at=at))
    waited_for = {one.pk for one in asked}
    mine = [one for one in silent(at=at).filter(person=actor.person_id) if one.pk not in waited_for]
    until = dict(Terms.objects.filter(round__in=[one.round_id for one in mine]).values_list("round", "until"))
    return [_to_answer(one) for one in asked] + [
        Todo(
            title=_("Say with whom you would like to be paired"),
            detail=_("%(programme)s, until %(day)s; you can also leave it to the team")
            % {"programme": one.programme.name, "day": date_format(until[one.round_id], "j F")},
            url=reverse("preferences:people", args=[one.pk]),
            urgency=Urgency.SOON,
            icon="heart",
            action=_("Look at the cards"),
        )
        for one in mine
    ]


def _asked(actor: Actor, *, at: datetime) -> QuerySet[Application]:
    """The actor's applications as a mentor whom a mentee asks, with the first day by which to answer."""
    waiting = requests.waiting(at=at).filter(mentor=OuterRef("participation")).order_by("answer_by")
    mine = Application.objects.filter(person=actor.person_id, state=ApplicationState.ACCEPTED)
    found = mine.annotate(answer_by=Subquery(waiting.values("answer_by")[:1])).exclude(answer_by=None)
    return found.select_related("programme").order_by("answer_by", "programme__name", "pk")


def _to_answer(application: Application) -> Todo:
    day = date_format(application.answer_by, "j F")  # type: ignore[attr-defined]
    return Todo(
        title=_("A mentee asks whether you would be their mentor"),
        detail=_("%(programme)s, until %(day)s; no reason is asked")
        % {"programme": application.programme.name, "day": day},
        url=reverse("preferences:people", args=[application.pk]),
        urgency=Urgency.SOON,
        icon="hand",
        action=_("Answer"),
    )


def notes(application: Application, at: datetime) -> list[Note]:
    """Whoever is in the pool of a round that asks can say their wishes; three queries at most."""
    participation = application.participation
    if application.state != ApplicationState.ACCEPTED or participation is None:
        return []
    terms = of_round(application.round)
    if terms is None or not is_open(terms, at=at) or participation.state != ParticipationState.ACTIVE:
        return []
    if Mentorship.objects.filter(mentee=participation, state__in=LIVE_STATES).exists():
        return []
    said = Statement.objects.filter(participation=participation).exists()
    return [
        Note(
            title=_("With whom would you like to be paired?"),
            text=_(
                "Look at the cards of the people you could be paired with, until %(day)s. What you say "
                "against somebody is read by nobody; it only keeps the two of you apart."
            )
            % {"day": date_format(terms.until, "j F Y")},
            url=reverse("preferences:people", args=[application.pk]),
            action=_("Look at the cards"),
            icon="heart",
            urgency=Urgency.WHENEVER if said else Urgency.SOON,
        )
    ]
