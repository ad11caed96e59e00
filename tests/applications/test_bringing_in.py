"""Applications that come from a file."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from fairlead.applications.actions import deciding, drafting
from fairlead.applications.actions.answers import Answers, read
from fairlead.applications.actions.bringing_in import Outcome, bring_in
from fairlead.applications.models import Application
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Area
from tests import factories
from tests.applications.answering import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return factories.round(factories.programme(areas=("Dual career", "Taxation")))


@pytest.fixture
def ana():
    return factories.person("Ana")


@pytest.fixture
def answers(round, at):
    unit = factories.unit()
    return Answers(
        institution=unit.institution,
        unit=unit,
        job_title="Adviser",
        grade=6,
        years=Decimal("4.5"),
        meeting_mode="online",
        languages=("en", "sk"),
        areas=tuple(Area.objects.all()),
        most_important=Area.objects.first(),
        line_manager_name="Boss",
        line_manager_email="boss@x.example",
        hopes="=HYPERLINK(1)",
        consented_at=at,
    )


@pytest.fixture
def bring(round, ana, at):
    by = factories.actor(factories.member(round.programme))

    def one(answers, submitted_at=at, side=Side.MENTEE):
        return bring_in(
            round=round,
            person=ana,
            side=side,
            answers=answers,
            submitted_at=submitted_at,
            by=by,
            at=at + timedelta(9),
        )

    return one


def test_a_row_becomes_a_sent_application(bring, answers, at):
    brought = bring(answers)
    stored = Application.objects.get()
    assert (brought.outcome, stored.state, stored.origin, stored.submitted_at) == (
        Outcome.CREATED,
        "submitted",
        "import",
        at,
    )
    assert replace(read(stored), areas=()) == replace(answers, areas=())
    assert set(read(stored).areas) == set(answers.areas)


def test_no_supervisor_is_asked_by_itself(bring, answers):
    bring(answers)
    assert Letter.objects.count() == 0


def test_the_same_file_again_changes_nothing(bring, answers):
    bring(answers)
    before = Application.objects.values().get()
    assert bring(answers).outcome == Outcome.UNCHANGED
    assert (
        bring(replace(answers, languages=("sk", "en"), line_manager_email="BOSS@x.example")).outcome
        == "unchanged"
    )
    assert Application.objects.values().get() == before


def test_other_answers_of_the_same_moment_change_nothing(bring, answers):
    bring(answers)
    assert bring(replace(answers, grade=7)).outcome == Outcome.UNCHANGED


def test_newer_answers_take_the_place_of_older_ones(bring, answers, at):
    bring(answers)
    brought = bring(replace(answers, grade=8, areas=answers.areas[1:]), at + timedelta(hours=1))
    stored = Application.objects.get()
    assert (brought.outcome, stored.grade, stored.submitted_at) == (
        Outcome.UPDATED,
        8,
        at + timedelta(hours=1),
    )
    assert [(choice.area, choice.most_important) for choice in stored.chosen_areas.all()] == [
        (answers.areas[1], True)
    ]


def test_older_answers_are_left_out_and_said_so(bring, answers, at):
    bring(answers)
    brought = bring(replace(answers, grade=8), at - timedelta(hours=1))
    assert (brought.outcome, brought.sentence) == (
        Outcome.KEPT,
        "A later answer was brought in before; it was kept.",
    )
    assert Application.objects.get().grade == 6


def test_newer_answers_that_say_the_same_change_nothing(bring, answers, at):
    bring(answers)
    assert bring(answers, at + timedelta(days=1)).outcome == Outcome.UNCHANGED
    assert Application.objects.get().submitted_at == at


def test_what_was_written_here_later_is_kept(bring, answers, round, ana, at):
    made = draft(round, ana, at + timedelta(days=1))
    brought = bring(answers, at)
    assert (brought.outcome, brought.application) == (Outcome.KEPT, made)
    assert Application.objects.get().state == "draft"


def test_an_older_draft_becomes_what_the_file_says(bring, answers, round, ana, at):
    draft(round, ana, at)
    drafting.save(Application.objects.get(), {}, at, unfinished={"grade": "six"})
    assert bring(answers, at + timedelta(days=1)).outcome == Outcome.UPDATED
    stored = Application.objects.get()
    assert (stored.state, stored.origin, stored.unfinished, stored.grade) == ("submitted", "import", {}, 6)


def test_who_is_in_the_pool_stays_as_they_are(bring, answers, round, at):
    brought = bring(answers, side=Side.MENTOR)
    deciding.accept(brought.application, factories.actor(factories.person()), at)
    again = bring(replace(answers, grade=9), at + timedelta(days=1), Side.MENTOR)
    assert (again.outcome, Application.objects.get().grade) == (Outcome.KEPT, 6)
    assert again.sentence.startswith("Already in the pool")


def test_what_was_declined_does_not_come_back_with_the_same_file(bring, answers, at):
    by = factories.actor(factories.person())
    deciding.decline(bring(answers).application, "", by, at)
    assert bring(answers).outcome == Outcome.UNCHANGED
    assert bring(replace(answers, grade=9), at + timedelta(days=1)).outcome == Outcome.CREATED
    assert sorted(Application.objects.values_list("state", flat=True)) == ["declined", "submitted"]


def test_a_person_can_be_brought_in_on_both_sides(bring, answers):
    outcomes = [bring(replace(answers, places=2), side=side).outcome for side in Side]
    assert outcomes == [Outcome.CREATED, Outcome.CREATED]
    assert {one.side: one.places for one in Application.objects.all()} == {"mentor": 2, "mentee": None}
    assert bring(replace(answers, places=2), side=Side.MENTEE).outcome == Outcome.UNCHANGED


def test_recognised_people_do_not_make_the_same_file_look_new(bring, answers, round, at):
    answers = replace(answers, avoid_text="Chen")
    brought = bring(answers)
    brought.application.avoids.add(factories.person("Chen"))
    assert bring(answers, at + timedelta(days=1)).outcome == Outcome.UNCHANGED
