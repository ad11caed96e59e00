"""Invitations as they arrive, read by libraries that did not write them."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import vobject
from django.core import mail
from django.urls import reverse

from fairlead.kernel.actors import NOBODY
from fairlead.mentorships import actions as pairs
from fairlead.mentorships.actions import feeds, holding
from fairlead.mentorships.actions import meetings as actions
from fairlead.mentorships.enums import EndReason
from fairlead.mentorships.models import CalendarFeed
from fairlead.mentorships.queries import meetings as queries
from fairlead.mentorships.queries.places import Place
from fairlead.notifications import tasks
from tests import factories
from tests.mentorships.meeting import CAFE, fresh, mentee_of, mentor_of, pair, past, planned, proposed

pytestmark = pytest.mark.django_db
NEWLINES = "\r\n"


@pytest.fixture
def one(settings):
    settings.MAILBOX = False
    settings.DEFAULT_FROM_EMAIL = "Mentoring at Northport <mentoring@northport.example>"
    return pair()


def arrived(to, at):
    """The mails to one person as they come over the wire, each with its calendar part read by vobject."""
    tasks.sweep(at=at)
    found = []
    for sent in mail.outbox:
        message = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
        if message["To"].addresses[0].addr_spec != to.person.email:
            continue
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                calendar = vobject.readOne(part.get_content())
                found.append((message, part["Content-Type"].params["method"], calendar))
    return found


def test_invitation_moves_and_is_cancelled_under_one_name_with_rising_sequence(one, at):
    meeting = planned(one, at)
    actions.reschedule(meeting, starts_at=at + timedelta(days=10), by=mentor_of(one), at=at)
    actions.say_where(meeting, Place("Library"), by=mentee_of(one), at=at)
    actions.cancel(meeting, by=mentor_of(one), at=at)
    for half in (one.mentee, one.mentor):
        mails = arrived(half, at)
        events = [calendar.vevent for _mail, _method, calendar in mails]
        assert {event.uid.value for event in events} == {f"{meeting.pk}@fairlead"}
        assert sorted(int(event.sequence.value) for event in events) == [0, 1, 2, 3]
        by_sequence = sorted(mails, key=lambda one: int(one[2].vevent.sequence.value))
        methods = [method for _mail, method, _calendar in by_sequence]
        assert methods == [calendar.method.value for _mail, _method, calendar in by_sequence]
        assert methods == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
        statuses = [calendar.vevent.status.value for _mail, _method, calendar in by_sequence]
        assert statuses == ["CONFIRMED", "CONFIRMED", "CONFIRMED", "CANCELLED"]
        first, *later = [message for message, _method, _calendar in by_sequence]
        assert {message["References"] for message in later} == {first["Message-ID"]}
        mail.outbox = [sent for sent in mail.outbox if sent.to != [half.person.email]]


def test_invitation_comes_from_its_organiser_and_names_the_two(one, at):
    planned(one, at)
    ((message, _method, calendar),) = arrived(one.mentor, at)
    event = calendar.vevent
    assert event.organizer.value == f"mailto:{message['From'].addresses[0].addr_spec}"
    assert {attendee.value for attendee in event.attendee_list} == {
        f"mailto:{half.person.email}" for half in (one.mentee, one.mentor)
    }
    assert event.summary.value == "Mentoring: Ming Mentee and Moana Mentor"
    assert (event.location.value, event.contents["class"][0].value) == (CAFE.words, "PRIVATE")
    assert CAFE.link in event.description.value
    assert len(calendar.contents["vevent"]) == 1


@pytest.mark.parametrize(
    ("moment", "offset"),
    [
        (datetime(2026, 10, 24, 14, 0), 2),
        (datetime(2026, 10, 26, 14, 0), 1),
        (datetime(2027, 3, 29, 9, 30), 2),
    ],
    ids=["in summer", "after clocks went back", "after clocks went forward"],
)
def test_time_in_the_calendar_is_the_time_that_was_typed_whatever_the_clocks_do(
    client, one, at, monkeypatch, moment, offset
):
    client.force_login(one.mentee.person)
    given = {"starts_at": moment.strftime("%Y-%m-%dT%H:%M"), "minutes": "90"}
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    client.post(reverse("mentorships:plan_meeting", args=[one.pk]), given)
    ((_mail, _method, calendar),) = arrived(one.mentee, at)
    starts, ends = calendar.vevent.dtstart.value, calendar.vevent.dtend.value
    assert starts.astimezone(UTC).replace(tzinfo=None) == moment - timedelta(hours=offset)
    assert ends - starts == timedelta(minutes=90)


def test_end_of_a_pair_takes_the_meeting_out_of_both_calendars_without_its_place(one, at):
    planned(one, at)
    later = at + timedelta(hours=1)
    pairs.end_early(one, reason=EndReason.LEFT, by=NOBODY, at=later)
    _first, (_mail, method, calendar) = arrived(one.mentee, later)
    assert (method, calendar.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert "location" not in calendar.vevent.contents


def test_lines_are_as_long_and_end_as_calendar_programmes_expect(one, at):
    one.mentee.person.name = "Ming " + "Mentee-of-a-very-long-line " * 6
    one.mentee.person.save()
    planned(fresh(one), at)
    ((message, _method, _calendar),) = arrived(one.mentor, at)
    (file,) = [part for part in message.walk() if part.get_content_type() == "application/ics"]
    lines = file.get_content().split(NEWLINES.encode())
    assert (lines[0], lines[-2], lines[-1]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR", b"")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


def feed_of(client, person, at):
    feed = feeds.make(by=factories.actor(person), at=at)
    return queries.feed_address(feed).removeprefix("http://localhost:8000")


def test_feed_shows_all_that_is_planned_and_held_of_one_person(client, at):
    one, other = pair(), pair()
    meeting, was = planned(one, at), past(one, at)
    holding.hold(was, minutes=50, by=mentor_of(one), at=at)
    actions.cancel(planned(one, at, days=5), by=mentee_of(one), at=at)
    proposed(one, at)
    planned(other, at)
    with_time = client.get(feed_of(client, one.mentee.person, at))
    assert with_time.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(with_time.content.decode())
    assert [event.uid.value for event in calendar.vevent_list] == [
        f"{found.pk}@fairlead" for found in (was, meeting)
    ]
    assert "method" not in calendar.contents
    assert calendar.vevent_list[1].location.value == CAFE.words


def test_feed_without_meetings_is_an_empty_calendar(client, at):
    answer = client.get(feed_of(client, factories.person(), at))
    assert "vevent" not in vobject.readOne(answer.content.decode()).contents


def test_link_that_was_taken_back_or_replaced_opens_nothing(client, at):
    person = factories.person()
    first = feed_of(client, person, at)
    second = feed_of(client, person, at)
    assert [client.get(address).status_code for address in (first, second)] == [404, 200]
    feeds.revoke(by=factories.actor(person), at=at)
    assert client.get(second).status_code == 404
    assert feeds.revoke(by=factories.actor(person), at=at) is False


def test_feed_of_somebody_who_is_no_longer_active_opens_nothing(client, at):
    person = factories.person()
    address = feed_of(client, person, at)
    person.is_active = False
    person.save()
    assert client.get(address).status_code == 404


def test_secret_of_a_feed_is_stored_nowhere(client, at):
    address = feed_of(client, factories.person(), at)
    secret = address.rpartition("/")[2].removesuffix(".ics")
    assert secret not in str(CalendarFeed.objects.values().get())


def test_feed_asks_the_database_as_often_for_one_meeting_as_for_five(client, at, django_assert_num_queries):
    one = pair()
    address = feed_of(client, one.mentor.person, at)
    for number in range(1, 6):
        planned(one, at, days=number)
        if number in (1, 5):
            with django_assert_num_queries(11):
                client.get(address)


@pytest.mark.django_db(transaction=True)
def test_link_made_twice_at_once_is_one_link(at, at_once):
    person = factories.person()
    outcomes = at_once(*[lambda: feeds.make(by=factories.actor(person), at=at)] * 2)
    assert CalendarFeed.objects.count() == 1
    assert all(isinstance(outcome, CalendarFeed) for outcome in outcomes)
