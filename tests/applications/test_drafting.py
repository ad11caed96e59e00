"""Writing an application and sending it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from fairlead.applications import queries
from fairlead.applications.actions import drafting
from fairlead.applications.enums import ApplicationState, Step
from fairlead.applications.models import Application
from fairlead.applications.tasks import sweep
from fairlead.institutions.models import Unit
from fairlead.kernel.errors import AlreadyMoved
from fairlead.notifications.models import Letter
from fairlead.people.models import Affiliation
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Area, Participation
from tests import factories
from tests.applications.answering import complete_answers, draft, letters, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return factories.round(factories.programme("Harbour", areas=("Dual career", "Taxation", "Housing")))


@pytest.fixture
def ana():
    return factories.person("Ana Nováková", email="ana@northport.example")


def start(round, person, at, side=Side.MENTEE):
    return drafting.start(round=round, person=person, side=side, at=at)


def missing(application):
    return [entry.field for entry in queries.missing_answers(application)]


def test_starting_twice_goes_on_with_the_same_draft(round, ana, at):
    assert start(round, ana, at) == start(round, ana, at + timedelta(days=1))
    assert Application.objects.count() == 1


def test_both_sides_are_two_applications(round, ana, at):
    assert start(round, ana, at, Side.MENTOR) != start(round, ana, at, Side.MENTEE)


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.CLOSED, RoundState.FINISHED])
def test_nobody_starts_while_the_intake_is_closed(ana, at, state):
    with pytest.raises(drafting.IntakeClosed):
        start(factories.round(state=state), ana, at)


def test_a_draft_is_prefilled_from_where_the_person_works(round, ana, at):
    unit = factories.unit(round.programme.lead)
    factories.affiliation(ana, unit, grade=7, job_title="Adviser", line_manager_email="boss@x.example")
    made = start(round, ana, at)
    told = (made.unit, made.institution, made.grade, made.job_title, made.line_manager_email)
    assert told == (unit, unit.institution, 7, "Adviser", "boss@x.example")


def test_a_draft_is_prefilled_from_the_other_application(round, ana, at):
    draft(round, ana, at, Side.MENTEE, years=Decimal("4.5"))
    mentor = start(round, ana, at, Side.MENTOR)
    assert (mentor.languages, mentor.years, mentor.unit) == (["en", "sk"], Decimal("4.5"), Unit.objects.get())
    assert (mentor.hopes, mentor.consented_at, mentor.chosen_areas.count()) == ("", None, 0)


def test_the_second_draft_takes_over_what_the_first_said_when_it_is_sent(round, ana, at):
    mentor = start(round, ana, at, Side.MENTOR)
    sent(round, ana, at, Side.MENTEE)
    mentor.refresh_from_db()
    assert (mentor.job_title, mentor.languages, mentor.state) == ("Adviser", ["en", "sk"], "draft")


def test_a_draft_to_an_earlier_intake_moves_to_the_one_that_is_open(round, ana, at):
    made = start(round, ana, at)
    round.state = RoundState.CLOSED
    round.save()
    spring = factories.round(round.programme, name="Spring")
    assert start(spring, ana, at) == made
    made.refresh_from_db()
    assert made.round == spring


def test_an_application_that_was_sent_is_shown_instead_of_a_new_one(round, ana, at):
    made = sent(round, ana, at)
    assert start(round, ana, at) == made


def test_last_years_participant_applies_again(round, ana, at):
    last_year = factories.round(round.programme, state=RoundState.FINISHED)
    factories.application(last_year, Side.MENTEE, ana)
    made = start(round, ana, at)
    assert (made.round, made.state, made.job_title) == (round, "draft", "Officer")


def test_who_withdrew_applies_again(round, ana, at):
    first = sent(round, ana, at)
    drafting.withdraw(first, factories.actor(ana), at)
    assert start(round, ana, at) != first


def test_saving_keeps_what_is_not_named(round, ana, at):
    made = draft(round, ana, at)
    drafting.save(made, {"job_title": "Head"}, at)
    stored = Application.objects.get()
    assert (stored.job_title, stored.grade, stored.languages) == ("Head", 5, ["en", "sk"])
    assert [choice.area.name for choice in stored.chosen_areas.all()] == ["Dual career"]


def test_what_cannot_be_read_yet_is_kept_as_typed(round, ana, at):
    made = draft(round, ana, at)
    drafting.save(made, {}, at, unfinished={"grade": "six or so"})
    made.refresh_from_db()
    assert (made.grade, made.unfinished, missing(made)) == (5, {"grade": "six or so"}, ["grade"])
    drafting.save(made, {"grade": 6}, at)
    assert (made.grade, made.unfinished, missing(made)) == (6, {}, [])


def test_a_unit_is_found_by_name_or_made_when_the_application_is_sent(round, ana, at):
    made = draft(round, ana, at)
    lead = round.programme.lead
    drafting.save(made, {"unit_name": "Отдел международных связей"}, at)
    assert (made.unit, Unit.objects.count(), missing(made)) == (None, 1, [])
    drafting.submit(made, factories.actor(ana), at)
    assert (made.unit.name, made.unit.institution, made.unfinished) == (
        "Отдел международных связей",
        lead,
        {},
    )


def test_a_known_unit_is_found_whatever_its_case(round, ana, at):
    made = draft(round, ana, at)
    welcome = factories.unit(round.programme.lead, "Welcome Centre")
    drafting.save(made, {"unit_name": " welcome   centre"}, at)
    assert made.unit == welcome


def test_a_unit_of_another_institution_is_not_taken(round, ana, at):
    made = draft(round, ana, at)
    elsewhere = factories.unit(name="Welcome Centre")
    drafting.save(made, {"unit_name": "Welcome Centre"}, at)
    assert (made.unit, made.unfinished) == (None, {"unit_name": "Welcome Centre"})
    drafting.save(made, {"institution": elsewhere.institution}, at)
    assert (made.unit, made.unfinished) == (elsewhere, {})


def test_a_single_area_is_the_most_important(round, ana, at):
    made = draft(round, ana, at)
    assert [choice.most_important for choice in made.chosen_areas.all()] == [True]


def test_of_several_areas_one_is_most_important(round, ana, at):
    made = draft(round, ana, at)
    first, second, third = Area.objects.all()
    drafting.save(made, {"areas": [second, third]}, at)
    assert missing(made) == ["most_important"]
    drafting.save(made, {"most_important": third}, at)
    assert missing(made) == []
    drafting.save(made, {"most_important": first}, at)
    assert [(c.area.name, c.most_important) for c in made.chosen_areas.order_by("area__position")] == [
        ("Taxation", False),
        ("Housing", False),
    ]


def test_a_mentor_has_no_most_important_area(round, ana, at):
    made = draft(round, ana, at, Side.MENTOR, most_important=Area.objects.first())
    assert [choice.most_important for choice in made.chosen_areas.all()] == [False]


def test_consent_is_dated_when_given_and_can_be_taken_back(round, ana, at):
    made = draft(round, ana, at)
    drafting.save(made, {"consent": True}, at + timedelta(days=2))
    assert made.consented_at == at
    drafting.save(made, {"consent": False}, at)
    assert (made.consented_at, missing(made)) == (None, ["consented_at"])


def test_an_empty_draft_lacks_what_the_programme_needs(round, ana, at):
    mentee, mentor = start(round, ana, at), start(round, ana, at, Side.MENTOR)
    common = ["institution", "unit", "job_title"]
    managers = ["line_manager_name", "line_manager_email"]
    meeting = ["languages", "meeting_mode"]
    assert missing(mentee) == [*common, *managers, "areas", *meeting, "consented_at"]
    assert missing(mentor) == [*common, "areas", *meeting, "places", "consented_at"]


def test_no_line_manager_is_needed_where_no_supervisor_approves(ana, at):
    round = factories.round(factories.programme(supervisor_approval=False))
    made = draft(round, ana, at, line_manager_name="", line_manager_email="")
    assert missing(made) == []


def test_nobody_names_themselves_as_line_manager(round, ana, at):
    made = draft(round, ana, at, line_manager_email="ANA@northport.example")
    assert missing(made) == ["line_manager_email"]


def test_sending_freezes_the_answers_and_confirms(round, ana, at):
    made = sent(round, ana, at)
    assert (made.state, made.submitted_at) == (ApplicationState.SUBMITTED, at)
    with pytest.raises(AlreadyMoved):
        drafting.save(made, {"job_title": "Other"}, at)
    assert letters() == [
        ("ana@northport.example", "Your application to Harbour has arrived"),
        ("boss@northport.example", "Ana Nováková asks for your approval to take part in mentoring"),
    ]


def test_sending_twice_sends_once(round, ana, at):
    made = sent(round, ana, at)
    with pytest.raises(AlreadyMoved):
        drafting.submit(made, factories.actor(ana), at)
    assert Letter.objects.count() == 2


def test_an_incomplete_application_is_not_sent(round, ana, at):
    made = draft(round, ana, at, languages=[])
    with pytest.raises(drafting.AnswersMissing) as refusal:
        drafting.submit(made, factories.actor(ana), at)
    assert [(entry.step, entry.field) for entry in refusal.value.missing] == [(Step.MEETING, "languages")]
    assert letters() == []


def test_a_draft_outlives_the_intake_but_is_not_sent(round, ana, at):
    made = draft(round, ana, at)
    round.state = RoundState.CLOSED
    round.save()
    drafting.save(made, {"hopes": "Still here"}, at)
    with pytest.raises(drafting.IntakeClosed):
        drafting.submit(made, factories.actor(ana), at)
    assert (made.hopes, made.state) == ("Still here", "draft")


def test_sending_tells_where_the_person_works(round, ana, at):
    made = sent(round, ana, at)
    now = Affiliation.objects.get(person=ana)
    assert (now.unit, now.line_manager_email) == (made.unit, made.line_manager_email)


def test_a_mentors_supervisor_is_not_asked(round, ana, at):
    made = sent(round, ana, at, Side.MENTOR)
    assert queries.approval_of(made) is None
    assert [to for to, _ in letters()] == ["ana@northport.example"]


def test_who_withdraws_leaves_the_pool(round, ana, at):
    made = factories.application(round, Side.MENTEE, ana)
    drafting.withdraw(made, factories.actor(ana), at)
    assert (made.state, made.participation, Participation.objects.get().state) == ("withdrawn", None, "left")
    with pytest.raises(AlreadyMoved):
        drafting.withdraw(made, factories.actor(ana), at)


def test_a_resting_draft_is_remembered_after_seven_and_fourteen_days(round, ana, at):
    draft(round, ana, at)
    told = [sweep(at=at + timedelta(days=days)) for days in (6, 7, 7, 13, 14, 14, 30)]
    assert told == [0, 1, 0, 0, 1, 0, 0]
    assert letters() == [("ana@northport.example", "Your application to Harbour is not sent yet")] * 2
    said = [letter.text.count("not remind you again") for letter in Letter.objects.order_by("written_at")]
    assert said == [0, 1]


def test_a_sweep_that_comes_late_reminds_of_a_draft_once(round, ana, at):
    draft(round, ana, at)
    assert [sweep(at=at + timedelta(days=days)) for days in (20, 21, 40)] == [1, 0, 0]


def test_nobody_is_reminded_of_a_draft_that_cannot_be_sent(round, ana, at):
    draft(round, ana, at)
    round.state = RoundState.CLOSED
    round.save()
    assert sweep(at=at + timedelta(days=8)) == 0


def test_names_in_every_script_arrive_as_they_are_written(round, at):
    names = ["عائشة بنت يوسف", "שרה כהן", "Nguyễn Thị Hồng", "李小龍", "O’Connor-Żółć", "Zoë 🌊"]
    for number, name in enumerate(names):
        person = factories.person(name, email=f"p{number}@northport.example")
        sent(round, person, at + timedelta(minutes=number), job_title=f"Leitung {name}")
    stored = {application.person.name: application.job_title for application in Application.objects.all()}
    assert stored == {name: f"Leitung {name}" for name in names}
    asked = Letter.objects.filter(kind="supervisor-asked").values_list("subject", flat=True)
    assert set(asked) == {f"{name} asks for your approval to take part in mentoring" for name in names}


def test_complete_answers_are_complete(round, ana, at):
    made = start(round, ana, at)
    drafting.save(made, complete_answers(round), at)
    assert missing(made) == []


def test_a_unit_that_was_only_typed_is_taken_over_too(round, ana, at):
    draft(round, ana, at, unit_name="New Office")
    mentor = start(round, ana, at, Side.MENTOR)
    assert (mentor.unit, mentor.unfinished) == (None, {"unit_name": "New Office"})
