"""The waiting list tells the truth: place, reason, when to expect a mentor, and what would help."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.kernel.tokens import derived
from fairlead.matching import tasks
from fairlead.matching.actions import offering, telling
from fairlead.matching.models import Answer, WaitNotice
from fairlead.matching.queries import noting, waiting, waitlist, wording
from fairlead.matching.queries.weighing import default_weights
from fairlead.matching.queries.wording import waits as in_words
from fairlead.mentorships.enums import MentorshipState
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Participation, Programme, Round
from tests import factories
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def people():
    return pool()


def waits(people, at):
    return {one.application.person.name: one for one in waiting.of_round(people.round, at=at)}


def reasons(people, at):
    return {name: one.reason.value for name, one in waits(people, at).items()}


def joined(people, name, at):
    Participation.objects.filter(pk=people.people[name].pk).update(joined_at=at)


def past(people, days, at):
    """Mentees of the programme whose mentorship began after so many days, some time ago."""
    for number, waited in enumerate(days):
        began = at - (40 + number) * DAY
        mentor = factories.participation(people.round, Side.MENTOR)
        mentee = factories.participation(people.round, Side.MENTEE, joined_at=began - waited * DAY)
        factories.mentorship(people.round, mentor, mentee, agreed_at=began)


def test_those_who_were_admitted_first_come_first_and_the_waiting_list_after(people, at):
    for name, days in (("Chen", 3), ("Dana", 9)):
        people.mentee(name)
        joined(people, name, at - days * DAY)
    factories.application(
        people.round,
        who=factories.person("Emil"),
        state=ApplicationState.WAITLISTED,
        submitted_at=at - 30 * DAY,
    )
    found = waits(people, at)
    assert [(name, one.place, one.of, one.days) for name, one in found.items()] == [
        ("Dana", 1, 3, 9),
        ("Chen", 2, 3, 3),
        ("Emil", 3, 3, 30),
    ]
    assert [row.wait.application.person.name for row in waitlist.rows(people.round, at=at)] == [
        "Emil",
        "Dana",
        "Chen",
    ]


def test_who_has_a_mentor_an_offer_or_a_finished_mentorship_does_not_wait(people, at):
    mentor = people.mentor("Ana", places=5).participation
    for name in ("Chen", "Dana", "Emil", "Fatma"):
        people.mentee(name)
    run = people.run(at)
    offering.send_offers(
        run, proposals=run.proposals.filter(mentee=people.people["Chen"]), by=people.by, at=at
    )
    factories.mentorship(people.round, mentor, people.people["Dana"])
    factories.mentorship(
        people.round, mentor, people.people["Emil"], place=2, state=MentorshipState.COMPLETED
    )
    assert set(waits(people, at)) == {"Fatma"}


def test_whose_pair_has_ended_early_waits_since_then(people, at):
    mentor = people.mentor("Ana").participation
    people.mentee("Chen")
    joined(people, "Chen", at - 90 * DAY)
    ended = factories.mentorship(
        people.round,
        mentor,
        people.people["Chen"],
        state=MentorshipState.ENDED_EARLY,
        ended_on=(at - 10 * DAY).date(),
    )
    assert waits(people, at) == {}
    factories.asked_again(ended)
    assert waits(people, at)["Chen"].days == 10


def test_who_had_several_pairs_waits_since_the_last_of_them_ended(people, at):
    people.mentee("Chen")
    joined(people, "Chen", at - 90 * DAY)
    for name, ended in (("Ana", 60), ("Bo", 10), ("Cy", 40)):
        day = (at - ended * DAY).date()
        ended_pair = factories.mentorship(
            people.round,
            people.mentor(name).participation,
            people.people["Chen"],
            state=MentorshipState.ENDED_EARLY,
            starts_on=day - 5 * DAY,
            ended_on=day,
        )
        factories.asked_again(ended_pair)
    assert waits(people, at)["Chen"].days == 10


def test_every_reason_is_told_as_it_is(people, at):
    people.mentor("Ana", languages=["en"])
    people.mentee("Chen", grade=7)
    people.mentee("Dana", grade=2)
    people.mentee("Emil", ("Taxation",))
    people.mentee("Fatma", languages=["ar"])
    people.mentee("Gita", consented_at=None)
    assert set(reasons(people, at).values()) == {"not_matched_yet"}
    people.run(at)
    people.mentee("Hana")
    assert reasons(people, at) == {
        "Chen": "deciding",
        "Dana": "full",
        "Emil": "areas",
        "Fatma": "languages",
        "Gita": "rules",
        "Hana": "not_matched_yet",
    }
    told = waits(people, at)
    assert wording.reason(told["Emil"]) == (
        "No mentor with a free place offers what you want to develop (Taxation)."
    )
    assert wording.reason(told["Dana"]) == ("The mentors who would suit you have no free place at present.")


def test_programme_that_is_full_says_so(people, at):
    mentor = people.mentor("Ana", places=2).participation
    for name in ("Chen", "Dana"):
        people.mentee(name)
    factories.mentorship(people.round, mentor, people.people["Chen"])
    Programme.objects.update(most_pairs=1)
    people.round.programme.refresh_from_db()
    assert reasons(people, at) == {"Dana": "capacity"}


@pytest.mark.parametrize(
    ("approval", "expected"),
    [
        (None, "supervisor"),
        ({"state": ApprovalState.WAITING}, "supervisor"),
        ({"state": ApprovalState.APPROVED}, "listed"),
        ({"state": ApprovalState.APPROVED, "approved_from": date(2026, 10, 6)}, "supervisor"),
        ({"state": ApprovalState.APPROVED, "approved_from": date(2026, 10, 5)}, "listed"),
    ],
)
def test_waiting_list_says_whether_the_supervisor_is_what_is_missing(people, at, approval, expected):
    listed = factories.application(
        people.round, who=factories.person("Emil"), state=ApplicationState.WAITLISTED
    )
    if approval is not None:
        SupervisorApproval.objects.create(
            application=listed,
            supervisor_name="L",
            supervisor_email="l@northport.example",
            fingerprint="x",
            asked_at=at,
            answer_by=at,
            **approval,
        )
    assert reasons(people, at) == {"Emil": expected}


def test_programme_without_approval_does_not_blame_the_supervisor(people, at):
    Programme.objects.update(supervisor_approval=False)
    people.round.programme.refresh_from_db()
    factories.application(people.round, who=factories.person("Emil"), state=ApplicationState.WAITLISTED)
    assert reasons(people, at) == {"Emil": "listed"}


def test_date_is_computed_from_the_waits_of_the_programme_itself(people, at):
    past(people, [7 * week for week in range(1, 9)], at)
    people.mentor("Ana")
    people.mentee("Chen")
    joined(people, "Chen", at)
    found = waits(people, at)["Chen"]
    # nine are counted, the one who waits now is not seen beyond day 0: a quarter of eight by week 2
    assert (found.early, found.late) == (date(2026, 10, 19), date(2026, 11, 16))
    assert wording.expected(found).startswith("Between 19 October 2026 and 16 November 2026 for half")


def test_nothing_is_said_with_fewer_than_eight_waits_and_other_programmes_do_not_count(people, at):
    past(people, [7] * 7, at)
    other = pool()
    past(other, [7] * 9, at)
    people.mentee("Chen")
    joined(people, "Chen", at)
    found = waits(people, at)["Chen"]
    assert (found.early, found.late) == (None, None)
    assert wording.expected(found).startswith("We cannot say yet")


def test_rolling_intakes_are_not_measured_by_rounds_with_dates(people, at):
    past(people, [7] * 9, at)
    rolling = factories.round(people.round.programme, rolling=True)
    factories.application(rolling, who=factories.person("Chen"))
    (found,) = waiting.of_round(rolling, at=at)
    assert found.early is None


def test_waits_that_have_not_ended_are_counted_until_now_or_until_the_round_was_over(people, at):
    over = at.date() - 20 * DAY
    Round.objects.update(state=RoundState.FINISHED, starts_on=over - 90 * DAY, ends_on=over)
    factories.participation(people.round, joined_at=at - 30 * DAY)
    factories.participation(people.round, joined_at=at - 30 * DAY, state="left")
    standing = factories.round(people.round.programme)
    factories.participation(standing, joined_at=at - 12 * DAY)
    found = waiting.past_waits(people.round.programme, rolling=False, at=at)
    assert sorted((round(one.days), one.over) for one in found) == [(10, False), (12, False)]


def test_pace_is_that_of_the_last_half_year_or_since_the_first_pair(people, at):
    assert waiting.begun_per_day(people.round.programme, rolling=False, at=at) == 0
    past(people, [7, 7], at)
    assert waiting.begun_per_day(people.round.programme, rolling=False, at=at) == pytest.approx(2 / 41)


def test_what_would_help_is_found_by_matching_again(people, at):
    people.mentor("Ana", ("Taxation",), languages=["en", "sk"])
    people.mentor("Boris", ("Visas",), languages=["fr"], meeting_mode="online")
    people.mentee("Chen", ("Dual career",), languages=["en"])
    people.run(at)
    assert waits(people, at)["Chen"].helps == ({"kind": "area", "value": "Taxation"},)
    assert wording.helping(waits(people, at)["Chen"]) == ["Also wanting to develop Taxation."]


def test_language_and_way_to_meet_are_said_when_each_alone_would_do(people, at):
    people.mentor("Ana", languages=["fr"])
    people.mentor("Boris", languages=["en"], meeting_mode="online")
    people.mentee("Chen", languages=["en"], meeting_mode="in_person")
    rules = {**default_weights()["rules"], "ways_to_meet": True}
    people.run(at, rules=rules)
    assert wording.helping(waits(people, at)["Chen"]) == [
        "Also meeting in French, if you speak it.",
        "Also meeting online.",
    ]


def test_change_that_would_only_take_a_mentor_from_somebody_else_is_not_said(people, at):
    people.mentor("Ana", ("Taxation",))
    people.mentee("Chen", ("Taxation",))
    people.mentee("Dana", ("Dual career",))
    people.run(at)
    assert waits(people, at)["Dana"].helps == ()


def test_mentee_reads_the_truth_where_the_application_stands(client, people, at):
    people.mentor("Ana")
    chen = people.mentee("Chen", ("Taxation",))
    people.run(at)
    client.force_login(chen.person)
    page = client.get(reverse("applications:status", args=[chen.pk])).content.decode()
    assert "1 of 1, by how long people have waited" in page
    assert "No mentor with a free place offers what you want to develop (Taxation)." in page
    assert "We cannot say yet" in page
    assert "Also wanting to develop Dual career." in page


def test_open_offer_is_shown_where_the_application_stands_until_it_is_answered(people, at):
    people.mentor("Ana")
    chen = people.mentee("Chen")
    run = people.run(at)
    offering.send_offers(run, proposals=run.proposals.all(), by=people.by, at=at)
    answer = Answer.objects.get(side=Side.MENTEE)
    (note,) = noting.notes(chen, at)
    assert (note.title, note.url) == (
        "Ana as your mentor?",
        reverse("matching:answer", args=[derived("offer", answer.pk)]),
    )
    Answer.objects.filter(pk=answer.pk).update(state="yes")
    (note,) = noting.notes(chen, at)
    assert (note.title, note.url) == ("You said yes to a pair with Ana", "")
    mentor = Application.objects.get(person__name="Ana")
    assert [one.title for one in noting.notes(mentor, at)] == ["Chen as your mentee?"]
    assert noting.notes(mentor, at + 99 * DAY) == []


def test_draft_application_hears_nothing_of_waiting(people, at):
    draft = factories.application(people.round, state=ApplicationState.DRAFT)
    assert noting.notes(draft, at) == []


def letters(people, name):
    return Letter.objects.filter(kind="wait", to_email=people.people[name].person.email)


def test_mentee_is_told_every_two_weeks_at_least(people, at):
    people.mentee("Chen")
    joined(people, "Chen", at)
    for day in range(43):
        tasks.sweep(at=at + day * DAY)
    told = letters(people, "Chen").order_by("written_at")
    assert [(one.written_at - at).days for one in told] == [14, 28, 42]


def test_mentee_is_told_when_the_reason_changes_but_not_twice_a_day_nor_at_night(people, at):
    people.mentee("Chen")
    joined(people, "Chen", at)
    telling.in_round(people.round, at=at + DAY)
    people.mentor("Ana", languages=["fr"])
    people.run(at)
    midnight = at + DAY + timedelta(hours=15)
    assert telling.in_round(people.round, at=midnight) == 0
    moments = [at + 2 * DAY, at + 2 * DAY + timedelta(hours=2), at + 3 * DAY]
    assert [telling.in_round(people.round, at=one) for one in moments] == [1, 0, 0]
    letter = letters(people, "Chen").get()
    assert "No mentor with a free place shares a language with you to meet in." in letter.text
    assert "Also meeting in French, if you speak it." in letter.text


def test_letter_about_a_decision_counts_as_a_word(people, at):
    chen = people.mentee("Chen")
    telling.in_round(people.round, at=at)
    WaitNotice.objects.update(reason="listed")
    Application.objects.filter(pk=chen.pk).update(decided_at=at + 2 * DAY)
    moments = [at + 2 * DAY + timedelta(minutes=5), at + 3 * DAY]
    assert [telling.in_round(people.round, at=one) for one in moments] == [0, 1]


@pytest.mark.parametrize(
    ("changes", "matters"),
    [
        ({}, False),
        ({"place": 1}, False),
        ({"reason": "areas"}, True),
        ({"help": [{"kind": "meeting", "value": "online"}]}, True),
        ({"expected_from": date(2026, 11, 7)}, False),
        ({"expected_from": date(2026, 11, 8)}, True),
        ({"expected_until": None}, True),
    ],
)
def test_what_matters_is_told(changes, matters):
    before = {
        "place": 5,
        "reason": "full",
        "expected_from": date(2026, 11, 1),
        "expected_until": date(2026, 12, 1),
        "help": [],
    }
    notice = WaitNotice(**before)
    assert telling.has_changed(notice, telling.Told(**{**before, **changes})) is matters


def test_list_is_read_with_the_same_number_of_queries_for_one_and_for_three(client, people, at):
    client.force_login(people.coordinator)
    url = reverse("matching:waiting", args=[people.round.pk])
    people.mentor("Ana", languages=["fr"])
    people.mentee("Chen")
    people.run(at)
    counted = []
    for more in ((), ("Dana", "Emil")):
        for name in more:
            people.mentee(name)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url).content.decode()
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert [name in page for name in ("Chen", "Dana", "Emil")] == [True, True, True]


def test_page_of_a_round_in_which_nobody_waits_says_so(client, people):
    client.force_login(people.coordinator)
    page = client.get(reverse("matching:waiting", args=[people.round.pk])).content.decode()
    assert "Nobody waits" in page


def test_every_reason_and_every_help_has_words():
    assert set(in_words.REASONS) == set(in_words.SHORT) == {one.value for one in waiting.Reason}
