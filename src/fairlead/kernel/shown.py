"""Which fields were changed since the page was shown, so that two open pages do not undo each other."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from django.forms import BaseForm, BoundField, CheckboxInput
from django.http import QueryDict

NAME = "as_shown"


def marks(form: BaseForm) -> dict[str, str]:
    """For each field, by its name in the page, a mark of the value that the form shows."""
    return {bound.html_name: mark(_shown(bound)) for bound in form}


def posted(form: BaseForm, answers: QueryDict) -> dict[str, str]:
    """For each field, by its name in the page, a mark of the value that was posted."""
    names = [form.add_prefix(name) for name in form.fields]
    return {name: mark(answers.getlist(name)) for name in names}


def touched(form: BaseForm, answers: QueryDict) -> list[str]:
    """The fields that the page changed since it was shown; all of them for a page without marks."""
    before, now = remembered(answers), posted(form, answers)
    return [name for name in form.fields if before.get(form.add_prefix(name)) != now[form.add_prefix(name)]]


def clashing(form: BaseForm, standing: BaseForm, answers: QueryDict) -> list[str]:
    """The fields that the page changed and that were stored otherwise meanwhile.

    `standing` is the same form, unbound, of what is stored now. A page without marks clashes with nothing.
    """
    before, now, stored = remembered(answers), posted(form, answers), marks(standing)
    named = {name: form.add_prefix(name) for name in touched(form, answers)}
    return [
        name for name, key in named.items() if key in before and stored[key] not in {before[key], now[key]}
    ]


def remembered(answers: QueryDict) -> Mapping[str, str]:
    """The marks the page carried when it was shown; empty for a page without them."""
    try:
        found = json.loads(answers.get(NAME, ""))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def carried(marked: Mapping[str, str]) -> str:
    """The marks as the page carries them."""
    return json.dumps(marked, separators=(",", ":"), sort_keys=True)


def mark(values: Iterable[str]) -> str:
    """A short fingerprint of what a field holds, whatever the order and the kind of line ends."""
    plain = sorted(value.replace("\r\n", "\n").strip() for value in values)
    return sha256("\0".join(value for value in plain if value).encode()).hexdigest()[:16]


def _shown(bound: BoundField) -> list[str]:
    value = bound.value()
    if isinstance(bound.field.widget, CheckboxInput):
        return ["on"] if value else []
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [] if value is None else [str(value)]
