"""Two people, or two windows, at the same page: neither undoes what the other wrote."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from fairlead.kernel import shown

Pair = tuple[forms.BaseForm, forms.BaseForm]
QUOTED = 300


def news(form: forms.BaseForm, standing: forms.BaseForm, answers: QueryDict) -> dict[str, Any]:
    """What a valid form changed since its page was shown, but for what was stored otherwise meanwhile."""
    clashes = shown.clashing(form, standing, answers)
    wanted = [name for name in shown.touched(form, answers) if name not in clashes]
    return {name: form.cleaned_data[name] for name in wanted if name in form.cleaned_data}


def tell(form: forms.BaseForm, standing: forms.BaseForm, answers: QueryDict) -> None:
    """Say at each field that was changed here and elsewhere what it holds now, and how to go on."""
    for name in shown.clashing(form, standing, answers):
        text = _(
            "Somebody changed this while you wrote. It is now: “%(value)s”. Save again to put yours there."
        )
        form.add_error(name, text % {"value": _said(standing[name])})


def marks(pairs: Iterable[Pair], answers: QueryDict) -> str:
    """The marks with which a page is shown for the first time, or again after it was refused.

    A page shown again goes on from what it was first shown with; a clash it has told of is told once.
    """
    carried: dict[str, str] = {}
    for form, standing in pairs:
        stored = shown.marks(standing)
        if form.is_bound:
            clashes = {form.add_prefix(name) for name in shown.clashing(form, standing, answers)}
            before = shown.remembered(answers)
            stored |= {key: mark for key, mark in before.items() if key in stored and key not in clashes}
        carried |= stored
    return shown.carried(carried)


def marks_after_saving(pairs: Iterable[Pair], answers: QueryDict) -> tuple[str, list[str]]:
    """The marks of a page that was saved while typing, and the labels of fields that clash.

    What was saved is what the page has shown; a clash keeps its old mark and is told at the next button.
    """
    carried, labels = dict(shown.remembered(answers)), []
    for form, standing in pairs:
        if not form.is_bound:
            continue
        clashes = shown.clashing(form, standing, answers)
        labels += [str(form.fields[name].label) for name in clashes]
        kept = {form.add_prefix(name) for name in clashes}
        if form.is_valid():
            carried |= {key: mark for key, mark in shown.posted(form, answers).items() if key not in kept}
    return shown.carried(carried), labels


def _said(bound: forms.BoundField) -> str:
    value = bound.value()
    chosen = value if isinstance(value, list | tuple) else [value]
    choices = {str(key): str(label) for key, label in getattr(bound.field, "choices", [])}
    words = [choices.get(str(one), str(one)).split("\n")[0] for one in chosen if one not in {None, ""}]
    return Truncator(", ".join(words) or _("nothing")).chars(QUOTED)
