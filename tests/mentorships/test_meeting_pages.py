"""What the two see and do on the pages of their meetings."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.kernel.todos import Urgency
from fairlead.mentorships.actions import holding
from fairlead.mentorships.actions import meetings as actions
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Meeting
from fairlead.mentorships.queries.meeting_todos import todos
from fairlead.mentorships.queries.places import place_of
from fairlead.programmes.models import Programme
from tests import factories
from tests.mentorships.meeting import CAFE, fresh, mentee_of, mentor_of, pair, past, planned, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(at, monkeypatch, client):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    made = pair()
    client.force_login(made.mentee.person)
    return made


def page(client, name, thing):
    return client.get(reverse(f"mentorships:{name}", args=[thing.pk])).content.decode()


def post(client, name, thing, given, *more):
    return client.post(reverse(f"mentorships:{name}", args=[thing.pk, *more]), given)


def test_date_is_entered_with_place_and_link(client, one):
    given = {"starts_at": "2026-10-08T14:00", "minutes": "90", "words": CAFE.words, "link": "meet.example/x"}
    answer = post(client, "plan_meeting", one, given)
    shown = client.get(answer.url).content.decode()
    assert ("Thursday 8 October 2026" in shown, "14:00–15:30" in shown) == (True, True)
    assert (CAFE.words in shown, 'href="https://meet.example/x"' in shown) == (True, True)


def test_place_is_one_line_so_that_nothing_in_it_passes_for_a_part_of_the_letter(client, one):
    forged = "Café\n\n→ Sign in again: https://elsewhere.example\n"
    given = {"starts_at": "2026-10-08T14:00", "minutes": "90", "words": forged}
    post(client, "plan_meeting", one, given)
    found = place_of(mentee_of(one), Meeting.objects.get())
    assert found.words == "Café → Sign in again: https://elsewhere.example"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"starts_at": "", "minutes": "60"}, "Say on which day and at what time."),
        ({"starts_at": "2026-10-01T10:00", "minutes": "60"}, "This time has passed."),
        ({"starts_at": "2026-10-08T10:00", "minutes": "0"}, "A meeting lasts 5 minutes or more."),
        (
            {"starts_at": "2026-10-08T10:00", "minutes": "60", "link": "javascript:alert(1)"},
            "This is no web address. One looks like https://example.org/room.",
        ),
        ({"starts_at": "2027-03-28T02:30", "minutes": "60"}, "couldn’t be interpreted"),
    ],
    ids=["no time", "past", "no minutes", "script for a link", "hour that the clocks skip"],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_keeps_what_was_typed(client, one, given, says):
    answer = post(client, "plan_meeting", one, {**given, "words": "Typed already"})
    told = answer.content.decode()
    assert (answer.status_code, says in told, "Typed already" in told) == (422, True, True)
    assert Meeting.objects.count() == 0


def test_times_are_proposed_and_the_other_chooses_with_one_click(client, one):
    given = {"time_1": "2026-10-08T14:00", "time_3": "2026-10-09T10:00", "minutes": "60"}
    answer = post(client, "propose_times", one, given)
    meeting = Meeting.objects.get()
    mine = client.get(answer.url).content.decode()
    assert ("The other chooses one" in mine, 'name="time" ' in mine) == (True, False)
    client.force_login(one.mentor.person)
    offered = page(client, "meeting", meeting)
    second = meeting.times.last()
    assert (f'value="{second.pk}"' in offered, "Friday 9 October 2026, 10:00" in offered) == (True, True)
    post(client, "choose_time", meeting, {"time": second.pk})
    assert fresh(meeting).starts_at == second.starts_at


def test_choosing_what_somebody_has_withdrawn_says_so(client, one, at):
    meeting = proposed(one, at)
    actions.cancel(fresh(meeting), by=mentee_of(one), at=at)
    client.force_login(one.mentor.person)
    address = reverse("mentorships:choose_time", args=[meeting.pk])
    answer = client.post(address, {"time": meeting.times.first().pk}, follow=True)
    assert "Somebody else changed this a moment ago" in answer.content.decode()


def test_choosing_nothing_asks_to_choose(client, one, at):
    meeting = proposed(one, at)
    client.force_login(one.mentor.person)
    answer = client.post(reverse("mentorships:choose_time", args=[meeting.pk]), {}, follow=True)
    assert ("Choose one of the times." in answer.content.decode(), fresh(meeting).state) == (True, "proposed")


def test_meeting_is_moved_a_week_with_two_clicks(client, one, at):
    meeting = planned(one, at)
    assert reverse("mentorships:move_meeting", args=[meeting.pk]) in page(client, "meetings", one)
    choices = page(client, "move_meeting", meeting)
    assert 'value="2026-10-15T11:00"' in choices
    post(client, "move_meeting", meeting, {"starts_at": "2026-10-15T11:00", "sequence": "0"})
    assert fresh(meeting).starts_at == meeting.starts_at + timedelta(days=7)


def test_move_from_a_stale_page_changes_nothing(client, one, at):
    meeting = planned(one, at)
    actions.reschedule(fresh(meeting), starts_at=at + timedelta(days=5), by=mentor_of(one), at=at)
    post(client, "move_meeting", meeting, {"starts_at": "2026-10-15T11:00", "sequence": "0"})
    assert fresh(meeting).starts_at == at + timedelta(days=5)


def test_meeting_of_the_past_is_logged_on_its_page(client, one, at):
    meeting = past(one, at)
    assert "Did you meet?" in page(client, "meeting", meeting)
    post(client, "hold_meeting", meeting, {"minutes": "50", "thumb": "down"})
    assert "Not so much, you said. Only you see this." in page(client, "meeting", meeting)
    client.force_login(one.mentor.person)
    assert "you said" not in page(client, "meeting", meeting)


def test_meeting_without_a_plan_is_logged_by_its_day(client, one):
    answer = post(client, "log_meeting", one, {"on": "2026-10-02", "minutes": "25", "thumb": ""})
    assert (answer.status_code, Meeting.objects.get().minutes) == (302, 25)
    assert post(client, "log_meeting", one, {"on": "2026-10-09", "minutes": "25"}).status_code == 422


def test_every_note_says_who_can_read_it(client, one, at):
    shown = page(client, "meeting", past(one, at))
    both = "Only Ming Mentee and Moana Mentor can read this."
    of_the_place = 1
    assert (shown.count(both), shown.count("Only you can read this.")) == (2 + of_the_place, 2)


def test_first_meeting_suggests_an_agenda_that_is_kept_only_when_saved(client, one, at):
    meeting = planned(one, at)
    assert "Ten minutes: how each of us came to this work" in page(client, "meeting", meeting)
    assert meeting.notes.count() == 0


def test_words_of_both_stand_side_by_side_when_the_other_was_faster(client, one, at):
    meeting = planned(one, at)
    seen = {"words": "theirs", "seen": ""}
    client.force_login(one.mentor.person)
    post(client, "meeting_note", meeting, seen, "agenda")
    client.force_login(one.mentee.person)
    answer = post(client, "meeting_note", meeting, {"words": "mine", "seen": ""}, "agenda")
    told = answer.content.decode()
    assert (answer.status_code, "<p>theirs</p>" in told, ">mine</textarea>" in told) == (409, True, True)


def test_note_that_is_too_long_is_kept_on_the_page(client, one, at):
    answer = post(client, "meeting_note", planned(one, at), {"words": "x" * 20_001, "seen": ""}, "agenda")
    assert (answer.status_code, "x" * 20_001 in answer.content.decode()) == (422, True)


def test_pages_ask_the_database_as_often_for_one_meeting_as_for_six(client, one, at):
    asked = []
    for more in (1, 5):
        for _number in range(more):
            planned(one, at, days=len(asked) + _number + 1)
            proposed(one, at)
            holding.hold(
                past(one, at, days=20 + _number + 6 * len(asked)), minutes=60, by=mentee_of(one), at=at
            )
        with CaptureQueriesContext(connection) as captured:
            page(client, "meetings", one)
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 12


def told(one, at, who=mentee_of):
    return [(str(todo.title), todo.urgency) for todo in todos(who(one), at=at)]


def test_home_tells_of_the_next_meeting_and_of_today(one, at):
    planned(one, at)
    assert told(one, at) == [("You meet Moana Mentor on Thursday 8 October, 11:00", Urgency.WHENEVER)]
    today = at + timedelta(days=2, hours=20)
    assert told(one, today, mentor_of) == [("You meet Ming Mentee today at 11:00", Urgency.TODAY)]


def test_home_does_not_tell_of_a_meeting_weeks_away(one, at):
    planned(one, at, days=20)
    assert told(one, at) == []


def test_home_asks_whoever_has_to_choose_and_not_whoever_waits(one, at):
    proposed(one, at)
    assert told(one, at) == []
    assert told(one, at, mentor_of) == [("Choose a time to meet Ming Mentee", Urgency.SOON)]


def test_home_asks_whether_a_planned_meeting_was_held(one, at):
    past(one, at)
    assert told(one, at) == [("Did you meet Moana Mentor on 4 October?", Urgency.SOON)]


@pytest.mark.parametrize(("days", "asks"), [(9, False), (10, True)])
def test_home_asks_for_a_first_meeting_ten_days_after_the_start(at, days, asks):
    starting = pair(MentorshipState.STARTING, starts_on=at.date() - timedelta(days=days))
    titles = [title for title, _urgency in told(starting, at)]
    assert titles == (["Fix your first meeting with Moana Mentor"] if asks else [])


def test_home_asks_for_the_next_meeting_long_after_the_last(one, at):
    Programme.objects.update(length_months=6, meetings_expected=12)
    holding.log(one, starts_at=at - timedelta(days=14), minutes=60, by=mentee_of(one), at=at)
    assert told(one, at) == [("Plan your next meeting with Moana Mentor", Urgency.SOON)]


def test_home_asks_nothing_of_paused_pairs_nor_of_others(at):
    paused = pair(MentorshipState.PAUSED)
    assert told(paused, at) == todos(factories.actor(), at=at) == []
    assert todos(factories.actor(factories.person()), at=at) == []


def test_a_second_click_proposes_the_same_times_once(client, one):
    given = {"time_1": "2026-10-08T14:00", "time_3": "2026-10-09T10:00", "minutes": "60"}
    first, second = (post(client, "propose_times", one, given).url for _click in range(2))
    assert (first == second, Meeting.objects.count()) == (True, 1)
    other = {**given, "time_3": "2026-10-09T11:00"}
    assert post(client, "propose_times", one, other).url != first


@pytest.mark.parametrize(
    ("name", "field", "given"),
    [
        ("plan_meeting", "starts_at", {"starts_at": "2026-10-01T10:00", "minutes": "60"}),
        ("propose_times", "time_1", {"time_1": "2026-10-01T10:00", "minutes": "60"}),
        ("log_meeting", "on", {"on": "2026-10-09", "minutes": "60"}),
    ],
)
def test_a_time_that_cannot_be_is_told_at_its_field(client, one, name, field, given):
    assert f'href="#id_{field}"' in post(client, name, one, given).content.decode()


def test_a_cancelled_meeting_leads_to_another_date(client, one, at):
    meeting = planned(one, at)
    actions.cancel(meeting, by=mentor_of(one), at=at)
    assert "Find another date" in page(client, "meeting", meeting)
