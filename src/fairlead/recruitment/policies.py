"""Who may look for mentors, and whose invitation it is."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from fairlead.applications import policies as applications
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Round
from fairlead.recruitment.models import Call, Invitation

WAITING = (ApplicationState.SUBMITTED, ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)


def can_look(actor: Actor, round: Round) -> bool:
    """Whether the actor sees coverage, invitations and calls of the round: the central team."""
    return programmes.can_lead_round(actor, round)


def can_invite(actor: Actor, round: Round) -> bool:
    """Whether the actor invites, reminds, withdraws and calls for mentors: the coordinators."""
    return programmes.can_run_round(actor, round)


def _led(actor: Actor) -> list[UUID]:
    return [pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)]


def visible(actor: Actor) -> QuerySet[Invitation]:
    """Invitations of the programmes whose central team the actor belongs to."""
    found = Invitation.objects.filter(round__programme__in=_led(actor))
    return found.select_related("round__programme__lead", "suggested_by__person", "call")


def can_withdraw(actor: Actor, invitation: Invitation) -> bool:
    """Whether the actor may take the invitation back."""
    return can_invite(actor, invitation.round)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, Invitation], bool]) -> Invitation:
    """The invitation if the actor may do `to`; else not found."""
    return http.fetch(visible(actor), pk, actor=actor, to=to)


def visible_calls(actor: Actor) -> QuerySet[Call]:
    """Calls of the programmes whose central team the actor belongs to."""
    return Call.objects.filter(round__programme__in=_led(actor)).select_related("round__programme__lead")


def can_close(actor: Actor, call: Call) -> bool:
    """Whether the actor may close the call."""
    return can_invite(actor, call.round)


def fetch_call(actor: Actor, pk: UUID) -> Call:
    """The call if the actor may close it; else not found."""
    return http.fetch(visible_calls(actor), pk, actor=actor, to=can_close)


def can_suggest(actor: Actor, application: Application) -> bool:
    """Whether the actor may name a mentor of their own: as mentee, once their application is sent."""
    mine = applications.is_own(actor, application) and application.side == Side.MENTEE
    return mine and application.state in WAITING
