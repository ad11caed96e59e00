"""Whoever moves a thing first wins; the other is told."""

import pytest
from django.utils import timezone

from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.states import move
from fairlead.notifications.models import MOVES, Letter, LetterState

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    return Letter.objects.create(
        key="a", kind="k", to_email="a@x.example", subject="s", text="t", html="h", written_at=timezone.now()
    )


def test_move_writes_state_and_changes_to_row_and_object(letter):
    move(letter, LetterState.SENDING, moves=MOVES, attempts=3)
    stored = Letter.objects.get(pk=letter.pk)
    assert (letter.state, letter.attempts) == (stored.state, stored.attempts) == (LetterState.SENDING, 3)


def test_move_outside_the_table_is_refused_and_writes_nothing(letter):
    with pytest.raises(AlreadyMoved):
        move(letter, LetterState.SENT, moves=MOVES, attempts=9)
    assert Letter.objects.values_list("state", "attempts").get() == (LetterState.WAITING, 0)


def test_second_of_two_who_saw_the_same_state_is_refused(letter):
    other = Letter.objects.get(pk=letter.pk)
    move(letter, LetterState.SENDING, moves=MOVES)
    with pytest.raises(AlreadyMoved) as refusal:
        move(other, LetterState.SENDING, moves=MOVES)
    assert str(refusal.value.sentence).startswith("Somebody else changed this")


@pytest.mark.django_db(transaction=True)
def test_only_one_of_two_movers_at_once_succeeds(letter, at_once):
    copies = [Letter.objects.get(pk=letter.pk) for _number in range(2)]
    outcomes = at_once(*(lambda one=one: move(one, LetterState.SENDING, moves=MOVES) for one in copies))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyMoved", "NoneType"]
