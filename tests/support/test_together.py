"""Circles meet by invitations that calendars follow, and the last place of an office hour goes to one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from fairlead.mentorships.actions import feeds
from fairlead.mentorships.queries import meetings as queries
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import Side
from fairlead.support.actions import circles, hours
from fairlead.support.forms.together import CircleForm
from fairlead.support.models import Booking, Circle, CircleMember, Hour
from fairlead.support.queries import together
from tests import factories
from tests.support import scenes

pytestmark = pytest.mark.django_db


def when(at, days=3, **more):
    return circles.When(at + timedelta(days=days), 60, "Room 1", "https://meet.example/circle", **more)


@pytest.fixture
def pair(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return scenes.pair(at, met=[3])


@pytest.fixture
def coordinator(pair):
    return factories.member(pair.round.programme)


@pytest.fixture
def circle(at, pair, coordinator):
    by = factories.actor(coordinator)
    return circles.form(
        pair.round.programme, Side.MENTOR, "Mentors’ table", "Cases.", facilitator=coordinator, by=by, at=at
    )


def appointments(to, kind=""):
    """(method, uid, sequence) of the invitations to this person, in the order of writing."""
    found = []
    letters = Letter.objects.filter(to_email=to.email, kind__startswith=kind).exclude(calendar="")
    for letter in letters.order_by("written_at", "pk"):
        calendar = Calendar.from_ical(letter.calendar)
        (event,) = calendar.walk("VEVENT")
        found.append((str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"])))
    return found


def test_members_are_invited_moved_and_uninvited(at, circle, pair, coordinator):
    mentor, by = pair.mentor.person, factories.actor(coordinator)
    circles.join(circle, by=factories.actor(mentor), at=at)
    meeting = circles.plan(circle, when(at), by=by, at=at)
    assert circles.plan(circle, when(at), by=by, at=at) == meeting
    circles.move(meeting, when(at, 4), seen=0, by=by, at=at + timedelta(hours=1))
    with pytest.raises(circles.AlreadyMoved):
        circles.move(meeting, when(at, 5), seen=0, by=by, at=at)
    circles.cancel(meeting, by=by, at=at + timedelta(hours=2))
    told = appointments(mentor, "circle")
    assert [(method, sequence) for method, _uid, sequence in told] == [
        ("REQUEST", 0),
        ("REQUEST", 1),
        ("CANCEL", 2),
    ]
    assert len({uid for _method, uid, _sequence in told}) == 1
    assert len(appointments(coordinator, "circle")) == 3


def test_who_leaves_and_joins_again_gets_a_new_appointment(at, circle, pair, coordinator):
    mentor = factories.actor(pair.mentor.person)
    circles.plan(circle, when(at), by=factories.actor(coordinator), at=at)
    for hour, act in enumerate((circles.join, circles.join, circles.leave, circles.leave, circles.join)):
        act(circle, by=mentor, at=at + timedelta(hours=hour))
    told = appointments(pair.mentor.person, "circle")
    assert [method for method, _uid, _sequence in told] == ["REQUEST", "CANCEL", "REQUEST"]
    assert (told[0][1] == told[1][1], told[0][1] == told[2][1]) == (True, False)
    assert CircleMember.objects.count() == 1


def test_circle_meets_in_the_time_to_come(at, circle, coordinator):
    with pytest.raises(circles.NotThen):
        circles.plan(circle, when(at, -1), by=factories.actor(coordinator), at=at)


def hour(of, at, coordinator, *, places=1):
    by = factories.actor(coordinator)
    return hours.offer(of.round.programme, when(at), places=places, by=by, at=at)


def test_booking_invites_both_and_giving_back_takes_it_out(at, pair, coordinator):
    one, mentee = hour(pair, at, coordinator), factories.actor(pair.mentee.person)
    booking = hours.book(one, by=mentee, at=at)
    assert hours.book(one, by=mentee, at=at) == booking
    with pytest.raises(hours.Full):
        hours.book(one, by=factories.actor(pair.mentor.person), at=at)
    hours.give_back(booking, by=mentee, at=at + timedelta(hours=1))
    for person in (pair.mentee.person, coordinator):
        told = appointments(person, "office-hour")
        assert [(method, sequence) for method, _uid, sequence in told] == [("REQUEST", 0), ("CANCEL", 1)]
    assert hours.book(one, by=factories.actor(pair.mentor.person), at=at).place == 1


def test_hour_called_off_tells_everybody_and_takes_no_booking(at, pair, coordinator):
    one = hour(pair, at, coordinator, places=2)
    for person in (pair.mentee.person, pair.mentor.person):
        hours.book(one, by=factories.actor(person), at=at)
    hours.call_off(one, by=factories.actor(coordinator), at=at + timedelta(hours=1))
    assert Booking.objects.filter(cancelled_at=None).count() == 0
    assert appointments(pair.mentor.person)[-1][0] == "CANCEL"
    with pytest.raises(hours.Gone):
        hours.book(one, by=factories.actor(pair.mentee.person), at=at)
    with pytest.raises(hours.AlreadyMoved):
        hours.call_off(one, by=factories.actor(coordinator), at=at)


@pytest.mark.django_db(transaction=True)
def test_last_place_goes_to_one_of_two_who_book_at_once(at, at_once):
    one = scenes.pair(at, met=[3])
    offered = hour(one, at, factories.member(one.round.programme))
    both = [factories.actor(half.person) for half in (one.mentee, one.mentor)]
    outcomes = at_once(*[lambda by=by: hours.book(offered, by=by, at=at) for by in both])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Booking", "Full"]
    assert Booking.objects.count() == 1


def in_feed(person, at):
    """Sequence by uid of what stands in the person's calendar feed besides the meetings of their pair."""
    feed = feeds.make(by=factories.actor(person), at=at)
    secret = queries.feed_address(feed).rpartition("/")[2].removesuffix(".ics")
    events = Calendar.from_ical(queries.feed_text(secret, at=at)).walk("VEVENT")
    named = ("Mentoring circle", "Office hour")
    found = [one for one in events if str(one["SUMMARY"]).startswith(named)]
    return {str(one["UID"]): int(one["SEQUENCE"]) for one in found}


def test_calendar_feed_has_circles_and_office_hours_as_they_were_mailed(at, circle, pair, coordinator):
    mentor, by = pair.mentor.person, factories.actor(coordinator)
    circles.join(circle, by=factories.actor(mentor), at=at)
    meeting = circles.plan(circle, when(at), by=by, at=at)
    circles.move(meeting, when(at, 4), seen=0, by=by, at=at + timedelta(hours=1))
    offered = hours.offer(pair.round.programme, when(at, 5), places=1, by=by, at=at)
    booking = hours.book(offered, by=factories.actor(mentor), at=at)
    for person in (mentor, coordinator):
        mailed = {uid: sequence for _method, uid, sequence in appointments(person)}
        assert in_feed(person, at) == mailed
    assert in_feed(pair.mentee.person, at) == {}
    hours.give_back(booking, by=factories.actor(mentor), at=at)
    circles.leave(circle, by=factories.actor(mentor), at=at)
    assert in_feed(mentor, at) == {}


def test_pages_of_a_circle(client, at, pair, coordinator):
    client.force_login(coordinator)
    address = reverse("support:circles", args=[pair.round.programme_id])
    given = {"name": "Table", "side": "mentor", "about": "", "facilitator": ""}
    assert client.post(address, {**given, "facilitator": "no@nowhere.example"}).status_code == 422
    assert client.post(address, given).status_code == 302
    assert client.post(address, given).status_code == 422
    made = Circle.objects.get()
    plan = reverse("support:plan_circle", args=[made.pk])
    meets = {"starts_at": "2026-10-20T10:00", "minutes": "60", "place": "Room 2", "link": ""}
    assert client.post(plan, {**meets, "starts_at": "2026-09-20T10:00"}).status_code == 422
    assert client.post(plan, meets).status_code == 302
    client.force_login(pair.mentor.person)
    assert client.post(reverse("support:join_circle", args=[made.pk])).status_code == 302
    assert b"Room 2" in client.get(reverse("support:circle", args=[made.pk])).content
    assert b"Table" in client.get(reverse("support:together")).content
    client.force_login(pair.mentee.person)
    assert b"Table" not in client.get(reverse("support:together")).content


def test_pages_of_office_hours(client, at, pair, coordinator):
    client.force_login(coordinator)
    address = reverse("support:hours", args=[pair.round.programme_id])
    given = {"starts_at": "2026-10-20T10:00", "minutes": "30", "places": "1", "place": "", "link": ""}
    assert client.post(address, {**given, "places": "0"}).status_code == 422
    assert client.post(address, given).status_code == 302
    assert client.post(address, given).status_code == 422
    made = Hour.objects.get()
    client.force_login(pair.mentee.person)
    assert client.post(reverse("support:book_hour", args=[made.pk])).status_code == 302
    assert b"Booked by you" in client.get(reverse("support:together")).content
    client.force_login(pair.mentor.person)
    assert b"Booked up" in client.get(reverse("support:together")).content
    client.force_login(coordinator)
    assert pair.mentee.person.name in client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_three_of_each_as_for_one(
    client, at, pair, coordinator, django_assert_max_num_queries, count
):
    by = factories.actor(coordinator)
    for number in range(count):
        circles.form(pair.round.programme, Side.MENTEE, f"C{number}", "", facilitator=None, by=by, at=at)
        offered = hours.offer(pair.round.programme, when(at, 3 + number), places=2, by=by, at=at)
        hours.book(offered, by=factories.actor(pair.mentor.person), at=at)
    client.force_login(pair.mentee.person)
    with django_assert_max_num_queries(9):
        assert client.get(reverse("support:together")).status_code == 200
    assert len(together.hours(factories.actor(pair.mentee.person), at=at)) == count


def test_circle_is_formed_for_mentors_or_for_mentees():
    assert [str(words) for _side, words in CircleForm().fields["side"].choices] == ["Mentors", "Mentees"]
