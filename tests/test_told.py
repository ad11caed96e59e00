"""The demo that tests share is the demo as it was told."""

import pytest
from django.utils import timezone

from fairlead.people.models import Person
from tests import told

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]


def plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def stored(model):
    """The rows of a table, value by value."""
    names = [field.attname for field in model._meta.concrete_fields]
    return [tuple(map(plain, row)) for row in model._base_manager.order_by("pk").values_list(*names)]


def as_read(model, some):
    names = [field.attname for field in model._meta.concrete_fields]
    return [tuple(getattr(one, name) for name in names) for one in some]


def test_what_is_taken_over_is_what_was_told(tmp_path_factory):
    shared = told.shared(tmp_path_factory)
    with told.undone():
        first = told.bring(shared)
    assert not Person.objects.exists()
    with told.undone():
        assert told.bring(shared) == first
        at, rows = told.read(next(shared.glob("demo-*.pickle")))
        there = {model: stored(model) for model in told.tables()}
    assert (at, at <= timezone.now()) == (first, True)
    assert sum(map(len, rows.values())) > 4000
    some = [model for model, found in there.items() if rows[model._meta.label]]
    assert len(some) > 80
    assert [model for model in some if there[model] != as_read(model, rows[model._meta.label])] == []
