"""The demo hangs on the day it is made: seasons move, the pairs do not."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import transaction

from fairlead.matching.enums import ApprovalState
from fairlead.matching.models import Approval, BoardChange, Proposal, Run
from fairlead.portal.demo import showing, telling
from fairlead.portal.demo.calendar import Calendar
from fairlead.portal.demo.telling import tell
from fairlead.programmes.models import Participation


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


def changed():
    """The mentees of whom the demo's coordinator changed the mentor by hand."""
    return {move["mentee"] for change in BoardChange.objects.all() for move in change.told["moves"]}


# What the story tells after the pairs are proposed and approved.
AFTERWARDS = ("train", "recognise", "keep_ledger", "support", "survey", "assess", "count_the_past")


@pytest.mark.django_db
@pytest.mark.once
def test_demo_of_another_day_has_the_same_pairs_and_approvals(monkeypatch):
    for part in AFTERWARDS:
        monkeypatch.setattr(telling, part, lambda *_scene, **_more: None)
    monkeypatch.setattr(showing, "_played", lambda *_scene: None)
    pair = ("mentee__person__email", "mentor__person__email", "score")

    def told(at):
        with transaction.atomic():
            tell(at=at)
            runs = Run.objects.order_by("round__mentors_each", "round__starts_on", "number")
            pairs = [set(Proposal.objects.filter(run=run).values_list(*pair)) for run in runs]
            by_hand = set(
                Participation.objects.filter(pk__in=changed()).values_list("person__email", flat=True)
            )
            said = ("proposal__run__number", "proposal__mentee__person__email", "institution__name", "state")
            approvals = set(Approval.objects.values_list(*said))
            transaction.set_rollback(True)
        return pairs, approvals, by_hand

    autumn = told(datetime(2026, 11, 23, 9, tzinfo=UTC))
    (settled, first, second, two_each), approvals, by_hand = autumn
    assert [len(some) for some in (settled, first, second, two_each, by_hand)] == [10, 21, 21, 6, 2]
    first, second = ({one for one in pairs if one[0] not in by_hand} for pairs in (first, second))
    (gone,), (come,) = first - second, second - first
    assert gone[0] == come[0]
    declined = [(number, mentee) for number, mentee, _, state in approvals if state == ApprovalState.DECLINED]
    assert declined == [(1, gone[0])]
    assert told(datetime(2027, 3, 1, 4, tzinfo=UTC)) == autumn


@pytest.mark.django_db
def test_command_says_whether_it_did_anything(capsys, monkeypatch):
    answers = iter([True, False])
    monkeypatch.setattr("fairlead.portal.management.commands.seed_demo.tell", lambda *, at: next(answers))
    call_command("seed_demo")
    call_command("seed_demo")
    said = capsys.readouterr().out.splitlines()
    assert said == ["The demo is ready.", "The demo is there already; nothing was changed."]
