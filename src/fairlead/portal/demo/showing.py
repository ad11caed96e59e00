"""What surrounds the open intake: card, calendar, form, invitations, schedule, a played year."""

from datetime import timedelta
from functools import partial

from django.http import QueryDict

from fairlead.applications.actions import approving, clarifying, letters
from fairlead.applications.models import Application
from fairlead.applications.queries.eligibility import EXPERIENCE
from fairlead.kernel.actors import Actor
from fairlead.matching.actions import scheduling, simulating, telling
from fairlead.matching.forms import SimulationForm
from fairlead.matching.queries import simulating as playing
from fairlead.matching.queries import waiting
from fairlead.mentorships.models import Mentorship
from fairlead.portal.demo.founding import Scene
from fairlead.portal.demo.practice import DELIVERY, HEAD, INVITED, SCALES, SETUP
from fairlead.programmes import actions as programmes
from fairlead.programmes.actions import eligibility
from fairlead.programmes.enums import EligibilityTest, Phase, Side
from fairlead.programmes.models import Area, Participation, Round
from fairlead.questions.actions import editing, versions
from fairlead.questions.enums import Kind, Reader
from fairlead.questions.models import Section
from fairlead.recruitment.actions import answering, calling, inviting, sending, suggesting
from fairlead.recruitment.actions.letters import secret_of
from fairlead.recruitment.models import Invitation, Mailing


def show(scene: Scene, intake: Round, grow: Round, *, by: str) -> None:
    """Let the team and a few applicants do what a running programme would have done by today."""
    actor = scene.actor(by)
    _card(scene, intake, actor)
    _answers(scene, intake, actor)
    _invitations(scene, intake, actor)
    _asked_for(scene, intake, actor)
    _form(scene, intake, actor)
    _rule(scene, intake, actor)
    rhythm = {"active": True, "rhythm": "weekly", "weekday": 0, "hour": 6, "enough": 5, "days": 14}
    scheduling.plan(grow, given=rhythm, by=scene.actor("tomasz.wojcik"), at=scene.calendar.moment(6, 90))
    for wait in waiting.of_round(intake, at=scene.calendar.at):
        telling.tell(wait, at=scene.calendar.at)
    _played(scene, intake, actor)


def _card(scene: Scene, intake: Round, by: Actor) -> None:
    """The practice card, the names of its scales, and the round's calendar."""
    at = scene.calendar.moment(60, 30)
    programme = intake.programme
    programmes.name_scale(programme.lead, SCALES, by=by, at=at)
    programmes.write_practice(programme, Phase.SETUP, SETUP, by=by, at=at)
    programmes.write_practice(programme, Phase.DELIVERY, DELIVERY, by=by, at=at)
    programmes.write_card(programme, HEAD, by=by, at=at)
    programmes.fill_calendar(intake, by=by, at=at)


def _application(intake: Round, scene: Scene, key: str) -> Application:
    found = Application.objects.select_related("person", "round", "programme", "approval")
    return found.get(round=intake, person=scene.people[key], side=Side.MENTEE)


def _answers(scene: Scene, intake: Round, by: Actor) -> None:
    """One supervisor approves from a later day, and two applicants are asked a question back."""
    later = _application(intake, scene, "aroha.terangi")
    said = approving.Answer(approved=True, approved_from=scene.calendar.day(-21))
    approving.answer(letters.secret_of(later.approval), said, scene.calendar.moment(2, 100))
    asked = _application(intake, scene, "signe.kjaergaard")
    words = "Would an online mentor at the Institute suit you too, or do you need somebody on your campus?"
    clarifying.ask(asked, words, by, scene.calendar.moment(3, 200))
    own = Actor(asked.person_id, asked.person.name, asked.person.email)
    clarifying.answer(
        asked, "Online is fine; once on campus would be lovely.", own, scene.calendar.moment(2, 50)
    )
    open_one = _application(intake, scene, "siyuan.chen")
    words = "Which of the two areas matters more to you just now?"
    clarifying.ask(open_one, words, by, scene.calendar.moment(1, 60))


def _invitations(scene: Scene, intake: Round, by: Actor) -> None:
    """People invited, and mentors of the last round asked again, of whom one continues."""
    at = scene.calendar.moment(9, 20)
    listed = "\n".join(f"{name}, {address}" for name, address in INVITED)
    note = "You know the questions of our newcomers. One hour a month would help a colleague a great deal."
    inviting.invite(round=intake, text=listed, note=note, by=by, at=at)
    past = Participation.objects.filter(
        round__programme=intake.programme,
        side=Side.MENTOR,
        pk__in=Mentorship.objects.exclude(round=intake).values("mentor"),
    ).exclude(round=intake)
    chosen = list(past.select_related("person").order_by("person__name", "pk")[:8])
    inviting.ask_past(round=intake, mentors=chosen, note="Thank you for last time.", by=by, at=at)
    for mailing in Mailing.objects.filter(round=intake):
        sending.send_batch(mailing.pk, at=at + timedelta(minutes=5))
    new = Invitation.objects.filter(round=intake, kind="new", state="sent").order_by("email")
    first, second, third, *_rest = new
    answering.come_in(secret_of(first), name=first.name, person=None, at=at + timedelta(days=1))
    answering.decline(secret_of(second), until=None, never=False, at=at + timedelta(days=1, hours=2))
    until = scene.calendar.day(-150)
    answering.decline(secret_of(third), until=until, never=False, at=at + timedelta(days=2))
    again = Invitation.objects.filter(round=intake, kind="returning", state="sent").order_by("email")[0]
    answering.go_on(secret_of(again), places=1, at=at + timedelta(days=2, hours=3))


def _asked_for(scene: Scene, intake: Round, by: Actor) -> None:
    """A public call for what is missing, and somebody whom a mentee named."""
    areas = Area.objects.filter(programme=intake.programme, name__in=["Dual career", "Taxation"])
    calling.publish(
        round=intake,
        title="Mentors wanted: dual career and taxation",
        text="Two areas are asked for more than we have mentors. Ninety minutes a month, six months.",
        areas=areas,
        languages=["en"],
        by=by,
        at=scene.calendar.moment(5, 30),
    )
    mentee = _application(intake, scene, "pieter.vanderlinden")
    own = Actor(mentee.person_id, mentee.person.name, mentee.person.email)
    suggesting.suggest(
        mentee,
        name="Agnieszka Sobczak",
        email="agnieszka.sobczak@northport.example",
        note="She has settled three couples like mine.",
        named=True,
        by=own,
        at=scene.calendar.moment(4, 80),
    )


def _form(scene: Scene, intake: Round, by: Actor) -> None:
    """The mentees' form with two questions of the team's own, published for the next applicants."""
    at = scene.calendar.moment(2, 15)
    version = versions.start(intake.programme, Side.MENTEE, by=by, at=at)
    last = Section.objects.filter(version=version).order_by("position")
    page = last[max(0, last.count() - 2)]
    rhythm = editing.Wording(
        label="How often would you like to meet?",
        options=("Every two weeks", "Once a month", "As it comes"),
        reader=Reader.MATCH,
        required=True,
        matching=True,
    )
    editing.add_question(page, Kind.CHOICE, rhythm, seen=version.revision, by=by, at=at)
    version.refresh_from_db()
    case = editing.Wording(
        label="Which kind of case would you like to handle with more confidence?",
        help="A few words are enough. No names of persons, please.",
        reader=Reader.COORDINATOR,
    )
    page.version = version
    editing.add_question(page, Kind.LONG, case, seen=version.revision, by=by, at=at)
    version.refresh_from_db()
    care = editing.Wording(
        label="Do you care for children or relatives?",
        help="We would like to know whether the programme reaches those who do.",
        reader=Reader.NOBODY,
    )
    page.version = version
    editing.add_question(page, Kind.YES_NO, care, seen=version.revision, by=by, at=at)
    version.refresh_from_db()
    versions.publish(version, seen=version.revision, by=by, at=at + timedelta(minutes=10))


def _rule(scene: Scene, intake: Round, by: Actor) -> None:
    """Who may apply as mentor, with the one who can make an exception."""
    words = eligibility.Wording(
        value=[2],
        explanation="Mentees ask about cases that come once a year; whoever is new has not met them yet.",
        exceptions_by="The coordinators",
    )
    subject, test = EXPERIENCE, EligibilityTest.AT_LEAST
    at = scene.calendar.moment(2, 60)
    eligibility.add_rule(
        intake.programme, side=Side.MENTOR, subject=subject, test=test, words=words, by=by, at=at
    )


def _played(scene: Scene, intake: Round, by: Actor) -> None:
    """A finished simulation, asked with the form as it is filled in: weekly or monthly, how many mentors."""
    at, programme = scene.calendar.moment(1, 240), intake.programme
    areas, found = playing.areas(programme), playing.past(programme, at=scene.calendar.at)
    form = partial(SimulationForm, areas=areas, past=found, months=programme.length_months)
    said = QueryDict(mutable=True)
    for name, value in form(None).as_given().items():
        said.setlist(name, value if isinstance(value, list) else ["" if value is None else str(value)])
    said.setlist("shares", ["100", "150"])
    said["runs"], said["wait_weeks"], said["unmatched"] = "5", "8", "15"
    filled_in = form(said)
    if not filled_in.is_valid():
        raise ValueError(filled_in.errors)
    names = {area.pk: area.name for area in areas}
    question = playing.question_of(found, filled_in.answers(), names, seed=11)
    simulation = simulating.ask(programme, question, given=filled_in.as_given(), by=by, at=at)
    simulating.carry_out(simulation.pk, at=at)
