"""The curriculum that comes with Fairlead is whole."""

import pytest

from fairlead.training import starters
from fairlead.training.actions import copying, curriculum
from fairlead.training.enums import Kind, Track
from fairlead.training.models import Module, Option, Question
from tests import factories
from tests.training.learning import coordinator

EVERY = starters.starters("en")


@pytest.mark.parametrize("one", EVERY, ids=[one.key for one in EVERY])
def test_each_module_is_whole(one):
    assert (one.kind in Kind.values, one.track in Track.values, bool(one.sources)) == (True, True, True)
    words = len(one.text.split())
    assert 5 <= one.minutes <= 10
    assert words / 200 <= one.minutes, "reads slower than it says"
    assert len(one.questions) >= 2
    for asked in one.questions:
        assert [answer.right for answer in asked.answers].count(True) == 1
        assert all(answer.feedback for answer in asked.answers)


def test_the_right_answer_has_no_usual_place():
    places = {
        [answer.right for answer in asked.answers].index(True) for one in EVERY for asked in one.questions
    }
    assert places == {0, 1, 2}


def test_both_sides_have_theirs():
    assert sum(one.track == Track.MENTOR for one in EVERY) == 7
    assert sum(one.track == Track.MENTEE for one in EVERY) == 3


def test_a_language_nobody_has_written_yet_reads_english():
    assert starters.starters("xx") == starters.starters("../en") == EVERY


@pytest.mark.django_db
def test_it_is_copied_once_and_then_belongs_to_the_programme(at):
    programme = factories.programme()
    by = coordinator(programme)
    assert copying.begin(programme, language="en", by=by, at=at) == len(EVERY)
    assert Question.objects.count() == sum(len(one.questions) for one in EVERY)
    assert Option.objects.filter(right=True).count() == Question.objects.count()
    role = Module.objects.get(starter="role")
    curriculum.change(role, {"title": "Our mentors"}, seen=role.revision, by=by, at=at)
    assert copying.begin(programme, language="en", by=by, at=at) == 0
    assert Module.objects.get(starter="role").title == "Our mentors"
    refresher = Module.objects.get(starter="refresher")
    assert {one.starter for one in refresher.refreshes.all()} == {"role", "confidentiality", "gdpr"}
