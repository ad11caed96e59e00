"""A pair rests, goes on, goes on longer, or ends at nobody's fault."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from fairlead.audit.models import Entry
from fairlead.kernel.actors import NOBODY
from fairlead.kernel.errors import AlreadyMoved
from fairlead.mentorships import actions, tasks
from fairlead.mentorships.actions import extending, plans, reviews
from fairlead.mentorships.enums import EndReason, ExtensionState, MeetingState, MentorshipState, Review
from fairlead.mentorships.models import Agreement, Extension, Meeting, Mentorship
from fairlead.mentorships.queries import changes, closing, meeting_todos
from fairlead.mentorships.queries import plans as plan_queries
from fairlead.notifications.models import Letter
from tests import factories
from tests.mentorships import agreeing, planned
from tests.mentorships import meeting as met
from tests.mentorships.meeting import fresh, letters, mentee_of, mentor_of, pair

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def coordinator(of):
    return factories.member(of.round.programme, who=factories.person("Cora Coordinator"))


def ask(one, at, *, days=60, by=None):
    return extending.ask(one, until=one.ends_on + timedelta(days=days), by=by or mentee_of(one), at=at)


# Pause


def test_pair_rests_until_a_day_and_the_other_is_told_kindly(at):
    one = pair()
    actions.pause(one, until=date(2026, 11, 2), by=mentee_of(one), at=at)
    one = fresh(one)
    assert (one.state, one.paused_on, one.paused_until) == ("paused", date(2026, 10, 5), date(2026, 11, 2))
    assert letters() == [("pair-paused", "Moana Mentor")]
    assert "rests until 2 November 2026" in Letter.objects.get().subject


@pytest.mark.parametrize("until", [date(2026, 10, 5), date(2026, 10, 4), date(2027, 5, 16)])
def test_pause_ends_after_today_and_within_the_pairs_time(at, until):
    with pytest.raises(actions.NoSuchPause):
        actions.pause(pair(), until=until, by=NOBODY, at=at)


def test_nobody_is_asked_about_meetings_in_a_pause_nor_reminded_to_plan(at):
    one = pair()
    met.past(one, at, days=1)
    Meeting.objects.create(
        mentorship=one, state="held", starts_at=at - 40 * DAY, minutes=60, made_at=at, logged_at=at
    )
    actions.pause(one, until=date(2026, 11, 2), by=mentee_of(one), at=at - 2 * DAY)
    Letter.objects.all().delete()
    assert tasks.sweep(at=at) == 0
    Meeting.objects.filter(state=MeetingState.PLANNED).delete()
    assert meeting_todos.todos(mentee_of(one), at=at) == []


def test_paused_pair_goes_on_by_itself_on_its_day_and_both_are_told_once(at):
    one = pair()
    actions.pause(one, until=date(2026, 10, 9), by=mentee_of(one), at=at)
    Letter.objects.all().delete()
    tasks.sweep(at=at + 3 * DAY)
    assert fresh(one).state == "paused"
    for _time in range(2):
        tasks.sweep(at=at + 4 * DAY)
    one = fresh(one)
    assert (one.state, one.paused_on, one.paused_until) == ("active", None, None)
    assert letters() == [("pair-resumed", "Ming Mentee"), ("pair-resumed", "Moana Mentor")]


def test_pair_that_does_not_rest_cannot_go_on(at):
    with pytest.raises(AlreadyMoved):
        actions.resume(pair(), by=NOBODY, at=at)


def test_page_of_the_pause_shows_the_meetings_in_between(client, at):
    one = pair(starts_on=date(2026, 1, 1), ends_on=date(2099, 1, 1))
    Meeting.objects.create(
        mentorship=one, state="planned", starts_at=at.replace(year=2098), minutes=60, made_at=at
    )
    client.force_login(one.mentee.person)
    page = client.get(reverse("mentorships:pause", args=[one.pk])).content.decode()
    assert "Sunday 5 October 2098, 11:00" in page or "5 October 2098" in page
    bad = client.post(reverse("mentorships:pause", args=[one.pk]), {"until": "2020-01-01"})
    assert (bad.status_code, "Choose a day after today" in bad.content.decode()) == (422, True)
    assert 'value="2020-01-01"' in bad.content.decode()
    client.post(reverse("mentorships:pause", args=[one.pk]), {"until": "2098-12-01"})
    page = client.get(reverse("mentorships:detail", args=[one.pk])).content.decode()
    assert "This pair rests until 1 December 2098." in page
    client.post(reverse("mentorships:resume", args=[one.pk]))
    assert fresh(one).state == "active"


# Extend


def test_extension_takes_both_and_moves_the_last_day(at):
    one = pair()
    team = coordinator(one)
    wish = ask(one, at)
    assert fresh(one).ends_on == wish.before
    assert letters() == [("pair-extension-asked", "Moana Mentor")]
    extending.agree(wish, by=mentor_of(one), at=at)
    assert (fresh(one).ends_on, wish.state) == (wish.until, ExtensionState.AGREED)
    assert sorted(letters("pair-extended")) == [
        ("pair-extended", "Ming Mentee"),
        ("pair-extended", "Moana Mentor"),
        ("pair-extended-team", team.name),
    ]


def test_agreement_of_an_extended_pair_gets_a_version_that_both_sign(at):
    one = agreeing.pair()
    agreeing.agree(one, at)
    extending.agree(ask(one, at, by=agreeing.mentee(one)), by=agreeing.mentor(one), at=at)
    first, second = Agreement.objects.order_by("number")
    assert (first.state, second.state, second.signatures.count()) == ("in_force", "writing", 0)
    assert "14 July 2027" in " ".join(agreeing.said(one, agreeing.mentee(one), second)["between"])
    agreeing.sign(fresh(one), agreeing.mentee(one), at)
    agreeing.sign(fresh(one), agreeing.mentor(one), at)
    second.refresh_from_db()
    assert second.state == "in_force"


def test_pair_without_an_agreement_gets_none_by_being_extended(at):
    one = pair()
    extending.agree(ask(one, at), by=mentor_of(one), at=at)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("days", [0, -1, 400])
def test_extension_ends_after_the_last_day_and_within_another_length(at, days):
    with pytest.raises(extending.CannotExtend):
        ask(pair(), at, days=days)


def test_only_one_wish_is_open_and_only_the_other_answers_it(at):
    one = pair()
    wish = ask(one, at)
    with pytest.raises(AlreadyMoved):
        ask(one, at, by=mentor_of(one))
    for answer, by in ((extending.agree, mentee_of(one)), (extending.take_back, mentor_of(one))):
        with pytest.raises(AlreadyMoved):
            answer(wish, by=by, at=at)
    extending.take_back(wish, by=mentee_of(one), at=at)
    assert ask(one, at, by=mentor_of(one)).state == ExtensionState.ASKED


def test_declined_extension_is_told_without_a_reason(at):
    one = pair()
    extending.decline(ask(one, at), by=mentor_of(one), at=at)
    assert letters("pair-extension-declined") == [("pair-extension-declined", "Ming Mentee")]
    assert fresh(one).ends_on == date(2027, 5, 15)


def test_wish_stands_among_what_waits_for_the_other(at):
    one = pair()
    ask(one, at)
    assert closing.todos(mentee_of(one), at=at) == []
    (todo,) = closing.todos(mentor_of(one), at=at)
    assert todo.title == "Ming Mentee would like to go on until 14 July. And you?"


def test_goals_change_again_after_the_last_review_of_a_pair_that_goes_on(at):
    one = planned.pair()
    plan = planned.agreed(one, at)
    half = planned.halves(one)[0]
    for review in (Review.MID, Review.END):
        goal = planned.shown(one).goals[0].goal
        reviews.choose_level(goal, review=review, level=1, seen=goal.revision, by=half, at=at)
        reviews.finish_review(plan, review=review, by=half, at=at)
        plan.refresh_from_db()
    assert plan.state == "ended"
    plans.reopen(plan, by=half, at=at)
    plan.refresh_from_db()
    assert (plan.state, plan.end_reviewed_at, planned.shown(one).goals[0].goal.end) == ("writing", None, None)
    for by in planned.halves(one):
        plans.agree(plan, seen=plan.revision, by=by, at=at)
    plan.refresh_from_db()
    assert plan.state == "midway"
    assert plan_queries.due(one, plan, today=one.ends_on) == Review.END


# End


def test_either_side_ends_and_both_get_the_same_neutral_letter(at):
    one = pair()
    team = coordinator(one)
    met.planned(one, at, days=20)
    Letter.objects.all().delete()
    actions.end_early(one, reason=EndReason.FIT, by=mentee_of(one), at=at)
    told = letters("pair-")
    assert told == [
        ("pair-ended-early", "Ming Mentee"),
        ("pair-ended-early", "Moana Mentor"),
        ("pair-ended-team", team.name),
    ]
    assert letters("meeting-cancelled") == [("meeting-cancelled", name) for name in met.BOTH]
    texts = [letter.text + letter.subject for letter in Letter.objects.filter(kind__startswith="pair-")]
    assert not any(str(EndReason.FIT.label) in text for text in texts)
    mentors = Letter.objects.get(kind="pair-ended-early", to_name="Moana Mentor").text
    assert "It is nobody’s fault" in mentors
    assert "Your place is free again" in mentors


def test_reason_is_optional_counted_and_shown_to_nobody(client, at):
    one = pair()
    client.force_login(one.mentor.person)
    page = client.get(reverse("mentorships:end", args=[one.pk]))
    assert page.status_code == 200
    client.post(reverse("mentorships:end", args=[one.pk]), {"reason": "time"})
    assert (fresh(one).state, fresh(one).end_reason) == ("ended_early", "time")
    assert changes.early_endings(one.round)["time"] == 1
    for who in (one.mentee.person, one.mentor.person, coordinator(one)):
        client.force_login(who)
        seen = client.get(reverse("mentorships:detail", args=[one.pk])).content.decode()
        assert str(EndReason.TIME.label) not in seen
    assert "time" not in str(Entry.objects.filter(verb="ended mentorship").values_list("details", flat=True))


def test_pair_ends_without_a_reason_and_never_with_one_that_is_none(client, at):
    one = pair()
    client.force_login(one.mentee.person)
    response = client.post(reverse("mentorships:end", args=[one.pk]), {"reason": "nonsense"})
    assert (response.status_code, fresh(one).state) == (422, "active")
    client.post(reverse("mentorships:end", args=[one.pk]), {"reason": ""})
    assert (fresh(one).state, fresh(one).end_reason) == ("ended_early", "")
    again = client.post(reverse("mentorships:end", args=[one.pk]), {"reason": ""}, follow=True)
    assert "This mentorship has ended already" in again.content.decode()
    assert Letter.objects.filter(kind="pair-ended-early").count() == 2


def test_wish_to_go_on_lapses_with_the_pair(at):
    one = pair()
    wish = ask(one, at)
    actions.end_early(one, reason=None, by=mentor_of(one), at=at)
    wish.refresh_from_db()
    assert wish.state == ExtensionState.LAPSED
    with pytest.raises(extending.CannotExtend):
        extending.agree(Extension.objects.get(), by=mentor_of(one), at=at)


# The regular end


def test_last_day_passes_and_the_worker_completes_the_pair_once(at):
    one = pair(ends_on=date(2026, 10, 4))
    resting = pair(MentorshipState.PAUSED, ends_on=date(2026, 10, 4), paused_until=date(2026, 12, 1))
    never_met = pair(MentorshipState.STARTING, ends_on=date(2026, 10, 4))
    last_day = pair(ends_on=date(2026, 10, 5))
    for _time in range(2):
        tasks.sweep(at=at)
    states = {row.pk: (row.state, row.ended_on) for row in Mentorship.objects.all()}
    assert states[one.pk] == states[resting.pk] == ("completed", date(2026, 10, 4))
    assert states[never_met.pk] == ("starting", None)
    assert states[last_day.pk] == ("active", None)
    assert Letter.objects.filter(kind="pair-completed").count() == 4


def test_unanswered_wish_keeps_a_pair_open_for_a_fortnight(at):
    one = pair(ends_on=date(2026, 10, 4))
    ask(one, at - 2 * DAY)
    tasks.sweep(at=at)
    assert fresh(one).state == "active"
    tasks.sweep(at=at + 14 * DAY)
    assert (fresh(one).state, Extension.objects.get().state) == ("completed", "lapsed")


def test_last_days_are_announced_once_and_again_only_for_another_last_day(at):
    one = pair(ends_on=date(2026, 10, 19))
    for _time in range(2):
        tasks.sweep(at=at)
    assert letters("pair-closing") == [("pair-closing-soon", name) for name in met.BOTH]
    Mentorship.objects.filter(pk=one.pk).update(ends_on=date(2026, 12, 1))
    tasks.sweep(at=at + DAY)
    assert Letter.objects.filter(kind="pair-closing-soon").count() == 2
    tasks.sweep(at=at + 50 * DAY)
    assert Letter.objects.filter(kind="pair-closing-soon").count() == 4


def test_pair_that_has_met_needs_no_coordinator_to_close_it(client, at):
    one = pair(ends_on=date(2026, 10, 4))
    client.force_login(coordinator(one))
    page = client.get(reverse("mentorships:detail", args=[one.pk])).content.decode()
    assert "A pair that has met is completed by itself" in page


def test_own_wish_to_go_on_asks_nothing_of_whoever_has_it(client, at):
    one = pair()
    ask(one, at)
    shown = {}
    for half in (one.mentee, one.mentor):
        client.force_login(half.person)
        shown[half] = client.get(reverse("mentorships:detail", args=[one.pk])).content.decode()
    assert "You have asked to go on until 14 July 2027" in shown[one.mentee]
    assert "See how it stands" not in shown[one.mentee]
    assert "Go on until 14 July 2027?" in shown[one.mentor]
