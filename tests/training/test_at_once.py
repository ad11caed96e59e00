"""The last place of a session is given once, however many reach for it at the same moment."""

from functools import partial

import pytest

from fairlead.training.actions import enrolling
from fairlead.training.enums import EnrolmentState, Kind
from fairlead.training.models import Enrolment
from tests import factories
from tests.training.learning import actor_of, learner, module, planned

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage(at):
    round = factories.round()
    people = [learner(round) for _number in range(4)]
    session = planned(module(round.programme, kind=Kind.LIVE), at, places=1)
    return session, people


def states():
    return sorted(Enrolment.objects.values_list("state", "place"), key=str)


def test_last_place_is_given_once(stage, at, at_once):
    session, people = stage
    at_once(*(partial(enrolling.enrol, session, by=actor_of(one), at=at) for one in people))
    assert states() == [("enrolled", 1), *[("waiting", None)] * 3]


def test_one_who_clicks_twice_has_one_place(stage, at, at_once):
    session, people = stage
    at_once(*[partial(enrolling.enrol, session, by=actor_of(people[0]), at=at)] * 3)
    assert states() == [("enrolled", 1)]


def test_place_that_is_given_away_goes_to_one_of_those_who_reach_for_it(stage, at, at_once):
    session, people = stage
    enrolling.enrol(session, by=actor_of(people[0]), at=at)
    at_once(
        partial(enrolling.leave, session, by=actor_of(people[0]), at=at),
        *(partial(enrolling.enrol, session, by=actor_of(one), at=at) for one in people[1:]),
    )
    assert Enrolment.objects.filter(place=1, state=EnrolmentState.ENROLLED).count() == 1
    assert states() == [("enrolled", 1), ("left", None), ("waiting", None), ("waiting", None)]
