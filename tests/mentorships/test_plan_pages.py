"""The plan's pages: nothing typed is lost, clashes are shown, and reviews go goal by goal."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fairlead.mentorships import picturing
from fairlead.mentorships.actions import goals, plans
from fairlead.mentorships.enums import Level, MentorshipState, PlanStage, Weight
from fairlead.mentorships.models import Goal, Mentorship, Plan, Step
from fairlead.mentorships.planwords import GoalWords, read
from fairlead.mentorships.queries import plans as queries
from fairlead.mentorships.smart import checks
from fairlead.mentorships.starters import BY_KEY, STARTERS
from tests.mentorships import planned

pytestmark = pytest.mark.django_db
SCALE = {"much_less": "a", "less": "b", "expected": "c", "more": "d", "much_more": "e"}
GIVEN = {
    "title": "Lead a season of permits",
    "kind": "knowledge",
    "why": "September",
    "evidence": "Files",
    "start": "-1",
    "weight": "3",
    "due_on": "2027-04-01",
    **SCALE,
}


@pytest.fixture
def pair(client):
    made = planned.pair()
    client.force_login(made.mentee.person)
    return made


def url(name, pair, **kwargs):
    return reverse(f"mentorships:{name}", kwargs={"pk": pair.pk, **kwargs})


def body(answer):
    return answer.content.decode()


def test_goal_is_written_with_its_first_steps(client, pair):
    answer = client.post(url("goal_new", pair), {**GIVEN, "first_steps": "Draw the way\n\n  Shadow a visit "})
    assert answer.headers["Location"] == url("plan", pair)
    (shown,) = planned.shown(pair).goals
    assert shown.words == GoalWords(GIVEN["title"], "September", "Files", ("a", "b", "c", "d", "e"))
    assert (shown.goal.start, shown.goal.weight, shown.goal.due_on) == (-1, 3, date(2027, 4, 1))
    assert [each.text for each in shown.steps] == ["Draw the way", "Shadow a visit"]


def test_title_and_kind_are_enough_to_keep_a_goal(client, pair):
    rest = {"title": "One day", "kind": "own", "start": "-2", "weight": "2"}
    client.post(url("goal_new", pair), rest)
    assert Goal.objects.get().complete is False
    assert "Describe all five levels of every goal" in body(client.get(url("plan", pair)))


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"kind": "x"}, {"weight": "9"}, {"due_on": "soon"}], ids=str
)
def test_what_cannot_be_kept_comes_back_with_every_word(client, pair, wrong):
    answer = client.post(url("goal_new", pair), {**GIVEN, "why": "Because of the sea", **wrong})
    assert (answer.status_code, Plan.objects.count()) == (422, 0)
    assert "Because of the sea" in body(answer)


@pytest.mark.parametrize("lines", ["\n".join("x" * 13), "y" * 201])
def test_too_many_or_too_long_first_steps_come_back(client, pair, lines):
    answer = client.post(url("goal_new", pair), {**GIVEN, "first_steps": lines})
    assert (answer.status_code, Goal.objects.count()) == (422, 0)


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_example_fills_the_form_and_fits_it(client, pair, key):
    form = client.get(f"{url('goal_new', pair)}?from={key}").context["form"]
    said = {**form.initial, "start": "-2", "weight": "2", "due_on": ""}
    assert client.post(url("goal_new", pair), said).status_code == 302
    assert (Goal.objects.get().complete, Step.objects.count()) == (True, len(BY_KEY[key].steps))


def test_examples_are_many_and_their_keys_differ():
    assert len(STARTERS) == len(BY_KEY) == 20


def test_example_nobody_knows_is_an_empty_form(client, pair):
    assert client.get(f"{url('goal_new', pair)}?from=nothing").context["form"].initial == {}


def test_clash_shows_both_versions_and_the_second_save_decides(client, pair, at):
    one, mentor = planned.goal(pair, at), planned.halves(pair)[1]
    goals.change_goal(one, planned.given("Of the mentor"), seen=1, by=mentor, at=at)
    address = url("goal", pair, goal=one.pk)
    answer = client.post(address, {**GIVEN, "seen": "1"})
    assert answer.status_code == 409
    assert [text in body(answer) for text in (GIVEN["title"], "Of the mentor", 'name="seen" value="2"')] == [
        True
    ] * 3
    assert client.post(address, {**GIVEN, "seen": "2"}).status_code == 302
    assert planned.shown(pair).goals[0].words.title == GIVEN["title"]


def test_words_for_a_goal_that_is_gone_are_kept_and_can_be_added_again(client, pair, at):
    one, mentor = planned.goal(pair, at), planned.halves(pair)[1]
    goals.remove_goal(one, seen=1, by=mentor, at=at)
    answer = client.post(url("goal", pair, goal=one.pk or Plan.objects.get().pk), {**GIVEN, "seen": "1"})
    assert answer.status_code == 409
    assert [GIVEN["title"] in body(answer), f'action="{url("goal_new", pair)}"' in body(answer)] == [
        True,
        True,
    ]


def test_goal_of_a_plan_agreed_meanwhile_is_saved_after_opening_it(client, pair, at):
    planned.agreed(pair, at)
    address = url("goal", pair, goal=Goal.objects.get().pk)
    answer = client.post(address, {**GIVEN, "seen": "1"})
    assert [answer.status_code, 'name="reopen"' in body(answer), GIVEN["title"] in body(answer)] == [
        422,
        True,
        True,
    ]
    assert client.post(address, {**GIVEN, "seen": "1", "reopen": "yes"}).status_code == 302
    assert (Plan.objects.get().state, planned.shown(pair).goals[0].words.title) == (
        PlanStage.WRITING,
        GIVEN["title"],
    )


def test_words_that_clash_open_no_agreed_plan(client, pair, at):
    planned.agreed(pair, at)
    address = url("goal", pair, goal=Goal.objects.get().pk)
    answer = client.post(address, {**GIVEN, "seen": "99", "reopen": "yes"})
    assert (answer.status_code, GIVEN["title"] in body(answer)) == (409, True)
    assert Plan.objects.get().state == PlanStage.AGREED


def test_words_to_a_pair_that_has_just_ended_come_back(client, pair, at):
    one = planned.goal(pair, at)
    Mentorship.objects.filter(pk=pair.pk).update(state=MentorshipState.ENDED_EARLY)
    answer = client.post(url("goal", pair, goal=one.pk), {**GIVEN, "seen": "1"})
    assert [answer.status_code, GIVEN["title"] in body(answer)] == [422, True]


def test_step_is_added_changed_ticked_and_taken_away(client, pair, at):
    one = planned.goal(pair, at)
    said = {"text": "Visit the office", "owner": "both", "due_on": "2026-12-01", "milestone": "on"}
    assert client.post(url("goal_step_new", pair, goal=one.pk), said).status_code == 302
    step = Step.objects.get()
    assert (
        client.post(url("goal_step", pair, step=step.pk), {**said, "text": "Call", "seen": "1"}).status_code
        == 302
    )
    stale = client.post(url("goal_step", pair, step=step.pk), {**said, "text": "Write", "seen": "1"})
    assert [stale.status_code, "Call" in body(stale), 'value="Write"' in body(stale)] == [409, True, True]
    client.post(url("goal_step_do", pair, step=step.pk, do="done"))
    step.refresh_from_db()
    assert (step.done_on is not None, step.milestone, step.owner) == (True, True, "both")
    client.post(url("goal_step_do", pair, step=step.pk, do="remove"))
    assert Step.objects.count() == 1  # the page did not say which wording it showed
    client.post(url("goal_step_do", pair, step=step.pk, do="remove") + "?seen=2")
    assert Step.objects.count() == 0


def test_empty_step_comes_back(client, pair, at):
    one = planned.goal(pair, at)
    answer = client.post(url("goal_step_new", pair, goal=one.pk), {"text": "", "owner": "mentor"})
    assert (answer.status_code, Step.objects.count()) == (422, 0)


def test_goal_is_moved_and_taken_out(client, pair, at):
    first = planned.goal(pair, at, "A")
    planned.goal(pair, at, "B")
    client.post(url("goal_do", pair, goal=first.pk, do="down"))
    assert list(Goal.objects.values_list("pk", flat=True))[-1] == first.pk
    client.post(url("goal_do", pair, goal=first.pk, do="remove") + "?seen=1")
    assert Goal.objects.count() == 1


def test_both_agree_on_their_pages(client, pair, at):
    planned.goal(pair, at)
    for person in (pair.mentee.person, pair.mentor.person):
        client.force_login(person)
        seen = re.search(r'name="seen" value="(\d+)"', body(client.get(url("plan", pair))))[1]
        client.post(url("plan_agree", pair), {"seen": seen})
    assert Plan.objects.get().state == PlanStage.AGREED
    client.post(url("plan_reopen", pair))
    assert Plan.objects.get().state == PlanStage.WRITING


def test_agreeing_to_what_was_changed_meanwhile_is_told(client, pair, at):
    planned.goal(pair, at)
    answer = client.post(url("plan_agree", pair), {"seen": "99"}, follow=True)
    assert "The goals were changed a moment ago" in body(answer)
    assert Plan.objects.get().mentee_agreed_at is None


def test_review_leads_from_goal_to_goal_and_is_finished(client, pair, at):
    planned.agreed(pair, at, planned.given("A", weight=Weight.MOST), planned.given("B"))
    first, second = Goal.objects.all()
    assert "Begin" in body(client.get(url("review", pair, which="mid")))
    page = url("review_goal", pair, which="mid", goal=first.pk)
    assert planned.SECRET in body(client.get(page))
    answer = client.post(page, {"level": "1", "seen": "1"})
    assert answer.headers["Location"] == url("review_goal", pair, which="mid", goal=second.pk)
    answer = client.post(answer.headers["Location"], {"level": "0", "seen": "1"})
    assert answer.headers["Location"] == url("review", pair, which="mid")
    assert "2 of 2 goals as expected or better" in body(client.get(answer.headers["Location"]))
    client.post(answer.headers["Location"])
    assert Plan.objects.get().state == PlanStage.MIDWAY


def test_review_without_a_choice_or_over_the_others_choice_asks_again(client, pair, at):
    planned.agreed(pair, at)
    page = url("review_goal", pair, which="mid", goal=Goal.objects.get().pk)
    assert client.post(page, {"seen": "1"}).status_code == 422
    client.post(page, {"level": "2", "seen": "1"})
    answer = client.post(page, {"level": "-1", "seen": "1"})
    assert [answer.status_code, "Chosen just now: +2" in body(answer), Goal.objects.get().mid] == [
        409,
        True,
        Level.MUCH_MORE,
    ]


def test_unfinished_review_is_told(client, pair, at):
    planned.agreed(pair, at)
    answer = client.post(url("review", pair, which="mid"), follow=True)
    assert "Choose a level for every goal first." in body(answer)


def test_each_says_for_themselves_who_sees_the_figures(client, pair, at):
    planned.goal(pair, at)
    for said, expected in (("yes", True), ("no", False)):
        client.post(url("plan_share", pair), {"share": said})
        plan = Plan.objects.get()
        assert (plan.mentee_shares, plan.mentor_shares) == (expected, False)


def test_picture_has_its_table_beside_it(client, pair, at):
    planned.agreed(pair, at)
    page = body(client.get(url("plan", pair)))
    assert [text in page for text in ('role="img" aria-label="start −1"', "The same as a table", "40.0")] == [
        True
    ] * 3


def day_todos(pair, day, who=0):
    at = planned.factories.AT.replace(year=day.year, month=day.month, day=day.day)
    return [
        str(todo.title).split(",")[0].split(" with ")[0]
        for todo in queries.todos(planned.halves(pair)[who], at=at)
    ]


def test_home_asks_for_each_review_in_its_time(pair, at):
    mid, end = queries.mid_on(pair), queries.end_on(pair)
    assert (mid, end) == (date(2027, 2, 13), date(2027, 5, 1))
    assert day_todos(pair, pair.starts_on + timedelta(days=14)) == ["Begin your plan"]
    planned.agreed(pair, at)
    days = (mid - timedelta(days=1), mid, end)
    assert [day_todos(pair, day) for day in days] == [
        [],
        ["Look at your goals half-way"],
        ["Look back at your goals"],
    ]
    Mentorship.objects.filter(pk=pair.pk).update(state=MentorshipState.PAUSED)
    assert day_todos(pair, end) == []
    Mentorship.objects.filter(pk=pair.pk).update(state=MentorshipState.COMPLETED, ended_on=end)
    days = (end + timedelta(days=28), end + timedelta(days=29))
    assert [day_todos(pair, day) for day in days] == [["Look back at your goals"], []]


def test_home_asks_the_other_to_agree(pair, at):
    planned.goal(pair, at)
    plan = Plan.objects.get()
    plans.agree(plan, seen=plan.revision, by=planned.halves(pair)[0], at=at)
    name = pair.mentee.person.name
    assert [day_todos(pair, at.date(), who) for who in (0, 1)] == [
        [],
        [f"{name} agrees to your plan. Do you?"],
    ]


def test_todos_ask_once_however_many_pairs(pair, at, django_assert_num_queries):
    planned.agreed(pair, at)
    with django_assert_num_queries(1):
        queries.todos(planned.halves(pair)[0], at=at)
    assert queries.todos(planned.factories.actor(), at=at) == []


def test_smart_looks_at_what_is_filled_in():
    span = {"first": date(2026, 11, 1), "last": date(2027, 5, 1)}
    bare = checks(GoalWords("Permits"), start=0, steps=0, due_on=None, **span)
    assert [check.met for check in bare] == [False] * 5
    whole = GoalWords("Lead a season of permits", "why", "files", ("a", "b", "c", "d", "e"))
    full = checks(whole, start=-1, steps=1, due_on=date(2027, 4, 1), **span)
    assert [check.met for check in full] == [True] * 5
    late = checks(whole, start=-1, steps=1, due_on=date(2027, 6, 1), **span)
    assert [check.met for check in late] == [True] * 4 + [False]


@given(st.builds(GoalWords, st.text(), st.text(), st.text(), st.tuples(*[st.text()] * 5)))
def test_words_come_back_as_they_were_sealed(words):
    assert read(words.sealed()) == words


@given(st.integers(-2, 2), st.none() | st.integers(-2, 2), st.none() | st.integers(-2, 2))
def test_rings_lie_inside_the_picture_and_the_rope_spans_them(start, mid, end):
    line = picturing.line([("start", start), ("mid", mid), ("end", end)])
    assert [ring.level for ring in line.rings] == [level for level in (end, mid, start) if level is not None]
    assert (line.left, line.right) == (min(r.x for r in line.rings), max(r.x for r in line.rings))
    assert 11 <= line.left <= line.right <= picturing.WIDTH - 11


def test_no_browser_keeps_a_page_of_the_plan_after_signing_out(client, pair, at):
    goal = planned.goal(pair, at)
    pages = [url("plan", pair), url("goal", pair, goal=goal.pk), url("review", pair, which="mid")]
    kept = [client.get(page).headers.get("Cache-Control", "") for page in pages]
    assert ["no-store" in said for said in kept] == [True] * len(pages)
