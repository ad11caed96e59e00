"""The record shows gaps and changes."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from fairlead.audit.actions import gathered, record
from fairlead.audit.models import Entry
from fairlead.audit.queries import entries_of, first_broken
from fairlead.kernel.actors import NOBODY
from fairlead.people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(at):
    person = factories.person("Ásta")
    by = factories.actor(person)
    return [
        record(verb, person, by=by, at=at + timedelta(hours=hour), details={"places": hour})
        for hour, verb in enumerate(("joined", "moved", "left"))
    ]


def test_untouched_record_is_whole(three):
    assert first_broken() is None


def test_moment_in_another_time_zone_is_the_same_moment(at):
    record("joined", factories.person(), by=NOBODY, at=at.astimezone(ZoneInfo("Asia/Tbilisi")))
    assert first_broken() is None


@pytest.mark.parametrize(
    "change",
    [{"actor_label": "Somebody else"}, {"verb": "stayed"}, {"details": {"places": 7}}, {"thing_label": "X"}],
)
def test_changed_entry_is_found(three, change):
    Entry.objects.filter(pk=three[1].pk).update(**change)
    assert first_broken() == three[1]


def test_removed_entry_is_found_at_the_one_after_it(three):
    Entry.objects.filter(pk=three[1].pk).delete()
    assert first_broken() == three[2]


def test_entries_removed_at_the_end_are_missed_at_the_newest_left(three):
    Entry.objects.filter(pk=three[2].pk).delete()
    assert first_broken() == three[1]


def test_entry_put_in_between_is_found(three, at):
    Entry.objects.create(
        at=at,
        verb="x",
        thing="people.person",
        thing_id="1",
        thing_label="",
        previous_hash=three[2].hash,
        hash="f",
    )
    assert first_broken() is not None


def test_entries_of_a_thing_come_newest_first_and_only_its_own(three, at):
    other = factories.person()
    record("joined", other, by=NOBODY, at=at)
    assert [entry.verb for entry in entries_of([other])] == ["joined"]
    assert [entry.verb for entry in entries_of([Person.objects.get(name="Ásta")])] == [
        "left",
        "moved",
        "joined",
    ]
    assert list(entries_of([])) == []


def test_entry_undone_with_its_act_leaves_no_gap(three, at):
    def joins_and_breaks():
        with transaction.atomic():
            record("joined", factories.person(), by=NOBODY, at=at)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        joins_and_breaks()
    record("joined", factories.person(), by=NOBODY, at=at)
    assert (Entry.objects.count(), first_broken()) == (4, None)


@pytest.mark.django_db(transaction=True)
def test_entries_written_at_once_form_one_chain(at_once, at):
    person = factories.person()

    def write():
        return record("looked", person, by=NOBODY, at=at)

    outcomes = at_once(*[write] * 4)
    assert [type(one).__name__ for one in outcomes] == ["Entry"] * 4
    assert (Entry.objects.count(), first_broken()) == (4, None)


def test_entries_of_a_large_act_are_written_at_its_end_in_their_order(three, at):
    person = factories.person("Ása")
    with transaction.atomic(), gathered():
        for verb in ("asked", "answered"):
            record(verb, person, by=NOBODY, at=at)
        with gathered():
            record("admitted", person, by=NOBODY, at=at)
        assert Entry.objects.count() == 3
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert (verbs, first_broken()) == (["joined", "moved", "left", "asked", "answered", "admitted"], None)


def test_a_large_act_that_fails_leaves_no_entry(three, at):
    @transaction.atomic
    def large_act():
        with gathered():
            record("asked", factories.person(), by=NOBODY, at=at)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        large_act()
    record("left again", factories.person(), by=NOBODY, at=at)
    assert (Entry.objects.count(), first_broken()) == (4, None)
