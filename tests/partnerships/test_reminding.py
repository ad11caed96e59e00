"""Coordinators are reminded of what waits, and of an end that comes near."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fairlead.notifications.models import Letter
from fairlead.partnerships.actions import inviting
from fairlead.partnerships.actions.letters import secret_of
from fairlead.partnerships.actions.nudging import nudges
from fairlead.partnerships.models import Partnership
from fairlead.partnerships.queries import still_invited
from fairlead.partnerships.queries.todos import todos
from fairlead.partnerships.tasks import sweep
from tests import factories
from tests.partnerships.arranging import begun, in_force, propose, sign, talking

pytestmark = pytest.mark.django_db


def told(at):
    return sorted((nudge.key.split(":")[0], nudge.email) for nudge in nudges(at=at))


def test_whoever_has_not_signed_for_a_week_is_reminded_once(at):
    two = talking(at)
    assert told(at + timedelta(days=6)) == []
    later = at + timedelta(days=7)
    both = [("arrangement-unsigned", email) for email in sorted([two.cora.email, two.pia.email])]
    assert told(later) == both
    sign(two.shelf().proposed, two.pia and two.partner, at)
    assert told(later) == [("arrangement-unsigned", two.cora.email)]
    assert nudges(at=later)[0].key == nudges(at=later + timedelta(days=30))[0].key


def test_nobody_is_reminded_of_an_invitation_that_nobody_has_come_by(at):
    two = begun(at)
    propose(two, two.lead, at)
    assert told(at + timedelta(days=20)) == []


def test_an_invited_coordinator_is_reminded_once_after_a_fortnight_while_the_link_lasts(at):
    two = begun(at)
    propose(two, two.lead, at)
    later = at + timedelta(days=14)
    assert [sweep(at=when) for when in (at + timedelta(days=13), later, later + timedelta(days=1))] == [
        0,
        1,
        0,
    ]
    letter = Letter.objects.get(key__endswith=":again")
    assert (letter.to_email, letter.state) == ("Pia@coast.example", "held")
    assert still_invited(two.partnership.pk, at=later)
    inviting.come_in(secret_of(two.stored()), by=two.partner, at=later)
    assert not still_invited(two.partnership.pk, at=later)
    assert not still_invited(two.programme.pk, at=later)


@pytest.mark.parametrize(
    ("on", "keys"),
    [
        (date(2028, 7, 1), []),
        (date(2028, 8, 1), ["60", "60"]),
        (date(2028, 9, 16), ["14", "14"]),
        (date(2028, 9, 30), ["14", "14"]),
        (date(2028, 10, 1), []),
    ],
)
def test_both_sides_hear_two_months_and_two_weeks_before_the_end(at, on, keys):
    in_force(at)
    when = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
    assert [nudge.key.split(":")[2] for nudge in nudges(at=when)] == keys


def test_an_arrangement_without_an_end_or_that_is_given_up_reminds_nobody(at):
    two = in_force(at)
    when = datetime(2028, 9, 20, 9, tzinfo=UTC)
    assert [todo.title for todo in todos(two.partner, at=when)] == [
        f"The arrangement with {two.programme.lead.name} ends soon"
    ]
    Partnership.objects.update(ends_on=date(2028, 9, 30))
    assert (told(when), todos(two.partner, at=when)) == ([], [])


def test_an_open_arrangement_reminds_nobody(at):
    in_force(at, ends_on="")
    assert told(datetime(2028, 9, 20, 9, tzinfo=UTC)) == []


def test_coordinators_find_what_they_have_to_send(at):
    two = begun(at)
    titles = lambda when: [todo.title for todo in todos(two.lead, at=when)]  # noqa: E731
    assert titles(at) == ["Write the arrangement with Coast Academy"]
    version = propose(two, two.lead, at)
    sign(version, two.lead, at)
    assert titles(at) == []
    assert titles(at + timedelta(days=31)) == ["The link for Coast Academy has expired"]
    assert todos(factories.actor(factories.person()), at=at) == []
