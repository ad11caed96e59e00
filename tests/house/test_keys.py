"""Foreign keys point downwards, and keys across contexts have no reverse name."""

import tomllib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.house.tree import ROOT


def levels() -> dict[str, int]:
    """The floor of each context, from the import contract: the higher, the more it may know."""
    tables = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = tables["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "contexts")
    return {name.strip(): floor for floor, layer in enumerate(reversed(layers)) for name in layer.split("|")}


def context_of(model: type[models.Model]) -> str:
    """The context a model lives in; another package's own name for its models."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "fairlead" else parts[0]


def fault(source: str, target: str, reverse: str | None) -> str | None:
    """What is wrong with a key from one context to another, if anything."""
    floors = levels()
    if source == target or target not in floors:
        return None
    if floors[target] >= floors[source]:
        return f"points from {source} up to {target}"
    if reverse != "+":
        return f"from {source} to {target} has the reverse name {reverse!r}; say related_name='+'"
    return None


def keys() -> Iterator[tuple[str, str, str, str | None]]:
    """Every key of ours: its name, the contexts it leads from and to, its reverse name."""
    for model in apps.get_models():
        if not model.__module__.startswith("fairlead."):
            continue
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                reverse = field.remote_field.related_name
                hidden = "+" if reverse and reverse.endswith("+") else reverse
                label = f"{model._meta.label}.{field.name}"
                yield label, context_of(model), context_of(field.related_model), hidden


def test_keys_point_downwards_and_leave_no_trace():
    faults = {label: found for label, *key in keys() if (found := fault(*key))}
    assert faults == {}


def test_there_are_keys_to_look_at():
    assert "matching" in {source for _, source, _, _ in keys()}


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        (("people", "matching", "+"), True),
        (("applications", "mentorships", "+"), True),
        (("matching", "people", None), True),
        (("matching", "people", "runs"), True),
        (("matching", "people", "+"), False),
        (("matching", "matching", "pairs"), False),
    ],
)
def test_a_wrong_key_is_noticed(key, wrong):
    assert bool(fault(*key)) is wrong
