"""Times that suit both of a pair: from their calendars, their hours and what stands in Fairlead."""

import json
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.calendars import actions as calendars
from fairlead.calendars.models import Connection
from fairlead.calendars.times import Span
from fairlead.mentorships import tasks
from fairlead.mentorships.actions import meetings as actions
from fairlead.mentorships.enums import MeetingState, MentorshipState
from fairlead.mentorships.models import Meeting
from fairlead.mentorships.queries import suiting
from fairlead.programmes.enums import Side
from tests import factories
from tests.mentorships.meeting import letters, mentee_of, mentor_of, pair, planned, proposed
from tests.mentorships.wandering import addresses

pytestmark = pytest.mark.django_db
HOME = ZoneInfo("Europe/Bratislava")
SECRET = "Kestrel-Nine"


@pytest.fixture
def one(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return pair()


def connect(half, at, *busy, read=True):
    """The half's calendar with these busy times (beginning and end by the clock at home), read just now."""
    address = f"https://calendar.example/{SECRET}/{half.person_id}.ics"
    made = calendars.connect(address, by=factories.actor(half.person), at=at)
    Connection.objects.filter(pk=made.pk).update(lease_until=None)
    spans = [Span(*(datetime.fromisoformat(moment).replace(tzinfo=HOME) for moment in both)) for both in busy]
    if read:
        calendars.store(made, spans, at=at)
    return made


def times(one, actor, at, minutes=60):
    found = suiting.times_for(actor, one, minutes=minutes, at=at)
    return [moment.astimezone(HOME) for moment in found.times]


def test_times_lie_outside_what_is_busy_in_either_calendar(one, at):
    connect(one.mentee, at, ("2026-10-06T00:00", "2026-10-27T09:59"))
    connect(
        one.mentor, at, *[(f"2026-10-26T{hour:02}:00", f"2026-10-26T{hour:02}:50") for hour in range(9, 17)]
    )
    assert times(one, mentee_of(one), at) == []
    Connection.objects.filter(person=one.mentee.person).update(busy=b"")
    days = {moment.day for moment in times(one, mentee_of(one), at)}
    assert (len(days), 26 in days) == (5, False)


def test_both_see_the_same_times(one, at):
    connect(one.mentee, at, ("2026-10-07T09:00", "2026-10-09T15:00"))
    connect(one.mentor, at, ("2026-10-12T09:00", "2026-10-16T12:00"))
    assert times(one, mentee_of(one), at) == times(one, mentor_of(one), at) != []


def test_only_hours_that_both_work_are_proposed_each_by_their_own_clock(one, at):
    connect(one.mentee, at)
    hours = {"days": range(5), "begins": time(9), "ends": time(17), "at": at}
    calendars.set_hours(zone="America/Toronto", by=mentor_of(one), **hours)
    assert {moment.hour for moment in times(one, mentee_of(one), at)} <= {15, 16}
    calendars.set_hours(zone="Pacific/Auckland", by=mentor_of(one), **hours)
    assert times(one, mentee_of(one), at) == []


def test_nobody_is_asked_for_today_or_for_after_the_end_or_for_a_pause(one, at):
    connect(one.mentee, at)
    assert min(times(one, mentee_of(one), at)) >= (at + suiting.NOTICE).astimezone(HOME)
    type(one).objects.update(ends_on=at.date() + timedelta(days=3))
    one.refresh_from_db()
    assert max(times(one, mentee_of(one), at)).date() <= at.date() + timedelta(days=3)
    one.paused_until = at.date() + timedelta(days=2)
    assert min(times(one, mentee_of(one), at)).date() >= one.paused_until
    one.ends_on = at.date()
    assert times(one, mentee_of(one), at) == []


def test_what_stands_in_fairlead_already_is_taken_also_with_others(one, at):
    connect(one.mentee, at)
    free = times(one, mentee_of(one), at)
    other = factories.mentorship(
        one.round, one.mentor, factories.participation(one.round, Side.MENTEE), place=2, state="active"
    )
    actions.enter(other, actions.Plan(60), starts_at=free[0], by=mentor_of(other), at=at)
    actions.enter(one, actions.Plan(60), starts_at=free[1], by=mentor_of(one), at=at)
    left = times(one, mentee_of(one), at)
    gone = [Span(moment, moment + timedelta(hours=1)) for moment in free[:2]]
    assert not [
        moment
        for moment in left
        for span in gone
        if span.starts_at - timedelta(hours=1) < moment < span.ends_at
    ]


def test_training_session_that_one_goes_to_is_taken(one, at, settings):
    connect(one.mentee, at)
    first = times(one, mentee_of(one), at)[0]
    told = []

    def appointments(person, *, since):
        told.append(person)
        session = type("Session", (), {"starts_at": first, "minutes": 90})
        return [session] if person == one.mentor.person_id else []

    suiting.told_for_tests = appointments
    settings.APPOINTMENTS = ["fairlead.mentorships.queries.suiting.told_for_tests"]
    try:
        assert first not in times(one, mentee_of(one), at)
    finally:
        del suiting.told_for_tests
    assert sorted(told) == sorted([one.mentor.person_id, one.mentee.person_id])


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (True, True, "Free in both your calendars and within your working hours."),
        (True, False, "Free in your calendar. The other&#x27;s calendar is not known"),
        (False, True, "Free in the other&#x27;s calendar. Yours is not known"),
    ],
)
def test_page_says_whose_calendar_is_known(client, one, at, mine, theirs, said):
    for connects, half in ((mine, one.mentee), (theirs, one.mentor)):
        if connects:
            connect(half, at, ("2026-10-06T09:00", "2026-10-06T17:00"))
    client.force_login(one.mentee.person)
    for name in ("meetings", "propose_times"):
        shown = client.get(reverse(f"mentorships:{name}", args=[one.pk])).content.decode()
        assert said.replace("&#x27;", "'") in shown.replace("&#x27;", "'")
    assert (
        "Neither of you learns anything of the other"
        in client.get(reverse("mentorships:meetings", args=[one.pk])).content.decode()
    )


def test_without_any_calendar_the_page_stays_and_says_in_one_line_that_one_can_be_connected(client, one, at):
    client.force_login(one.mentee.person)
    shown = client.get(reverse("mentorships:meetings", args=[one.pk])).content.decode()
    assert "Connect your calendar" in shown
    assert "Times that suit both" not in shown
    form = client.get(reverse("mentorships:propose_times", args=[one.pk])).content.decode()
    assert "Time 5" in form
    assert "Times that suit both" not in form


def test_calendar_that_was_not_read_yet_or_lately_does_not_count(client, one, at):
    made = connect(one.mentee, at, read=False)
    client.force_login(one.mentee.person)
    address = reverse("mentorships:meetings", args=[one.pk])
    assert "Your calendar could not be read lately." in client.get(address).content.decode()
    calendars.store(made, [], at=at - timedelta(days=8))
    assert "Times that suit both" not in client.get(address).content.decode()


def test_one_click_proposes_one_time_and_the_other_chooses_as_ever(client, one, at):
    connect(one.mentee, at)
    first = times(one, mentee_of(one), at)[0]
    client.force_login(one.mentee.person)
    given = {"minutes": "60", "suits": [first.isoformat()]}
    answer = client.post(reverse("mentorships:propose_times", args=[one.pk]), given)
    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == reverse("mentorships:meeting", args=[meeting.pk])
    assert [time.starts_at for time in meeting.times.all()] == [first]
    assert (meeting.state, letters()) == (MeetingState.PROPOSED, [("meeting-proposed", "Moana Mentor")])


def test_all_of_them_make_one_poll_together_with_a_time_of_ones_own(client, one, at):
    connect(one.mentee, at)
    suits = times(one, mentee_of(one), at)[:4]
    client.force_login(one.mentee.person)
    given = {"minutes": "60", "suits": [moment.isoformat() for moment in suits], "time_3": "2026-10-30T18:00"}
    client.post(reverse("mentorships:propose_times", args=[one.pk]), given)
    assert [time.starts_at for time in Meeting.objects.get().times.all()] == [
        *suits,
        datetime(2026, 10, 30, 18, tzinfo=HOME),
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Say on which day and at what time."),
        ({"suits": ["soon"]}, "Enter a list of values."),
        ({"suits": ["2026-10-06T10:00"]}, "Enter a list of values."),
        ({"suits": ["2026-10-01T10:00+00:00"]}, "This time has passed."),
        ({"suits": [f"2026-10-{day:02}T10:00+00:00" for day in range(6, 12)]}, "between one and five"),
    ],
)
def test_what_is_no_time_is_refused_and_nothing_is_proposed(client, one, at, given, said):
    connect(one.mentee, at)
    client.force_login(one.mentee.person)
    answer = client.post(reverse("mentorships:propose_times", args=[one.pk]), {"minutes": "60", **given})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Meeting.objects.count() == 0


def test_who_answers_a_poll_finds_times_that_suit_both_there_too(client, one, at):
    connect(one.mentor, at)
    meeting = proposed(one, at)
    client.force_login(one.mentor.person)
    address = reverse("mentorships:meeting", args=[meeting.pk])
    assert "Times that suit both" in client.get(address).content.decode()
    wanted = times(one, mentor_of(one), at, minutes=45)[:2]
    asked = [Span(time.starts_at, time.starts_at + timedelta(minutes=45)) for time in meeting.times.all()]
    assert not any(span.starts_at <= moment < span.ends_at for moment in wanted for span in asked)
    given = {"suits": [moment.isoformat() for moment in wanted]}
    client.post(reverse("mentorships:other_times", args=[meeting.pk]), given)
    meeting.refresh_from_db()
    assert [time.starts_at for time in meeting.times.all()] == wanted
    assert meeting.asked_by_id == one.mentor.person_id


def test_pages_ask_as_often_for_one_busy_time_as_for_many(client, one, at):
    client.force_login(one.mentee.person)
    made = connect(one.mentee, at)
    connect(one.mentor, at)
    counts = []
    for number in (1, 30):
        hours = [at + timedelta(hours=hour) for hour in range(number)]
        calendars.store(made, [Span(hour, hour + timedelta(minutes=9)) for hour in hours], at=at)
        planned(one, at, days=number)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("mentorships:propose_times", args=[one.pk]))
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("state", "ended", "kept"),
    [
        (MentorshipState.ACTIVE, None, 2),
        (MentorshipState.PAUSED, None, 2),
        (MentorshipState.COMPLETED, 29, 2),
        (MentorshipState.COMPLETED, 31, 0),
        (MentorshipState.ENDED_EARLY, 31, 0),
    ],
)
def test_calendars_are_disconnected_a_month_after_the_last_pair_has_ended(one, at, state, ended, kept):
    for half in (one.mentee, one.mentor):
        connect(half, at - timedelta(days=45))
    day = at.date() - timedelta(days=ended) if ended else None
    type(one).objects.update(state=state, ended_on=day, starts_on=at.date() - timedelta(days=90))
    tasks.sweep(at=at)
    assert Connection.objects.count() == kept


def test_whoever_connects_before_a_pair_begins_has_a_month(at):
    lonely = factories.person()
    calendars.connect("https://calendar.example/x.ics", by=factories.actor(lonely), at=at)
    tasks.sweep(at=at + timedelta(days=29))
    assert Connection.objects.count() == 1
    tasks.sweep(at=at + timedelta(days=31))
    assert Connection.objects.count() == 0


@pytest.fixture
def stage(one, at):
    """A pair whose calendars are connected, and everybody who might look."""
    home = factories.unit()
    factories.affiliation(one.mentor.person, home)
    factories.affiliation(one.mentee.person, factories.unit())
    connect(one.mentee, at, ("2026-10-06T09:11", "2026-10-06T17:00"))
    connect(one.mentor, at, ("2026-10-07T09:13", "2026-10-07T16:47"))
    return {
        **factories.team_and_strangers(one.round.programme, home.institution),
        "mentee": one.mentee.person,
        "mentor": one.mentor.person,
    }


@pytest.mark.crawl
def test_no_page_shows_the_other_half_an_address_or_a_busy_time(client, one, stage):
    """That nobody else's pages even open them is asked in `tests/scope`."""
    client.force_login(stage["mentor"])
    found = addresses(client, one)
    assert [address for address, body in found.items() if SECRET in body] == []
    busy = ("09:11", "09:13", "16:47")
    assert [address for address, body in found.items() if any(moment in body for moment in busy)] == []
    assert {address for address, body in found.items() if "calendar.example" in body} == {
        reverse("calendars:mine")
    }


def test_stored_times_are_sealed(stage):
    for row in Connection.objects.values_list("busy", "address"):
        for value in row:
            with pytest.raises((UnicodeDecodeError, json.JSONDecodeError)):
                json.loads(bytes(value))
            assert SECRET.encode() not in bytes(value)
