"""Every address of meetings, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.mentorships import tasks
from fairlead.mentorships.actions import feeds
from fairlead.mentorships.actions.meeting_letters import secret_of
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import MeetingAsk
from fairlead.mentorships.queries import meetings as queries
from tests import doors, factories
from tests.mentorships.meeting import mentee_of, pair, past, planned, proposed

pytestmark = pytest.mark.django_db

TWO = {**dict.fromkeys(doors.ROLES, 404), "stranger": 302, "mentee": 200, "mentor": 200}
ACT = {**TWO, "mentee": 302, "mentor": 302}
OWN = {**dict.fromkeys(doors.ROLES, 200), "stranger": 302}
LINK = dict.fromkeys(doors.ROLES, 200)
DOORS = {
    "mentorships:meetings": TWO,
    "mentorships:plan_meeting": TWO,
    "mentorships:propose_times": TWO,
    "mentorships:log_meeting": TWO,
    "mentorships:meeting": TWO,
    "mentorships:move_meeting": TWO,
    "mentorships:choose_time": {**ACT, "mentee": 404},
    "mentorships:other_times": ACT,
    "mentorships:place_meeting": ACT,
    "mentorships:cancel_meeting": ACT,
    "mentorships:hold_meeting": ACT,
    "mentorships:meeting_note": ACT,
    "mentorships:met": LINK,
    "mentorships:slipped": LINK,
    "mentorships:feed": LINK,
    "mentorships:calendar": OWN,
    "mentorships:make_feed": dict.fromkeys(doors.ROLES, 302),
    "mentorships:revoke_feed": dict.fromkeys(doors.ROLES, 302),
}
POSTED = {
    "mentorships:choose_time": {},
    "mentorships:other_times": {"time_1": "2026-10-20T10:00"},
    "mentorships:place_meeting": {"words": "Library", "link": ""},
    "mentorships:cancel_meeting": {},
    "mentorships:hold_meeting": {"minutes": "60"},
    "mentorships:meeting_note": {"words": "x"},
    "mentorships:make_feed": {},
    "mentorships:revoke_feed": {},
}
OF_PAIR = {"meetings", "plan_meeting", "propose_times", "log_meeting"}


@pytest.fixture
def stage(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    one = pair()
    home, away = factories.unit(), factories.unit()
    factories.affiliation(one.mentor.person, home)
    factories.affiliation(one.mentee.person, away)
    persons = {
        **factories.team_and_strangers(one.round.programme, home.institution),
        "applicant": factories.application(one.round).person,
        "mentee": one.mentee.person,
        "mentor": one.mentor.person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    was = past(one, at)
    tasks.sweep(at=at)
    return one, {"planned": planned(one, at), "proposed": proposed(one, at), "past": was}, persons


def address(name, one, meetings):
    short = name.partition(":")[2]
    if short in OF_PAIR:
        return reverse(name, args=[one.pk])
    if short in {"met", "slipped"}:
        return reverse(name, args=[secret_of(MeetingAsk.objects.filter(person=one.mentee.person_id).get())])
    if short == "feed":
        made = feeds.make(by=mentee_of(one), at=meetings["past"].made_at)
        return queries.feed_address(made).removeprefix("http://localhost:8000")
    if short in {"calendar", "make_feed", "revoke_feed"}:
        return reverse(name)
    kinds = {"choose_time": "proposed", "other_times": "proposed", "hold_meeting": "past"}
    more = ["agenda"] if short == "meeting_note" else []
    return reverse(name, args=[meetings[kinds.get(short, "planned")].pk, *more])


def visit(client, stage, name, role):
    one, meetings, persons = stage
    where = address(name, one, meetings)
    if persons[role] is not None:
        client.force_login(persons[role])
    return client.post(where, POSTED[name]) if name in POSTED else client.get(where)


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    assert doors.answers(client, row, lambda role: visit(client, stage, name, role)) == row


WRITES = [
    name
    for name in DOORS
    if name.partition(":")[2] not in {"meetings", "meeting", "met", "slipped", "feed", "calendar"}
    and "feed" not in name
]


@pytest.mark.parametrize("name", WRITES)
def test_after_the_end_the_two_read_and_no_longer_write(client, stage, name):
    one, _meetings, _persons = stage
    type(one).objects.update(state=MentorshipState.COMPLETED, ended_on=one.ends_on)
    assert visit(client, stage, name, "mentor").status_code == 404
    for readable in ("mentorships:meetings", "mentorships:meeting"):
        assert visit(client, stage, readable, "mentor").status_code == 200


def test_half_of_another_pair_finds_nothing(client, stage):
    _one, meetings, _persons = stage
    client.force_login(pair().mentor.person)
    assert client.get(reverse("mentorships:meeting", args=[meetings["planned"].pk])).status_code == 404


def test_note_of_no_known_kind_is_not_found(client, stage):
    one, meetings, _persons = stage
    client.force_login(one.mentee.person)
    address = reverse("mentorships:meeting_note", args=[meetings["planned"].pk, "gossip"])
    assert client.post(address, {"words": "x"}).status_code == 404
