"""Home answers what comes next, for each part somebody plays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fairlead.applications.actions import approving
from fairlead.applications.enums import ApplicationState
from fairlead.kernel.todos import Urgency
from fairlead.mentorships.enums import MentorshipState
from fairlead.people.models import Role
from fairlead.portal.queries.home import home
from fairlead.programmes.enums import RoundState, Side, TeamRole
from tests import factories

pytestmark = pytest.mark.django_db


def of(person, at=factories.AT):
    return home(factories.actor(person), at=at)


def words(client, person):
    client.force_login(person)
    return client.get("/").content.decode().split("<main")[1].split("</main>")[0]


def waiting_for(supervisor, round, at=factories.AT):
    """An applicant who waits for this supervisor's approval."""
    made = factories.application(
        round,
        state=ApplicationState.SUBMITTED,
        line_manager_name=supervisor.name,
        line_manager_email=supervisor.email,
    )
    approving.ask_supervisor(made, at)
    return made


def test_somebody_new_is_shown_the_programmes():
    found = of(factories.person())
    assert (found.next, found.rest.url) == (None, reverse("programmes:public_list"))
    assert (found.journeys, found.teams, found.approvals, found.administers) == ((), (), (), False)


def test_supervisor_without_an_application_sees_whom_to_answer(client):
    supervisor = factories.person("Élodie", email="Elodie@northport.example")
    applicant = waiting_for(supervisor, factories.round())
    found = of(supervisor)
    assert [one.applicant for one in found.approvals] == [applicant.person.name]
    assert found.next.title == f"May {applicant.person.name} take part?"
    assert client.get(found.next.url).status_code == 200


def test_supervisors_answer_that_is_late_comes_before_one_that_is_not():
    supervisor, round = factories.person(email="head@northport.example"), factories.round()
    fresh = waiting_for(supervisor, round, at=factories.AT)
    late = waiting_for(supervisor, round, at=factories.AT - timedelta(days=11))
    found = of(supervisor)
    assert found.next.title == f"May {late.person.name} take part?"
    assert [todo.title for todo in found.others] == [f"May {fresh.person.name} take part?"]


def test_answered_and_foreign_approvals_wait_for_nobody():
    supervisor, round = factories.person(email="head@northport.example"), factories.round()
    answered = waiting_for(supervisor, round)
    approving.record(answered, True, "on paper", factories.actor(), factories.AT)
    waiting_for(factories.person(), round)
    assert of(supervisor).approvals == ()


def test_draft_is_the_next_step_of_whoever_wrote_it():
    draft = factories.application(factories.round(), state=ApplicationState.DRAFT)
    found = of(draft.person)
    assert found.next.url == reverse("applications:status", args=[draft.pk])
    assert found.journeys[0].stations[0].state == "now"


def test_person_in_the_pool_is_told_that_nothing_is_theirs_to_do():
    application = factories.application(factories.round())
    found = of(application.person)
    assert found.next is None
    assert found.rest.text.startswith("You are in the pool.")


def test_applicant_is_told_whom_everything_waits_for_and_until_when():
    supervisor = factories.person("Élodie Vandamme")
    found = of(waiting_for(supervisor, factories.round()).person)
    expected = "Élodie Vandamme has been asked for approval and has until 15 October to answer."
    assert found.rest.text == expected


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ApplicationState.SUBMITTED, "Your application has been sent."),
        (ApplicationState.WAITLISTED, "You are on the waiting list;"),
    ],
)
def test_mentor_who_waits_is_told_for_what(state, words):
    application = factories.application(factories.round(), Side.MENTOR, state=state)
    assert of(application.person).rest.text.startswith(words)


def test_answer_that_is_nearly_due_is_todays():
    supervisor, round = factories.person(email="head@northport.example"), factories.round()
    waiting_for(supervisor, round, at=factories.AT - timedelta(days=9))
    waiting_for(supervisor, round)
    assert [one.urgency for one in of(supervisor).approvals] == [Urgency.TODAY, Urgency.SOON]


def test_pair_that_has_not_met_is_asked_to_arrange_the_first_meeting(client):
    mentor, mentee = pair(factories.round(), MentorshipState.STARTING)
    found = of(mentee.person)
    (card,) = found.journeys[0].pairs
    assert found.rest.url == reverse("mentorships:meetings", args=[card.mentorship.pk])
    assert found.current[0].pairs[0].partner == mentor.person.name
    assert mentor.person.email in words(client, mentee.person)


def pair(round, state=MentorshipState.ACTIVE, **fields):
    mentor = factories.application(round, Side.MENTOR)
    mentee = factories.application(round, Side.MENTEE)
    factories.affiliation(mentor.person)
    factories.mentorship(round, mentor.participation, mentee.participation, state=state, **fields)
    return mentor, mentee


def test_mentor_sees_the_mentee_and_the_mentee_the_mentor():
    mentor, mentee = pair(factories.round())
    seen = [of(one.person).current[0].pairs[0] for one in (mentor, mentee)]
    assert [(card.partner, card.as_mentor) for card in seen] == [
        (mentee.person.name, True),
        (mentor.person.name, False),
    ]
    assert [card.partner_work for card in seen][1].startswith("Officer, Office ")


def test_pair_that_has_ended_is_told_of_among_the_earlier_ones(client):
    round = factories.round(state=RoundState.FINISHED)
    _mentor, mentee = pair(round, MentorshipState.COMPLETED, ended_on=round.ends_on)
    found = of(mentee.person)
    assert (found.current, [one.application for one in found.earlier]) == ([], [mentee])
    assert "Earlier" in words(client, mentee.person)


def test_coordinator_who_also_takes_part_sees_both():
    round = factories.round()
    person = factories.application(round).person
    factories.member(round.programme, who=person)
    found = of(person)
    assert (len(found.journeys), [team.programme for team in found.teams]) == (1, [round.programme])


def test_coordinators_most_urgent_todo_is_the_card_and_the_others_stand_with_the_programme():
    round = factories.round()
    coordinator = factories.member(round.programme)
    waiting_for(factories.person(), round, at=factories.AT - timedelta(days=11))
    factories.application(round, Side.MENTOR, state=ApplicationState.SUBMITTED)
    found = of(coordinator)
    assert str(found.next.title) == "1 supervisor has not answered"
    assert [str(todo.title) for todo in found.teams[0].todos] == ["Admit 1 application"]
    assert found.others == ()


def test_hr_lead_sees_figures_and_is_asked_nothing(client):
    round = factories.round()
    factories.application(round, Side.MENTOR, state=ApplicationState.SUBMITTED)
    lead = factories.member(round.programme, TeamRole.HR_LEAD)
    found = of(lead)
    assert (found.next, found.teams[0].todos, found.teams[0].leads) == (None, (), True)
    assert round.programme.name in words(client, lead)


def test_it_administrator_is_shown_the_way_to_the_health_page(client):
    person = factories.grant(factories.person(), Role.IT_ADMINISTRATOR).person
    assert reverse("portal:health") in words(client, person)
    assert reverse("portal:health") not in words(client, factories.person())


def test_name_of_a_person_is_a_word_and_never_markup(client):
    page = words(client, factories.person("<script>alert(1)</script>"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_queries_do_not_grow_with_pairs_applications_and_approvals(client):
    person = factories.person(email="many@northport.example")
    grow(person)
    client.force_login(person)
    client.get("/")
    before = queries_of(client)
    grow(person)
    grow(person)
    assert queries_of(client) == before


def grow(person):
    """One more programme that the person coordinates, takes part in, and approves somebody for."""
    round = factories.round()
    factories.member(round.programme, who=person)
    mentor = factories.application(round, Side.MENTOR, who=person)
    mentee = factories.application(round, Side.MENTEE)
    factories.mentorship(round, mentor.participation, mentee.participation)
    factories.application(round, state=ApplicationState.SUBMITTED)
    waiting_for(person, round, at=timezone.now())


def queries_of(client):
    with CaptureQueriesContext(connection) as caught:
        assert client.get("/").status_code == 200
    return len(caught)
