"""Read applications: one, those of a person, those of a programme."""

from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from fairlead.applications import policies
from fairlead.applications.enums import APPLICATION_MOVES, ApplicationState
from fairlead.applications.models import Application, ApplicationArea, SupervisorApproval
from fairlead.kernel.actors import Actor
from fairlead.kernel.tokens import fingerprint
from fairlead.people.models import Person
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Programme, Round

NOT_ASKED = "not_asked"


UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.WAITLISTED)


APPROVAL_NEEDED = Q(side=Side.MENTEE, programme__supervisor_approval=True)


def label(application: Application) -> str:
    """What the record calls an application."""
    return f"{application.person.name}, {application.side}"


def approval_of(application: Application) -> SupervisorApproval | None:
    """The supervisor's approval as loaded with the application; None when nobody was asked."""
    found: SupervisorApproval | None = getattr(application, "approval", None)
    return found


def needs_approval(application: Application) -> bool:
    """Whether the applicant's supervisor has to approve."""
    return application.side == Side.MENTEE and application.programme.supervisor_approval


def waits_for_approval(application: Application) -> bool:
    """Whether a supervisor's answer still counts: the application is undecided and its round not finished."""
    return application.state in UNDECIDED and application.round.state != RoundState.FINISHED


def applicant(actor: Actor) -> Person:
    """The person who acts, as somebody who applies."""
    assert actor.person_id is not None
    return Person.objects.get(pk=actor.person_id)


def can_withdraw(application: Application) -> bool:
    """Whether the application can still be taken back."""
    return ApplicationState.WITHDRAWN in APPLICATION_MOVES[application.state]


def takes_applications(round: Round, *, at: datetime) -> bool:
    """Whether an application to the round can be sent at this moment.

    A dated intake ends at midnight here after its last day, also before the sweep has closed it.
    """
    end = programmes.closes_at(round)
    return round.state == RoundState.OPEN and (end is None or at < end)


def open_rounds(programme: Programme, *, at: datetime) -> list[Round]:
    """The intakes that take applications at this moment, the dated before the rolling one."""
    return [round for round in programmes.open_rounds(programme) if takes_applications(round, at=at)]


def mine(person_id: UUID) -> QuerySet[Application]:
    """A person's applications, newest first."""
    found = Application.objects.filter(person=person_id).select_related("round", "programme", "approval")
    return found.order_by("-created_at", "side")


def with_answers(applications: QuerySet[Application]) -> QuerySet[Application]:
    """The applications with people, places and areas that their answers name; one query more than without."""
    loaded = applications.select_related("person", "round", "programme", "institution", "unit", "approval")
    return loaded.prefetch_related(_areas())


def load_answers(application: Application) -> Application:
    """The same application with the areas and the people to avoid loaded."""
    prefetch_related_objects([application], _areas(), "avoids")
    return application


def _areas() -> Prefetch[str]:
    return Prefetch("chosen_areas", queryset=ApplicationArea.objects.select_related("area"))


def approval_by_secret(secret: str) -> SupervisorApproval | None:
    """What the supervisor who holds this link is asked, with applicant and programme."""
    found = SupervisorApproval.objects.filter(fingerprint=fingerprint(secret))
    return found.select_related("application__person", "application__programme", "application__round").first()


def people_in(programme: Programme) -> QuerySet[Person]:
    """Everybody who has sent an application to the programme, by name."""
    sent = Application.objects.filter(programme=programme, submitted_at__isnull=False)
    return Person.objects.filter(pk__in=sent.values("person")).order_by("name", "id")


def people_known_to(actor: Actor, programme: Programme) -> QuerySet[Person]:
    """Those of `people_in` whose applications the actor sees as a member of the team."""
    seen = policies.reviewable(actor).filter(programme=programme).order_by()
    return people_in(programme).filter(pk__in=seen.values("person"))


def usual_languages(programme: Programme) -> frozenset[str]:
    """Codes of the languages that applicants to the programme can meet in; English is always there."""
    named = Application.objects.filter(programme=programme).values_list("languages", flat=True)
    return frozenset({"en", *(code for codes in named for code in codes)})


def draft_on_other_side(application: Application) -> Application | None:
    """The same person's draft to the same round on the other side; for those who take part as both."""
    found = Application.objects.filter(
        round=application.round_id, person=application.person_id, state=ApplicationState.DRAFT
    )
    return found.exclude(side=application.side).select_related("round", "programme", "person").first()
