"""What one version of a form changed compared with another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fairlead.questions.enums import Kind, Reader, Standard
from fairlead.questions.models import FormVersion, Question
from fairlead.questions.queries.reading import Page, pages
from fairlead.questions.wording import said

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True)
class Change:
    """One question that was added, removed or changed; `lines` say what about it, before and after."""

    what: str
    label: str
    page: str
    lines: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class _Seen:
    question: Question
    page: str
    place: int


def name_of(question: Question, language: str) -> str:
    """What a question is called in lists: its wording, or the name of the standard question."""
    own = said(question.label, language)
    return str(Standard(question.standard).label) if question.standard else own or question.key


def changes(before: FormVersion | None, after: FormVersion) -> list[Change]:
    """What `after` changed compared with `before` (None: the built-in form), in the order of the form."""
    language = after.languages[0]
    side = after.form.side
    old, new = _seen(pages(before, side, language)), _seen(pages(after, side, language))
    both = [key for key in new if key in old]
    order = {key: place for place, key in enumerate(sorted(both, key=lambda key: old[key].place))}
    found = []
    for key, now in new.items():
        label = name_of(now.question, language)
        if key not in old:
            found.append(Change(ADDED, label, now.page))
            continue
        lines = tuple(_lines(old[key], now, language))
        if order[key] != both.index(key) and old[key].page == now.page:
            lines += ((_("Place"), "", _("asked at another place")),)
        if lines:
            found.append(Change(CHANGED, label, now.page, lines))
    for key, gone in old.items():
        if key not in new:
            found.append(Change(REMOVED, name_of(gone.question, language), gone.page))
    return found + _of_pages(before, after)


def _seen(listed: Sequence[Page]) -> dict[str, _Seen]:
    found: dict[str, _Seen] = {}
    for page in listed:
        for question in page.questions:
            found[question.key] = _Seen(question, page.title, len(found))
    return found


def _lines(old: _Seen, new: _Seen, language: str) -> Iterator[tuple[str, str, str]]:
    before, after = _facets(old, language), _facets(new, language)
    for facet, value in after.items():
        if before[facet] != value:
            yield facet, before[facet], value
    written = [name for name in ("label", "help", "consent_text", "options") if _other(old, new, name)]
    if written and all(before[facet] == after[facet] for facet in after):
        yield _("Translations"), "", _("changed")


def _other(old: _Seen, new: _Seen, name: str) -> bool:
    return bool(getattr(old.question, name) != getattr(new.question, name))


def _facets(seen: _Seen, language: str) -> Mapping[str, str]:
    question = seen.question
    yes, no = _("yes"), _("no")
    facets = {_("Page"): seen.page, _("Help"): said(question.help, language)}
    if question.standard:
        return facets | {_("Must be answered"): yes if question.required else no}
    return {
        _("Wording"): said(question.label, language),
        **facets,
        _("Answers to choose from"): ", ".join(said(one["label"], language) for one in question.options),
        _("Text to agree to"): said(question.consent_text, language),
        _("Limits"): _limits(question.limits),
        _("Must be answered"): yes if question.required else no,
        _("Read by"): str(Reader(question.reader).label),
        _("Used for matching"): yes if question.matching else no,
        _("Shown only if"): _condition(question, language),
    }


def _limits(limits: Mapping[str, Any]) -> str:
    words = {"least": _("least"), "most": _("most"), "decimals": _("decimals")}
    return ", ".join(f"{words[name]} {value}" for name, value in sorted(limits.items()) if name in words)


def _condition(question: Question, language: str) -> str:
    condition = question.shown_if
    if not condition:
        return ""
    asked = (one for page in question.section.version.sections.all() for one in page.questions.all())
    on = next((one for one in asked if one.key == condition["question"]), None)
    labels = {one["key"]: said(one["label"], language) for one in on.options} if on else {}
    words = {True: _("yes"), False: _("no")}
    answers = [words[one] if isinstance(one, bool) else labels.get(one, one) for one in condition["any_of"]]
    return f"“{name_of(on, language) if on else condition['question']}”: {', '.join(answers)}"


def _of_pages(before: FormVersion | None, after: FormVersion) -> list[Change]:
    side, language = after.form.side, after.languages[0]
    old = {page.title: page.help for page in pages(before, side, language)}
    found = [
        Change(CHANGED, page.title, page.title, ((_("Help"), old[page.title], page.help),))
        for page in pages(after, side, language)
        if page.title in old and page.help != old[page.title]
    ]
    languages = before.languages if before else after.languages[:1]
    if languages != after.languages:
        line = (_("Languages"), ", ".join(languages), ", ".join(after.languages))
        found.append(Change(CHANGED, _("Languages of the form"), "", (line,)))
    return found


def renamed(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], language: str
) -> list[tuple[str, str]]:
    """The answers to choose from that are the same as before under another name: the old and the new one."""
    names = {one["key"]: said(one["label"], language) for one in before}
    return [
        (names[one["key"]], said(one["label"], language))
        for one in after
        if one["key"] in names and names[one["key"]].casefold() != said(one["label"], language).casefold()
    ]


def may_depend_on(question: Question) -> bool:
    """Whether other questions can be shown only for certain answers to this one."""
    return question.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO) and question.reader != Reader.NOBODY
