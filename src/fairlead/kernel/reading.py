"""Readings: plain text with a few marks becomes a page; whatever else was typed is shown as it was typed.

Known marks (a small part of CommonMark): headings with # to ###, lists with - or 1., quotes with >, **bold**,
*italic*, and [words](https://address). Everything is escaped first, so no typed tag ever reaches a page.
"""

import re
from collections.abc import Callable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LINK = re.compile(r"\[([^\[\]]+)\]\(((?:https?://|mailto:)[^\s()]+)\)")
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
ITALIC = re.compile(r"(?<![*\w])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![*\w])")
HEADING = re.compile(r"(#{1,3})\s+(.+)")
BULLET = re.compile(r"[-*]\s+(.+)")
NUMBER = re.compile(r"\d{1,3}[.)]\s+(.+)")
QUOTE = re.compile(r">\s?(.*)")


def rendered(text: str) -> SafeString:
    """The text as a piece of a page: headings from the third level on, paragraphs, lists, quotes, links."""
    lines = text.replace("\r\n", "\n").split("\n")
    return mark_safe("\n".join(_blocks(lines)))  # nosec B308 B703: escaped in _inline


def _blocks(lines: list[str]) -> Iterator[str]:
    kind, held = "", list[str]()
    for line in [*lines, ""]:
        found, words = _read(line.strip())
        continues = found == "p" and kind in {"ul", "ol", "blockquote"} and line.startswith((" ", "\t"))
        if continues:
            held[-1] = f"{held[-1]} {words}"
            continue
        if kind and (found != kind or kind.startswith("h")):
            yield DRAWN[kind](kind, held)
            held = []
        kind = found
        if words or found == "blockquote":
            held.append(words)


def _read(line: str) -> tuple[str, str]:
    """What a line is, as the name of an element, and its words; an empty line is nothing."""
    if match := HEADING.fullmatch(line):
        return f"h{len(match[1]) + 1}", match[2]
    for kind, mark in (("ul", BULLET), ("ol", NUMBER), ("blockquote", QUOTE)):
        if match := mark.fullmatch(line):
            return kind, match[1]
    return ("p", line) if line else ("", "")


def _inline(words: str) -> str:
    """Words with their marks drawn; a link's address is left as it is."""
    escaped, drawn, last = str(escape(words)), "", 0
    for link in LINK.finditer(escaped):
        drawn += _marked(escaped[last : link.start()])
        drawn += f'<a href="{link[2]}" rel="noreferrer">{_marked(link[1])}</a>'
        last = link.end()
    return drawn + _marked(escaped[last:])


def _marked(words: str) -> str:
    return ITALIC.sub(r"<em>\1</em>", BOLD.sub(r"<strong>\1</strong>", words))


def _simple(kind: str, held: list[str]) -> str:
    return f'<{kind} dir="auto">{_inline(" ".join(held))}</{kind}>'


def _list(kind: str, held: list[str]) -> str:
    items = "".join(f'<li dir="auto">{_inline(one)}</li>' for one in held)
    return f"<{kind}>{items}</{kind}>"


def _quote(kind: str, held: list[str]) -> str:
    return f"<{kind}>{_simple('p', held)}</{kind}>"


DRAWN: dict[str, Callable[[str, list[str]], str]] = {
    "p": _simple,
    "h2": _simple,
    "h3": _simple,
    "h4": _simple,
    "ul": _list,
    "ol": _list,
    "blockquote": _quote,
}
