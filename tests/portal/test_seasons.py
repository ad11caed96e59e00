"""The demo hangs on the day it is made: seasons move, the pairs do not."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import transaction

from fairlead.matching.models import Proposal
from fairlead.portal.demo.calendar import Calendar
from fairlead.portal.demo.telling import tell


@pytest.mark.parametrize(
    ("day", "names"),
    [
        ((2026, 11, 23), ("Autumn 2026", "Spring 2026", "Autumn 2025")),
        ((2027, 1, 31), ("Autumn 2026", "Spring 2026", "Autumn 2025")),
        ((2027, 2, 1), ("Spring 2027", "Autumn 2026", "Spring 2026")),
        ((2027, 7, 31), ("Spring 2027", "Autumn 2026", "Spring 2026")),
        ((2027, 8, 1), ("Autumn 2027", "Spring 2027", "Autumn 2026")),
    ],
)
def test_rounds_are_named_after_their_season(day, names):
    calendar = Calendar(datetime(*day, 12, tzinfo=UTC))
    rounds = (calendar.open_round(), calendar.running_round(), calendar.finished_round())
    assert tuple(dates.name for dates in rounds) == names
    for dates in rounds:
        assert dates.opens_on < dates.closes_on < dates.starts_on < dates.ends_on


def test_moment_of_today_is_never_later_than_now():
    at = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    assert Calendar(at).moment(0, 300) < at


@pytest.mark.django_db
def test_demo_of_another_day_has_the_same_pairs():
    def pairs(at):
        with transaction.atomic():
            tell(at=at)
            pair = ("mentee__person__email", "mentor__person__email", "score")
            found = set(Proposal.objects.values_list(*pair))
            transaction.set_rollback(True)
        return found

    autumn = pairs(datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert len(autumn) == 21
    assert pairs(datetime(2027, 3, 1, 4, tzinfo=UTC)) == autumn


@pytest.mark.django_db
def test_command_says_whether_it_did_anything(capsys, monkeypatch):
    answers = iter([True, False])
    monkeypatch.setattr("fairlead.portal.management.commands.seed_demo.tell", lambda *, at: next(answers))
    call_command("seed_demo")
    call_command("seed_demo")
    said = capsys.readouterr().out.splitlines()
    assert said == ["The demo is ready.", "The demo is there already; nothing was changed."]
