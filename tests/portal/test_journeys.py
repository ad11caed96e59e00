"""The way through a programme, station by station."""

import pytest

from fairlead.applications.actions import approving, deciding
from fairlead.applications.enums import ApplicationState
from fairlead.kernel.actors import NOBODY
from fairlead.matching.actions import offering
from fairlead.mentorships.enums import EndReason, MentorshipState
from fairlead.mentorships.models import Plan
from fairlead.portal.queries.journeys import journeys
from fairlead.programmes.enums import Side
from tests import factories
from tests.matching import scenes

pytestmark = pytest.mark.django_db
MENTEE = ("Apply", "Supervisor’s approval", "Admission", "Match", "First meeting", "Plan", "Completion")


def way(application):
    (journey,) = journeys(factories.actor(application.person))
    return [station.state for station in journey.stations]


def labels(application):
    (journey,) = journeys(factories.actor(application.person))
    return tuple(station.label for station in journey.stations)


def test_mentee_passes_the_supervisor_and_a_mentor_does_not():
    round = factories.round()
    assert labels(factories.application(round)) == MENTEE
    without = (MENTEE[0], *MENTEE[2:])
    assert labels(factories.application(round, Side.MENTOR)) == without


def test_programme_without_approval_has_no_such_station():
    round = factories.round(factories.programme(supervisor_approval=False))
    assert "Supervisor’s approval" not in labels(factories.application(round))


def test_draft_stands_at_the_first_station():
    draft = factories.application(factories.round(), state=ApplicationState.DRAFT)
    assert way(draft) == ["now", *["later"] * 6]


def test_sent_application_waits_at_the_supervisor_until_the_answer(at):
    sent = factories.application(factories.round(), state=ApplicationState.SUBMITTED)
    approving.ask_supervisor(sent, at)
    assert way(sent) == ["done", "now", *["later"] * 5]
    approving.record(sent, True, "", NOBODY, at)
    assert way(sent) == ["done", "done", "now", *["later"] * 4]


def test_person_in_the_pool_stands_at_the_match(at):
    round = factories.round()
    coordinator = factories.actor(factories.member(round.programme))
    sent = factories.application(round, state=ApplicationState.SUBMITTED)
    approving.record(sent, True, "", NOBODY, at)
    deciding.accept(sent, coordinator, at)
    assert way(sent) == ["done", "done", "done", "now", "later", "later", "later"]


def test_somebody_admitted_before_approval_was_asked_for_skips_that_station():
    assert way(factories.application(factories.round()))[:3] == ["done", "skipped", "done"]


@pytest.mark.parametrize(
    ("state", "last"),
    [
        (MentorshipState.STARTING, ["done", "now", "later", "later"]),
        (MentorshipState.ACTIVE, ["done", "done", "now", "later"]),
        (MentorshipState.PAUSED, ["done", "done", "now", "later"]),
        (MentorshipState.COMPLETED, ["done", "done", "skipped", "done"]),
        (MentorshipState.ENDED_EARLY, ["done", "done", "skipped", "skipped"]),
    ],
)
def test_pair_leads_from_the_match_to_completion(state, last):
    round = factories.round()
    mentor, mentee = factories.application(round, Side.MENTOR), factories.application(round)
    ended = {"ended_on": round.ends_on} if state in {MentorshipState.COMPLETED} else {}
    if state == MentorshipState.ENDED_EARLY:
        ended = {"ended_on": round.starts_on, "end_reason": EndReason.TIME}
    factories.mentorship(round, mentor.participation, mentee.participation, state=state, **ended)
    assert way(mentor)[2:] == last


def test_agreed_plan_is_a_station_behind_the_pair(at):
    round = factories.round()
    mentor, mentee = factories.application(round, Side.MENTOR), factories.application(round)
    pair = factories.mentorship(
        round, mentor.participation, mentee.participation, state=MentorshipState.ACTIVE
    )
    plan = Plan.objects.create(mentorship=pair, begun_at=at)
    assert way(mentor)[2:] == ["done", "done", "now", "later"]
    agreed = {"mentee_agreed_at": at, "mentor_agreed_at": at, "agreed_at": at, "state": "agreed"}
    Plan.objects.filter(pk=plan.pk).update(**agreed)
    assert way(mentor)[2:] == ["done", "done", "done", "now"]


def test_declined_application_skips_what_was_left():
    declined = factories.application(factories.round(), Side.MENTOR, state=ApplicationState.DECLINED)
    assert way(declined) == ["done", *["skipped"] * 5]


def test_waiting_list_is_said_at_admission():
    listed = factories.application(factories.round(), Side.MENTOR, state=ApplicationState.WAITLISTED)
    (journey,) = journeys(factories.actor(listed.person))
    assert (journey.stations[1].state, journey.stations[1].note) == ("now", "on the waiting list")
    assert journey.over is False


def test_newest_application_comes_first_and_somebody_else_sees_none():
    person = factories.person()
    moments = [factories.AT.replace(day=day) for day in (1, 3, 2)]
    made = [factories.application(factories.round(), who=person, created_at=moment) for moment in moments]
    found = [journey.application for journey in journeys(factories.actor(person))]
    assert found == [made[1], made[2], made[0]]
    assert journeys(factories.actor(factories.person())) == journeys(factories.actor()) == []


def test_open_offer_is_said_at_the_match(at):
    scene = scenes.scene(at)
    offering.send_offers(scene.run, proposals=[scene.proposal], by=NOBODY, at=at)
    for half in (scene.mentee, scene.mentor):
        (journey,) = journeys(factories.actor(half.person))
        assert [one.note for one in journey.stations if one.state == "now"] == ["an offer waits"]
