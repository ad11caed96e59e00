"""Who says what a round asks, and whose wishes they are."""

from fairlead.applications import policies as applications
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.preferences.models import Terms
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round


def can_look(actor: Actor, round: Round) -> bool:
    """Whether the actor reads what the round asks of wishes: the central team. Nobody reads what is said."""
    return programmes.can_lead_round(actor, round)


def can_arrange(actor: Actor, round: Round) -> bool:
    """Whether the actor says what the round asks of wishes: coordinators, until the round is finished."""
    return programmes.can_run_round(actor, round) and round.state != RoundState.FINISHED


def can_read(actor: Actor, round: Round) -> bool:
    """Whether the actor reads the wishes that mentees have chosen to show: coordinators."""
    return programmes.can_run_round(actor, round)


def can_state(actor: Actor, application: Application) -> bool:
    """Whether these are the actor's own wishes: they were admitted to a round that asks for wishes."""
    admitted = application.state == ApplicationState.ACCEPTED and application.participation_id is not None
    if not (admitted and applications.is_own(actor, application)):
        return False
    return Terms.objects.filter(round=application.round_id).exists()
