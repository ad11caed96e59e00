"""Take the applications of the open intake, each step as the people concerned would take it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from fairlead.applications.actions import approving, deciding, drafting, letters, reminding
from fairlead.applications.enums import MeetingMode
from fairlead.applications.models import Application, ApplicationArea
from fairlead.kernel.actors import Actor
from fairlead.people.models import Person
from fairlead.portal.demo.founding import CHARACTER, OFFICE, Scene, fixed, supervisor
from fairlead.portal.demo.intake import AVOIDS, Wish
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Round
from fairlead.programmes.queries import who_decides

ADMITTED = ("pool",)
APPROVED = ("pool", "decide", "waitlisted")


@dataclass(order=True)
class Event:
    """Something that happens at a moment."""

    at: datetime
    place: int
    happen: partial[Any] = field(compare=False)


def take_applications(scene: Scene, round: Round, wishes: Iterable[tuple[Side, Wish]]) -> None:
    """Store drafts with fixed ids, then let everything happen in the order of time.

    Each institution decides on its own people.
    """
    given = list(wishes)
    applications = [_draft(scene, round, side, wish, place) for place, (side, wish) in enumerate(given)]
    Application.objects.bulk_create(applications)
    slug = round.programme.slug
    ApplicationArea.objects.bulk_create(
        ApplicationArea(
            application=application,
            area=scene.areas[slug, key],
            most_important=place == 0 and side == Side.MENTEE,
        )
        for application, (side, wish) in zip(applications, given, strict=True)
        for place, key in enumerate(wish.areas.split())
    )
    Participation.objects.bulk_create(
        _taking_part(application, wish)
        for application, (_side, wish) in zip(applications, given, strict=True)
        if wish.stage in ADMITTED
    )
    deciding_on = who_decides(round.programme)
    events = [*_reminders(scene)] if round.programme.supervisor_approval else []
    for place, (application, (_side, wish)) in enumerate(zip(applications, given, strict=True)):
        decider = deciding_on(application.institution_id)[0]
        events += _story(scene, application, wish, place, _acting(decider))
    for event in sorted(events):
        event.happen()


def _acting(person: Person) -> Actor:
    return Actor(person_id=person.pk, name=person.name, email=person.email)


def _draft(scene: Scene, round: Round, side: Side, wish: Wish, place: int) -> Application:
    one = CHARACTER[wish.key]
    head, head_email = supervisor(wish.key)
    begun = scene.calendar.moment(min(wish.days + 1, 34), place * 7)
    finished = bool(wish.hopes)
    return Application(
        pk=fixed("application", str(round.pk), wish.key, side),
        round=round,
        programme=round.programme,
        person=scene.people[wish.key],
        side=side,
        created_at=begun,
        saved_at=begun,
        institution=scene.institutions[OFFICE[one.unit].place],
        unit=scene.units[one.unit],
        job_title=one.job,
        grade=one.grade,
        years=Decimal(wish.years) if wish.years else None,
        campus=one.campus,
        meeting_mode=MeetingMode(wish.mode) if finished else "",
        languages=one.languages.split() if finished else [],
        places=wish.places if side == Side.MENTOR else None,
        line_manager_name=head,
        line_manager_email=head_email,
        avoid_text=scene.people[AVOIDS[wish.key]].name if wish.key in AVOIDS else "",
        hopes=wish.hopes,
        consented_at=begun if wish.stage != "draft" else None,
    )


def _taking_part(application: Application, wish: Wish) -> Participation:
    return Participation(
        pk=fixed("participation", str(application.pk)),
        round=application.round,
        person=application.person,
        side=application.side,
        places=wish.places if application.side == Side.MENTOR else 1,
        joined_at=application.created_at,
    )


def _reminders(scene: Scene) -> Iterator[Event]:
    for ago in range(30, 0, -1):
        at = scene.calendar.moment(ago, 470)
        yield Event(at, 10_000, partial(reminding.remind_supervisors, at=at))


def _story(scene: Scene, application: Application, wish: Wish, place: int, by: Actor) -> Iterator[Event]:
    """What happens to one application, from its sending on."""
    if wish.stage == "draft":
        return

    def after(days: int, happen: partial[Any]) -> Event:
        at = scene.calendar.moment(max(wish.days - days, 0), place * 13 + 30 * days)
        happen.keywords["at"] = at
        return Event(at, place, happen)

    own = _acting(application.person)
    yield after(0, partial(drafting.submit, application, own))
    asked = application.side == Side.MENTEE and application.programme.supervisor_approval
    if asked and wish.stage in (*APPROVED, "withdrawn"):
        yield after(2, partial(_supervisor_answers, application, approve=True, reason=""))
    if asked and wish.stage == "unsupported":
        reason = "We are three people short until spring. I would gladly say yes to the next round."
        yield after(2, partial(_supervisor_answers, application, approve=False, reason=reason))
    if wish.stage == "pool":
        yield after(4, partial(deciding.accept, application, by))
    if wish.stage == "waitlisted":
        yield after(4, partial(deciding.waitlist, application, by))
    if wish.stage == "declined":
        reason = (
            "We look for mentors with four years or more of this work. Please think of us again in a while."
        )
        yield after(4, partial(deciding.decline, application, reason, by))
    if wish.stage == "withdrawn":
        yield after(6, partial(drafting.withdraw, application, own))


def _supervisor_answers(application: Application, *, approve: bool, reason: str, at: datetime) -> None:
    application.refresh_from_db()
    said = approving.Answer(approved=approve, reason=reason, share_reason=bool(reason))
    approving.answer(letters.secret_of(application.approval), said, at)
