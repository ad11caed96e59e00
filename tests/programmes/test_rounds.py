"""Planning a round, its intake, and who takes part in it."""

from datetime import date, timedelta

import pytest

from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.todos import Urgency
from fairlead.programmes import actions, queries
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Participation, Round
from fairlead.programmes.queries import months_later
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.actor(factories.person("Cora Coordinator"))


def test_a_suggested_round_follows_the_programmes_length(at):
    programme = factories.programme(length_months=9)
    suggested = actions.suggested_round(programme, at=at)
    assert suggested["opens_on"] == date(2026, 10, 19)
    assert suggested["closes_on"] - suggested["opens_on"] == timedelta(weeks=5)
    assert (suggested["starts_on"], suggested["ends_on"]) == (date(2026, 12, 28), date(2027, 9, 28))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_later_ends_with_a_shorter_month(day, months, later):
    assert months_later(day, months) == later


def test_a_round_goes_from_planned_to_finished(by, at):
    programme = factories.programme()
    round = actions.plan_round(programme, actions.suggested_round(programme, at=at), by=by, at=at)
    states = [round.state]
    for to in (RoundState.OPEN, RoundState.CLOSED, RoundState.OPEN, RoundState.CLOSED, RoundState.FINISHED):
        actions.move_round(round, to, by=by, at=at)
        states.append(Round.objects.get(pk=round.pk).state)
    assert states == ["planned", "open", "closed", "open", "closed", "finished"]


def test_a_finished_round_does_not_open_again(by, at):
    round = factories.round(state=RoundState.FINISHED)
    with pytest.raises(AlreadyMoved):
        actions.open_round(round, by=by, at=at)


def test_of_two_who_close_at_once_one_wins(by, at):
    round = factories.round()
    other = Round.objects.get(pk=round.pk)
    actions.close_round(round, by=by, at=at)
    with pytest.raises(AlreadyMoved):
        actions.close_round(other, by=by, at=at)


def test_a_programme_has_one_open_intake(by, at):
    programme = factories.programme()
    factories.round(programme, name="Autumn")
    spring = factories.round(programme, state=RoundState.PLANNED)
    with pytest.raises(actions.AnotherIntakeOpen, match="Autumn"):
        actions.open_round(spring, by=by, at=at)
    spring.refresh_from_db()
    assert spring.state == RoundState.PLANNED


def test_two_programmes_take_applications_side_by_side(by, at):
    factories.round()
    other = factories.round(state=RoundState.PLANNED)
    actions.open_round(other, by=by, at=at)
    assert Round.objects.filter(state=RoundState.OPEN).count() == 2


def test_round_names_differ_within_a_programme(by, at):
    programme = factories.programme()
    first = factories.round(programme, name="Autumn", state=RoundState.CLOSED)
    with pytest.raises(actions.RoundNameTaken):
        actions.plan_round(programme, {"name": "AUTUMN"}, by=by, at=at)
    second = actions.plan_round(programme, {"name": "Spring"}, by=by, at=at)
    with pytest.raises(actions.RoundNameTaken):
        actions.edit_round(second, {"name": first.name}, by=by, at=at)


def test_a_round_is_changed_field_by_field(by, at):
    round = factories.round(approval_days=10)
    actions.edit_round(round, {"approval_days": 14, "name": round.name}, by=by, at=at)
    actions.edit_round(round, {"approval_days": 14}, by=by, at=at)
    assert Round.objects.get().approval_days == 14


def test_who_joins_takes_part_with_their_places(at):
    round, ana = factories.round(), factories.person("Ana")
    mentor = actions.join(round, ana, Side.MENTOR, 3, at)
    mentee = actions.join(round, ana, Side.MENTEE, 3, at)
    assert [(one.side, one.places, one.state) for one in (mentor, mentee)] == [
        ("mentor", 3, "active"),
        ("mentee", 1, "active"),
    ]


def test_a_mentor_without_a_place_does_not_join(at):
    with pytest.raises(actions.NoPlace):
        actions.join(factories.round(), factories.person(), Side.MENTOR, 0, at)


def test_who_joins_again_keeps_their_participation(at):
    round, ana = factories.round(), factories.person("Ana")
    first = actions.join(round, ana, Side.MENTOR, 1, at)
    assert actions.join(round, ana, Side.MENTOR, 2, at) == first
    actions.leave(first)
    actions.leave(Participation.objects.get())
    assert Participation.objects.get().state == ParticipationState.LEFT
    back = actions.join(round, ana, Side.MENTOR, 2, at + timedelta(days=1))
    assert (back, back.state, back.places) == (first, "active", 2)
    assert list(queries.participants(round)) == [first]


def test_time_asked_counts_meetings_and_training():
    programme = factories.programme(meetings_expected=6, meeting_minutes=75, training_minutes=100)
    asked = queries.time_asked(programme)
    assert (asked.minutes, asked.hours) == (550, 9.5)


def test_the_next_round_is_the_one_that_opens_soonest(at):
    programme = factories.programme()
    factories.round(programme, name="Past", state=RoundState.PLANNED, opens_on=date(2026, 9, 1))
    dates = {"closes_on": None, "starts_on": None, "ends_on": None, "state": RoundState.PLANNED}
    factories.round(programme, name="Undated", opens_on=None, **dates)
    assert queries.next_round(programme, today=at.date()).name == "Undated"
    factories.round(programme, name="Late", opens_on=date(2027, 3, 1), **dates)
    factories.round(programme, name="Soon", opens_on=date(2027, 2, 1), **dates)
    assert queries.next_round(programme, today=at.date()).name == "Soon"
    assert queries.open_round(programme) is None


def test_a_coordinator_is_told_what_is_due(at):
    programme = factories.programme()
    cora = factories.actor(factories.member(programme))
    factories.round(programme, name="Open late", closes_on=date(2026, 10, 4))
    factories.round(programme, name="To open", state=RoundState.PLANNED, opens_on=date(2026, 10, 5))
    todos = queries.todos(cora, at=at)
    assert [todo.title for todo in todos] == ["Close Open late", "Open To open"]
    assert {(todo.urgency, todo.programme) for todo in todos} == {(Urgency.TODAY, programme.pk)}


def test_nobody_else_is_told(at):
    factories.round(name="Open late", closes_on=date(2026, 10, 4))
    assert queries.todos(factories.actor(factories.person()), at=at) == []
