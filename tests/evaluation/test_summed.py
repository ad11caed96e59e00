"""Facts counted in the database say what they say row by row."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from fairlead.applications.models import Application
from fairlead.evaluation.indicators.facts import size
from fairlead.evaluation.queries import facts as reading
from fairlead.evaluation.queries import summed
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Round
from tests import factories

pytestmark = pytest.mark.django_db


def both(programme):
    """The applications of a programme, counted together and read one by one."""
    (outline,) = reading.outlines([programme])
    now = timezone.now()
    together = reading.of_programmes([outline], at=now, reads={"applied"})[programme.pk].applied
    each = reading.of_programmes([outline], at=now, reads={"applied", "answers"})[programme.pk].applied
    return together, each


def test_applications_that_are_alike_come_as_one_row_with_their_number(at):
    round = factories.round()
    for _number in range(3):
        factories.application(round, Side.MENTOR, submitted_at=at)
    together, each = both(round.programme)
    assert (size(together), len(each)) == (3, 3)
    assert len(together) == len({one.institution for one in each})


def test_who_applied_twice_to_a_round_is_counted_as_one_person(at):
    round = factories.round()
    once = factories.application(round, Side.MENTOR, submitted_at=at)
    again = factories.application(round, Side.MENTEE, submitted_at=at + timedelta(days=1))
    Application.objects.filter(pk=again.pk).update(person=once.person)
    together, each = both(round.programme)
    assert [sum(one.count for one in some if one.first) for some in (together, each)] == [1, 1]
    assert [one.side for one in together if one.first] == ["mentor"]


def test_counted_together_they_are_what_they_are_one_by_one_but_for_the_day(at):
    round = factories.round()
    for number, side in enumerate((Side.MENTOR, Side.MENTEE, Side.MENTEE)):
        factories.application(round, side, submitted_at=at - timedelta(days=number))
    together, each = both(round.programme)

    def counted(some):
        found = Counter()
        for one in some:
            found[replace(one, on=one.on.replace(day=1), count=1, places=0, answer_days=None)] += one.count
        return found

    assert counted(together) == counted(each)


def test_who_waits_in_a_round_that_goes_on_keeps_the_day(at):
    round = factories.round()
    factories.application(round, Side.MENTEE, submitted_at=at)
    (row,) = both(round.programme)[0]
    assert row.on == timezone.localdate(at)
    Round.objects.filter(pk=round.pk).update(state=RoundState.FINISHED)
    (row,) = both(round.programme)[0]
    assert row.on == timezone.localdate(at).replace(day=1)


def test_drafts_are_not_counted():
    round = factories.round()
    assert summed.applied({round.programme_id: True}, {round.pk: False}) == {}
