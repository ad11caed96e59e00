"""What the field and error summary components need to know about a bound form."""

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect

from fairlead.ui.wording import said

GROUPS = (RadioSelect, CheckboxSelectMultiple)


def kind(bound: BoundField) -> str:
    """How a field is drawn: hidden, group (radios or checkboxes), check, file or plain."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, GROUPS):
        return "group"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "file" if isinstance(widget, FileInput) else "plain"


def described_by(bound: BoundField) -> str:
    """Ids of the help and error texts of a field, in reading order."""
    named = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    return " ".join([*named, *([f"{bound.auto_id}_error"] if bound.errors else [])])


def target(bound: BoundField) -> str:
    """The id an error links to: the input, or the first choice of a group."""
    if not isinstance(bound.field.widget, GROUPS):
        return bound.id_for_label
    first = next(iter(bound.subwidgets), None)
    return first.id_for_label if first else str(bound.auto_id)


def field_parts(
    bound: BoundField, *, attrs: dict[str, str | bool], width: str, columns: bool, label: str
) -> dict[str, Any]:
    """Everything the field template prints: the label, the drawn input, help, errors and choices."""
    drawn_as = kind(bound)
    named = {name.replace("_", "-"): value for name, value in attrs.items()}
    described = described_by(bound)
    if described:
        named["aria-describedby"] = described
    return {
        "field": bound,
        "kind": drawn_as,
        "label": label or bound.label,
        "widget": "" if drawn_as == "group" else bound.as_widget(attrs=named),
        "choices": choices(bound) if drawn_as == "group" else [],
        "described_by": described,
        "width": width,
        "columns": columns,
        "plain": isinstance(bound.field.widget, CheckboxSelectMultiple),
        "optional": not (bound.field.required or getattr(bound.field, "needed_when_shown", False))
        and drawn_as != "check",
    }


def choices(bound: BoundField) -> list[dict[str, Any]]:
    """The choices of a group; the second line of a label is shown as its help."""
    listed = []
    for choice in bound.subwidgets:
        words, _, help_text = str(choice.data["label"]).partition("\n")
        choice.data["attrs"].pop("aria-describedby", None)
        drawn = choice.tag(wrap_label=False)
        listed.append({"id": choice.id_for_label, "tag": drawn, "label": words, "help": help_text})
    return listed


def errors_of(given: Iterable[BaseForm]) -> list[tuple[str, str]]:
    """(id of the field or empty, message) for every error of the forms, in the order of the fields."""
    found: list[tuple[str, str]] = []
    for form in given:
        if not form.is_bound:
            continue
        found += [("", str(message)) for message in form.non_field_errors()]
        found += [
            (target(bound), f"{bound.label}{_between(str(bound.label))}{message}")
            for bound in form
            for message in said(bound)
        ]
    return found


def _between(label: str) -> str:
    """A colon after a label, unless it is a question or ends in a colon already."""
    return " " if label.endswith(("?", ":", "？", "؟")) else ": "
