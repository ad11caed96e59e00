"""An attack: whoever holds the whole database tries to say who answered what."""

import itertools
import random

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from fairlead.audit.models import Entry
from fairlead.sealed import ciphers
from fairlead.surveys.actions import answering
from fairlead.surveys.models import Ask, Box
from fairlead.surveys.queries import boxed
from tests.surveys import asking

pytestmark = pytest.mark.django_db
SECRETS = [f"secret words {number}" for number in range(12)]


def dump():
    """Every row of every table as text, in the order in which the database itself holds them."""
    rows = []
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table} ORDER BY {place}")
            rows += [(model._meta.label, *map(_plain, row)) for row in cursor.fetchall()]
    return rows


def _plain(cell):
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).hex()
    return DjangoJSONEncoder().default(cell) if hasattr(cell, "isoformat") else str(cell)


def answer_in(order, wave, at):
    """Let the mentees answer in this order, each with words of their own."""
    asks = asking.asks(wave, "mentee")
    for place in order:
        answering.send(asks[place], {"sure-rules": place % 5 + 1, "hopes": SECRETS[place]}, at=at)


def opened(wave):
    box = Box.objects.get(wave=wave)
    return boxed.lists(box, boxed.key_of(box))


@pytest.fixture
def wave(at):
    return asking.wave(asking.round_with_pairs(8), at=at)


def test_without_the_installations_key_no_answer_is_readable(at, wave, settings):
    answer_in(range(8), wave, at)
    text = "\n".join(" ".join(row) for row in dump())
    for secret in SECRETS:
        assert secret not in text
        assert secret.encode().hex() not in text
    settings.WORDS_KEYS = [ciphers.fresh_key()]
    with pytest.raises(ciphers.CannotOpen):
        opened(wave)


def test_with_every_key_the_order_of_coming_is_gone(at):
    came = list(range(8))
    contents = []
    for seed in range(3):
        random.Random(seed).shuffle(came)
        wave = asking.wave(asking.round_with_pairs(8), "pulse", at=at)
        asks = asking.asks(wave, "mentee")
        for place in came:
            answering.send(asks[place], {"needs": SECRETS[place]}, at=at)
        contents.append(opened(wave))
    assert contents[0] == contents[1] == contents[2]


def test_no_row_of_an_answer_stands_in_the_order_of_the_asks(at, wave):
    order = [5, 0, 7, 2, 6, 1, 4, 3]
    answer_in(order, wave, at)
    assert Box.objects.filter(wave=wave).count() == 1
    waiting, shown = opened(wave)
    told = [one["answers"]["hopes"] for one in [*waiting, *shown]]
    assert told != [SECRETS[place] for place in order]
    assert all(set(one) == {"side", "mark", "answers"} for one in [*waiting, *shown])


def test_no_column_of_any_row_changes_with_who_answered_what(at):
    """Two rounds whose people swap their answers leave the same traces beside the boxes."""
    traces = []
    for order in ([0, 1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1, 0]):
        wave = asking.wave(asking.round_with_pairs(8), "pulse", at=at)
        asks = asking.asks(wave, "mentee")
        for place, number in enumerate(order):
            answering.send(asks[place], {"needs": SECRETS[number]}, at=at)
        found = Ask.objects.filter(wave=wave).order_by("side", "state")
        traces.append(list(found.values_list("side", "state", "asked_on", "due_on", "reminded", "draft_id")))
    assert traces[0] == traces[1]


def test_asks_tell_no_time_finer_than_the_day_on_which_one_was_asked():
    kinds = {field.get_internal_type() for field in Ask._meta.get_fields() if field.concrete}
    assert "DateTimeField" not in kinds
    assert {field.name for field in Ask._meta.get_fields() if field.get_internal_type() == "DateField"} == {
        "asked_on",
        "due_on",
    }
    names = {field.name for field in Box._meta.get_fields()}
    assert names == {"id", "wave", "waiting", "shown", "key", "under"}


def test_the_record_says_nothing_of_who_answered(at, wave):
    before = Entry.objects.count()
    answer_in(range(8), wave, at)
    assert Entry.objects.count() == before


def test_sign_of_a_person_is_in_no_other_column(at, wave):
    answer_in(range(8), wave, at)
    waiting, shown = opened(wave)
    signs = {one["mark"] for one in [*waiting, *shown]}
    assert len(signs) == 8
    text = "\n".join(" ".join(row) for row in dump())
    assert [sign for sign in signs if sign in text] == []


def test_two_looks_at_the_results_never_differ_by_fewer_than_five(at):
    from fairlead.surveys import queries

    wave = asking.wave(asking.round_with_pairs(16), at=at)
    seen = [0]
    for number, ask in enumerate(asking.asks(wave)[:23]):
        answering.send(ask, {"sure-rules": number % 5 + 1}, at=at)
        seen.append(queries.results(wave, "en").n)
    seen.append(queries.results(asking.closed(wave, at=at), "en").n)
    steps = [after - before for before, after in itertools.pairwise(seen)]
    assert [step for step in steps if 0 < step < 5] == []
    assert seen[-1] == 23


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_transaction_numbers_point_to_the_last_answer_at_most(at):
    """On PostgreSQL a row tells which transaction wrote it; the box is one row, so it tells of one answer."""
    wave = asking.wave(asking.round_with_pairs(8), at=at)
    answer_in(range(8), wave, at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM surveys_box WHERE wave_id = %s", [wave.pk])
        boxes = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT xmin::text FROM surveys_ask WHERE wave_id = %s", [wave.pk])
        asks = [row[0] for row in cursor.fetchall()]
    assert len(boxes) == 1
    assert sum(number in boxes for number in asks) <= 1
