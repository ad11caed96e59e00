"""Sessions: places, the waiting list, calendars, attendance."""

from datetime import timedelta

import pytest
import vobject
from django.db import IntegrityError, transaction
from django.urls import reverse

from fairlead.kernel.errors import AlreadyMoved
from fairlead.mentorships.actions import feeds
from fairlead.mentorships.queries import meetings
from fairlead.notifications.models import Letter
from fairlead.training import queries
from fairlead.training.actions import enrolling, sessions
from fairlead.training.enums import EnrolmentState, How, Kind
from fairlead.training.models import Completion, Enrolment, Session
from tests import factories
from tests.training.learning import actor_of, coordinator, learner, module, planned

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AFTER = timedelta(days=8)


@pytest.fixture
def three():
    round = factories.round()
    return [learner(round) for _number in range(3)]


def live(people, at, **given):
    return planned(module(people[0].round.programme, "Live", kind=Kind.LIVE), at, **given)


def states(session):
    """(state, place) in the order in which people came."""
    return [(one.state, one.place) for one in session.enrolments.order_by("since", "pk")]


def come(session, people, at):
    for number, one in enumerate(people):
        enrolling.enrol(session, by=actor_of(one), at=at + timedelta(minutes=number))


def parts(person):
    """The calendar parts of the letters to somebody, in order of sequence, as vobject reads them."""
    found = Letter.objects.filter(to_email=person.email).exclude(calendar="")
    read = [vobject.readOne(letter.calendar) for letter in found]
    return sorted(read, key=lambda part: int(part.vevent.sequence.value))


def kinds(person):
    return sorted(Letter.objects.filter(to_email=person.email).values_list("kind", flat=True))


def test_places_are_given_in_order_and_the_rest_wait(three, at):
    session = live(three, at, places=2)
    come(session, three, at)
    come(session, three, at)
    assert states(session) == [("enrolled", 1), ("enrolled", 2), ("waiting", None)]
    assert [kinds(one.person) for one in three] == [["session-place"], ["session-place"], []]


def test_who_waits_moves_up_by_themselves_and_is_told(three, at):
    session = live(three, at, places=1)
    come(session, three, at)
    assert enrolling.leave(session, by=actor_of(three[0]), at=at + DAY)
    assert not enrolling.leave(session, by=actor_of(three[0]), at=at + DAY)
    assert states(session) == [("left", None), ("enrolled", 1), ("waiting", None)]
    assert kinds(three[1].person) == ["session-moved-up"]
    assert kinds(three[0].person) == ["session-left", "session-place"]
    come(session, three[:1], at + DAY)
    waiting = list(session.enrolments.filter(state=EnrolmentState.WAITING).order_by("since"))
    assert [one.person_id for one in waiting] == [three[2].person_id, three[0].person_id]
    (mine,) = queries.offered(session.module_id, actor_of(three[0]), at=at)
    assert (mine.mine.state, mine.ahead, mine.taken, mine.waiting) == ("waiting", 1, 1, 2)


def test_more_places_let_the_list_move_up_and_fewer_than_taken_are_refused(three, at):
    session = live(three, at, places=1)
    come(session, three, at)
    change(session, at, places=3)
    assert states(session) == [("enrolled", 1), ("enrolled", 2), ("enrolled", 3)]
    with pytest.raises(sessions.TooFewPlaces):
        change(session, at, places=2)
    enrolling.leave(session, by=actor_of(three[0]), at=at)
    change(session, at, places=2)
    assert states(session) == [("left", None), ("enrolled", 2), ("enrolled", 1)]


def change(session, at, **given):
    session = Session.objects.get(pk=session.pk)
    standing = {name: getattr(session, name) for name in sessions.FIELDS}
    by = coordinator(session.module.programme)
    sessions.change(session, {**standing, **given}, seen=session.revision, by=by, at=at)


def test_invitation_changes_and_is_cancelled_under_one_name_with_rising_sequence(three, at):
    session = live(three, at)
    come(session, three[:1], at)
    change(session, at, starts_at=session.starts_at + DAY)
    change(session, at, place="The large hall")
    change(session, at, places=9)
    sessions.cancel(session, by=coordinator(session.module.programme), at=at)
    read = parts(three[0].person)
    one = Enrolment.objects.get()
    assert {part.vevent.uid.value for part in read} == {f"{one.pk}@fairlead"}
    assert [int(part.vevent.sequence.value) for part in read] == [1, 2, 3, 4]
    assert [part.method.value for part in read] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert read[1].vevent.dtstart.value == session.starts_at + DAY
    assert read[2].vevent.location.value == "The large hall"
    assert [who.value for who in read[0].vevent.attendee_list] == [f"mailto:{three[0].person.email}"]
    first, *later = Letter.objects.filter(to_email=three[0].person.email).order_by("key")
    assert {letter.follows for letter in later} == {first.key}


def test_who_comes_back_gets_a_higher_sequence(three, at):
    session = live(three, at)
    for _twice in range(2):
        come(session, three[:1], at)
        enrolling.leave(session, by=actor_of(three[0]), at=at)
    read = parts(three[0].person)
    assert [int(part.vevent.sequence.value) for part in read] == [1, 2, 3, 4]
    assert [part.method.value for part in read] == ["REQUEST", "CANCEL"] * 2


def test_cancelled_session_tells_those_who_wait_too(three, at):
    session = live(three, at, places=1)
    come(session, three[:2], at)
    by = coordinator(session.module.programme)
    sessions.cancel(session, by=by, at=at)
    assert [kinds(one.person)[0] for one in three[:2]] == ["session-cancelled"] * 2
    assert parts(three[1].person) == []
    assert states(session) == [("left", None), ("left", None)]
    for refused in (
        lambda: sessions.cancel(session, by=by, at=at),
        lambda: enrolling.enrol(session, by=actor_of(three[2]), at=at),
        lambda: enrolling.leave(session, by=actor_of(three[0]), at=at),
    ):
        with pytest.raises(sessions.SessionOver):
            refused()


def test_session_stands_in_the_private_calendar_of_who_has_a_place(three, at):
    session = live(three, at, places=1)
    come(session, three[:2], at)
    texts = []
    for one in three[:2]:
        feed = feeds.make(by=actor_of(one), at=at)
        secret = meetings.feed_address(feed).rpartition("/")[2].removesuffix(".ics")
        texts.append(meetings.feed_text(secret, at=at))
    assert "SUMMARY:Training: Live" in texts[0]
    assert f"UID:{Enrolment.objects.get(place=1).pk}@fairlead" in texts[0]
    assert "BEGIN:VEVENT" not in texts[1]


def test_being_there_completes_and_is_corrected(three, at):
    session = live(three, at)
    come(session, three[:2], at)
    by = coordinator(session.module.programme)
    ids = [one.pk for one in queries.coming(session)]
    with pytest.raises(enrolling.TooEarly):
        enrolling.tick(session, ids, shown=ids, by=by, at=at)
    later = at + AFTER
    assert [todo.title for todo in queries.todos(by, at=later)] == ["Say who was at “Live”"]
    assert enrolling.tick(session, ids, shown=ids, by=by, at=later) == 2
    assert queries.todos(by, at=later) == []
    done = Completion.objects.filter(session=session)
    assert {(one.how, one.on) for one in done} == {(How.ATTENDED, session.starts_at.date())}
    for _twice in range(2):
        assert enrolling.tick(session, ids[:1], shown=ids, by=by, at=later) == 1
    assert done.all().count() == 1
    assert Enrolment.objects.get(pk=ids[1]).state == EnrolmentState.MISSED


def test_who_came_in_after_the_list_was_shown_is_left_as_they_are(three, at):
    session = live(three, at)
    come(session, three[:1], at)
    shown = [one.pk for one in queries.coming(session)]
    come(session, three[1:2], at + DAY)
    enrolling.tick(session, shown, shown=shown, by=coordinator(session.module.programme), at=at + AFTER)
    assert states(session) == [("attended", 1), ("enrolled", 2)]


def test_session_that_has_begun_takes_nobody(three, at):
    session = live(three, at)
    with pytest.raises(sessions.SessionOver):
        enrolling.enrol(session, by=actor_of(three[0]), at=at + AFTER)
    with pytest.raises(sessions.SessionOver):
        change(session, at + AFTER, places=4)


def test_planned_twice_by_a_double_click_is_planned_once(three, at):
    first = live(three, at)
    given = {name: getattr(first, name) for name in sessions.FIELDS}
    by = coordinator(first.module.programme)
    assert sessions.plan(first.module, given, by=by, at=at) == first
    with pytest.raises(sessions.NotThen):
        sessions.plan(first.module, {**given, "starts_at": at - DAY}, by=by, at=at)


def test_two_coordinators_who_change_a_session_at_once_are_told(three, at):
    session = live(three, at)
    given = {name: getattr(session, name) for name in sessions.FIELDS}
    by = coordinator(session.module.programme)
    sessions.change(session, {**given, "places": 5}, seen=0, by=by, at=at)
    with pytest.raises(AlreadyMoved):
        sessions.change(session, {**given, "places": 7}, seen=0, by=by, at=at)
    with pytest.raises(sessions.NotThen):
        change(session, at, starts_at=at - DAY)


def test_nobody_stands_on_the_place_of_another(three, at):
    session = live(three, at)
    come(session, three[:1], at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            session=session, person=three[1].person, state=EnrolmentState.ENROLLED, place=1, since=at
        )


def test_session_is_planned_and_people_come(client, three, at, monkeypatch):
    later = [at]
    monkeypatch.setattr("django.utils.timezone.now", lambda: later[-1])
    each = module(three[0].round.programme, "Live", kind=Kind.LIVE)
    client.force_login(factories.member(each.programme))
    given = {"starts_at": "2026-10-12T10:00", "minutes": "90", "places": "1", "place": "", "link": ""}
    new = reverse("training:session_new", args=[each.pk])
    assert "Name a place" in client.post(new, given).content.decode()
    assert (
        "has passed"
        in client.post(new, {**given, "place": "x", "starts_at": "2026-10-01T10:00"}).content.decode()
    )
    client.post(new, {**given, "place": "Hall"})
    session = Session.objects.get()
    where = reverse("training:module", args=[each.pk])
    for one, told in zip(
        three,
        ("You have a place", "You are next on the waiting list", "1 person is ahead of you"),
        strict=True,
    ):
        later.append(later[-1] + timedelta(minutes=1))
        client.force_login(one.person)
        client.post(reverse("training:enrol", args=[session.pk]))
        assert told in client.get(where).content.decode()
    client.post(reverse("training:done", args=[each.pk]))
    client.post(reverse("training:leave", args=[session.pk]))
    assert not Completion.objects.exists()


def test_session_is_changed_and_attendance_noted(client, three, at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    session = live(three, at, places=1)
    come(session, three[:2], at)
    client.force_login(factories.member(session.module.programme))
    page = reverse("training:session", args=[session.pk])
    text = client.get(page).content.decode()
    assert ("Waiting list" in text, "Who was there?" in text) == (True, False)
    edit = reverse("training:session_edit", args=[session.pk])
    given = {"starts_at": "2026-10-12T10:00", "minutes": "90", "place": "Hall", "places": "2", "link": ""}
    assert client.post(edit, {**given, "revision": "7"}).status_code == 422
    client.post(edit, {**given, "revision": "0"})
    assert Enrolment.objects.filter(state="enrolled").count() == 2
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + AFTER)
    client.force_login(factories.member(session.module.programme))
    assert "Who was there?" in client.get(page).content.decode()
    ids = [str(one.pk) for one in queries.coming(session)]
    ticked = {"present": [*ids[:1], "x"], "shown": ids}
    client.post(reverse("training:session_tick", args=[session.pk]), ticked)
    assert Completion.objects.count() == 1
    every = reverse("training:sessions", args=[session.module.programme_id])
    assert "Past" in client.get(every).content.decode()


def test_full_session_for_which_nobody_waits_is_only_full(client, three, at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    session = live(three, at, places=1)
    come(session, three[:1], at)
    client.force_login(three[1].person)
    where = reverse("training:module", args=[session.module_id])
    text = client.get(where).content.decode()
    assert ("full" in text, "on the waiting list" in text) == (True, False)
    client.post(reverse("training:enrol", args=[session.pk]))
    assert "full, 1 on the waiting list" in client.get(where).content.decode()


def test_new_session_is_as_long_as_its_module_says(client, three):
    each = module(three[0].round.programme, "Live", kind=Kind.LIVE, minutes=120)
    client.force_login(factories.member(each.programme))
    text = client.get(reverse("training:session_new", args=[each.pk])).content.decode()
    assert 'name="minutes" value="120"' in text


def test_wrong_link_to_a_call_is_told_once(client, three):
    each = module(three[0].round.programme, "Live", kind=Kind.LIVE)
    client.force_login(factories.member(each.programme))
    given = {"starts_at": "2026-10-12T10:00", "minutes": "90", "places": "1", "link": "zoom"}
    text = client.post(reverse("training:session_new", args=[each.pk]), given).content.decode()
    assert text.count("This is no web address.") == 2  # in the summary, and at the field


def test_list_on_which_nobody_is_ticked_says_so(client, three, at, monkeypatch):
    session = live(three, at, places=1)
    come(session, three[:1], at)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + AFTER)
    client.force_login(factories.member(session.module.programme))
    shown = {"shown": [str(one.pk) for one in queries.coming(session)]}
    answer = client.post(reverse("training:session_tick", args=[session.pk]), shown, follow=True)
    assert "Kept: nobody was there." in answer.content.decode()


def test_who_gives_a_place_up_while_nobody_waits_is_not_told_that_somebody_has_it(three, at):
    session = live(three, at, places=1)
    come(session, three[:1], at)
    enrolling.leave(session, by=actor_of(three[0]), at=at + DAY)
    letter = Letter.objects.get(to_email=three[0].person.email, kind="session-left")
    assert (letter.subject.startswith("You have given up your place"), "somebody else" in letter.text) == (
        True,
        False,
    )
