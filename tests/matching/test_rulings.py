"""The coordinator's word on a pair."""

import pytest

from fairlead.matching.actions import ruling
from fairlead.matching.enums import RulingKind
from fairlead.matching.models import Ruling
from fairlead.programmes.enums import Side
from tests import factories
from tests.matching.scenes import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at):
    return scene(at, places=1)


def rule(here, kind, at, mentee=None, mentor=None):
    return ruling.rule(
        mentee=mentee or here.mentee,
        mentor=mentor or here.mentor,
        kind=kind,
        reason=" They asked. ",
        by=factories.actor(here.coordinator),
        at=at,
    )


def standing():
    return {(one.mentee_id, one.mentor_id): one.kind for one in Ruling.objects.all()}


def test_new_word_on_a_pair_replaces_the_old_one(here, at):
    rule(here, RulingKind.LOCK, at)
    made = rule(here, RulingKind.FORBID, at)
    assert standing() == {(here.mentee.pk, here.mentor.pk): RulingKind.FORBID}
    assert made.reason == "They asked."


def test_mentee_is_locked_to_one_mentor_only(here, at):
    other = factories.participation(here.round, Side.MENTOR)
    rule(here, RulingKind.LOCK, at)
    rule(here, RulingKind.LOCK, at, mentor=other)
    assert standing() == {(here.mentee.pk, other.pk): RulingKind.LOCK}


def test_mentor_is_not_locked_beyond_their_places(here, at):
    rule(here, RulingKind.LOCK, at)
    with pytest.raises(ruling.CannotRule):
        rule(here, RulingKind.LOCK, at, mentee=factories.participation(here.round, Side.MENTEE))
    assert standing() == {(here.mentee.pk, here.mentor.pk): RulingKind.LOCK}


def test_refused_lock_keeps_the_earlier_one(here, at):
    full = factories.participation(here.round, Side.MENTOR, places=0)
    rule(here, RulingKind.LOCK, at)
    with pytest.raises(ruling.CannotRule):
        rule(here, RulingKind.LOCK, at, mentor=full)
    assert standing() == {(here.mentee.pk, here.mentor.pk): RulingKind.LOCK}


def test_many_pairs_of_a_mentee_can_be_forbidden(here, at):
    other = factories.participation(here.round, Side.MENTOR)
    rule(here, RulingKind.FORBID, at)
    rule(here, RulingKind.FORBID, at, mentor=other)
    assert set(standing().values()) == {RulingKind.FORBID}
    assert len(standing()) == 2


def test_two_mentees_cannot_be_locked(here, at):
    with pytest.raises(ruling.CannotRule):
        rule(here, RulingKind.LOCK, at, mentor=factories.participation(here.round, Side.MENTEE))


def test_nobody_is_locked_to_themselves(here, at):
    same = factories.participation(here.round, Side.MENTEE, who=here.mentor.person)
    with pytest.raises(ruling.CannotRule):
        rule(here, RulingKind.LOCK, at, mentee=same)


def test_lifted_word_is_gone_and_lifting_twice_does_no_harm(here, at):
    made = rule(here, RulingKind.LOCK, at)
    for _time in range(2):
        ruling.lift(made, by=factories.actor(here.coordinator), at=at)
    assert standing() == {}


@pytest.mark.django_db(transaction=True)
def test_mentee_locked_to_two_mentors_at_once_is_locked_to_one(at, at_once):
    here = scene(at)
    other = factories.participation(here.round, Side.MENTOR)
    outcomes = at_once(
        *[
            lambda mentor=mentor: rule(here, RulingKind.LOCK, at, mentor=mentor)
            for mentor in (here.mentor, other)
        ]
    )
    assert [type(one).__name__ for one in outcomes] == ["Ruling", "Ruling"]
    assert list(standing().values()) == [RulingKind.LOCK]


@pytest.mark.django_db(transaction=True)
def test_pair_ruled_by_two_coordinators_at_once_has_one_word(at, at_once):
    here = scene(at)
    at_once(*[lambda kind=kind: rule(here, kind, at) for kind in RulingKind])
    assert len(standing()) == 1
