"""Words that never feed the matching."""

import pytest

from fairlead.questions import actions
from fairlead.questions.traits import named
from tests.questions.asking import ask, draft, fresh

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("label", "word"),
    [
        ("Your gender", "gender"),
        ("How old? (age)", "age"),
        ("Last Performance rating", "Performance"),
        ("Are you an introvert?", "introvert"),
        ("Geschlecht", "Geschlecht"),
        ("Which language courses?", ""),
        ("Average cases a week, at what stage?", ""),
        ("Which embarrassing forms?", ""),
        ("كم عدد الحالات؟", ""),
    ],
)
def test_what_names_a_trait_performance_or_something_monitored_is_found(label, word):
    assert named(["", label]) == word


def test_a_question_about_a_trait_never_feeds_the_matching():
    version = draft()
    with pytest.raises(actions.CannotMatch):
        ask(version, "Your gender", "choice", options=["A", "B"], matching=True)
    assert ask(fresh(version), "Your gender", "choice", options=["A", "B"]).matching is False


@pytest.mark.parametrize(
    ("kind", "more"),
    [("short", {}), ("choice", {"matching": True}), ("choice", {"required": True}), ("number", {})],
)
def test_only_a_choice_that_feeds_nothing_is_only_counted(kind, more):
    version = draft()
    options = ["A", "B"] if kind == "choice" else ()
    with pytest.raises(actions.CannotCount):
        ask(version, "Which?", kind, options=options, reader="nobody", **more)
