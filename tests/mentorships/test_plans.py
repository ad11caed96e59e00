"""A plan belongs to two people: both write, both agree, and neither overwrites the other unseen."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from fairlead.audit.models import Entry
from fairlead.kernel.errors import AlreadyMoved
from fairlead.mentorships.actions import ending, goals, plans, reviews, steps
from fairlead.mentorships.enums import (
    EndReason,
    GoalKind,
    Level,
    MentorshipState,
    Owner,
    PlanStage,
    Review,
    Weight,
)
from fairlead.mentorships.models import Goal, Mentorship, Plan, Step
from fairlead.mentorships.queries import plans as queries
from fairlead.sealed.models import Sealed
from tests import factories
from tests.mentorships import planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return planned.pair()


def titles(pair):
    return [one.words.title.removeprefix(f"{planned.SECRET} ") for one in planned.shown(pair).goals]


def state(pair):
    return Plan.objects.get(mentorship=pair).state


def test_plan_begins_with_its_first_goal(pair, at):
    assert planned.shown(pair) is None
    planned.goal(pair, at)
    planned.goal(pair, at, "Know ten colleagues", kind=GoalKind.NETWORK)
    assert titles(pair) == ["Answer visa questions alone", "Know ten colleagues"]
    assert (state(pair), Plan.objects.count()) == (PlanStage.WRITING, 1)


def test_both_read_every_word_and_nobody_else_reads_any(pair, at):
    one = planned.goal(pair, at)
    planned.step(pair, one, at)
    for half in planned.halves(pair):
        (shown,) = planned.shown(pair, half).goals
        assert shown.words == planned.given().words
        assert [each.text for each in shown.steps] == [f"{planned.SECRET} Read a file"]
    lead = factories.actor(factories.member(pair.round.programme))
    (shown,) = queries.plan_of(lead, pair).goals
    assert (shown.words.title, shown.words.scale, shown.steps[0].text) == ("", ("",) * 5, "")


def test_first_steps_become_steps_of_the_mentee_in_their_order(pair, at):
    planned.goal(pair, at, first_steps=["one", "two"])
    (shown,) = planned.shown(pair).goals
    assert [(each.text, each.step.owner) for each in shown.steps] == [("one", "mentee"), ("two", "mentee")]


def test_plan_stands_once_both_agree_to_the_same_goals(pair, at):
    planned.goal(pair, at)
    plan, (mentee, mentor) = Plan.objects.get(), planned.halves(pair)
    assert plans.agree(plan, seen=plan.revision, by=mentee, at=at) is False
    assert state(pair) == PlanStage.WRITING
    assert plans.agree(plan, seen=plan.revision, by=mentor, at=at) is True
    plan.refresh_from_db()
    assert (plan.state, plan.agreed_at) == (PlanStage.AGREED, at)
    with pytest.raises(AlreadyMoved):
        plans.agree(plan, seen=plan.revision, by=mentee, at=at)


def test_who_agreed_is_asked_again_when_a_goal_changes(pair, at):
    one, (mentee, mentor) = planned.goal(pair, at), planned.halves(pair)
    plan = Plan.objects.get()
    plans.agree(plan, seen=plan.revision, by=mentee, at=at)
    goals.change_goal(one, planned.given("Other"), seen=1, by=mentor, at=at)
    plan.refresh_from_db()
    assert plan.mentee_agreed_at is None
    with pytest.raises(plans.ChangedMeanwhile):
        plans.agree(plan, seen=plan.revision - 1, by=mentor, at=at)


def test_nobody_agrees_to_half_a_plan(pair, at):
    planned.goal(pair, at, scale=("", "", "alone", "", ""))
    plan, (mentee, _mentor) = Plan.objects.get(), planned.halves(pair)
    with pytest.raises(plans.NotReady):
        plans.agree(plan, seen=plan.revision, by=mentee, at=at)
    goals.remove_goal(Goal.objects.get(), seen=1, by=mentee, at=at)
    plan.refresh_from_db()
    with pytest.raises(plans.NotReady):
        plans.agree(plan, seen=plan.revision, by=mentee, at=at)


def test_goals_of_an_agreed_plan_stay_until_it_is_opened(pair, at):
    plan, (mentee, _mentor) = planned.agreed(pair, at), planned.halves(pair)
    one = Goal.objects.get()
    with pytest.raises(goals.PlanIsAgreed):
        goals.change_goal(one, planned.given("Other"), seen=1, by=mentee, at=at)
    plans.reopen(plan, by=mentee, at=at)
    goals.change_goal(one, planned.given("Other"), seen=1, by=mentee, at=at)
    assert (titles(pair), state(pair)) == (["Other"], PlanStage.WRITING)


def test_stale_words_are_refused_and_the_newer_ones_stay(pair, at):
    one, (mentee, mentor) = planned.goal(pair, at), planned.halves(pair)
    goals.change_goal(one, planned.given("Of the mentor"), seen=1, by=mentor, at=at)
    with pytest.raises(plans.ChangedMeanwhile):
        goals.change_goal(one, planned.given("Of the mentee"), seen=1, by=mentee, at=at)
    with pytest.raises(plans.ChangedMeanwhile):
        goals.remove_goal(one, seen=1, by=mentee, at=at)
    assert titles(pair) == ["Of the mentor"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(at, at_once):
    pair = planned.pair()
    one = planned.goal(pair, at)
    outcomes = at_once(
        *[
            lambda name=name, half=half: goals.change_goal(one, planned.given(name), seen=1, by=half, at=at)
            for name, half in zip(("mentee", "mentor"), planned.halves(pair), strict=True)
        ]
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["ChangedMeanwhile", "NoneType"]
    winner = ("mentee", "mentor")[outcomes.index(None)]
    assert titles(pair) == [winner]


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_have_one_plan_with_both_goals(at, at_once):
    pair = planned.pair()
    mentee, mentor = planned.halves(pair)
    at_once(
        lambda: goals.add_goal(pair, planned.given("A"), by=mentee, at=at),
        lambda: goals.add_goal(pair, planned.given("B"), by=mentor, at=at),
    )
    assert (Plan.objects.count(), sorted(titles(pair))) == (1, ["A", "B"])


@pytest.mark.django_db(transaction=True)
def test_two_who_agree_at_once_have_agreed_once(at, at_once):
    pair = planned.pair()
    planned.goal(pair, at)
    plan = Plan.objects.get()
    outcomes = at_once(
        *[
            lambda half=half: plans.agree(plan, seen=plan.revision, by=half, at=at)
            for half in planned.halves(pair)
        ]
    )
    assert sorted(outcomes) == [False, True]
    assert state(pair) == PlanStage.AGREED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begun", [False, True])
def test_goal_written_while_the_pair_ends_is_there_before_or_refused(at, at_once, begun):
    pair = planned.pair()
    if begun:
        planned.goal(pair, at, "First")
    written, ended = at_once(
        lambda: planned.goal(pair, at, "Late"),
        lambda: ending.end_early(pair, reason=EndReason.TIME, by=planned.halves(pair)[1], at=at),
    )
    refused = isinstance(written, plans.PairIsOver)
    assert (Goal.objects.count(), isinstance(ended, Exception)) == (begun + (not refused), False)
    assert refused or isinstance(written, Goal)


def test_goal_is_taken_out_with_all_its_words(pair, at):
    one, mentee = planned.goal(pair, at, first_steps=["a", "b"]), planned.halves(pair)[0]
    planned.goal(pair, at, "Kept")
    goals.remove_goal(one, seen=1, by=mentee, at=at)
    assert (titles(pair), Sealed.objects.count(), Step.objects.count()) == (["Kept"], 1, 0)


def test_goals_move_up_and_down_and_stop_at_the_ends(pair, at):
    first, mentee = planned.goal(pair, at, "A"), planned.halves(pair)[0]
    planned.goal(pair, at, "B")
    goals.move_goal(first, up=False, by=mentee, at=at)
    assert titles(pair) == ["B", "A"]
    goals.move_goal(first, up=False, by=mentee, at=at)
    goals.move_goal(first, up=True, by=mentee, at=at)
    goals.move_goal(first, up=True, by=mentee, at=at)
    assert titles(pair) == ["A", "B"]


def test_plan_takes_six_goals_and_a_goal_eight_steps(pair, at):
    for number in range(goals.MOST_GOALS):
        one = planned.goal(pair, at, str(number))
    with pytest.raises(goals.TooMany):
        planned.goal(pair, at, "seven")
    for number in range(steps.MOST_STEPS):
        planned.step(pair, one, at, str(number))
    with pytest.raises(goals.TooMany):
        planned.step(pair, one, at, "one more")


def test_step_is_ticked_and_taken_back_whoever_clicks_twice(pair, at):
    one, mentee = planned.step(pair, planned.goal(pair, at), at), planned.halves(pair)[0]
    for done, day in ((True, date(2026, 10, 5)), (False, None)):
        for later in (0, 1):
            steps.tick(one, done=done, by=mentee, at=at + timedelta(days=later))
        one.refresh_from_db()
        assert one.done_on == day


def test_step_is_written_anew_only_by_who_has_read_it(pair, at):
    one, (mentee, mentor) = planned.step(pair, planned.goal(pair, at), at), planned.halves(pair)
    new = steps.GivenStep("Visit the office", Owner.BOTH, date(2026, 12, 1), milestone=True)
    steps.change_step(one, new, seen=1, by=mentor, at=at)
    with pytest.raises(plans.ChangedMeanwhile):
        steps.change_step(one, steps.GivenStep("Stale"), seen=1, by=mentee, at=at)
    with pytest.raises(plans.ChangedMeanwhile):
        steps.remove_step(one, seen=1, by=mentee, at=at)
    (shown,) = planned.shown(pair).goals[0].steps
    assert (shown.text, shown.step.owner, shown.step.milestone) == ("Visit the office", "both", True)
    steps.remove_step(one, seen=2, by=mentee, at=at)
    assert (Step.objects.count(), Sealed.objects.count()) == (0, 1)


def test_steps_are_taken_in_an_agreed_plan_too(pair, at):
    planned.agreed(pair, at)
    steps.tick(planned.step(pair, Goal.objects.get(), at), done=True, by=planned.halves(pair)[0], at=at)
    assert (Step.objects.get().done_on, state(pair)) == (date(2026, 10, 5), PlanStage.AGREED)


def test_step_to_a_goal_that_is_gone_is_refused(pair, at):
    one, mentee = planned.goal(pair, at), planned.halves(pair)[0]
    goals.remove_goal(one, seen=1, by=mentee, at=at)
    one.pk = one.id or Plan.objects.get().pk
    with pytest.raises(plans.ChangedMeanwhile):
        planned.step(pair, one, at)


def reviewed(pair, at, review, level=Level.EXPECTED):
    mentee = planned.halves(pair)[0]
    for one in Goal.objects.filter(plan__mentorship=pair):
        reviews.choose_level(one, review=review, level=level, seen=one.revision, by=mentee, at=at)
    reviews.finish_review(Plan.objects.get(mentorship=pair), review=review, by=mentee, at=at)


def test_plan_is_reviewed_at_mid_point_and_at_the_end(pair, at):
    planned.agreed(pair, at)
    reviewed(pair, at, Review.MID, Level.LESS)
    assert state(pair) == PlanStage.MIDWAY
    reviewed(pair, at, Review.END, Level.MORE)
    assert state(pair) == PlanStage.ENDED
    found = planned.shown(pair).attained
    assert {point: round(one.t) for point, one in found.items()} == {"start": 40, "mid": 40, "end": 60}
    with pytest.raises(AlreadyMoved):
        reviews.finish_review(Plan.objects.get(), review=Review.END, by=planned.halves(pair)[0], at=at)


def test_review_needs_a_level_for_every_goal(pair, at):
    plan = planned.agreed(pair, at, planned.given("A"), planned.given("B"))
    one, mentee = Goal.objects.first(), planned.halves(pair)[0]
    reviews.choose_level(one, review=Review.MID, level=Level.MORE, seen=1, by=mentee, at=at)
    with pytest.raises(plans.NotReady):
        reviews.finish_review(plan, review=Review.MID, by=mentee, at=at)
    assert queries.attained(list(Goal.objects.all()), "mid") is None


def test_level_that_the_other_chose_is_not_overwritten_unseen(pair, at):
    planned.agreed(pair, at)
    one, (mentee, mentor) = Goal.objects.get(), planned.halves(pair)
    reviews.choose_level(one, review=Review.MID, level=Level.MORE, seen=1, by=mentee, at=at)
    with pytest.raises(plans.ChangedMeanwhile):
        reviews.choose_level(one, review=Review.MID, level=Level.LESS, seen=1, by=mentor, at=at)
    one.refresh_from_db()
    assert one.mid == Level.MORE


def test_plan_that_is_not_agreed_is_not_reviewed(pair, at):
    one = planned.goal(pair, at)
    with pytest.raises(AlreadyMoved):
        reviews.choose_level(
            one, review=Review.MID, level=Level.MORE, seen=1, by=planned.halves(pair)[0], at=at
        )


def test_plan_opened_after_its_mid_point_goes_back_there(pair, at):
    plan = planned.agreed(pair, at)
    reviewed(pair, at, Review.MID)
    plan.refresh_from_db()
    plans.reopen(plan, by=planned.halves(pair)[0], at=at)
    for half in planned.halves(pair):
        plans.agree(plan, seen=plan.revision, by=half, at=at)
    assert state(pair) == PlanStage.MIDWAY


def test_ended_pair_reads_its_plan_and_writes_no_more(pair, at):
    one, mentee = planned.goal(pair, at), planned.halves(pair)[0]
    Mentorship.objects.filter(pk=pair.pk).update(state=MentorshipState.ENDED_EARLY)
    with pytest.raises(plans.PairIsOver):
        goals.change_goal(one, planned.given("Late"), seen=1, by=mentee, at=at)
    assert titles(pair) == ["Answer visa questions alone"]


def test_completed_pair_may_still_look_back(pair, at):
    planned.agreed(pair, at)
    Mentorship.objects.filter(pk=pair.pk).update(state=MentorshipState.COMPLETED, ended_on=at.date())
    with pytest.raises(plans.PairIsOver):
        reviewed(pair, at, Review.MID)
    reviewed(pair, at, Review.END)
    assert state(pair) == PlanStage.ENDED


def test_figures_are_shown_only_while_both_want_it(pair, at):
    plan, halves = planned.agreed(pair, at), planned.halves(pair)
    reviewed(pair, at, Review.MID, Level.MORE)
    seen = []
    for half, yes in ((halves[0], True), (halves[1], True), (halves[0], False)):
        plans.share(plan, yes=yes, by=half, at=at)
        found = queries.standing(pair, today=at.date()).attained
        seen.append(found and (round(found.t), found.share.reached, found.share.of))
    assert seen == [None, (60, 1, 1), None]


def test_figures_are_shown_only_after_a_review(pair, at):
    planned.agreed(pair, at, share=True)
    assert queries.standing(pair, today=at.date()).attained is None


def test_record_says_who_did_what_without_a_word_of_it(pair, at):
    planned.agreed(pair, at)
    reviewed(pair, at, Review.MID)
    entries = list(Entry.objects.order_by("at", "pk"))
    verbs = {entry.verb for entry in entries}
    assert verbs == {"began plan", "added goal", "agreed to plan", "reviewed plan"}
    assert planned.SECRET not in repr([vars(entry) for entry in entries])


@pytest.mark.parametrize(
    "wrong", [{"weight": 0}, {"weight": 5}, {"start": 3}, {"mid": -3}, {"end": 3}], ids=str
)
def test_database_itself_keeps_numbers_on_their_scales(pair, at, wrong):
    one = planned.goal(pair, at, weight=Weight.MOST)
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=one.pk).update(**wrong)


@pytest.mark.parametrize("stage", [PlanStage.AGREED, PlanStage.MIDWAY, PlanStage.ENDED])
def test_database_itself_refuses_a_stage_nobody_reached(pair, at, stage):
    planned.goal(pair, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.update(state=stage)


def test_a_mentorship_has_one_plan(pair, at):
    planned.goal(pair, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(mentorship=pair, begun_at=at)
