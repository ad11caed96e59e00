"""A mentorship takes one of the mentor's places, and a place is taken once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from fairlead.kernel.actors import NOBODY
from fairlead.kernel.errors import AlreadyMoved
from fairlead.mentorships import actions
from fairlead.mentorships.enums import EndReason, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Participation, Round
from tests import factories

pytestmark = pytest.mark.django_db


def begin(mentor, mentee, at):
    return actions.begin(mentor=mentor, mentee=mentee, reasons=["Both teach."], by=NOBODY, at=at)


@pytest.fixture
def round():
    return factories.round()


def people(round, mentees, places):
    mentor = factories.participation(round, Side.MENTOR, places=places)
    return mentor, [factories.participation(round, Side.MENTEE) for _number in range(mentees)]


def test_pair_takes_the_lowest_free_place(round, at):
    mentor, mentees = people(round, 2, places=3)
    assert [begin(mentor, mentee, at).place for mentee in mentees] == [1, 2]


def test_place_freed_by_an_ended_pair_is_taken_again(round, at):
    mentor, (first, second) = people(round, 2, places=1)
    actions.end_early(begin(mentor, first, at), reason=EndReason.TIME, by=NOBODY, at=at)
    assert begin(mentor, second, at).place == 1


def test_mentor_without_free_place_is_refused(round, at):
    mentor, (first, second) = people(round, 2, places=1)
    begin(mentor, first, at)
    with pytest.raises(actions.NoPlaceLeft):
        begin(mentor, second, at)
    assert Mentorship.objects.count() == 1


def test_mentor_who_took_back_a_place_is_not_overbooked(round, at):
    mentor, (first, second, third, fourth) = people(round, 4, places=3)
    leaves_place_one = begin(mentor, first, at)
    begin(mentor, second, at)
    begin(mentor, third, at)
    actions.end_early(leaves_place_one, reason=EndReason.TIME, by=NOBODY, at=at)
    Participation.objects.filter(pk=mentor.pk).update(places=2)
    with pytest.raises(actions.NoPlaceLeft):
        begin(mentor, fourth, at)


def test_somebody_who_left_a_moment_ago_is_not_paired(round, at):
    mentor, (mentee,) = people(round, 1, places=1)
    Participation.objects.filter(pk=mentee.pk).update(state=ParticipationState.LEFT)
    with pytest.raises(actions.NotTakingPart):
        begin(mentor, mentee, at)


def test_mentee_with_a_mentor_is_refused_a_second(round, at):
    first, (mentee,) = people(round, 1, places=1)
    second, _none = people(round, 0, places=1)
    begin(first, mentee, at)
    with pytest.raises(actions.AlreadyPaired):
        begin(second, mentee, at)


def test_mentee_of_a_round_with_two_mentors_takes_two_places_and_no_third(round, at):
    Round.objects.filter(pk=round.pk).update(mentors_each=2)
    first, (mentee,) = people(round, 1, places=3)
    second, _none = people(round, 0, places=1)
    third, _none = people(round, 0, places=1)
    assert [begin(one, mentee, at).mentee_place for one in (first, second)] == [1, 2]
    with pytest.raises(actions.AlreadyPaired):
        begin(third, mentee, at)
    with pytest.raises(actions.AlreadyPaired, match="The two are a pair already"):
        begin(first, mentee, at)


def test_two_mentees_are_no_pair(round, at):
    _mentor, (first, second) = people(round, 2, places=1)
    with pytest.raises(actions.NotTakingPart):
        begin(first, second, at)


def test_people_of_two_rounds_are_no_pair(round, at):
    mentor, _none = people(round, 0, places=1)
    elsewhere = factories.participation(factories.round(), Side.MENTEE)
    with pytest.raises(actions.NotTakingPart):
        begin(mentor, elsewhere, at)


def test_database_itself_refuses_a_place_taken_twice(round, at):
    mentor, (first, second) = people(round, 2, places=1)
    factories.mentorship(round, mentor, first)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.mentorship(round, mentor, second)


def test_pair_agreed_early_starts_with_the_round(round, at):
    mentor, (mentee,) = people(round, 1, places=1)
    made = begin(mentor, mentee, at)
    assert (made.starts_on, made.ends_on) == (date(2026, 11, 15), date(2027, 5, 15))


def test_pair_of_a_round_without_dates_lasts_as_long_as_the_programme_says(at):
    round = factories.round(factories.programme(length_months=6), starts_on=None, ends_on=None)
    mentor, (mentee,) = people(round, 1, places=1)
    made = begin(mentor, mentee, at)
    assert (made.starts_on, made.ends_on) == (date(2026, 10, 5), date(2027, 4, 6))


@pytest.mark.django_db(transaction=True)
def test_last_place_is_taken_once_however_many_click_at_once(at, at_once):
    round = factories.round()
    mentor, mentees = people(round, 8, places=2)
    outcomes = at_once(*[lambda mentee=mentee: begin(mentor, mentee, at) for mentee in mentees])
    made = [one for one in outcomes if isinstance(one, Mentorship)]
    refused = [one for one in outcomes if isinstance(one, actions.NoPlaceLeft)]
    assert (len(made), len(refused)) == (2, 6)
    assert sorted(one.place for one in made) == [1, 2]


def test_pair_moves_from_start_to_completion(round, at):
    mentor, (mentee,) = people(round, 1, places=1)
    pair = begin(mentor, mentee, at)
    actions.start(pair, by=NOBODY, at=at)
    actions.pause(pair, until=date(2026, 11, 2), by=NOBODY, at=at)
    actions.resume(pair, by=NOBODY, at=at)
    actions.complete(pair, by=NOBODY, at=at)
    pair.refresh_from_db()
    assert (pair.state, pair.ended_on) == (MentorshipState.COMPLETED, date(2026, 10, 5))


def test_completed_pair_does_not_move_any_more(round, at):
    mentor, (mentee,) = people(round, 1, places=1)
    pair = begin(mentor, mentee, at)
    actions.start(pair, by=NOBODY, at=at)
    actions.complete(pair, by=NOBODY, at=at)
    with pytest.raises(AlreadyMoved):
        actions.end_early(pair, reason=EndReason.FIT, by=NOBODY, at=at)


def test_second_of_two_tabs_does_not_overwrite_the_first(round, at):
    mentor, (mentee,) = people(round, 1, places=1)
    pair = begin(mentor, mentee, at)
    stale = Mentorship.objects.get(pk=pair.pk)
    actions.end_early(pair, reason=EndReason.LEFT, by=NOBODY, at=at)
    with pytest.raises(AlreadyMoved):
        actions.start(stale, by=NOBODY, at=at)
    pair.refresh_from_db()
    assert (pair.state, pair.end_reason) == (MentorshipState.ENDED_EARLY, EndReason.LEFT)


@pytest.mark.django_db(transaction=True)
def test_mentee_gets_no_more_mentors_than_the_round_gives_however_many_say_yes_at_once(at, at_once):
    round = factories.round(mentors_each=2)
    mentee = factories.participation(round, Side.MENTEE)
    mentors = [factories.participation(round, Side.MENTOR) for _one in range(3)]
    outcomes = at_once(*[lambda mentor=mentor: begin(mentor, mentee, at) for mentor in mentors])
    made = [one for one in outcomes if isinstance(one, Mentorship)]
    assert sorted(one.mentee_place for one in made) == [1, 2]
    assert [type(one) for one in outcomes if one not in made] == [actions.AlreadyPaired]
