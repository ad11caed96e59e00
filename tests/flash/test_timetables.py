"""The timetable of a flash meeting: the best meetings, told to each, and kept true when somebody leaves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from fairlead.flash import tasks
from fairlead.flash.actions import arranging, keeping, telling
from fairlead.flash.enums import FlashState
from fairlead.flash.models import FlashGuest, FlashMeeting, FlashSession
from fairlead.flash.queries import calendars, timetables
from fairlead.flash.queries import telling as queries
from fairlead.kernel.errors import AlreadyMoved
from fairlead.matching.actions import ruling
from fairlead.matching.enums import RulingKind
from fairlead.notifications.models import Letter
from fairlead.preferences.actions import arranging as wishes
from fairlead.preferences.actions import stating
from fairlead.preferences.enums import Deed
from fairlead.preferences.queries import cards
from fairlead.programmes.enums import ParticipationState
from fairlead.programmes.keeping import Part
from tests import factories
from tests.flash.flashing import GIVEN, scene

pytestmark = pytest.mark.django_db
EVERY = {(mentee, mentor) for mentee in ("Chen", "Dana") for mentor in ("Ana", "Boris")}


@pytest.fixture
def here(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return scene(at)


def rather_not(here, who, other):
    """Somebody says in confidence whom they would rather not be paired with."""
    wishes.arrange(here.people.round, until=here.at.date() + timedelta(days=7), by=here.people.by, at=here.at)
    key = cards.key_of(here.of[who], here.part(other).pk)
    by = factories.actor(here.of[who].person)
    stating.state(here.of[who], Deed.RATHER_NOT, key, by=by, at=here.at)


def letters(name):
    """(kind, method of the appointment, its sequence) of the letters to somebody, in their order."""
    found = []
    sent = Letter.objects.filter(to_email=f"{name.lower()}@northport.example", kind__startswith="flash")
    for one in sorted(sent, key=lambda letter: int(letter.key.rsplit(":", 1)[1])):
        calendar = Calendar.from_ical(one.calendar)
        (event,) = calendar.walk("VEVENT")
        found.append((one.kind, str(calendar["METHOD"]), int(event["SEQUENCE"])))
    return found


def test_everybody_meets_everybody_once_and_is_never_in_two_at_once(here):
    assert here.compute().state == FlashState.COMPUTED
    assert here.pairs() == EVERY
    met = timetables.meetings(here.now())
    for side in ("mentee_id", "mentor_id"):
        assert len({(getattr(one, side), one.slot) for one in met}) == 4
    before = [(one.mentee_id, one.mentor_id, one.slot) for one in met]
    here.compute()
    again = timetables.meetings(here.now())
    assert [(one.mentee_id, one.mentor_id, one.slot) for one in again] == before


def test_partners_and_forbidden_pairs_do_not_meet(here):
    factories.mentorship(here.people.round, here.part("Ana"), here.part("Chen"))
    ruling.rule(
        kind=RulingKind.FORBID,
        reason="",
        mentee=here.part("Dana"),
        mentor=here.part("Boris"),
        by=here.people.by,
        at=here.at,
    )
    here.compute()
    assert here.pairs() == {("Chen", "Boris"), ("Dana", "Ana")}


def test_somebody_left_out_meets_nobody_and_a_limit_holds(here):
    here.limit("Ana", 1)
    here.limit("Dana", 0)
    here.compute()
    assert {mentee for mentee, _mentor in here.pairs()} == {"Chen"}
    here.limit("Dana", 2)
    assert (here.now().state, here.pairs()) == (FlashState.DRAFT, set())
    here.compute()
    assert sum(mentor == "Ana" for _mentee, mentor in here.pairs()) == 1
    assert len(here.pairs()) == 3


def test_who_takes_part_on_both_sides_sits_at_one_table_at_a_time(here):
    here.people.mentee("Both", who=here.part("Ana").person)
    here.compute()
    assert FlashMeeting.objects.filter(mentee=here.part("Both")).count() == 0
    here.limit("Ana", 0)
    here.compute()
    assert FlashMeeting.objects.filter(mentee=here.part("Both")).count() == 1


def test_each_gets_a_letter_with_their_own_timetable_and_an_appointment(here):
    published = here.publish()
    assert published.state == FlashState.PUBLISHED
    assert letters("Chen") == [("flash-published", "REQUEST", 1)]
    letter = Letter.objects.get(kind="flash-published", to_email="chen@northport.example")
    assert [line.split()[-1] for line in letter.text.splitlines() if "–" in line[:8]] == [
        one.name for one in timetables.own(here.guest("Chen"))
    ]
    assert "Dana" not in letter.text
    assert Letter.objects.filter(kind="flash-published").count() == 4
    (appointment,) = calendars.appointments(here.part("Chen").person_id, since=here.at)
    assert (appointment.starts_at, appointment.minutes) == (published.starts_at, 25)


def test_two_tabs_plan_publish_and_change_one_flash_meeting_once(here):
    given = GIVEN | {"starts_at": here.session.starts_at}
    assert arranging.plan(here.people.round, given, by=here.people.by, at=here.at) == here.session
    with pytest.raises(arranging.NotThen):
        arranging.plan(here.people.round, given | {"title": "Other"}, by=here.people.by, at=here.at)
    old = here.compute()
    here.limit("Ana", 1)
    acts = {"seen": old.revision, "by": here.people.by, "at": here.at}
    for late in (
        lambda: telling.publish(old, **acts),
        lambda: arranging.compute(old, **acts),
        lambda: arranging.change(old, given, **acts),
    ):
        with pytest.raises(AlreadyMoved):
            late()
    now = here.publish()
    for told in (
        lambda: telling.publish(now, seen=now.revision, by=here.people.by, at=here.at),
        lambda: arranging.compute(now, seen=now.revision, by=here.people.by, at=here.at),
    ):
        with pytest.raises(arranging.Told):
            told()
    assert len(letters("Dana")) == 1
    assert FlashSession.objects.count() == 1


def test_another_of_the_same_title_and_time_is_refused_not_lost(here):
    given = GIVEN | {"starts_at": here.session.starts_at}
    acts = {"by": here.people.by, "at": here.at}
    assert arranging.plan(here.people.round, given, **acts) == here.session
    with pytest.raises(arranging.NotThen, match="at this time already"):
        arranging.plan(here.people.round, given | {"slots": 5}, **acts)


@pytest.mark.parametrize("day", ["9999-12-31T23:59", "2028-11-05T10:00"])
def test_nobody_plans_one_for_a_day_too_far_off(client, here, day):
    client.force_login(here.people.coordinator)
    for name, pk in (("flash:round", here.people.round.pk), ("flash:change", here.session.pk)):
        page = client.post(reverse(name, args=[pk]), GIVEN | {"starts_at": day, "seen": 0})
        assert (page.status_code, "within two years" in page.content.decode()) == (422, True)
    assert FlashSession.objects.count() == 1


def test_a_pair_ruled_out_after_the_timetable_was_made_is_not_published(here):
    now = here.compute()
    rather_not(here, "Ana", "Dana")
    with pytest.raises(telling.OutOfDate) as refused:
        telling.publish(now, seen=now.revision, by=here.people.by, at=here.at)
    assert not {"Ana", "Dana"} & set(str(refused.value.sentence).split())
    here.publish()
    assert here.pairs() == {("Chen", "Ana"), ("Dana", "Boris")}


def test_where_wishes_are_asked_a_timetable_does_not_tell_who_was_ruled_out(here):
    for name in ("Eva", "Finn"):
        here.people.mentor(name)
    rather_not(here, "Ana", "Dana")
    changed = {"starts_at": here.session.starts_at, "slots": 4}
    arranging.change(here.now(), GIVEN | changed, seen=0, by=here.people.by, at=here.at)
    here.compute()
    met = {name: sum(mentee == name for mentee, _mentor in here.pairs()) for name in ("Chen", "Dana")}
    assert met == {"Chen": 2, "Dana": 2}


def test_who_leaves_before_the_day_is_taken_out_and_the_others_are_told(here):
    here.publish()
    part = here.part("Ana")
    part.state = ParticipationState.LEFT
    part.save()
    assert [tasks.sweep(at=here.at) for _twice in range(2)] == [1, 0]
    assert here.pairs() == {("Chen", "Boris"), ("Dana", "Boris")}
    assert letters("Ana") == [("flash-published", "REQUEST", 1), ("flash-left", "CANCEL", 2)]
    assert letters("Chen") == [("flash-published", "REQUEST", 1), ("flash-changed", "REQUEST", 2)]
    assert len(letters("Boris")) == 1


def test_who_has_no_meeting_left_is_told_and_a_cancelled_one_tells_the_rest(here):
    here.publish()
    for name in ("Ana", "Boris"):
        assert telling.take_out(here.guest(name), by=here.people.by, at=here.at)
    assert letters("Chen")[-1] == ("flash-changed", "CANCEL", 3)
    assert here.pairs() == set()
    telling.cancel(here.now(), by=here.people.by, at=here.at)
    assert len(letters("Chen")) == 3
    with pytest.raises(AlreadyMoved):
        telling.cancel(here.now(), by=here.people.by, at=here.at)


def test_calling_off_tells_whoever_has_it_in_the_calendar(here):
    here.publish()
    telling.cancel(here.now(), by=here.people.by, at=here.at)
    assert {name: letters(name)[-1] for name in here.of} == dict.fromkeys(
        here.of, ("flash-cancelled", "CANCEL", 2)
    )


def test_nothing_is_undone_once_it_has_begun(here):
    now = here.publish()
    later = now.starts_at + timedelta(minutes=1)
    with pytest.raises(arranging.NotThen):
        telling.cancel(now, by=here.people.by, at=later)
    with pytest.raises(arranging.NotThen):
        telling.take_out(here.guest("Ana"), by=here.people.by, at=later)
    assert tasks.sweep(at=later) == 0


def test_home_and_application_show_the_own_timetable_until_it_begins(here):
    chen = factories.actor(here.part("Chen").person)
    application = here.of["Chen"]
    here.compute()
    assert (queries.todos(chen, here.at), queries.notes(application, here.at)) == ([], [])
    now = here.publish()
    (todo,), (note,) = queries.todos(chen, here.at), queries.notes(application, here.at)
    assert todo.url == note.url == reverse("flash:mine", args=[here.guest("Chen").pk])
    assert {name for _time, name in note.facts} == {"Ana", "Boris"}
    assert queries.todos(chen, now.starts_at) == []


def test_what_was_arranged_goes_with_the_round_and_is_told_to_its_people(here):
    here.publish()
    chen = here.part("Chen")
    part = Part(here.people.round.pk, chen.person_id)
    held = keeping.held(here.people.round.programme_id)
    assert held["flash", part] == 3
    rows = {one.key: len(one.rows) for one in queries.export(factories.actor(chen.person))}
    assert rows == {"flash_places": 1, "flash_meetings": 2}
    assert keeping.prune([part], at=here.at) == {"flash": 3}
    assert keeping.prune([part], at=here.at) == {}
    assert {mentee for mentee, _mentor in here.pairs()} == {"Dana"}
    assert not FlashGuest.objects.filter(participation=chen).exists()


@pytest.mark.parametrize("by", ["slots", "mentors"])
def test_pages_ask_as_often_for_many_as_for_few(client, here, by):
    here.compute()
    client.force_login(here.people.coordinator)
    url = reverse("flash:session", args=[here.session.pk]) + f"?by={by}"

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    asked()
    few = asked()
    for name in ("Eva", "Finn"):
        here.people.mentee(name)
        here.people.mentor(f"{name}s")
    here.compute()
    assert asked() == few


def test_a_coordinator_prepares_one_from_the_pages(client, here):
    client.force_login(here.people.coordinator)
    url = reverse("flash:round", args=[here.people.round.pk])
    when = (here.at + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    made = client.post(url, GIVEN | {"title": "Second", "starts_at": when})
    second = FlashSession.objects.get(title="Second")
    assert made.url == reverse("flash:session", args=[second.pk])
    assert client.post(url, GIVEN | {"slots": 13, "starts_at": when}).status_code == 422
    page = client.get(made.url).content.decode()
    assert "Make the timetable" in page

    def act(deed, seen):
        return client.post(reverse("flash:act", args=[second.pk, deed]) + f"?seen={seen}", follow=True)

    assert "Nobody has been told yet" in act("compute", 0).content.decode()
    assert second.meetings.count() == 4
    limit = {"seen": 1, "who": here.part("Ana").pk, "most": 0}
    assert client.post(reverse("flash:limit", args=[second.pk]), limit).status_code == 302
    assert second.meetings.count() == 0
    assert "Somebody else changed this" in act("publish", 1).content.decode()
    act("compute", 2)
    assert "everybody has their timetable" in act("publish", 3).content.decode()
    assert {one.mentor.person.name for one in timetables.meetings(second)} == {"Boris"}


def test_somebody_who_cannot_come_says_so_on_their_page(client, here):
    here.publish()
    client.force_login(here.part("Chen").person)
    mine = reverse("flash:mine", args=[here.guest("Chen").pk])
    page = client.get(mine).content.decode()
    assert [name in page for name in ("Ana", "Boris", "Dana")] == [True, True, False]
    for _twice in range(2):
        client.post(reverse("flash:decline", args=[here.guest("Chen").pk]))
    assert here.pairs() == {("Dana", "Ana"), ("Dana", "Boris")}
    assert "I cannot come" not in client.get(mine).content.decode()
    assert [kind for kind, _method, _sequence in letters("Ana")] == ["flash-published", "flash-changed"]
