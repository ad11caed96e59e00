"""When somebody is busy, read from calendars as their programmes write them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.calendars import reading
from fairlead.calendars.reading import NoCalendar, TooMuch, busy_times
from fairlead.calendars.times import Span
from tests.calendars.files import APPLE, FREE_BUSY, GOOGLE, OUTLOOK, SECRET, calendar, event, span
from tests.factories import AT

FRAME = Span(AT, AT + timedelta(weeks=8))
VIENNA = ZoneInfo("Europe/Vienna")


def busy(raw, owner="ming@northport.example", zone=VIENNA):
    return busy_times(raw, FRAME, zone=zone, owner=owner)


def test_outlook_series_keeps_its_hour_when_the_clocks_change_and_its_exceptions_count():
    assert busy(OUTLOOK) == [
        span("2026-10-19T07:00", "2026-10-19T08:00"),
        span("2026-10-21T22:00", "2026-10-22T22:00"),
        span("2026-10-26T13:00", "2026-10-26T14:00"),
        span("2026-11-09T08:00", "2026-11-09T09:00"),
    ]


def test_google_leaves_out_what_is_cancelled_or_declined_and_days_that_nobody_called_busy():
    assert busy(GOOGLE) == [
        span("2026-10-06T08:00", "2026-10-06T08:30"),
        span("2026-10-08T00:00", "2026-10-08T00:45"),
        span("2026-10-11T15:00", "2026-10-13T15:00"),
    ]


def test_what_somebody_else_declined_counts():
    assert span("2026-10-07T10:00", "2026-10-07T11:00") in busy(GOOGLE, owner="other@northport.example")


def test_apple_series_goes_on_over_the_change_of_the_clocks():
    evenings = [f"2026-10-{day}" for day in (20, 23, 24)] + [f"2026-10-{day}" for day in (25, 26, 27)]
    hours = [16, 16, 16, 17, 17, 17]
    assert busy(APPLE) == [
        span(f"{day}T{hour}:00", f"{day}T{hour + 1}:00") for day, hour in zip(evenings, hours, strict=True)
    ]


def test_free_busy_file_says_when_and_what_is_free_there_does_not_count():
    assert busy(FREE_BUSY) == [
        span("2026-10-06T08:00", "2026-10-06T09:00"),
        span("2026-10-06T09:30", "2026-10-06T10:00"),
        span("2026-10-08T08:00", "2026-10-08T10:00"),
    ]


def test_time_without_a_zone_is_read_by_the_clock_of_its_owner():
    raw = calendar(event("DTSTART:20261026T090000", "DTEND:20261026T100000"))
    assert busy(raw) == [span("2026-10-26T08:00", "2026-10-26T09:00")]
    assert busy(raw, zone=ZoneInfo("America/Toronto")) == [span("2026-10-26T13:00", "2026-10-26T14:00")]
    series = calendar(event("DTSTART:20261024T090000", "DTEND:20261024T100000", "RRULE:FREQ=DAILY;COUNT=2"))
    assert busy(series) == [
        span("2026-10-24T07:00", "2026-10-24T08:00"),
        span("2026-10-25T08:00", "2026-10-25T09:00"),
    ]


def test_only_what_lies_ahead_is_kept_and_what_touches_is_one():
    raw = calendar(
        event("DTSTART:20261005T080000Z", "DTEND:20261005T100000Z", uid="under way"),
        event("DTSTART:20261005T100000Z", "DTEND:20261005T110000Z", uid="next"),
        event("DTSTART:20261005T103000Z", "DTEND:20261005T104500Z", uid="inside"),
        event("DTSTART:20261004T100000Z", "DTEND:20261004T110000Z", uid="over"),
        event("DTSTART:20270104T100000Z", "DTEND:20270104T110000Z", uid="far"),
        event("DTSTART:20261006T100000Z", "DTEND:20261006T100000Z", uid="no time"),
    )
    assert busy(raw) == [span("2026-10-05T09:00", "2026-10-05T11:00")]


def test_titles_places_and_people_never_come_as_far_as_the_parser(monkeypatch):
    seen = []
    whole = reading.Calendar.from_ical
    monkeypatch.setattr(
        reading.Calendar, "from_ical", lambda text, **more: seen.append(text) or whole(text, **more)
    )
    for raw in (OUTLOOK, GOOGLE, APPLE):
        busy(raw)
    assert len(seen) == 3
    assert [word for word in (SECRET, "ann@", "VALARM", "folded") if any(word in text for text in seen)] == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<!doctype html><html><body>Sign in</body></html>",
        b"\xff\xfe\x00binary",
        OUTLOOK[: len(OUTLOOK) // 2],
        b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n",
        b"<p>BEGIN:VCALENDAR</p>" + OUTLOOK,
    ],
    ids=["nothing", "a page", "bytes", "cut off", "crossed", "a page around it"],
)
def test_what_is_no_whole_calendar_is_refused(raw):
    with pytest.raises(NoCalendar):
        busy(raw)


def test_calendar_without_events_is_a_free_one():
    assert busy(b"\xef\xbb\xbf" + calendar()) == []


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=99999999", "FREQ=DAILY;INTERVAL=0", "FREQ=NEVER", "COUNT=3"],
)
def test_event_that_repeats_as_no_diary_does_is_left_out_and_the_rest_counts(rule):
    raw = calendar(
        event("DTSTART:20261006T080000Z", "DTEND:20261006T081000Z", f"RRULE:{rule}", uid="odd"),
        event("DTSTART:20261007T080000Z", "DTEND:20261007T090000Z", uid="plain"),
        event("DTSTART:soon", "DTEND:20261007T090000Z", uid="unreadable"),
    )
    assert busy(raw) == [span("2026-10-07T08:00", "2026-10-07T09:00")]


def test_calendar_that_takes_long_to_expand_is_refused():
    rule = f"RRULE:FREQ=DAILY;BYSECOND={','.join(map(str, range(60)))}"
    series = [event("DTSTART:19900101T080000Z", "DURATION:PT1S", rule, uid=str(one)) for one in range(5)]
    with pytest.raises(TooMuch):
        busy(calendar(*series))
    with pytest.raises(TooMuch):
        busy(calendar(*["BEGIN:VEVENT\nEND:VEVENT"] * (reading.MOST_EVENTS + 1)))


@settings(max_examples=60)
@given(st.text(max_size=300), st.integers(0, 2000))
def test_any_bytes_at_all_are_read_or_refused(rubbish, place):
    raw = OUTLOOK[:place] + rubbish.encode(errors="replace") + OUTLOOK[place:]
    try:
        found = busy(raw)
    except (NoCalendar, TooMuch):
        return
    assert found == sorted(found)
