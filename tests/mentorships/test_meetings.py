"""Meetings are entered or proposed, chosen, moved and cancelled, by whoever comes first."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from fairlead.kernel.actors import NOBODY
from fairlead.kernel.errors import AlreadyMoved
from fairlead.mentorships import actions as pairs
from fairlead.mentorships.actions import meetings as actions
from fairlead.mentorships.enums import EndReason, MeetingState, MentorshipState
from fairlead.mentorships.models import Meeting
from fairlead.mentorships.queries import meetings as queries
from fairlead.mentorships.queries.places import NOWHERE, Place, place_of
from fairlead.sealed.models import Sealed
from tests import factories
from tests.mentorships.meeting import (
    BOTH,
    CAFE,
    fresh,
    letters,
    mentee_of,
    mentor_of,
    pair,
    past,
    planned,
    proposed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def one():
    return pair()


def test_entered_meeting_is_planned_and_both_are_invited(one, at):
    meeting = fresh(planned(one, at))
    assert (meeting.state, meeting.starts_at, meeting.sequence) == ("planned", at + timedelta(days=3), 0)
    assert letters() == [("meeting-planned", name) for name in BOTH]


def test_place_is_sealed_for_the_two_and_for_nobody_else(one, at):
    meeting = planned(one, at)
    coordinator = factories.actor(factories.member(one.round.programme))
    seen = [place_of(actor, meeting) for actor in (mentee_of(one), mentor_of(one), coordinator, NOBODY)]
    assert seen == [CAFE, CAFE, NOWHERE, NOWHERE]


@pytest.mark.parametrize("moved", [timedelta(0), -timedelta(days=1), timedelta(days=800)])
def test_meeting_is_not_planned_for_the_past_nor_for_years_ahead(one, at, moved):
    with pytest.raises(actions.NotThen):
        actions.enter(one, actions.Plan(60), starts_at=at + moved, by=mentee_of(one), at=at)
    assert Meeting.objects.count() == 0


def test_ended_pair_plans_nothing(at):
    over = pair(MentorshipState.COMPLETED, ended_on=at.date())
    with pytest.raises(actions.PairOver):
        planned(over, at)


def test_other_is_asked_which_time_fits_and_choosing_fixes_it(one, at):
    meeting = proposed(one, at)
    assert letters() == [("meeting-proposed", "Moana Mentor")]
    second = list(meeting.times.all())[1]
    actions.choose(meeting, time=second.pk, by=mentor_of(one), at=at)
    assert (fresh(meeting).state, fresh(meeting).starts_at) == ("planned", second.starts_at)
    assert letters("meeting-planned") == [("meeting-planned", name) for name in BOTH]


@pytest.mark.parametrize("count", [0, 6])
def test_one_to_five_times_are_proposed(one, at, count):
    with pytest.raises(actions.NotThen):
        proposed(one, at, days=range(1, count + 1))
    assert Meeting.objects.count() == 0


def test_other_times_go_back_to_whoever_proposed_first(one, at):
    meeting = proposed(one, at)
    other = [at + timedelta(days=9)]
    actions.propose_others(meeting, times=other, by=mentor_of(one), at=at + timedelta(hours=1))
    assert [time.starts_at for time in meeting.times.all()] == other
    assert fresh(meeting).asked_by_id == one.mentor.person_id
    assert letters() == [("meeting-proposed", "Moana Mentor"), ("meeting-proposed", "Ming Mentee")]


def test_time_that_is_no_longer_proposed_is_not_chosen(one, at):
    meeting = proposed(one, at)
    gone = meeting.times.first().pk
    actions.propose_others(meeting, times=[at + timedelta(days=9)], by=mentee_of(one), at=at)
    with pytest.raises(actions.NotThen):
        actions.choose(meeting, time=gone, by=mentor_of(one), at=at)


def test_proposed_time_that_has_passed_is_not_chosen(one, at):
    meeting = proposed(one, at)
    with pytest.raises(actions.NotThen):
        actions.choose(
            meeting, time=meeting.times.first().pk, by=mentor_of(one), at=at + timedelta(days=3, hours=1)
        )


def test_moved_meeting_raises_its_sequence_and_tells_both(one, at):
    meeting = planned(one, at)
    later = at + timedelta(days=10)
    actions.reschedule(meeting, starts_at=later, by=mentor_of(one), at=at)
    assert (fresh(meeting).starts_at, fresh(meeting).sequence) == (later, 1)
    assert letters("meeting-moved") == [("meeting-moved", name) for name in BOTH]


def test_moving_to_the_same_time_changes_and_sends_nothing(one, at):
    meeting = planned(one, at)
    actions.reschedule(meeting, starts_at=meeting.starts_at, by=mentor_of(one), at=at)
    assert (fresh(meeting).sequence, letters("meeting-moved")) == (0, [])


def test_meeting_moved_in_another_tab_is_not_moved_over(one, at):
    meeting = planned(one, at)
    stale = fresh(meeting)
    actions.reschedule(meeting, starts_at=at + timedelta(days=10), by=mentor_of(one), at=at)
    with pytest.raises(AlreadyMoved):
        actions.reschedule(stale, starts_at=at + timedelta(days=11), by=mentee_of(one), at=at)
    assert fresh(meeting).starts_at == at + timedelta(days=10)


def test_other_place_goes_to_both_and_the_old_words_are_destroyed(one, at):
    meeting = planned(one, at)
    actions.say_where(meeting, Place("Library"), by=mentor_of(one), at=at)
    assert (place_of(mentee_of(one), fresh(meeting)), fresh(meeting).sequence) == (Place("Library"), 1)
    assert (Sealed.objects.count(), len(letters("meeting-moved"))) == (1, 2)
    actions.say_where(meeting, Place("Library"), by=mentor_of(one), at=at)
    assert fresh(meeting).sequence == 1


def test_place_of_proposed_times_changes_without_a_letter(one, at):
    meeting = proposed(one, at)
    actions.say_where(meeting, NOWHERE, by=mentor_of(one), at=at)
    assert (fresh(meeting).place_id, fresh(meeting).state, len(letters())) == (None, "proposed", 1)


def test_cancelled_meeting_is_taken_out_of_both_calendars(one, at):
    meeting = planned(one, at)
    actions.cancel(meeting, by=mentee_of(one), at=at)
    assert (fresh(meeting).state, fresh(meeting).sequence) == ("cancelled", 1)
    assert letters("meeting-cancelled") == [("meeting-cancelled", name) for name in BOTH]
    with pytest.raises(AlreadyMoved):
        actions.cancel(meeting, by=mentor_of(one), at=at)


def test_withdrawn_times_tell_the_other_only(one, at):
    actions.cancel(proposed(one, at), by=mentee_of(one), at=at)
    assert letters("meeting-withdrawn") == [("meeting-withdrawn", "Moana Mentor")]
    assert letters("meeting-cancelled") == []


@pytest.mark.parametrize("how", ["complete", "end_early"])
def test_end_of_a_pair_cancels_what_was_to_come_and_leaves_what_was(one, at, how):
    to_come, open_times, was = planned(one, at), proposed(one, at), past(one, at)
    more = {"reason": EndReason.TIME} if how == "end_early" else {}
    getattr(pairs, how)(one, by=NOBODY, at=at, **more)
    assert [fresh(each).state for each in (to_come, open_times, was)] == ["cancelled", "cancelled", "planned"]
    assert letters("meeting-cancelled") == [("meeting-cancelled", name) for name in BOTH]
    assert letters("meeting-withdrawn") == []


def test_database_itself_refuses_a_planned_meeting_without_a_time(one, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(mentorship=one, state=MeetingState.PLANNED, minutes=60, made_at=at)


def test_a_week_later_is_the_same_hour_on_the_clock_when_clocks_change():
    before = datetime(2026, 10, 21, 12, 0, tzinfo=UTC)  # 14:00 in summer
    after = queries.later_by(before, 7).astimezone(UTC)
    assert after == datetime(2026, 10, 28, 13, 0, tzinfo=UTC)  # 14:00 in winter


def test_other_times_are_offered_from_the_week_that_is_still_to_come(one, at):
    meeting = planned(one, at)
    week = timedelta(days=7)
    assert queries.options(meeting, at=at) == [
        meeting.starts_at + step for step in (week, 2 * week, timedelta(days=1))
    ]
    much_later = meeting.starts_at + timedelta(days=17)
    assert queries.options(meeting, at=much_later)[0] == queries.later_by(meeting.starts_at, 21)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_choose_different_times_at_once_one_wins(at, at_once):
    one = pair()
    meeting = proposed(one, at)
    first, second = meeting.times.all()
    outcomes = at_once(
        *[
            lambda time=time: actions.choose(fresh(meeting), time=time.pk, by=mentor_of(one), at=at)
            for time in (first, second)
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyMoved", "NoneType"]
    assert letters("meeting-planned") == [("meeting-planned", name) for name in BOTH]


@pytest.mark.django_db(transaction=True)
def test_of_a_choice_and_a_withdrawal_at_once_one_wins(at, at_once):
    one = pair()
    meeting = proposed(one, at)
    time, seen = meeting.times.first(), [fresh(meeting), fresh(meeting)]
    outcomes = at_once(
        lambda: actions.choose(seen[0], time=time.pk, by=mentor_of(one), at=at),
        lambda: actions.cancel(seen[1], by=mentee_of(one), at=at),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyMoved", "NoneType"]
    kinds = {kind for kind, _to in letters()} - {"meeting-proposed"}
    assert kinds == {"meeting-planned" if fresh(meeting).state == "planned" else "meeting-withdrawn"}


@pytest.mark.django_db(transaction=True)
def test_of_two_moves_and_a_cancellation_at_once_one_wins(at, at_once):
    one = pair()
    meeting = planned(one, at)
    seen = [fresh(meeting) for _number in range(3)]
    outcomes = at_once(
        lambda: actions.reschedule(seen[0], starts_at=at + timedelta(days=8), by=mentor_of(one), at=at),
        lambda: actions.reschedule(seen[1], starts_at=at + timedelta(days=9), by=mentee_of(one), at=at),
        lambda: actions.cancel(seen[2], by=mentee_of(one), at=at),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "AlreadyMoved",
        "AlreadyMoved",
        "NoneType",
    ]
    assert (fresh(meeting).sequence, len(letters()) - 2) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_meeting_entered_while_the_pair_ends_does_not_outlive_it(at, at_once):
    one = pair()
    at_once(
        lambda: planned(one, at),
        lambda: pairs.end_early(fresh(one), reason=EndReason.TIME, by=NOBODY, at=at),
    )
    assert Meeting.objects.filter(state=MeetingState.PLANNED).count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [planned, proposed])
def test_of_two_who_say_at_once_where_it_is_one_wins_and_no_sealed_words_are_left_over(at, at_once, make):
    one = pair()
    meeting = make(one, at)
    seen = [fresh(meeting), fresh(meeting)]
    outcomes = at_once(
        lambda: actions.say_where(seen[0], Place("The library"), by=mentee_of(one), at=at),
        lambda: actions.say_where(seen[1], Place("The canteen"), by=mentor_of(one), at=at),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyMoved", "NoneType"]
    winner = ("The library", "The canteen")[outcomes.index(None)]
    assert place_of(mentee_of(one), fresh(meeting)) == Place(winner)
    assert Sealed.objects.filter(kind="place").count() == 1


def test_a_proposal_that_was_placed_anew_is_chosen_with_a_first_invitation(one, at):
    meeting = proposed(one, at)
    actions.say_where(meeting, Place("The library"), by=mentee_of(one), at=at)
    actions.choose(fresh(meeting), time=meeting.times.first().pk, by=mentor_of(one), at=at)
    assert (fresh(meeting).state, fresh(meeting).sequence) == ("planned", 0)
    assert letters("meeting-planned") == [("meeting-planned", name) for name in BOTH]


@pytest.mark.django_db(transaction=True)
def test_the_same_meeting_entered_by_both_at_once_or_twice_is_one(at, at_once):
    one = pair()
    outcomes = at_once(lambda: planned(one, at), lambda: planned(one, at), lambda: planned(one, at))
    assert {outcome.pk for outcome in outcomes} == {Meeting.objects.get().pk}
    assert letters() == [("meeting-planned", name) for name in BOTH]
    assert Sealed.objects.filter(kind="place").count() == 1
