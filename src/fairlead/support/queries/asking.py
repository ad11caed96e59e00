"""What somebody has asked for in confidence and has to choose anew: for them alone; for the team a count."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.notes import Note
from fairlead.kernel.todos import Todo, Urgency
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.models import Programme
from fairlead.support import policies
from fairlead.support.enums import CaseState
from fairlead.support.models import Case
from fairlead.support.queries.cases import Addressee, addressees, addressees_of


def choosable(case: Case) -> list[Addressee]:
    """Who may look after the case from now on, for whoever asked to choose among; none of the pair."""
    found = addressees_of(case.pair) if case.pair is not None else addressees(case.programme)
    return [one for one in found if one.person.pk != case.raised_by_id]


def waiting(actor: Actor, programme: Programme) -> int:
    """How many cases of the programme wait for whoever asked, without pairs of the actor; one query."""
    own = Q(pair__mentor__person=actor.person_id) | Q(pair__mentee__person=actor.person_id)
    found = Case.objects.filter(programme=programme, state=CaseState.WAITING)
    return found.exclude(own).exclude(raised_by=actor.person_id).count()


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """What the actor has asked for and nobody looks after any more; one query."""
    mine = policies.asked(actor).filter(state=CaseState.WAITING).order_by("released_at", "pk")
    return [
        Todo(
            title=_("Choose somebody else to turn to"),
            detail=_("Whom you turned to has left. Nobody has been given what you said."),
            url=reverse("support:choose", args=[case.pk]),
            urgency=Urgency.TODAY,
            icon="lock",
            action=_("Choose somebody"),
        )
        for case in mine
    ]


def notes(actor: Actor, pair: Mentorship, _at: datetime, place: str) -> list[Note]:
    """The same on the page of the pair, for the one of the two who asked; one query."""
    if place != "overview":
        return []
    mine = policies.asked(actor).filter(pair=pair, state=CaseState.WAITING).order_by("released_at", "pk")
    return [
        Note(
            title=_("Choose somebody else to turn to"),
            text=_("Whom you turned to in confidence has left. Only you see this note."),
            url=reverse("support:choose", args=[case.pk]),
            action=_("Choose somebody"),
            icon="lock",
            urgency=Urgency.TODAY,
        )
        for case in mine
    ]
