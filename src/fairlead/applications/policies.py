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
    """Applications the actor may see: their own, those they answer for, and the pool of their programmes.

    Who answers for whose people says `programmes.policies.answered_for`. Of everybody else's people the
    central team sees those admitted; drafts are their writers' alone.
    """
    if not actor.signed_in:
        return _loaded().none()
    return _loaded().filter(Q(person=actor.person_id) | _reviewable(actor))


def reviewable(actor: Actor) -> QuerySet[Application]:
    """Those of `visible` that the actor sees as a member of the team."""
    return _loaded().filter(_reviewable(actor))


def _loaded() -> QuerySet[Application]:
    return Application.objects.select_related(
        "person", "round", "programme__lead", "institution", "unit", "approval"
    )


def _reviewable(actor: Actor) -> Q:
    led = [pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)]
    theirs = programmes.people_of(actor, roles=programmes.READING) & ~Q(state=ApplicationState.DRAFT)
    return theirs | Q(programme__in=led, state=ApplicationState.ACCEPTED)


def decidable(actor: Actor) -> QuerySet[Application]:
    """The applications the actor decides on, from when they were sent."""
    found = Application.objects.filter(programmes.people_of(actor))
    return found.exclude(state=ApplicationState.DRAFT)


def is_own(actor: Actor, application: Application) -> bool:
    """Whether the actor wrote the application."""
    return actor.signed_in and application.person_id == actor.person_id


def can_see(actor: Actor, application: Application) -> bool:
    """Whether the actor may read the application's answers other than its private words."""
    return is_own(actor, application) or can_review(actor, application)


def can_review(actor: Actor, application: Application) -> bool:
    """Whether the actor may read the application as a member of the team; drafts are their writer's alone."""
    in_pool = application.state == ApplicationState.ACCEPTED
    return _speaks_for(actor, application) or (in_pool and programmes.leads(actor, application.programme_id))


def can_read_whole(actor: Actor, application: Application) -> bool:
    """Whether the actor reads more of it than the pool needs: its writer, and who speaks for its institution.

    The rest of the central team does not read who the line manager is and what they were asked.
    """
    return is_own(actor, application) or _speaks_for(actor, application)


def _speaks_for(actor: Actor, application: Application) -> bool:
    programme, institution = application.programme_id, application.institution_id
    sent = application.state != ApplicationState.DRAFT
    return sent and programmes.answers_for(actor, programme, institution, programmes.READING)


def can_decide(actor: Actor, application: Application) -> bool:
    """Whether the actor may admit, decline, and deal with the supervisor's approval."""
    sent = application.state != ApplicationState.DRAFT
    return sent and programmes.answers_for(actor, application.programme_id, application.institution_id)


def can_change_supervisor(actor: Actor, application: Application) -> bool:
    """Whether the actor may name another supervisor: a coordinator, or the applicant before a decision."""
    undecided = application.state in (ApplicationState.SUBMITTED, ApplicationState.WAITLISTED)
    return can_decide(actor, application) or (is_own(actor, application) and undecided)


def can_read_private_words(actor: Actor, application: Application) -> bool:
    """Whether the actor may read hopes and whom to avoid: the applicant, and who decides on them."""
    return is_own(actor, application) or can_decide(actor, application)


def own_answers_for(actor: Actor, application: Application) -> Reader:
    """How much of the answers to the programme's own questions somebody who may see the application reads.

    The applicant and who decides on them read all; coordinators of the programme read of other institutions'
    people what is meant for both, and the HR and international relations leads only what the other half of a
    pair may read too.
    """
    if can_read_private_words(actor, application):
        return Reader.COORDINATOR
    return Reader.PARTNER if programmes.coordinates(actor, application.programme_id) else Reader.MATCH


def sees_all(actor: Actor, round: Round) -> bool:
    """Whether the actor sees how all of the round stands, as coordinator or as HR or relations lead."""
    return programmes.leads(actor, round.programme_id)


def can_list(actor: Actor, round: Round) -> bool:
    """Whether the actor may open the round's list: the people they answer for, and of others the pool."""
    return sees_all(actor, round) or can_decide_in(actor, round)


def can_decide_in(actor: Actor, round: Round) -> bool:
    """Whether the actor decides on some of the round's applications."""
    return programmes.decides_in(actor, round.programme_id)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, Application], bool] = can_see) -> Application:
    """The application if the actor may do `to`; else not found."""
    return http.fetch(visible(actor), pk, actor=actor, to=to)
