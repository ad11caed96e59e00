"""Times that suit everybody: in everybody's working hours, outside all that is taken, spread over days."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fairlead.calendars.slots import Hours, Side, free, suiting, working
from fairlead.calendars.times import Span, common, merged, within, without
from tests.calendars.files import span

WEEK = frozenset(range(5))
VIENNA, NEW_YORK = ZoneInfo("Europe/Vienna"), ZoneInfo("America/New_York")
OFFICE = Hours(VIENNA, WEEK, time(9), time(17))
ZONES = st.sampled_from(
    [VIENNA, NEW_YORK, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("UTC")]
)
# Both changes of the clocks in Europe, America and on Lord Howe lie in these months.
MOMENTS = st.datetimes(datetime(2026, 9, 20), datetime(2027, 4, 20), timezones=st.just(UTC))
CLOCK = st.builds(time, st.integers(0, 22), st.sampled_from([0, 15, 30, 45]))


@st.composite
def spans(draw):
    begins = draw(MOMENTS)
    return Span(begins, begins + timedelta(minutes=draw(st.integers(1, 4000))))


@st.composite
def sides(draw):
    begins, ends = draw(CLOCK), draw(CLOCK)
    assume(begins < ends)
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    taken = tuple(draw(st.lists(spans(), max_size=12)))
    return Side(Hours(draw(ZONES), days, begins, ends), taken)


def overlaps(one, other):
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


@given(st.lists(sides(), min_size=1, max_size=3), MOMENTS, st.integers(5, 300), st.integers(1, 8))
def test_each_time_suits_each_side_by_their_own_clock(people, since, minutes, most):
    frame = Span(since, since + timedelta(days=21))
    found = suiting(people, frame, minutes=minutes, most=most)
    assert found == sorted(set(found))
    assert len(found) <= most
    meetings = [Span(one, one + timedelta(minutes=minutes)) for one in found]
    for meeting in meetings:
        assert frame.starts_at <= meeting.starts_at
        assert meeting.ends_at <= frame.ends_at
        for side in people:
            assert not any(overlaps(meeting, taken) for taken in side.taken)
            zone, hours = side.hours.zone, side.hours
            begins, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
            assert begins.date().weekday() in hours.days
            opens, closes = (datetime.combine(begins.date(), one, zone) for one in (hours.begins, hours.ends))
            assert opens.astimezone(UTC) <= meeting.starts_at
            assert meeting.ends_at <= closes.astimezone(UTC)
            assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(minutes=minutes)
    assert not any(overlaps(one, two) for one, two in pairwise(meetings))


@given(st.lists(sides(), min_size=2, max_size=2), MOMENTS, st.integers(5, 300))
def test_whenever_something_suits_something_is_found(people, since, minutes):
    frame = Span(since, since + timedelta(days=21))
    room = [
        one for one in free(people, frame) if one.ends_at - one.starts_at >= timedelta(minutes=minutes + 15)
    ]
    assert not room or suiting(people, frame, minutes=minutes, most=5)


@given(st.lists(sides(), min_size=2, max_size=2), MOMENTS)
def test_the_order_of_the_two_changes_nothing_of_when_both_are_free(people, since):
    frame = Span(since, since + timedelta(days=21))
    assert free(people, frame) == free(people[::-1], frame)


@given(st.lists(spans(), max_size=15), st.lists(spans(), max_size=15))
def test_time_is_cut_without_losing_or_doubling_any(some, others):
    both, rest = common(some, others), without(some, others)
    assert merged([*both, *rest]) == merged(some)
    assert not any(overlaps(one, two) for one in both for two in rest)
    assert not any(overlaps(one, two) for one in rest for two in others)


def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_go_back():
    frame = span("2026-10-23T00:00", "2026-10-27T00:00")
    assert working(OFFICE, frame) == [
        span("2026-10-23T07:00", "2026-10-23T15:00"),
        span("2026-10-26T08:00", "2026-10-26T16:00"),
    ]


def test_night_in_which_an_hour_is_missing_or_twice_is_as_long_as_it_is():
    nights = Hours(VIENNA, frozenset({6}), time(1), time(4))
    assert working(nights, span("2026-10-24T00:00", "2026-10-26T00:00")) == [
        span("2026-10-24T23:00", "2026-10-25T03:00")
    ]
    assert working(nights, span("2027-03-27T00:00", "2027-03-29T00:00")) == [
        span("2027-03-28T00:00", "2027-03-28T02:00")
    ]
    gone = Hours(VIENNA, frozenset({6}), time(2), time(3))
    assert working(gone, span("2027-03-27T00:00", "2027-03-29T00:00")) == []


def test_between_two_clocks_only_the_hours_that_both_work_are_proposed():
    over_there = Hours(NEW_YORK, WEEK, time(9), time(17))
    frame = span("2026-10-19T00:00", "2026-11-07T00:00")
    found = suiting([Side(OFFICE), Side(over_there)], frame, minutes=60, most=6)
    clocks = [(one.astimezone(VIENNA).hour, one.astimezone(NEW_YORK).hour) for one in found]
    assert len(found) == 6
    # In the last week of October, Europe has changed its clocks and America has not.
    assert {vienna - new_york for vienna, new_york in clocks} == {5, 6}
    assert all(new_york >= 9 and vienna <= 16 for vienna, new_york in clocks)


def test_times_are_spread_over_days_and_hours_and_begin_on_the_hour():
    frame = span("2026-10-06T00:00", "2026-10-27T00:00")
    found = [
        one.astimezone(VIENNA) for one in suiting([Side(OFFICE), Side(OFFICE)], frame, minutes=60, most=5)
    ]
    days = [date(2026, 10, day) for day in (6, 9, 15, 20, 26)]
    assert [one.date() for one in found] == days
    assert [one.strftime("%H:%M") for one in found] == ["10:00", "14:00", "11:00", "15:00", "09:00"]


def test_one_free_day_gives_several_times_of_that_day():
    only = Hours(VIENNA, frozenset({1}), time(9), time(17))
    frame = span("2026-10-05T00:00", "2026-10-12T00:00")
    found = suiting([Side(only)], frame, minutes=60, most=5)
    assert {one.astimezone(VIENNA).date() for one in found} == {date(2026, 10, 6)}
    assert [one.astimezone(VIENNA).hour for one in found] == [9, 10, 11, 14, 15]


@pytest.mark.parametrize("minutes", [120, 121, 600])
def test_nothing_suits_when_the_gap_is_too_short(minutes):
    taken = (span("2026-10-06T09:00", "2026-10-06T15:00"),)
    frame = span("2026-10-06T00:00", "2026-10-07T00:00")
    assert bool(suiting([Side(OFFICE, taken)], frame, minutes=minutes, most=5)) is (minutes == 120)


def test_what_is_outside_the_frame_is_cut_off():
    assert within(
        [span("2026-10-05T00:00", "2026-10-07T00:00")], span("2026-10-06T00:00", "2026-10-09T00:00")
    ) == [span("2026-10-06T00:00", "2026-10-07T00:00")]
