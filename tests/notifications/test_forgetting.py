"""Letters of long ago are emptied, and never written or sent again."""

from datetime import timedelta

import pytest

from fairlead.notifications import actions
from fairlead.notifications.models import Letter, LetterState

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def letter(at, key, state):
    return Letter.objects.create(
        key=key,
        kind="offer",
        to_name="Chen",
        to_email="chen@northport.example",
        subject="A mentor for you, Chen",
        text="Hello",
        html="<p>Hello</p>",
        state=state,
        written_at=at,
    )


@pytest.mark.parametrize("state", [LetterState.SENT, LetterState.GATHERED, LetterState.FAILED])
def test_letter_of_a_year_ago_says_nothing_of_anybody(at, state):
    old, new = letter(at - YEAR, "old", state), letter(at - YEAR + timedelta(days=2), "new", state)
    assert actions.forget_old(at=at) == 1
    gone = Letter.objects.get(pk=old.pk)
    assert {gone.to_name, gone.to_email, gone.subject, gone.text, gone.html} == {""}
    assert (gone.key, gone.kind) == ("old", "offer")
    assert Letter.objects.get(pk=new.pk).subject == "A mentor for you, Chen"
    assert actions.forget_old(at=at) == 0


def test_letter_that_could_not_be_sent_for_a_year_is_given_up(at):
    old = letter(at - YEAR, "old", LetterState.FAILED)
    actions.forget_old(at=at)
    assert Letter.objects.get(pk=old.pk).state == LetterState.DROPPED
    assert actions.try_failed_again() == []


def test_letter_that_still_waits_keeps_its_words(at):
    letter(at - YEAR, "old", LetterState.WAITING)
    assert actions.forget_old(at=at) == 0
