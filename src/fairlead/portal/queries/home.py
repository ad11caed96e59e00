"""The home page: what the actor does next, and how everything they are part of stands."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.applications.actions.letters import answer_day
from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import Application
from fairlead.applications.queries import approval_of
from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, in_order
from fairlead.mentorships.enums import MentorshipState
from fairlead.partnerships import policies as partnerships
from fairlead.partnerships.enums import OPEN_STATES
from fairlead.people import policies as people
from fairlead.portal.queries import waiting
from fairlead.portal.queries.journeys import Journey, journeys
from fairlead.portal.queries.parted import Parted, parted
from fairlead.portal.queries.teams import Team, teams
from fairlead.support.queries import health


@dataclass(frozen=True)
class Rest:
    """What to say when nothing waits."""

    title: str
    text: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True)
class Home:
    """The home page of one actor; `next` is the one thing to do, `others` what waits besides."""

    next: Todo | None
    others: tuple[Todo, ...]
    rest: Rest
    approvals: tuple[waiting.Approval, ...]
    journeys: tuple[Journey, ...]
    teams: tuple[Team, ...]
    parted: tuple[Parted, ...]
    administers: bool

    @property
    def current(self) -> list[Journey]:
        """Ways that go on."""
        return [journey for journey in self.journeys if not journey.over]

    @property
    def earlier(self) -> list[Journey]:
        """Ways that have come to an end."""
        return [journey for journey in self.journeys if journey.over]


def home(actor: Actor, *, at: datetime) -> Home:
    """Gather the actor's home page; the number of queries does not grow with what is found."""
    approvals = waiting.approvals(actor, at=at)
    todos = in_order([*waiting.todos(actor, at=at), *map(waiting.as_todo, approvals)])
    ways = journeys(actor)
    fares = health.tallies(actor, at=at)
    crews = [replace(one, support=fares.get(one.programme.pk)) for one in teams(actor, todos[1:])]
    left = parted(actor)
    kept = {id(todo) for team in crews for todo in team.todos}
    return Home(
        next=todos[0] if todos else None,
        others=tuple(todo for todo in todos[1:] if id(todo) not in kept),
        rest=_rest(actor, ways, crews, left),
        approvals=tuple(approvals),
        journeys=tuple(ways),
        teams=tuple(crews),
        parted=left,
        administers=people.administers(actor),
    )


def _rest(actor: Actor, ways: list[Journey], crews: list[Team], left: tuple[Parted, ...]) -> Rest:
    """What to say when nothing waits: what happens next by itself, or where to begin."""
    current = next((journey for journey in ways if not journey.over), None)
    if current is not None:
        return _about(current)
    if crews:
        return Rest(_("All is done for now"), _("New applications, answers and offers will appear here."))
    if left:
        return Rest(_("All is done for now"), _("Below are the pairs of your people that still run."))
    return _coming(actor) or Rest(
        title=_("Take part in a mentoring programme"),
        text=_("Read what each programme offers and asks, and apply as mentor, mentee or both."),
        url=reverse("programmes:public_list"),
        action=_("See the programmes"),
    )


def _coming(actor: Actor) -> Rest | None:
    """For whoever came for a partner that is not on the team yet: how its arrangement stands; one query."""
    for one in partnerships.visible(actor).order_by("pk"):
        if one.waits_until is None and one.state not in OPEN_STATES:
            continue
        title = _("The other side reads the arrangement and signs next")
        if one.waits_until is not None:
            title = _("Your institution takes part from %(day)s") % {
                "day": date_format(one.waits_until, "j F Y")
            }
        url = reverse("partnerships:page", args=[one.pk])
        return Rest(title=title, text=one.programme.name, url=url, action=_("See the arrangement"))
    return None


def _about(journey: Journey) -> Rest:
    live = next((pair for pair in journey.pairs if pair.live), None)
    if live is not None and live.mentorship.state == MentorshipState.STARTING:
        return Rest(
            title=_("Arrange your first meeting with %(name)s") % {"name": live.partner},
            text=_("Within ten days is a good start. Enter a date, or propose up to five times."),
            url=reverse("mentorships:meetings", args=[live.mentorship.pk]),
            action=_("Find a date"),
        )
    if live is not None and live.mentorship.paused_until is not None:
        day = date_format(live.mentorship.paused_until, "j F")
        return Rest(
            title=_("You and %(name)s rest until %(day)s") % {"name": live.partner, "day": day},
            text=_("Nothing is expected until then. You can go on earlier in one click."),
            url=reverse("mentorships:detail", args=[live.mentorship.pk]),
            action=_("Open your pair"),
        )
    if live is not None:
        return Rest(
            title=_("You and %(name)s are on your way") % {"name": live.partner},
            text=_("Meet as you have agreed. If something is in the way, tell your coordinator."),
            url=reverse("mentorships:detail", args=[live.mentorship.pk]),
            action=_("Open your pair"),
        )
    return _waiting(journey)


def _waiting(journey: Journey) -> Rest:
    application = journey.application
    return Rest(
        title=_("You are on your way in %(programme)s") % {"programme": application.programme.name},
        text=_sentence(application),
        url=reverse("applications:status", args=[application.pk]),
        action=_("See where it stands"),
    )


def _sentence(application: Application) -> str:
    """What an applicant waits for, and for how long where that is known."""
    if application.state == ApplicationState.ACCEPTED:
        return _("You are in the pool. When a pair is found for you, you both get an offer.")
    if application.state == ApplicationState.WAITLISTED:
        return _("You are on the waiting list; you hear from us when a place is free.")
    approval = approval_of(application)
    if approval is not None and approval.state == ApprovalState.WAITING:
        day = date_format(answer_day(approval), "j F")
        return _("%(name)s has been asked for approval and has until %(day)s to answer.") % {
            "name": approval.supervisor_name,
            "day": day,
        }
    return _("Your application has been sent. The coordinator reads it next.")
