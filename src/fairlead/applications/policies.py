"""Who may read an application, write it, and decide on it."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Round
from fairlead.questions.enums import Reader


def visible(actor: Actor) -> QuerySet[Application]:
    """Applications the actor may see: their own, and those of others that left the draft state.

    Coordinators and HR and international relations leads see their programme's, a partner coordinator those
    from the institutions they answer for.
    """
    everything = Application.objects.select_related(
        "person", "round", "programme", "institution", "unit", "approval"
    )
    if not actor.signed_in:
        return everything.none()
    led = [pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)]
    theirs = Q(programme__in=led)
    for programme, institutions in programmes.partner_institutions(actor).items():
        theirs |= Q(programme=programme, institution__in=institutions)
    return everything.filter(Q(person=actor.person_id) | (theirs & ~Q(state=ApplicationState.DRAFT)))


def is_own(actor: Actor, application: Application) -> bool:
    """Whether the actor wrote the application."""
    return actor.signed_in and application.person_id == actor.person_id


def can_see(actor: Actor, application: Application) -> bool:
    """Whether the actor may read the application's answers other than its private words."""
    return is_own(actor, application) or can_review(actor, application)


def can_review(actor: Actor, application: Application) -> bool:
    """Whether the actor may read the application as a member of the team; drafts are their writer's alone."""
    if application.state == ApplicationState.DRAFT:
        return False
    if programmes.leads(actor, application.programme_id):
        return True
    theirs = programmes.partner_institutions(actor).get(application.programme_id, frozenset())
    return application.institution_id in theirs


def can_decide(actor: Actor, application: Application) -> bool:
    """Whether the actor may admit, decline, and deal with the supervisor's approval."""
    return can_review(actor, application) and programmes.coordinates(actor, application.programme_id)


def can_change_supervisor(actor: Actor, application: Application) -> bool:
    """Whether the actor may name another supervisor: a coordinator, or the applicant before a decision."""
    undecided = application.state in (ApplicationState.SUBMITTED, ApplicationState.WAITLISTED)
    return can_decide(actor, application) or (is_own(actor, application) and undecided)


def can_read_private_words(actor: Actor, application: Application) -> bool:
    """Whether the actor may read hopes and whom to avoid: the applicant and the coordinators only."""
    return is_own(actor, application) or can_decide(actor, application)


def own_answers_for(actor: Actor, application: Application) -> Reader:
    """How much of the answers to the programme's own questions somebody who may see the application reads.

    The applicant and the coordinators read all, the partner coordinator what is meant for them, and the HR
    and international relations leads only what the other half of a pair may read too.
    """
    if can_read_private_words(actor, application):
        return Reader.COORDINATOR
    theirs = programmes.partner_institutions(actor).get(application.programme_id, frozenset())
    return Reader.PARTNER if application.institution_id in theirs else Reader.MATCH


def own_answers_in(actor: Actor, round: Round) -> Reader:
    """The same as `own_answers_for`, for all applications that the actor sees listed in the round."""
    if programmes.coordinates(actor, round.programme_id):
        return Reader.COORDINATOR
    return Reader.MATCH if programmes.leads(actor, round.programme_id) else Reader.PARTNER


def sees_all(actor: Actor, round: Round) -> bool:
    """Whether the actor sees all applications of the round, as coordinator or as HR or relations lead."""
    return programmes.leads(actor, round.programme_id)


def can_list(actor: Actor, round: Round) -> bool:
    """Whether the actor may open the round's list: the whole of it, or their institutions' part."""
    return sees_all(actor, round) or round.programme_id in programmes.partner_institutions(actor)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, Application], bool] = can_see) -> Application:
    """The application if the actor may do `to`; else not found."""
    return http.fetch(visible(actor), pk, actor=actor, to=to)
