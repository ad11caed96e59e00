"""Page components as template tags; docs/look.md shows each with an example."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fairlead.ui import drawing, forms
from fairlead.ui.wording import said

register = template.Library()

SPRITE = "vendor/lucide-1.62.0/sprite.svg"
TURNING = {
    "arrow-left",
    "arrow-right",
    "chevron-left",
    "chevron-right",
    "undo-2",
    "send",
    "log-in",
    "log-out",
}
TONE_ICONS = {
    "good": "circle-check",
    "watch": "triangle-alert",
    "problem": "circle-alert",
    "quiet": "clock",
    "todo": "circle-dot",
    "info": "info",
}
MESSAGE_TONES = {"success": "good", "warning": "watch", "error": "problem", "debug": "info", "": "info"}
STATION_ICONS = {"done": "check", "skipped": "minus"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A lucide icon of the sprite; decoration unless it has a label."""
    meaning = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    turns = " icon--turns" if name in TURNING else ""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" focusable="false" {}><use href="{}#{}"/></svg>',
        turns,
        meaning,
        static(SPRITE),
        name,
    )


@register.simple_tag
def state(word: str, tone: str = "quiet", icon_name: str = "") -> SafeString:
    """A state as icon and word. tone: good, watch, problem, quiet, todo."""
    drawn = icon(icon_name or TONE_ICONS[tone])
    return format_html('<span class="state state--{}">{}<span>{}</span></span>', tone, drawn, word)


@register.simple_tag
def disc(name: str, size: str = "") -> SafeString:
    """A person's initials in a disc. size: small, large or empty."""
    return format_html(
        '<span class="disc{}" aria-hidden="true">{}</span>',
        f" disc--{size}" if size else "",
        drawing.initials(name),
    )


@register.inclusion_tag("ui/button.html")
def button(
    label: str,
    kind: str = "",
    icon: str = "",
    name: str = "",
    value: str = "",
    small: bool = False,
    **more: str,
) -> dict[str, Any]:
    """A submitting button. kind: main, buoy, danger, quiet or empty; `formaction` may be given."""
    return {"label": label, "kind": kind, "icon": icon, "name": name, "value": value, "small": small, **more}


@register.inclusion_tag("ui/link_button.html")
def link_button(label: str, url: str, kind: str = "", icon: str = "", small: bool = False) -> dict[str, Any]:
    """A link that looks like a button, for going somewhere."""
    return {"label": label, "url": url, "kind": kind, "icon": icon, "small": small}


@register.inclusion_tag("ui/notice.html")
def notice(text: str, tone: str = "info", title: str = "", dismiss: bool = False) -> dict[str, Any]:
    """A notice with icon and word. tone: info, good, watch, problem, or a message level."""
    tone = MESSAGE_TONES.get(tone, tone)
    return {"text": text, "tone": tone, "title": title, "dismiss": dismiss, "icon": TONE_ICONS[tone]}


@register.inclusion_tag("ui/next_step.html")
def next_step(
    title: str,
    text: str = "",
    url: str = "",
    action: str = "",
    due: str = "",
    icon: str = "",
    rest: bool = False,
) -> dict[str, Any]:
    """The one thing that needs the reader; `rest=True` when there is nothing to do just now."""
    return {
        "title": title,
        "text": text,
        "url": url,
        "action": action,
        "due": due,
        "icon": icon,
        "rest": rest,
    }


@register.inclusion_tag("ui/journey.html")
def journey(stations: Iterable[Any], label: str = "") -> dict[str, Any]:
    """A line with stations: each has `label`, `state` (done, now, later, skipped), `when`, `note`, `url`."""
    drawn = [
        {name: drawing.reading(station, name) for name in ("label", "state", "when", "note", "url")}
        | {"icon": STATION_ICONS.get(drawing.reading(station, "state"), "")}
        for station in stations
    ]
    return {"stations": drawn, "label": label}


@register.inclusion_tag("ui/summary_list.html")
def summary_list(rows: Iterable[Any]) -> dict[str, Any]:
    """Labels with values and a quiet link to change each: rows with `label`, `value`, `url`, `action`."""
    return {"rows": rows}


@register.inclusion_tag("ui/task_list.html")
def task_list(tasks: Iterable[Any]) -> dict[str, Any]:
    """Things to do: tasks with `label`, `url`, `help`, `word`, `tone`."""
    return {"tasks": tasks}


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Iterable[Any], label: str) -> dict[str, Any]:
    """Views of one thing as links: items with `label`, `url`, `current`, `count`."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Links to the other pages of a list, numbered under this name; keeps the filters of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    query = context["request"].GET.copy() if "request" in context else None
    if query is not None:
        query.pop(name, None)
    prefix = f"?{query.urlencode()}&{name}=" if query else f"?{name}="
    return {"page": page, "numbers": list(numbers), "prefix": prefix, "gap": page.paginator.ELLIPSIS}


@register.inclusion_tag("ui/empty.html")
def empty(title: str, text: str = "", url: str = "", action: str = "", icon: str = "inbox") -> dict[str, Any]:
    """What belongs on an empty page and the first step."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("ui/figure.html")
def figure(
    value: float,
    of: float | None = None,
    label: str = "",
    picture: str = "ring",
    tone: str = "",
    url: str = "",
) -> dict[str, Any]:
    """A number with its denominator and a small picture. picture: ring, bar or none."""
    share = drawing.percent(float(value), float(of or 0))
    return {
        "value": value,
        "number": _grouped(value),
        "whole": "" if of is None else _grouped(of),
        "label": label,
        "picture": picture if of else "none",
        "tone": tone,
        "url": url,
        "share": f"{share:.2f}",
    }


def _grouped(number: float) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


@register.inclusion_tag("ui/score.html")
def score(
    parts: Iterable[Any], total: float | None = None, most: float | None = None, label: str = ""
) -> dict[str, Any]:
    """A score made of visible parts with its legend: parts with `label`, `points`, `most`, `tone`, `note`."""
    return _score(parts, total, most) | {"label": label}


@register.inclusion_tag("ui/score_bar.html")
def score_bar(parts: Iterable[Any], total: float | None = None, most: float | None = None) -> dict[str, Any]:
    """Only the bar of a score, slim, for rows; its parts are read out as its description."""
    return _score(parts, total, most) | {"slim": True}


@register.inclusion_tag("ui/score_key.html")
def score_key(parts: Iterable[Any]) -> dict[str, Any]:
    """What the tones of the bars on a page mean, once above a list: parts with `label`, `tone`."""
    return {"slots": drawing.slots(parts)}


def _score(parts: Iterable[Any], total: float | None, most: float | None) -> dict[str, Any]:
    laid = drawing.slots(parts)
    return {
        "slots": laid,
        "total": sum(slot.points for slot in laid) if total is None else total,
        "most": sum(slot.most for slot in laid) if most is None else most,
    }


@register.inclusion_tag("ui/funnel.html")
def funnel(rows: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Stages from wide to narrow with counts and shares: rows with `label`, `count`, `url`, `tone`."""
    return {"stages": drawing.stages(rows), "label": label}


@register.inclusion_tag("ui/progress.html")
def progress(percent: float, step: str, label: str, detail: str = "") -> dict[str, Any]:
    """Long work: the name of the step, the percentage, and a line of detail."""
    return {"percent": round(percent), "step": step, "label": label, "detail": detail}


@register.inclusion_tag("ui/comparison.html")
def comparison(headings: Iterable[str], rows: Iterable[Any], caption: str) -> dict[str, Any]:
    """Things side by side: rows with `label`, `values` (one per heading) and `differs`."""
    names = list(headings)
    paired = [
        {
            "label": drawing.reading(row, "label"),
            "differs": drawing.reading(row, "differs", False),
            "cells": list(zip(names, drawing.reading(row, "values", ()), strict=True)),
        }
        for row in rows
    ]
    return {"headings": names, "rows": paired, "caption": caption}


@register.inclusion_tag("ui/timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Any]:
    """What happened, newest first as given: events with `title`, `when`, `who`, `text`, `icon`, `tone`."""
    return {"events": events}


@register.inclusion_tag("ui/chips.html")
def chips(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Short definitions such as languages or areas: strings, or items with `label`, `shared`, `note`."""
    drawn = [{"label": item} if isinstance(item, str) else item for item in items]
    return {"items": drawn, "label": label}


@register.inclusion_tag("ui/person_line.html")
def person_line(name: str, detail: str = "", url: str = "", size: str = "", more: str = "") -> dict[str, Any]:
    """A person: initials, name in its own direction, unit and institution below."""
    return {"name": name, "detail": detail, "url": url, "size": size, "more": more}


@register.inclusion_tag("ui/copyable.html")
def copyable(text: str, label: str) -> dict[str, Any]:
    """An address to copy, with a button where the browser can."""
    return {"text": text, "label": label}


@register.inclusion_tag("ui/stepper.html")
def stepper(labels: Iterable[str], current: int) -> dict[str, Any]:
    """Where one is in a form of several pages. current: 1 for the first step."""
    names = list(labels)
    return {"labels": names, "current": current, "name": names[current - 1], "count": len(names)}


@register.inclusion_tag("ui/confirm.html", takes_context=True)
def confirm(
    context: Context,
    url: str,
    button: str,
    title: str,
    text: str,
    action: str,
    kind: str = "danger",
    **more: str,
) -> dict[str, Any]:
    """A button that asks once, then posts to `url`; more: icon, small, reason (label of an optional text)."""
    given = {"url": url, "button": button, "title": title, "text": text, "action": action, "kind": kind}
    return {**given, **more, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("ui/field.html")
def field(
    bound: BoundField, width: str = "", columns: bool = False, label: str = "", **attrs: str | bool
) -> dict[str, Any]:
    """One form field with label, help and error. width: short, medium; attrs go on the input."""
    return forms.field_parts(bound, attrs=attrs, width=width, columns=columns, label=label)


@register.filter
def beside(given: Sequence[Any], others: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each of the one with what stands at its place in the other, as far as both go."""
    return list(zip(given, others, strict=False))


@register.filter
def errors_said(bound: BoundField) -> list[str]:
    """The errors of a field in the page's words."""
    return said(bound)


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*given: BaseForm) -> dict[str, Any]:
    """Every error of the forms in one place, each linked to its field; empty when there is none."""
    return {"errors": forms.errors_of(given)}
