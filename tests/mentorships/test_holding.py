"""Meetings are logged: as planned, without a plan, or by one click from a letter; once, however often."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from fairlead.kernel.actors import NOBODY
from fairlead.kernel.errors import AlreadyMoved
from fairlead.mentorships import actions as pairs
from fairlead.mentorships import tasks
from fairlead.mentorships.actions import asking, holding
from fairlead.mentorships.actions import meetings as actions
from fairlead.mentorships.actions.meeting_letters import secret_of
from fairlead.mentorships.enums import EndReason, MentorshipState
from fairlead.mentorships.models import Meeting, MeetingAsk, Thumb
from fairlead.notifications.models import Letter
from fairlead.people.models import Person
from fairlead.programmes.models import Programme
from tests import factories
from tests.mentorships.meeting import BOTH, fresh, letters, mentee_of, mentor_of, pair, past, planned

pytestmark = pytest.mark.django_db
ASKED = [("meeting-ask", name) for name in BOTH]


@pytest.fixture
def one():
    return pair()


def stand(meeting):
    found = fresh(meeting)
    return found.state, found.minutes


def test_meeting_held_as_planned_counts_with_its_minutes(one, at):
    meeting = past(one, at)
    holding.hold(meeting, minutes=50, by=mentor_of(one), at=at, thumb=True)
    assert stand(meeting) == ("held", 50)
    assert [(thumb.person_id, thumb.up) for thumb in Thumb.objects.all()] == [(one.mentor.person_id, True)]


def test_first_meeting_held_makes_a_starting_pair_active(at):
    starting = pair(MentorshipState.STARTING)
    holding.hold(past(starting, at), minutes=60, by=mentee_of(starting), at=at)
    assert fresh(starting).state == MentorshipState.ACTIVE


def test_paused_pair_stays_paused(at):
    paused = pair(MentorshipState.PAUSED)
    holding.log(paused, starts_at=at - timedelta(days=1), minutes=60, by=mentee_of(paused), at=at)
    assert fresh(paused).state == MentorshipState.PAUSED


def test_other_corrects_the_minutes_and_gives_a_thumb_of_their_own(one, at):
    meeting = past(one, at)
    holding.hold(meeting, minutes=50, by=mentor_of(one), at=at, thumb=True)
    holding.hold(meeting, minutes=55, by=mentee_of(one), at=at, thumb=False)
    assert stand(meeting) == ("held", 55)
    assert set(Thumb.objects.values_list("person", "up")) == {
        (one.mentor.person_id, True),
        (one.mentee.person_id, False),
    }


def test_meeting_to_come_is_not_held(one, at):
    with pytest.raises(actions.NotThen):
        holding.hold(planned(one, at), minutes=60, by=mentor_of(one), at=at)


def test_cancelled_meeting_is_not_held(one, at):
    meeting = past(one, at)
    actions.cancel(meeting, by=mentor_of(one), at=at)
    with pytest.raises(AlreadyMoved):
        holding.hold(meeting, minutes=60, by=mentee_of(one), at=at)


def test_meeting_logged_by_mistake_is_taken_back_and_nobody_is_written_to(one, at):
    logged = holding.log(one, starts_at=at - timedelta(days=1), minutes=30, by=mentee_of(one), at=at)
    actions.cancel(fresh(logged), by=mentee_of(one), at=at)
    assert (stand(logged)[0], letters()) == ("cancelled", [])


def test_meeting_of_one_day_is_logged_once_whoever_says_so(one, at):
    morning, evening = at - timedelta(days=2), at - timedelta(days=2) + timedelta(hours=6)
    first = holding.log(one, starts_at=morning, minutes=30, by=mentee_of(one), at=at)
    second = holding.log(one, starts_at=evening, minutes=45, by=mentor_of(one), at=at)
    assert (second, stand(first), Meeting.objects.count()) == (first, ("held", 45), 1)


def test_logging_the_day_of_a_plan_holds_the_plan(one, at):
    meeting = past(one, at)
    assert holding.log(one, starts_at=meeting.starts_at, minutes=45, by=mentee_of(one), at=at) == meeting
    assert stand(meeting) == ("held", 45)


@pytest.mark.parametrize("days", [-1, 500])
def test_neither_what_is_to_come_nor_what_was_long_ago_is_logged(one, at, days):
    with pytest.raises(actions.NotThen):
        holding.log(one, starts_at=at - timedelta(days=days), minutes=30, by=mentee_of(one), at=at)


@pytest.mark.django_db(transaction=True)
def test_both_who_log_at_once_log_one_meeting(at, at_once):
    one = pair(MentorshipState.STARTING)
    when = at - timedelta(days=1)
    outcomes = at_once(
        *[
            lambda by=by: holding.log(fresh(one), starts_at=when, minutes=30, by=by, at=at)
            for by in (mentee_of(one), mentor_of(one)) * 2
        ]
    )
    assert outcomes == [Meeting.objects.get()] * 4
    assert fresh(one).state == MentorshipState.ACTIVE


@pytest.mark.django_db(transaction=True)
def test_of_holding_and_cancelling_at_once_one_wins(at, at_once):
    one = pair()
    meeting = past(one, at)
    seen = [fresh(meeting), fresh(meeting)]
    outcomes = at_once(
        lambda: holding.hold(seen[0], minutes=30, by=mentee_of(one), at=at),
        lambda: actions.cancel(seen[1], by=mentor_of(one), at=at),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyMoved", "NoneType"]


def test_both_are_asked_the_day_after_and_each_once(one, at):
    past(one, at)
    assert (tasks.sweep(at=at), letters("meeting-ask")) == (2, ASKED)
    assert [tasks.sweep(at=at + timedelta(days=days)) for days in (0, 1, 5, 30)] == [0, 0, 0, 0]


@pytest.mark.parametrize("state", [MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY])
def test_nobody_is_asked_after_the_end(one, at, state):
    past(one, at)
    type(one).objects.filter(pk=one.pk).update(state=state, ended_on=at.date())
    assert tasks.sweep(at=at) == 0


def test_nobody_is_asked_on_the_day_itself_nor_at_night(one, at):
    planned(one, at - timedelta(hours=5), days=0.1)
    assert tasks.sweep(at=at) == 0
    night = at.replace(hour=1) + timedelta(days=1)
    assert [tasks.sweep(at=moment) for moment in (night, night.replace(hour=6))] == [0, 2]


def test_nobody_is_asked_about_a_meeting_logged_moved_or_cancelled(at):
    logged, moved, off = pair(), pair(), pair()
    holding.hold(past(logged, at), minutes=60, by=mentee_of(logged), at=at)
    actions.reschedule(past(moved, at), starts_at=at + timedelta(days=4), by=mentee_of(moved), at=at)
    actions.cancel(past(off, at), by=mentee_of(off), at=at)
    assert tasks.sweep(at=at) == 0


def test_after_it_slipped_both_are_asked_again_about_the_new_time(one, at):
    meeting = past(one, at)
    tasks.sweep(at=at)
    actions.reschedule(fresh(meeting), starts_at=at + timedelta(days=7), by=mentee_of(one), at=at)
    assert tasks.sweep(at=at + timedelta(days=8)) == 2


def test_killed_worker_leaves_letter_and_row_or_neither_and_nobody_is_asked_twice(one, at, monkeypatch):
    past(one, at)
    send, calls = asking.letters.send_ask, []

    def killed(ask, secret, *, at):
        calls.append(ask)
        if len(calls) == 2:
            raise SystemExit
        send(ask, secret, at=at)

    monkeypatch.setattr(asking.letters, "send_ask", killed)
    with pytest.raises(SystemExit):
        tasks.sweep(at=at)
    assert (MeetingAsk.objects.count(), letters("meeting-ask")) == (0, [])
    monkeypatch.setattr(asking.letters, "send_ask", send)
    assert (tasks.sweep(at=at), tasks.sweep(at=at), letters("meeting-ask")) == (2, 0, ASKED)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_ask_each_once(at, at_once):
    one = pair()
    past(one, at)
    at_once(*[lambda: tasks.sweep(at=at)] * 3)
    assert letters("meeting-ask") == ASKED


@pytest.mark.parametrize(("expected", "days"), [(12, 14), (6, 45)], ids=["often", "monthly"])
def test_both_are_asked_once_when_nothing_was_logged_for_long(one, at, expected, days):
    Programme.objects.update(length_months=6, meetings_expected=expected)
    type(one).objects.update(ends_on=at.date() + timedelta(days=200))
    holding.log(one, starts_at=at, minutes=60, by=mentee_of(one), at=at)
    asked = [tasks.sweep(at=at + timedelta(days=after)) for after in (days - 1, days, days + 1, days + 20)]
    assert (asked, letters("meeting-ask")) == ([0, 2, 0, 0], ASKED)


@pytest.mark.parametrize("busy", ["planned", "proposed", "paused", "over"])
def test_nobody_is_asked_who_has_plans_a_pause_or_an_end(one, at, busy):
    Programme.objects.update(length_months=6, meetings_expected=12)
    holding.log(one, starts_at=at, minutes=60, by=mentee_of(one), at=at)
    later = at + timedelta(days=20)
    if busy == "planned":
        planned(one, later, days=3)
    elif busy == "proposed":
        actions.propose(one, actions.Plan(60), times=[later + timedelta(days=3)], by=mentee_of(one), at=later)
    elif busy == "paused":
        pairs.pause(one, until=one.ends_on, by=NOBODY, at=at)
    else:
        pairs.end_early(one, reason=EndReason.TIME, by=NOBODY, at=at)
    assert tasks.sweep(at=later) == 0


def asked(one, at, **more):
    """The asks to mentee and mentor about yesterday's meeting, with the secrets of their links."""
    meeting = past(one, at, **more)
    tasks.sweep(at=at)
    asks = {ask.person_id: ask for ask in MeetingAsk.objects.filter(meeting=meeting)}
    return meeting, *(secret_of(asks[half.person_id]) for half in (one.mentee, one.mentor))


@pytest.fixture
def now(at, monkeypatch):
    moment = [at]
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment[0])

    def turn(days):
        moment[0] = at + timedelta(days=days)

    return turn


def met(secret):
    return reverse("mentorships:met", args=[secret])


def slipped(secret):
    return reverse("mentorships:slipped", args=[secret])


def test_letter_carries_links_that_work_without_signing_in(client, one, at, now):
    _meeting, mentee, _mentor = asked(one, at)
    text = Letter.objects.get(kind="meeting-ask", to_name="Ming Mentee").text
    assert f"→ Say whether you met: http://localhost:8000{met(mentee)}" in text
    assert text.count("→") == 1
    assert slipped(mentee) in client.get(met(mentee)).content.decode()


def test_opening_the_link_logs_nothing_and_one_click_on_its_page_does(client, one, at, now):
    meeting, mentee, _mentor = asked(one, at)
    page = client.get(met(mentee)).content.decode()
    assert ('name="minutes" value="60"' in page, stand(meeting)) == (True, ("planned", 60))
    answer = client.post(met(mentee), {"minutes": "75", "thumb": "up"})
    assert (answer.status_code, answer.url, stand(meeting)) == (302, met(mentee), ("held", 75))
    assert "for 75 minutes" in client.get(met(mentee)).content.decode()


def test_clicking_twice_or_both_clicking_logs_one_meeting(client, one, at, now):
    meeting, mentee, mentor = asked(one, at)
    for secret in (mentee, mentee, mentor):
        assert client.post(met(secret), {"minutes": "60", "thumb": ""}).status_code == 302
    assert (Meeting.objects.count(), stand(meeting)) == (1, ("held", 60))


@pytest.mark.django_db(transaction=True)
def test_links_of_both_clicked_at_once_log_one_meeting_after_a_quiet_time(at, at_once):
    one = pair()
    Programme.objects.update(length_months=6, meetings_expected=12)
    holding.log(one, starts_at=at - timedelta(days=15), minutes=60, by=mentee_of(one), at=at)
    tasks.sweep(at=at)
    when = at - timedelta(days=2)
    people = ("person", "mentorship__mentor__person", "mentorship__mentee__person")
    asks = list(MeetingAsk.objects.select_related(*people)) * 2
    outcomes = at_once(
        *[lambda ask=ask: holding.answer(ask, starts_at=when, minutes=40, thumb=True, at=at) for ask in asks]
    )
    assert len({outcome.pk for outcome in outcomes}) == 1
    assert (Meeting.objects.count(), Thumb.objects.count()) == (2, 2)


def test_quiet_letter_asks_on_which_day_and_the_other_sees_the_answer(client, one, at, now):
    Programme.objects.update(length_months=6, meetings_expected=12)
    holding.log(one, starts_at=at - timedelta(days=15), minutes=60, by=mentee_of(one), at=at)
    tasks.sweep(at=at)
    mentee, mentor = (
        secret_of(MeetingAsk.objects.get(person=half.person_id)) for half in (one.mentee, one.mentor)
    )
    assert client.get(slipped(mentee)).status_code == 404
    assert client.post(met(mentee), {"minutes": "40"}).status_code == 422
    client.post(met(mentee), {"minutes": "40", "on": "2026-10-02"})
    assert "You met on Friday 2 October 2026, for 40 minutes." in client.get(met(mentor)).content.decode()
    assert Meeting.objects.filter(starts_at__date=date(2026, 10, 2)).count() == 1


def test_slipped_meeting_moves_a_week_with_two_clicks(client, one, at, now):
    meeting, mentee, _mentor = asked(one, at)
    assert 'value="2026-10-11T11:00"' in client.get(slipped(mentee)).content.decode()
    answer = client.post(slipped(mentee), {"starts_at": "2026-10-11T11:00", "sequence": "0"})
    assert (answer.status_code, fresh(meeting).sequence) == (302, 1)
    assert fresh(meeting).starts_at == meeting.starts_at + timedelta(days=7)
    assert "It is now planned for Sunday 11 October 2026, 11:00" in client.get(met(mentee)).content.decode()
    assert "https://meet.example/zebra-harbour" in Letter.objects.filter(kind="meeting-moved").first().text


def test_second_of_two_who_say_it_slipped_sees_the_new_time(client, one, at, now):
    meeting, mentee, mentor = asked(one, at)
    client.post(slipped(mentee), {"starts_at": "2026-10-11T11:00", "sequence": "0"})
    answer = client.post(slipped(mentor), {"starts_at": "2026-10-12T11:00", "sequence": "0"})
    assert (answer.status_code, fresh(meeting).sequence) == (409, 1)
    assert "Somebody else changed this a moment ago" in answer.content.decode()


def test_slipped_meeting_does_not_move_into_the_past(client, one, at, now):
    meeting, mentee, _mentor = asked(one, at)
    answer = client.post(slipped(mentee), {"starts_at": "2026-10-01T11:00", "sequence": "0"})
    assert (answer.status_code, fresh(meeting).sequence) == (422, 0)


@pytest.mark.parametrize("address", [met, slipped])
def test_tampered_link_is_answered_kindly(client, one, at, now, address):
    _meeting, mentee, _mentor = asked(one, at)
    answer = client.get(address(mentee[:-1] + ("A" if mentee[-1] != "A" else "B")))
    assert (answer.status_code, "Copy the link from the letter whole" in answer.content.decode()) == (
        404,
        True,
    )


def test_expired_link_says_where_to_log_and_logs_nothing(client, one, at, now):
    meeting, mentee, _mentor = asked(one, at)
    now(61)
    answers = [client.get(met(mentee)), client.post(met(mentee), {"minutes": "60"})]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert reverse("mentorships:log_meeting", args=[one.pk]) in answers[0].content.decode()
    assert stand(meeting)[0] == "planned"


def test_expired_link_offers_logging_only_where_something_can_still_be_logged(client, one, at, now):
    _meeting, mentee, mentor = asked(one, at)
    client.post(met(mentee), {"minutes": "50"})
    now(61)
    page = client.get(met(mentor)).content.decode()
    assert "there is nothing more to do" in page
    assert "log the meeting" not in page


def test_expired_link_of_a_pair_that_has_ended_has_nothing_to_answer(client, one, at, now):
    _meeting, mentee, _mentor = asked(one, at)
    pairs.end_early(one, reason=None, by=NOBODY, at=at)
    now(61)
    assert "Your mentorship has ended meanwhile" in client.get(met(mentee)).content.decode()


def test_expired_link_shows_nothing_of_an_answered_meeting_and_moves_none(client, one, at, now):
    meeting, mentee, _mentor = asked(one, at)
    client.post(met(mentee), {"minutes": "50"})
    now(61)
    answers = [
        client.get(met(mentee)),
        client.post(met(mentee), {"minutes": "60"}),
        client.get(slipped(mentee)),
    ]
    assert [answer.status_code for answer in answers] == [410, 410, 410]
    assert stand(meeting) == ("held", 50)


@pytest.mark.parametrize("address", [met, slipped])
def test_link_of_somebody_who_has_left_opens_nothing(client, one, at, now, address):
    meeting, mentee, _mentor = asked(one, at)
    Person.objects.filter(pk=one.mentee.person_id).update(is_active=False)
    answers = [client.get(address(mentee)), client.post(address(mentee), {"minutes": "60"})]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert stand(meeting)[0] == "planned"


def test_link_to_a_cancelled_meeting_says_so(client, one, at, now):
    meeting, mentee, _mentor = asked(one, at)
    actions.cancel(meeting, by=mentor_of(one), at=at)
    assert "This meeting was cancelled" in client.get(met(mentee)).content.decode()
    assert client.post(met(mentee), {"minutes": "60"}).status_code == 409


def test_link_signs_nobody_in(client, one, at, now):
    _meeting, mentee, _mentor = asked(one, at)
    client.post(met(mentee), {"minutes": "60"})
    assert client.get(reverse("mentorships:meetings", args=[one.pk])).status_code == 302


def test_sweep_asks_the_database_as_often_for_many_as_for_one_once_all_were_asked(
    at, django_assert_num_queries
):
    round = factories.round()
    for count in (1, 4):
        for _number in range(count):
            past(pair(round=round), at)
        tasks.sweep(at=at)
        with django_assert_num_queries(11):
            tasks.sweep(at=at)
