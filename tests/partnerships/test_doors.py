"""Every address of partnerships, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.partnerships.models import SteeringAction, SteeringMeeting
from fairlead.programmes.enums import Side, TeamRole
from tests import doors, factories
from tests.partnerships import arranging, steered

pytestmark = pytest.mark.django_db

NOBODY = dict.fromkeys(doors.ROLES, 404) | {"stranger": 302}
TEAM = ("coordinator", "partner_coordinator", "hr_lead")
READ = NOBODY | {"coordinator": 200, "partner_coordinator": 200, "hr_lead": 200}
SPEAK = NOBODY | {"coordinator": 200, "partner_coordinator": 200}
RUNS = NOBODY | {"coordinator": 200}
DOORS = {
    "partnerships:partners": READ,
    "partnerships:invite": RUNS,
    "partnerships:register": RUNS | {"hr_lead": 200},
    "partnerships:register_file": RUNS | {"hr_lead": 200},
    "partnerships:own_register": NOBODY | {"partner_coordinator": 200},
    "partnerships:own_register_file": NOBODY | {"partner_coordinator": 200},
    "partnerships:page": READ,
    "partnerships:version": READ,
    "partnerships:paper": READ,
    "partnerships:write": SPEAK,
    "partnerships:sign": NOBODY | {"coordinator": 302, "partner_coordinator": 302},
    "partnerships:decline": NOBODY | {"coordinator": 302, "partner_coordinator": 302},
    "partnerships:leave": SPEAK,
    "partnerships:stay": NOBODY | {"coordinator": 302, "partner_coordinator": 302},
    "partnerships:renew": RUNS,
    "partnerships:withdraw": NOBODY | {"coordinator": 302},
    "partnerships:meetings": READ,
    "partnerships:meeting_new": SPEAK,
    "partnerships:meeting": READ,
    "partnerships:meeting_edit": SPEAK,
    "partnerships:meeting_cancel": NOBODY | {"coordinator": 302, "partner_coordinator": 302},
    "partnerships:minutes_write": SPEAK,
    "partnerships:minutes": READ,
    "partnerships:minutes_paper": READ,
    "partnerships:action_new": NOBODY | {"coordinator": 422, "partner_coordinator": 422},
    "partnerships:action_settle": NOBODY | {"coordinator": 302, "partner_coordinator": 302},
    "partnerships:team_calendar": READ,
    "partnerships:team_feed_make": NOBODY | dict.fromkeys(TEAM, 302),
    "partnerships:team_feed_revoke": NOBODY | dict.fromkeys(TEAM, 302),
    "partnerships:team_feed": dict.fromkeys(doors.ROLES, 404),
    "partnerships:invited": dict.fromkeys(doors.ROLES, 410)
    | {"partner_coordinator": 302, "coordinator": 302},
}
FEEDS = {"team_feed_make", "team_feed_revoke"}
POSTED = {"sign", "decline", "withdraw", "stay", "meeting_cancel", "action_new", "action_settle"} | FEEDS
NUMBERED = {"version", "paper", "minutes", "minutes_paper"}
OF_MEETING = {
    "meeting",
    "meeting_edit",
    "meeting_cancel",
    "minutes_write",
    "minutes",
    "minutes_paper",
    "action_new",
}
OF_TEAM = OF_MEETING | FEEDS | {"meetings", "meeting_new", "action_settle", "team_calendar", "team_feed"}
OPEN_TO_PARTNERS = {f"partnerships:{short}" for short in OF_TEAM | {"invited", "partners"}}
FILES = {"register_file", "own_register_file"}
OF_PROGRAMME = {"partners", "invite", "register", "register_file", "meetings", "meeting_new"}
OF_PROGRAMME |= {"team_calendar", *FEEDS}


@pytest.fixture
def stage(at):
    two = arranging.in_force(at)
    round = factories.round(two.programme)
    people = factories.team_and_strangers(two.programme, two.coast) | {
        "partner_coordinator": two.pia,
        "applicant": factories.application(round).person,
        "mentee": factories.application(round, Side.MENTEE).person,
        "mentor": factories.application(round, Side.MENTOR).person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    meeting = steered.held(two.programme, two.cora, at)
    steered.agreed(meeting, two.cora, at)
    steered.circulated(meeting, two.cora, at)
    return two, people


def address(two, name):
    short = name.split(":")[1]
    if short == "invited":
        return arranging.link(two)
    if short == "team_feed":
        return reverse(name, args=["nobodys-secret"])
    if short == "sign":
        return reverse(name, args=[two.shelf().in_force.pk])
    if short == "action_settle":
        return reverse(name, args=[SteeringAction.objects.get().pk])
    given = [two.programme.pk if short in OF_PROGRAMME else two.partnership.pk]
    if short in OF_MEETING:
        given = [SteeringMeeting.objects.get().pk]
    more = [1] if short in NUMBERED else ["csv"] if short in FILES else []
    return reverse(name, args=[*given, *more])


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    two, people = stage
    ask = client.post if name.split(":")[1] in POSTED else client.get

    def asked(role):
        if people[role] is not None:
            client.force_login(people[role])
        return ask(address(two, name), {"reason": "No.", "seen": "1", "to": "done"})

    assert doors.answers(client, row, asked) == row


@pytest.mark.parametrize("name", sorted(set(DOORS) - OPEN_TO_PARTNERS))
def test_another_partners_coordinator_finds_nothing(client, stage, name):
    two, _people = stage
    other = factories.institution("Third")
    factories.Partner.objects.create(programme=two.programme, institution=other)
    client.force_login(factories.member(two.programme, TeamRole.PARTNER_COORDINATOR, institution=other))
    ask = client.post if name.split(":")[1] in POSTED else client.get
    assert ask(address(two, name)).status_code == 404


def test_another_partners_coordinator_reads_only_their_own_line(client, stage):
    two, _people = stage
    other = factories.institution("Third")
    factories.Partner.objects.create(programme=two.programme, institution=other)
    client.force_login(factories.member(two.programme, TeamRole.PARTNER_COORDINATOR, institution=other))
    page = client.get(reverse("partnerships:partners", args=[two.programme.pk])).content.decode()
    assert ("Third" in page, "No written arrangement yet" in page, "Coast Academy" in page) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("name", sorted(POSTED))
def test_what_changes_something_is_posted(client, stage, name):
    two, people = stage
    client.force_login(people["coordinator"])
    assert client.get(address(two, f"partnerships:{name}")).status_code == 405


def test_a_version_that_was_never_written_is_not_found(client, stage):
    two, people = stage
    client.force_login(people["coordinator"])
    for name in ("version", "paper"):
        for number in (0, 7, 10**30):
            where = reverse(f"partnerships:{name}", args=[two.partnership.pk, number])
            assert client.get(where).status_code == 404


def test_before_the_letter_goes_out_the_partner_sees_nothing(client, at):
    two = arranging.begun(at)
    client.force_login(two.pia)
    for name in ("page", "write", "decline"):
        where = reverse(f"partnerships:{name}", args=[two.partnership.pk])
        assert client.get(where).status_code in {404, 405}
