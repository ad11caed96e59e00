"""Who misses training is reminded of it, twice at most, in the mail of the day."""

from datetime import timedelta

import pytest

from fairlead.notifications.models import Letter
from fairlead.programmes.enums import Side
from fairlead.support import tasks
from fairlead.support.actions import learning
from fairlead.training.actions import completing, reminding
from fairlead.training.enums import Need, Track
from fairlead.training.models import Module
from tests import factories
from tests.support import scenes
from tests.training.learning import actor_of, module

pytestmark = pytest.mark.django_db


def told(at, days):
    """To whom something is due so many days later, and by what number."""
    due = learning.nudges(at=at + timedelta(days=days))
    return [(one.email, one.key.rpartition(":")[2]) for one in due]


@pytest.fixture
def mentor(at):
    one = factories.participation(factories.round(), Side.MENTOR, joined_at=at)
    module(one.round.programme, "Boundaries", track=Track.MENTOR)
    return one


def test_training_before_the_matching_is_due_a_week_and_two_after_joining(at, mentor):
    email = mentor.person.email
    assert [told(at, days) for days in (6, 7, 13)] == [[], [(email, "1")], [(email, "1")]]
    assert [told(at, days) for days in (14, 44, 45)] == [[(email, "2")], [(email, "2")], []]


def test_who_has_done_it_is_not_reminded(at, mentor):
    completing.complete(
        module(mentor.round.programme, "Other", need=Need.OPTIONAL), by=actor_of(mentor), at=at
    )
    (due,) = learning.nudges(at=at + timedelta(days=7))
    assert due.text == "Before you are matched: Boundaries. About 8 minutes in all."
    assert due.title == "One module of your training is still open"


def test_training_before_the_meeting_is_due_after_the_pair_began(at):
    one = scenes.pair(at, ago=0)
    module(one.round.programme, need=Need.BEFORE_MEETING, track=Track.MENTEE)
    email = one.mentee.person.email
    assert [told(at, days) for days in (2, 3, 10)] == [[], [(email, "1")], [(email, "2")]]


def test_reminder_by_the_coordinator_comes_with_the_mail_of_the_day(at, mentor):
    by = factories.actor(factories.member(mentor.round.programme))
    reminding.remind(mentor.round, by=by, at=at)
    letter = Letter.objects.get(kind="training-reminder")
    assert (letter.state, tasks.sweep(at=at + timedelta(days=7))) == ("held", 1)
    (mail,) = Letter.objects.filter(kind="reminders")
    assert (mail.to_email, mail.text.count("→")) == (mentor.person.email, 2)


def test_held_reminder_is_dropped_once_the_training_is_done(at, mentor):
    by = factories.actor(factories.member(mentor.round.programme))
    reminding.remind(mentor.round, by=by, at=at)
    completing.complete(Module.objects.get(), by=actor_of(mentor), at=at)
    assert tasks.sweep(at=at) == 0
    assert Letter.objects.get(kind="training-reminder").state == "dropped"


@pytest.mark.parametrize("count", [1, 3])
def test_reminders_ask_as_often_for_three_as_for_one(at, mentor, count, django_assert_max_num_queries):
    for _more in range(count - 1):
        factories.participation(mentor.round, Side.MENTOR, joined_at=at)
    with django_assert_max_num_queries(8):
        assert len(learning.nudges(at=at + timedelta(days=7))) == count
