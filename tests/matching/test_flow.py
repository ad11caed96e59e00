"""How long a wait is to be expected: examples worked out by hand, and properties that must hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.matching.queries import flow
from fairlead.matching.queries.flow import Past

WEEKS = [Past(7.0 * week, over=True) for week in range(1, 9)]


def test_curve_counts_those_who_still_wait():
    """Kaplan and Meier by hand: of 4 people 1 ends on day 2, one is not seen after day 3, then 1 of 2."""
    past = [Past(2, over=True), Past(3, over=False), Past(5, over=True), Past(8, over=True)]
    curve = flow.waiting_curve(past)
    assert curve.days == (2, 5, 8)
    assert curve.waiting == pytest.approx((3 / 4, 3 / 8, 0))
    assert [curve.at(day) for day in (0, 2, 4.9, 5, 9)] == pytest.approx([1, 3 / 4, 3 / 4, 3 / 8, 0])


def test_who_stops_being_seen_on_the_day_somebody_ends_is_still_at_risk():
    curve = flow.waiting_curve([Past(2, over=True), Past(2, over=False)])
    assert curve.waiting == pytest.approx((1 / 2,))


def test_remaining_days_are_those_of_people_who_have_waited_as_long():
    """Of eight who waited 1 to 8 weeks, five are left after 3; three quarters of these end by week 7."""
    curve = flow.waiting_curve(WEEKS)
    assert flow.remaining(curve, waited=0, share=0.25) == 14
    assert flow.remaining(curve, waited=0, share=0.75) == 42
    assert flow.remaining(curve, waited=21, share=0.75) == 28
    assert flow.remaining(curve, waited=56, share=0.25) is None


def test_share_that_nobody_has_reached_is_not_known():
    curve = flow.waiting_curve([Past(2, over=True), Past(9, over=False), Past(9, over=False)])
    assert flow.remaining(curve, waited=0, share=0.25) == 2
    assert flow.remaining(curve, waited=0, share=0.75) is None


def test_places_that_are_missing_take_as_long_as_so_many_mentorships():
    """The first event of a Poisson process: half by ln 2 / rate. Without a rate nothing can be said."""
    assert flow.until_places(0, per_day=0, share=0.5) == 0
    assert flow.until_places(1, per_day=0.1, share=0.5) == pytest.approx(6.931, abs=0.001)
    assert flow.until_places(2, per_day=0.1, share=0.5) == pytest.approx(16.783, abs=0.001)
    assert flow.until_places(1, per_day=0, share=0.5) is None


def test_wait_with_a_free_place_is_expected_as_others_waited():
    found = flow.expected(WEEKS, waited=0, place=1, free=2, per_day=0.1)
    assert (found.early, found.late, found.known) == (14, 42, 8)


def test_wait_behind_more_people_than_there_are_places_takes_longer():
    """Nine events, one in ten days: a quarter by day 68.4, three quarters by day 108 (chi-squared, 18)."""
    found = flow.expected(WEEKS, waited=0, place=11, free=2, per_day=0.1)
    assert (found.early, found.late) == (
        pytest.approx(13.675 / 2 / 0.1, abs=0.01),
        pytest.approx(21.605 / 2 / 0.1, abs=0.01),
    )


@pytest.mark.parametrize(
    ("past", "waited"),
    [(WEEKS[:7], 0), ([*WEEKS[:7], Past(100, over=False)], 0), (WEEKS, 42), ([], 0)],
    ids=["seven waits", "those who wait do not count as ended", "hardly anybody waited longer", "nobody"],
)
def test_nothing_is_said_with_too_little_to_go_by(past, waited):
    assert flow.expected(past, waited=waited, place=1, free=9, per_day=1) is None


def test_latest_date_is_left_open_while_too_many_still_wait():
    past = [*WEEKS, *[Past(60, over=False)] * 8]
    found = flow.expected(past, waited=0, place=1, free=1, per_day=1)
    assert (found.early, found.late) == (28, None)


def test_nothing_is_said_to_who_needs_a_place_where_nothing_begins():
    assert flow.expected(WEEKS, waited=0, place=3, free=1, per_day=0) is None


WAITS = st.lists(st.builds(Past, st.integers(0, 400).map(float), st.booleans()), min_size=8, max_size=40)


@given(WAITS, st.integers(0, 100), st.integers(1, 20), st.integers(0, 20))
def test_expectations_are_in_order_and_never_past(past, waited, place, free):
    found = flow.expected(past, waited=waited, place=place, free=free, per_day=0.2)
    if found is not None:
        assert found.early > 0
        assert found.late is None or found.late >= found.early


@given(WAITS)
def test_those_who_still_wait_never_make_the_expectation_rosier(past):
    ended = [one for one in past if one.over]
    with_all, without = flow.waiting_curve(past), flow.waiting_curve(ended)
    assert all(with_all.at(day) >= without.at(day) - 1e-9 for day in range(0, 401, 20))
