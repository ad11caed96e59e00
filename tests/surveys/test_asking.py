"""Who is asked, when, and how they are reminded."""

from datetime import timedelta

import pytest

from fairlead.mentorships.enums import EndReason, MeetingState, MentorshipState
from fairlead.mentorships.models import Meeting
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import ParticipationState
from fairlead.surveys import tasks
from fairlead.surveys.actions import answering, nudging, waves
from fairlead.surveys.enums import AskState, Audience, Pace, WaveState
from fairlead.surveys.models import Ask, Wave
from tests import factories
from tests.surveys import asking
from tests.surveys.asking import TODAY

pytestmark = pytest.mark.django_db


def title_of(wave):
    return wave.questionnaire.form.title


def letters(kind):
    return Letter.objects.filter(kind=kind).count()


def test_both_halves_of_each_pair_are_asked_once(at):
    round = asking.round_with_pairs(2)
    wave = asking.wave(round, at=at)
    assert sorted(one.side for one in asking.asks(wave)) == ["mentee", "mentee", "mentor", "mentor"]
    assert tasks.sweep(at=at + timedelta(hours=1)) == 0
    assert letters("survey") == 4


def test_mentor_of_two_pairs_is_asked_once(at):
    round = factories.round(**asking.DAYS)
    mentor = factories.participation(round, "mentor", places=2)
    for place in (1, 2):
        factories.mentorship(round, mentor, factories.participation(round), place=place)
    assert len(asking.asks(asking.wave(round, at=at))) == 3


def test_only_the_side_that_is_meant_is_asked(at):
    wave = asking.wave(asking.round_with_pairs(2), at=at, audience=Audience.MENTEES)
    assert {one.side for one in asking.asks(wave)} == {"mentee"}


def test_each_pair_is_asked_so_many_days_after_it_began(at):
    round = asking.round_with_pairs(1)
    late = asking.pair(round, starts_on=TODAY + timedelta(days=3))
    wave = asking.wave(round, "pulse", at=at, pace=Pace.AFTER_START, days=30)
    assert asking.asks(wave) == []
    tasks.sweep(at=at + timedelta(days=30))
    assert late.mentee.person_id not in {one.person_id for one in asking.asks(wave)}
    Wave.objects.filter(pk=wave.pk).update(closes_on=TODAY + timedelta(days=60))
    tasks.sweep(at=at + timedelta(days=33))
    assert len(asking.asks(wave)) == 4


def test_pair_is_asked_after_its_first_meeting(at):
    round = asking.round_with_pairs(1)
    met = asking.pair(round)
    Meeting.objects.create(
        mentorship=met, state=MeetingState.HELD, starts_at=at, minutes=60, made_at=at, logged_at=at
    )
    wave = asking.wave(round, "meeting", at=at, pace=Pace.AFTER_MEETING, days=1)
    assert tasks.sweep(at=at) == 0
    tasks.sweep(at=at + timedelta(days=1))
    assert {one.person_id for one in asking.asks(wave)} == {met.mentor.person_id, met.mentee.person_id}


@pytest.mark.parametrize(("instrument", "asked"), [("mid", 0), ("end", 2), ("follow-up", 2)])
def test_pair_that_ended_early_is_asked_at_the_end_only(at, instrument, asked):
    round = factories.round(**asking.DAYS)
    asking.pair(round, state=MentorshipState.ENDED_EARLY, ended_on=TODAY, end_reason=EndReason.TIME)
    wave = asking.wave(round, instrument, at=at, pace=Pace.AFTER_START, days=5)
    tasks.sweep(at=at + timedelta(days=5))
    assert len(asking.asks(wave)) == asked


def test_who_left_the_round_is_not_asked(at):
    round = asking.round_with_pairs(1)
    left = asking.pair(round)
    left.mentee.state = ParticipationState.LEFT
    left.mentee.save()
    wave = asking.wave(round, at=at)
    assert left.mentee.person_id not in {one.person_id for one in asking.asks(wave)}


def test_the_silent_are_reminded_once_two_days_after_their_day(at):
    wave = asking.wave(asking.round_with_pairs(1), at=at, answer_days=10)
    first, second = asking.asks(wave)
    answering.send(first, {"sure-rules": 3}, at=at)
    assert nudging.nudges(at=at + timedelta(days=11)) == []
    (late,) = nudging.nudges(at=at + timedelta(days=12))
    assert (late.email, late.title) == (second.person.email, f"Still time to tell us: {title_of(wave)}")
    assert late.noted is not None
    late.noted(at + timedelta(days=12))
    assert nudging.nudges(at=at + timedelta(days=13)) == []


def test_who_does_not_want_to_answer_is_not_reminded_and_can_still_answer(at):
    wave = asking.wave(asking.round_with_pairs(1), at=at)
    first, _second = asking.asks(wave)
    answering.decline(first, at=at)
    answering.decline(first, at=at)
    assert len(nudging.nudges(at=at + timedelta(days=12))) == 1
    answering.send(first, {"sure-rules": 3}, at=at)
    assert Ask.objects.get(pk=first.pk).state == AskState.ANSWERED


def test_wave_opens_and_closes_by_itself(at):
    round = asking.round_with_pairs(1)
    wave = asking.wave(round, at=at, opened=False, opens_on=TODAY + timedelta(days=2))
    assert tasks.sweep(at=at) == 0
    tasks.sweep(at=at + timedelta(days=2))
    assert Wave.objects.get(pk=wave.pk).state == WaveState.OPEN
    assert len(asking.asks(wave)) == 2
    tasks.sweep(at=at + timedelta(days=31))
    assert Wave.objects.get(pk=wave.pk).state == WaveState.CLOSED


def test_usual_waves_follow_the_rounds_days(at):
    round = asking.round_with_pairs(1)
    by = factories.actor(factories.member(round.programme))
    assert waves.plan_usual(round, by=by, at=at) == 5
    assert waves.plan_usual(round, by=by, at=at) == 0
    told = list(Wave.objects.order_by("opens_on").values_list("moment", "pace", "days"))
    assert told == [
        ("baseline", "after_start", 0),
        ("pulse", "after_start", 30),
        ("mid", "after_start", 91),
        ("end", "after_end", 0),
        ("follow_up", "after_end", 183),
    ]
    first = Wave.objects.earliest("opens_on")
    assert first.opens_on == round.starts_on


def test_usual_waves_whose_days_are_over_are_left_out(at):
    round = asking.round_with_pairs(1)
    by = factories.actor(factories.member(round.programme))
    assert waves.plan_usual(round, by=by, at=at + timedelta(days=190)) == 2


def test_days_of_an_open_wave_can_only_be_prolonged(at):
    wave = asking.wave(asking.round_with_pairs(1), at=at)
    by = factories.actor(factories.member(wave.round.programme))
    days = {"pace": Pace.AFTER_END, "days": 9, "opens_on": TODAY + timedelta(days=5), "answer_days": 4}
    waves.change(wave, **days, closes_on=TODAY + timedelta(days=60), by=by, at=at)
    wave.refresh_from_db()
    assert (wave.pace, wave.days, wave.opens_on) == (Pace.ON_DAY, 0, TODAY)
    assert (wave.closes_on, wave.answer_days) == (TODAY + timedelta(days=60), 4)
    with pytest.raises(waves.DatesUnclear):
        waves.change(wave, **days, closes_on=TODAY - timedelta(days=1), by=by, at=at)
    waves.close_wave(wave, at=at)
    with pytest.raises(waves.TooLate):
        waves.change(wave, **days, closes_on=TODAY + timedelta(days=70), by=by, at=at)


def test_what_was_promised_is_fixed_when_the_wave_opens(at):
    from fairlead.surveys.actions import questionnaires

    wave = asking.wave(asking.round_with_pairs(1), at=at)
    by = factories.actor(factories.member(wave.round.programme))
    questionnaires.settle(
        wave.questionnaire, title="Other", moment="end", privacy="anonymous", audience="mentor", by=by, at=at
    )
    wave.refresh_from_db()
    assert (wave.moment, wave.privacy, wave.audience) == ("baseline", "confidential", "both")
