"""A team sees its programme from applied to completed, and a partner only its own people."""

import pytest

from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import SupervisorApproval
from fairlead.kernel.actors import NOBODY
from fairlead.matching.actions import offering
from fairlead.mentorships.enums import EndReason, MentorshipState
from fairlead.portal.queries.teams import Numbers, teams
from fairlead.programmes.enums import RoundState, Side, TeamRole
from tests import factories
from tests.matching import scenes

pytestmark = pytest.mark.django_db


def seen_by(person):
    return teams(factories.actor(person), [])


def numbers(person):
    (team,) = seen_by(person)
    return team.rounds[0].numbers


def stages(person):
    (team,) = seen_by(person)
    return [(stage.label, stage.count) for stage in team.rounds[0].stages]


@pytest.fixture
def round():
    return factories.round()


@pytest.fixture
def coordinator(round):
    return factories.member(round.programme)


def approved(application):
    SupervisorApproval.objects.create(
        application=application,
        supervisor_name="S",
        supervisor_email="s@x.example",
        fingerprint=str(application.pk),
        state=ApprovalState.APPROVED,
        asked_at=factories.AT,
        answer_by=factories.AT,
        answered_at=factories.AT,
    )
    return application


def fill(round):
    """Five mentees: one only sent, one approved, three in the pool of whom two are paired; one mentor."""
    factories.application(round, state=ApplicationState.DRAFT)
    factories.application(round, state=ApplicationState.SUBMITTED)
    approved(factories.application(round, state=ApplicationState.SUBMITTED))
    mentees = [factories.application(round).participation for _number in range(3)]
    mentor = factories.application(round, Side.MENTOR, places=3).participation
    factories.application(round, Side.MENTOR, state=ApplicationState.WAITLISTED)
    factories.mentorship(round, mentor, mentees[0])
    factories.mentorship(
        round, mentor, mentees[1], place=2, state=MentorshipState.COMPLETED, ended_on=round.ends_on
    )


def test_funnel_goes_from_applied_to_completed_in_mentees(round, coordinator):
    fill(round)
    assert stages(coordinator) == [
        ("Applied", 5),
        ("Approved by the supervisor", 4),
        ("In the pool", 3),
        ("Matched", 2),
        ("Started", 1),
        ("Completed", 1),
    ]


def test_numbers_beside_the_funnel(round, coordinator):
    fill(round)
    assert numbers(coordinator) == Numbers(
        mentees_sent=5,
        mentees_approved=4,
        mentees_pool=3,
        mentors_sent=2,
        mentors_pool=1,
        places=3,
        undecided=3,
        waitlisted=1,
        matched=2,
        started=1,
        live=1,
        completed=1,
    )


def test_mentee_who_was_matched_twice_counts_once(round, coordinator):
    mentee = factories.application(round).participation
    first, second = (factories.application(round, Side.MENTOR).participation for _number in range(2))
    ended = {"state": MentorshipState.ENDED_EARLY, "ended_on": round.starts_on, "end_reason": EndReason.FIT}
    factories.mentorship(round, first, mentee, **ended)
    factories.mentorship(round, second, mentee)
    found = numbers(coordinator)
    assert (found.matched, found.live, found.ended_early) == (1, 1, 1)


def test_programme_without_approval_has_no_such_stage():
    round = factories.round(factories.programme(supervisor_approval=False))
    assert "Approved by the supervisor" not in dict(stages(factories.member(round.programme)))


def test_round_without_anything_counts_nothing(round, coordinator):
    assert numbers(coordinator) == Numbers()


def test_open_offers_are_counted(at):
    scene = scenes.scene(at)
    offering.send_offers(scene.run, proposals=[scene.proposal], by=NOBODY, at=at)
    assert numbers(scene.coordinator).offers == 1


def test_partner_coordinator_counts_only_their_own_people_and_sees_no_pairs(round):
    ours, theirs = factories.unit(), factories.unit()
    fill(round)
    factories.application(round, unit=ours)
    factories.application(round, unit=theirs)
    partner = factories.member(round.programme, TeamRole.PARTNER_COORDINATOR, institution=ours.institution)
    (team,) = seen_by(partner)
    told = (team.leads, team.coordinates, team.partner_names)
    assert told == (False, False, (ours.institution.short_name,))
    assert stages(partner) == [("Applied", 1), ("Approved by the supervisor", 1), ("In the pool", 1)]


def test_hr_lead_sees_all_of_it_and_does_not_coordinate(round):
    fill(round)
    lead = factories.member(round.programme, TeamRole.HR_LEAD)
    (team,) = seen_by(lead)
    assert (team.leads, team.coordinates, team.rounds[0].numbers.matched) == (True, False, 2)


def test_another_programmes_team_sees_nothing_of_it(round):
    fill(round)
    stranger = factories.member(factories.round().programme)
    assert [team.programme == round.programme for team in seen_by(stranger)] == [False]
    assert numbers(stranger) == Numbers()
    assert seen_by(factories.person()) == []


def test_open_round_comes_first_and_finished_ones_stand_apart(coordinator, round):
    closed = factories.round(round.programme, state=RoundState.CLOSED)
    old = factories.round(round.programme, state=RoundState.FINISHED)
    (team,) = seen_by(coordinator)
    assert [card.round for card in team.now] == [round, closed]
    assert [card.round for card in team.before] == [old]
