"""Let the pairs meet: months of meetings, one that nobody logged, times to choose from, sealed notes."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from fairlead.kernel.actors import Actor
from fairlead.mentorships import tasks
from fairlead.mentorships.actions import holding, notes
from fairlead.mentorships.actions import meetings as actions
from fairlead.mentorships.enums import MeetingState, MentorshipState, NoteKind
from fairlead.mentorships.models import Meeting, Mentorship
from fairlead.mentorships.queries.places import Place
from fairlead.portal.demo.founding import Scene, fixed
from fairlead.programmes.enums import RoundState

EVERY_DAYS = 27
LENGTHS = (60, 75, 60, 90, 45)
CALL = "https://meet.example/harbour-"
AGENDA = (
    "1. The family that arrives in March: what we can promise before the contract is signed\n"
    "2. Whom to call at the housing office\n"
    "3. My talk for the regional network: look through it together"
)
PREPARATION = "Ask whether I may sit in on one of the first-week consultations. I am a little afraid to ask."
OUTCOME = (
    "We go through the checklist of the first week by phone next Tuesday.\n"
    "Thandeka drafts the page on deposits; Jürg asks the legal office to read it."
)
REFLECTION = (
    "I said more today than I had planned, and it helped. Next time: the question of the deputy post."
)


def meet(scene: Scene) -> None:
    """Store what has been, and let a few pairs do what waits for somebody today."""
    _past(scene)
    pairs = {one.mentee.person_id: one for one in _pairs()}
    _notebook(scene, pairs[scene.people["thandeka.mokoena"].pk])
    _choice(scene, pairs[scene.people["silvia.bartosova"].pk])
    _slipped(scene, pairs[scene.people["davit.sargsyan"].pk])


def _pairs() -> list[Mentorship]:
    """The pairs of the running round, with their people."""
    running = Mentorship.objects.filter(round__state=RoundState.CLOSED)
    return list(running.select_related("round__programme", "mentor__person", "mentee__person"))


def _past(scene: Scene) -> None:
    """A meeting about every four weeks for each pair that has met, up to its end or until lately."""
    met = Mentorship.objects.exclude(state=MentorshipState.STARTING)
    rows: list[Meeting] = []
    for pair in met.select_related("mentee", "round__programme").order_by("pk"):
        last = pair.ended_on or scene.calendar.day(60 if pair.state == MentorshipState.PAUSED else 12)
        rows += _series(pair, last)
    Meeting.objects.bulk_create(rows)


def _series(pair: Mentorship, last: date) -> list[Meeting]:
    """The pair's meetings up to this day, each at its own hour."""
    offset = pair.pk.int % 9
    hour = 9 + pair.pk.int % 7
    day = pair.starts_on + timedelta(days=3 + offset)
    rows: list[Meeting] = []
    while day <= last and len(rows) < pair.round.programme.meetings_expected:
        starts_at = datetime.combine(_working(day, -1), time(hour), tzinfo=timezone.get_default_timezone())
        rows.append(
            Meeting(
                pk=fixed("meeting", str(pair.pk), str(len(rows))),
                mentorship=pair,
                state=MeetingState.HELD,
                starts_at=starts_at,
                minutes=LENGTHS[(offset + len(rows)) % len(LENGTHS)],
                asked_by_id=pair.mentee.person_id,
                made_at=starts_at - timedelta(days=6),
                logged_at=starts_at + timedelta(days=1),
            )
        )
        day += timedelta(days=EVERY_DAYS + len(rows) % 3)
    return rows


def _actor(pair: Mentorship, side: str) -> Actor:
    person = getattr(pair, side).person
    return Actor(person_id=person.pk, name=person.name, email=person.email)


def _at_ten(scene: Scene, ago: int) -> datetime:
    """Ten o'clock so many days ago, on a day on which people work: what is past moves back, the rest on."""
    day = _working(scene.calendar.day(ago), -1 if ago > 0 else 1)
    return datetime.combine(day, time(10), tzinfo=timezone.get_default_timezone())


def _working(day: date, step: int) -> date:
    """The day, or the next working day in this direction."""
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def _notebook(scene: Scene, pair: Mentorship) -> None:
    """The pair one can sign in as: an agenda for the next meeting, and words after the last."""
    mentee, mentor = _actor(pair, "mentee"), _actor(pair, "mentor")
    last = Meeting.objects.filter(mentorship=pair).order_by("-starts_at")[0]
    last.mentorship = pair
    after = scene.calendar.moment(9, 30)
    notes.write(last, NoteKind.OUTCOME, OUTCOME, seen="", by=mentee, at=after)
    notes.write(last, NoteKind.REFLECTION, REFLECTION, seen="", by=mentee, at=after)
    at = scene.calendar.moment(4, 45)
    place = Place("Library café, second floor", f"{CALL}{pair.pk.hex[:10]}")
    coming = actions.enter(pair, actions.Plan(60, place), starts_at=_at_ten(scene, -2), by=mentee, at=at)
    notes.write(coming, NoteKind.AGENDA, AGENDA, seen="", by=mentee, at=scene.calendar.moment(2, 10))
    notes.write(
        coming, NoteKind.PREPARATION, PREPARATION, seen="", by=mentee, at=scene.calendar.moment(2, 15)
    )
    holding.hold(last, minutes=last.minutes, by=mentor, at=after, thumb=True)


def _choice(scene: Scene, pair: Mentorship) -> None:
    """Times that wait for the mentor's choice."""
    times = [_at_ten(scene, -ago) for ago in (6, 8, 12)]
    plan = actions.Plan(45, Place("", f"{CALL}{pair.pk.hex[:10]}"))
    actions.propose(pair, plan, times=times, by=_actor(pair, "mentee"), at=scene.calendar.moment(1, 60))


def _slipped(scene: Scene, pair: Mentorship) -> None:
    """A meeting of the day before yesterday, after which both have been asked."""
    plan = actions.Plan(60, Place("Room 2.14"))
    entered = scene.calendar.moment(8, 5)
    actions.enter(pair, plan, starts_at=_at_ten(scene, 2), by=_actor(pair, "mentee"), at=entered)
    tasks.sweep(at=scene.calendar.moment(1, 5))
