"""Both click at the same moment: each ends the pair; one ends it and the other goes on longer."""

from datetime import date, timedelta

import pytest

from fairlead.kernel.errors import AlreadyMoved
from fairlead.mentorships import actions
from fairlead.mentorships.actions import extending
from fairlead.mentorships.enums import EndReason, ExtensionState, MentorshipState
from fairlead.mentorships.models import Extension
from fairlead.notifications.models import Letter
from tests.mentorships.meeting import fresh, mentee_of, mentor_of, pair

pytestmark = pytest.mark.django_db(transaction=True)


def test_both_end_at_once_and_it_ends_once(at, at_once):
    one = pair()
    outcomes = at_once(
        lambda: actions.end_early(fresh(one), reason=EndReason.FIT, by=mentee_of(one), at=at),
        lambda: actions.end_early(fresh(one), reason=EndReason.TIME, by=mentor_of(one), at=at),
    )
    assert sum(isinstance(said, AlreadyMoved) for said in outcomes) == 1 or outcomes.count(None) == 1
    assert fresh(one).state == MentorshipState.ENDED_EARLY
    assert Letter.objects.filter(kind="pair-ended-early").count() == 2


def test_one_ends_while_the_other_agrees_to_go_on_and_the_pair_is_over_either_way(at, at_once):
    one = pair()
    wish = extending.ask(one, until=one.ends_on + timedelta(days=30), by=mentee_of(one), at=at)
    ended, agreed = at_once(
        lambda: actions.end_early(fresh(one), reason=None, by=mentee_of(one), at=at),
        lambda: extending.agree(Extension.objects.get(), by=mentor_of(one), at=at),
    )
    wish.refresh_from_db()
    assert (ended, fresh(one).state) == (None, MentorshipState.ENDED_EARLY)
    if agreed is None:
        assert (wish.state, fresh(one).ends_on) == (ExtensionState.AGREED, wish.until)
    else:
        assert isinstance(agreed, extending.CannotExtend | AlreadyMoved)
        assert (wish.state, fresh(one).ends_on) == (ExtensionState.LAPSED, date(2027, 5, 15))


def test_both_ask_to_go_on_at_once_and_one_wish_is_open(at, at_once):
    one = pair()
    outcomes = at_once(
        *[
            lambda by=by: extending.ask(one, until=one.ends_on + timedelta(days=30), by=by, at=at)
            for by in (mentee_of(one), mentor_of(one))
        ]
    )
    assert sum(isinstance(said, AlreadyMoved) for said in outcomes) == 1
    assert Extension.objects.filter(state=ExtensionState.ASKED).count() == 1


def test_one_pauses_while_the_other_ends(at, at_once):
    one = pair()
    at_once(
        lambda: actions.pause(fresh(one), until=date(2026, 11, 1), by=mentee_of(one), at=at),
        lambda: actions.end_early(fresh(one), reason=None, by=mentor_of(one), at=at),
    )
    standing = fresh(one)
    ended = standing.state == MentorshipState.ENDED_EARLY
    assert (standing.paused_until is None) == ended
