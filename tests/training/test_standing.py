"""What is asked of whom, and what counts as completed."""

from datetime import timedelta

import pytest

from fairlead.programmes import actions as programmes
from fairlead.programmes.enums import Part, ParticipationState, RoundState, Side, Training
from fairlead.training import queries
from fairlead.training.actions import completing, copying, curriculum
from fairlead.training.enums import How, Need, Stage, Track
from fairlead.training.models import Completion, Module
from tests import factories
from tests.training.learning import actor_of, coordinator, learner, module

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def standing(participation, at):
    """(title, stage) of everything asked of somebody."""
    return [(item.module.title, item.stage) for item in of(participation, at).required]


def of(participation, at):
    return queries.of_participation(participation.round, participation.pk, at=at)


@pytest.mark.parametrize(
    ("designed", "need"),
    [
        (Training.BEFORE_MATCHING, Need.BEFORE_MATCHING),
        (Training.BEFORE_MEETING, Need.BEFORE_MEETING),
        (Training.OPTIONAL, Need.OPTIONAL),
        (Training.NONE, Need.OPTIONAL),
    ],
)
def test_a_module_follows_the_design_unless_it_says_otherwise(designed, need):
    programme = factories.programme(mentor_training=designed, mentee_training=Training.NONE)
    follows, own = module(programme, need=Need.AS_DESIGNED), module(programme, need=Need.BEFORE_MEETING)
    assert queries.needs(follows, Side.MENTOR, programme) == need
    assert queries.needs(follows, Side.MENTEE, programme) == Need.OPTIONAL
    assert queries.needs(own, Side.MENTEE, programme) == Need.BEFORE_MEETING


def test_each_side_has_its_track(at):
    one = learner()
    for track in Track:
        module(one.round.programme, track.label, track=track)
    mentee = learner(one.round, Side.MENTEE)
    assert [title for title, _stage in standing(one, at)] == ["Mentors", "Mentors and mentees"]
    assert [title for title, _stage in standing(mentee, at)] == ["Mentees", "Mentors and mentees"]


def test_completed_counts_for_good_or_for_its_months(at):
    one = learner()
    for_good, for_a_year = module(one.round.programme), module(one.round.programme, "GDPR", months_valid=12)
    for each in (for_good, for_a_year):
        completing.complete(each, by=actor_of(one), at=at)
    assert standing(one, at) == [("Role and boundaries", Stage.DONE), ("GDPR", Stage.DONE)]
    later = standing(one, at + YEAR)
    assert later == [("Role and boundaries", Stage.DONE), ("GDPR", Stage.RUN_OUT)]
    assert [item.module.title for item in of(one, at + YEAR).missing] == ["GDPR"]


def test_shorter_module_refreshes_only_what_was_completed_before(at):
    one = learner()
    whole = module(one.round.programme, "GDPR", months_valid=12)
    shorter = module(one.round.programme, "Refresher", refreshes=[whole])
    completing.complete(shorter, by=actor_of(one), at=at)
    assert standing(one, at) == [("GDPR", Stage.MISSING)]
    completing.complete(whole, by=actor_of(one), at=at)
    (item,) = of(one, at + YEAR).required
    assert (item.stage, item.to_open) == (Stage.RUN_OUT, shorter)
    completing.complete(shorter, by=actor_of(one), at=at + YEAR)
    assert standing(one, at + YEAR) == [("GDPR", Stage.DONE)]


def test_done_twice_on_a_day_is_done_once(at):
    one = learner()
    each = module(one.round.programme)
    assert completing.complete(each, by=actor_of(one), at=at)
    assert not completing.complete(each, by=actor_of(one), at=at + timedelta(minutes=1))
    assert Completion.objects.count() == 1


def test_coordinator_records_with_a_note_and_takes_back(at):
    one = learner()
    each = module(one.round.programme)
    by = coordinator(one.round.programme)
    on = at.date() - timedelta(days=30)
    with pytest.raises(completing.NoteMissing):
        completing.note_down([each], one.person, on=on, note=" ", by=by, at=at)
    with pytest.raises(completing.NotThen):
        completing.note_down([each], one.person, on=at.date() + YEAR, note="x", by=by, at=at)
    completing.note_down([each], one.person, on=on, note="Course of 2025", by=by, at=at)
    (kept,) = queries.recorded(of(one, at))
    assert (kept.how, kept.note, kept.by_id, kept.noted_at) == (
        How.RECORDED,
        "Course of 2025",
        by.person_id,
        at,
    )
    assert standing(one, at) == [("Role and boundaries", Stage.DONE)]
    assert completing.take_back(kept, by=by, at=at)
    assert not completing.take_back(kept, by=by, at=at)
    assert standing(one, at) == [("Role and boundaries", Stage.MISSING)]


def test_what_somebody_did_themselves_is_not_taken_back(at):
    one = learner()
    completing.complete(module(one.round.programme), by=actor_of(one), at=at)
    assert not completing.take_back(Completion.objects.get(), by=coordinator(one.round.programme), at=at)
    assert Completion.objects.count() == 1


def test_missing_tells_by_when(at):
    one, complete = learner(), learner()
    programme = one.round.programme
    module(programme, "Before", track=Track.MENTOR)
    module(programme, "Later", need=Need.BEFORE_MEETING)
    module(programme, "Free", need=Need.OPTIONAL)
    found = queries.missing([one, complete], by=[Need.BEFORE_MATCHING], at=at)
    assert {pk: [item.module.title for item in items] for pk, items in found.items()} == {one.pk: ["Before"]}


def test_nobody_learns_in_a_round_that_is_over_or_that_they_left(at):
    over = learner(factories.round(state=RoundState.FINISHED))
    left = learner(state=ParticipationState.LEFT)
    for one in (over, left):
        module(one.round.programme)
        assert queries.learning(actor_of(one), at=at) == []


def test_sub_programme_learns_by_its_parents_modules_and_keeps_completions_when_it_settles(at):
    parent = factories.programme()
    child = factories.programme(parent=parent, own=[])
    one = learner(factories.round(child))
    done, open_one = module(parent), module(parent, "GDPR")
    completing.complete(done, by=actor_of(one), at=at)
    before = standing(one, at)
    assert before == [("Role and boundaries", Stage.DONE), ("GDPR", Stage.MISSING)]
    by = coordinator(child)
    with pytest.raises(curriculum.TrainingTakenOver):
        module(child)
    programmes.settle_part(child, Part.TRAINING, by=by, at=at)
    one.round.programme = child
    assert Module.objects.filter(programme=child).count() == 2
    assert standing(one, at) == before
    curriculum.set_in_use(open_one, False, by=by, at=at)
    assert standing(one, at) == before


def test_copy_made_again_takes_out_what_the_source_has_not(at):
    source, target = factories.programme(), factories.programme()
    whole = module(source, "Whole")
    module(source, "Short", refreshes=[whole])
    module(target, "Old")
    by = coordinator(target)
    for _again in range(2):
        copying.copy_curriculum(source, target, by=by, at=at)
    in_use = Module.objects.filter(programme=target, in_use=True)
    assert [one.title for one in in_use] == ["Whole", "Short"]
    assert [one.title for one in in_use[1].refreshes.all()] == ["Whole"]
    assert in_use[1].refreshes.get().programme == target


@pytest.mark.parametrize("people", [1, 3])
def test_a_round_is_read_in_the_same_queries_for_one_and_for_three(people, at, django_assert_num_queries):
    round = factories.round()
    for number in range(people):
        one = learner(round)
        completing.complete(module(round.programme, f"M{number}"), by=actor_of(one), at=at)
    with django_assert_num_queries(4):
        queries.of_round(round, at=at)
