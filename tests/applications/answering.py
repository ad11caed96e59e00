"""Complete drafts for the tests of applications."""

from datetime import datetime

from fairlead.applications.actions import drafting
from fairlead.applications.actions.approving import Answer
from fairlead.applications.models import Application
from fairlead.notifications.models import Letter
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Area, Round
from tests import factories

BOSS = "boss@northport.example"
YES = Answer(approved=True)


def no(reason: str = "Not now", *, share: bool = False, seen: datetime | None = None) -> Answer:
    """A supervisor's no."""
    return Answer(approved=False, reason=reason, share_reason=share, seen=seen)


def complete_answers(round: Round, side: str = Side.MENTEE) -> dict[str, object]:
    """Answers with which an application can be sent."""
    unit = factories.unit(round.programme.lead)
    fields = {
        "institution": unit.institution,
        "unit_name": unit.name,
        "job_title": "Adviser",
        "grade": 5,
        "line_manager_name": "Bea Boss",
        "line_manager_email": BOSS,
        "languages": ["en", "sk"],
        "meeting_mode": "either",
        "areas": list(Area.objects.filter(programme=round.programme)[:1]),
        "hopes": "To learn.",
        "consent": True,
    }
    return fields | ({"places": 2} if side == Side.MENTOR else {})


def draft(round: Round, person: Person, at: datetime, side: str = Side.MENTEE, **more: object) -> Application:
    """A complete draft."""
    made = drafting.start(round=round, person=person, side=side, at=at)
    drafting.save(made, complete_answers(round, side) | more, at)
    return made


def sent(round: Round, person: Person, at: datetime, side: str = Side.MENTEE, **more: object) -> Application:
    """An application that its writer has sent."""
    made = draft(round, person, at, side, **more)
    drafting.submit(made, factories.actor(person), at)
    return made


def letters(kind: str = "") -> list[tuple[str, str]]:
    """(address, subject) of the letters written, oldest first."""
    found = Letter.objects.filter(kind=kind) if kind else Letter.objects.all()
    return list(found.order_by("written_at", "kind").values_list("to_email", "subject"))
