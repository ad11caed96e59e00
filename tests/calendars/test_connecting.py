"""Connecting a calendar, reading it, and being rid of it: what is kept, and what is not."""

import logging
from datetime import time, timedelta

import pytest
from django.db import connection as database

from fairlead.audit.models import Entry
from fairlead.calendars import actions, fetching, queries, tasks
from fairlead.calendars.addresses import NotAnAddress, tidied
from fairlead.calendars.enums import Problem
from fairlead.calendars.models import Connection, WorkingHours
from fairlead.kernel.tokens import fresh
from fairlead.sealed import ciphers
from fairlead.sealed.actions import renew_keys
from tests import factories
from tests.calendars.files import OUTLOOK, calendar, event, span

pytestmark = pytest.mark.django_db
ADDRESS = "https://outlook.example/owa/calendar/Kestrel-Nine/calendar.ics"


@pytest.fixture
def ming():
    return factories.person("Ming Mentee", email="ming@northport.example")


def connected(person, at, address=ADDRESS):
    return actions.connect(address, by=factories.actor(person), at=at)


def answering(monkeypatch, answer):
    """The network's edge gives this, or raises it; the places that were asked."""
    asked = []

    def fetched(place):
        asked.append(place.address)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(fetching, "fetched", fetched)
    return asked


def stored():
    return Connection.objects.get()


def rows():
    """Everything the database holds of connections, as text."""
    with database.cursor() as cursor:
        cursor.execute("SELECT * FROM calendars_connection")
        found = cursor.fetchall()
    return " ".join(
        bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
        for row in found
        for value in row
    )


@pytest.mark.parametrize(
    ("pasted", "address"),
    [
        ("webcal://p01.icloud.example/published/2/AAA", "https://p01.icloud.example/published/2/AAA"),
        ("  <HTTPS://Calendar.Example/x.ics?a=1#top> ", "https://calendar.example/x.ics?a=1"),
        ("webcals://cloud.example:8443/dav", "https://cloud.example:8443/dav"),
        ("https://cloud.example", "https://cloud.example/"),
    ],
)
def test_address_is_tidied_and_always_encrypted(pasted, address):
    assert tidied(pasted).address == address


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("calendar.example/x.ics", "no address"),
        ("https://calendar.example/my calendar.ics", "no address"),
        ("https://", "cannot be read"),
        ("https://[::1", "cannot be read"),
        ("https://x:99999/", "cannot be read"),
        ("ftp://calendar.example/x.ics", "cannot be read"),
        ("file:///etc/passwd", "cannot be read"),
        ("http://calendar.example/x.ics", "not encrypted"),
        ("https://calendar.example:22/x.ics", "usual port"),
        ("https://ming:word@calendar.example/x.ics", "keeps nobody's password"),
        ("https://calendar.google.com/calendar/u/0?cid=bWluZw", "Secret address"),
        ("https://outlook.example/owa/calendar/a/calendar.html", "ends in .ics"),
        ("https://calendar.example/" + "x" * 2000, "longer"),
        ("https://кale\u202endar.example/", "no address"),
    ],
)
def test_what_cannot_be_a_calendar_is_refused_with_what_to_paste_instead(ming, at, pasted, said):
    with pytest.raises(NotAnAddress, match=said):
        connected(ming, at, pasted)
    assert Connection.objects.count() == 0


def test_reading_keeps_when_one_is_busy_sealed_and_nothing_else(ming, at, monkeypatch):
    asked = answering(monkeypatch, OUTLOOK)
    made = connected(ming, at)
    actions.read(made.pk, at=at)
    assert asked == [ADDRESS]
    assert queries.busy_of(stored())[0] == span("2026-10-19T07:00", "2026-10-19T08:00")
    assert len(queries.busy_of(stored())) == 4
    shown = rows()
    assert [word for word in ("Kestrel", "outlook", "http", "1760", "179") if word in shown.lower()] == []
    assert stored().read_at == at
    assert stored().due_at == at + actions.EVERY


def test_another_reading_takes_the_place_of_the_first(ming, at, monkeypatch):
    answering(monkeypatch, OUTLOOK)
    made = connected(ming, at)
    actions.read(made.pk, at=at)
    later = at + timedelta(days=2)
    answering(monkeypatch, calendar(event("DTSTART:20261009T080000Z", "DTEND:20261009T090000Z")))
    actions.read(made.pk, at=later)
    assert queries.busy_of(stored()) == [span("2026-10-09T08:00", "2026-10-09T09:00")]


def test_what_was_known_stays_when_the_server_fails_and_it_is_asked_later_and_later(ming, at, monkeypatch):
    answering(monkeypatch, OUTLOOK)
    made = connected(ming, at)
    actions.read(made.pk, at=at)
    answering(monkeypatch, fetching.Unread(Problem.GONE))
    pauses, now = [], at
    for _time in range(7):
        now += timedelta(hours=1)
        actions.read(made.pk, at=now)
        pauses.append((stored().due_at - now) / timedelta(hours=1))
    assert pauses == [1, 2, 4, 8, 16, 24, 24]
    assert (stored().problem, stored().read_at) == (Problem.GONE, at)
    assert len(queries.busy_of(stored())) == 4
    answering(monkeypatch, OUTLOOK)
    actions.read(made.pk, at=now)
    assert (stored().problem, stored().failures) == ("", 0)


def test_what_is_too_old_does_not_count_and_is_forgotten_after_two_weeks(ming, at, monkeypatch):
    answering(monkeypatch, OUTLOOK)
    made = connected(ming, at)
    actions.read(made.pk, at=at)
    answering(monkeypatch, fetching.Unread(Problem.UNREACHABLE))
    known = [queries.availability([ming.pk], at=at + timedelta(days=day))[ming.pk].known for day in (0, 7, 8)]
    assert known == [True, True, False]
    actions.read(made.pk, at=at + timedelta(days=14))
    assert stored().busy
    actions.read(made.pk, at=at + timedelta(days=15))
    assert not stored().busy


@pytest.mark.parametrize(
    ("answer", "problem"), [(b"<html>", Problem.NO_CALENDAR), (OUTLOOK[:900], Problem.NO_CALENDAR)]
)
def test_page_in_place_of_a_calendar_is_said_to_be_one(ming, at, monkeypatch, answer, problem):
    answering(monkeypatch, answer)
    actions.read(connected(ming, at).pk, at=at)
    assert (stored().problem, stored().read_at) == (problem, None)


def test_address_stands_in_no_log_and_no_record(ming, at, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    answering(monkeypatch, fetching.Unread(Problem.SLOW))
    made = connected(ming, at)
    actions.read(made.pk, at=at)
    actions.disconnect(made, by=factories.actor(ming), at=at)
    assert "Kestrel" not in caplog.text
    assert "problem='slow'" in caplog.text
    told = [(entry.verb, str(entry.details), entry.thing_label) for entry in Entry.objects.all()]
    assert [verb for verb, _details, _label in told] == ["connected calendar", "disconnected calendar"]
    assert "Kestrel" not in str(told)


def test_disconnecting_removes_everything_at_once_also_while_it_is_being_read(ming, at, monkeypatch):
    made = connected(ming, at)

    def fetched(place):
        actions.disconnect(made, by=factories.actor(ming), at=at)
        return OUTLOOK

    monkeypatch.setattr(fetching, "fetched", fetched)
    actions.read(made.pk, at=at)
    actions.read(made.pk, at=at)
    assert Connection.objects.count() == 0


def test_the_same_calendar_is_connected_once_and_at_most_three_are(ming, at):
    connected(ming, at)
    with pytest.raises(actions.NotConnected, match="already"):
        connected(ming, at, ADDRESS.replace("https", "webcal"))
    connected(factories.person(), at)
    for number in (1, 2):
        connected(ming, at, f"https://calendar.example/{number}.ics")
    with pytest.raises(actions.NotConnected, match="Three"):
        connected(ming, at, "https://calendar.example/3.ics")
    assert Connection.objects.filter(person=ming).count() == 3


@pytest.mark.django_db(transaction=True)
def test_double_click_connects_once(ming, at, at_once, monkeypatch):
    answering(monkeypatch, OUTLOOK)
    outcomes = at_once(*[lambda: connected(ming, at)] * 2)
    assert Connection.objects.count() == 1
    assert {type(one) for one in outcomes} == {Connection, actions.NotConnected}


@pytest.mark.django_db(transaction=True)
def test_calendar_is_read_after_it_is_connected(ming, at, monkeypatch):
    asked = answering(monkeypatch, OUTLOOK)
    connected(ming, at)
    assert asked == [ADDRESS]
    assert stored().read_at is not None


def claimed(at):
    return Connection.objects.filter(lease_until__gt=at).count()


def test_sweep_starts_a_few_that_are_due_and_fetches_nothing_itself(at, monkeypatch):
    asked = answering(monkeypatch, OUTLOOK)
    for _number in range(5):
        connected(factories.person(), at)
    Connection.objects.update(lease_until=None)
    assert tasks.sweep(at=at) == actions.AT_ONCE
    assert tasks.sweep(at=at + timedelta(seconds=5)) == 0
    assert (claimed(at), asked) == (actions.AT_ONCE, [])
    # A worker that was lost leaves its lease to run out.
    assert tasks.sweep(at=at + actions.LEASE) == actions.AT_ONCE


def test_what_is_not_due_or_never_by_itself_is_left_alone(ming, at):
    connected(ming, at)
    Connection.objects.update(lease_until=None, due_at=at + timedelta(minutes=1))
    assert tasks.sweep(at=at) == 0
    Connection.objects.update(due_at=None)
    assert tasks.sweep(at=at + timedelta(days=30)) == 0


def test_calendar_of_somebody_who_is_no_longer_active_is_removed(ming, at):
    connected(ming, at)
    ming.is_active = False
    ming.save()
    assert tasks.sweep(at=at) == 1
    assert Connection.objects.count() == 0


def test_owner_may_have_it_read_at_once_but_not_over_and_over(ming, at, monkeypatch):
    answering(monkeypatch, OUTLOOK)
    made = connected(ming, at)
    me = factories.actor(ming)
    with pytest.raises(actions.TooSoon):
        actions.ask_now(made, by=me, at=at)
    actions.read(made.pk, at=at)
    with pytest.raises(actions.TooSoon):
        actions.ask_now(stored(), by=me, at=at + timedelta(seconds=59))
    actions.ask_now(stored(), by=me, at=at + timedelta(minutes=1))
    assert stored().lease_until == at + timedelta(minutes=1) + actions.LEASE


def test_new_key_of_the_installation_seals_anew_and_the_old_one_can_go(ming, at, monkeypatch, settings):
    answering(monkeypatch, OUTLOOK)
    actions.read(connected(ming, at).pk, at=at)
    old, new = settings.WORDS_KEYS[0], ciphers.fresh_key()
    settings.WORDS_KEYS = [new, old]
    # Before the change has gone through, what is read is sealed so that it opens.
    actions.read(stored().pk, at=at)
    assert len(queries.busy_of(stored())) == 4
    assert renew_keys() == 1
    settings.WORDS_KEYS = [new]
    assert len(queries.busy_of(stored())) == 4
    assert queries.place_of(stored()).address == ADDRESS


def test_without_the_key_the_owner_is_asked_to_connect_anew(ming, at, settings):
    made = connected(ming, at)
    settings.WORDS_KEYS = [ciphers.fresh_key()]
    actions.read(made.pk, at=at)
    assert stored().problem == Problem.UNOPENED
    assert [one.host for one in queries.mine(factories.actor(ming), at=at)] == [""]


def test_erasing_a_person_leaves_neither_calendars_nor_hours(ming, at):
    connected(ming, at)
    other = factories.person()
    connected(other, at)
    for person in (ming, other):
        actions.set_hours(
            zone="Europe/Vienna",
            days=[0, 2],
            begins=time(8),
            ends=time(12),
            by=factories.actor(person),
            at=at,
        )
    actions.erase(ming.pk)
    assert [one.person_id for one in Connection.objects.all()] == [other.pk]
    assert [one.person_id for one in WorkingHours.objects.all()] == [other.pk]


def test_availability_asks_as_often_for_one_as_for_four(at, django_assert_num_queries):
    people = [factories.person() for _number in range(4)]
    for person in people:
        connected(person, at)
        connected(person, at, f"https://calendar.example/{fresh()}.ics")
    for wanted in (people[:1], people):
        with django_assert_num_queries(2):
            found = queries.availability([one.pk for one in wanted], at=at)
        assert len(found) == len(wanted)
