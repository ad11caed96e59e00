"""Nothing fetched from elsewhere, no colour outside the tokens, no traces of a machine in the tree."""

import re
from collections.abc import Iterable

import pytest

from tests.house.tree import SOURCE, texts

REMOTE = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object|use|image|link)\b[^>]*
          \b(?:src|srcset|href|data)\s*=\s*["']?\s*(?:https?:)?//
      | url\(\s*["']?(?:https?:)?//
      | @import\s+["'](?:https?:)?//
      | \b(?:fetch|import|importScripts|EventSource|WebSocket)\(\s*["'`](?:https?:|wss?:)?//
    """,
    re.VERBOSE | re.IGNORECASE,
)
NAMED = "white|black|red|green|blue|yellow|orange|purple|pink|brown|gray|grey|silver|gold|navy|teal|maroon"
COLOUR_FUNCTION = r"\b(?:rgba?|hsla?|hwb|oklch|oklab|lch|lab)\("
CSS_COLOUR = re.compile(
    rf"#[0-9a-f]{{3,8}}\b|{COLOUR_FUNCTION}|:[^;{{}}]*(?<![\w-])(?:{NAMED})(?![\w-])", re.IGNORECASE
)
MARKUP_COLOUR = re.compile(
    rf"\b(?:fill|stroke|color|stop-color|bgcolor)=[\"'](?:#[0-9a-f]{{3,8}}|{COLOUR_FUNCTION}|(?:{NAMED})[\"'])"
    rf"|\bstyle=[\"'][^\"']*(?:#[0-9a-f]{{3,8}}|{COLOUR_FUNCTION})",
    re.IGNORECASE,
)
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("anaconda", "org"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("crates", "io"),
        ("proxy.golang", "org"),
    )
]
MACHINE_PATH = re.compile(r"""(?:^|[\s"'`=(:])/(?:home|root|Users|work|mnt)/[\w.-]+""", re.MULTILINE)
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|(?i:coming so" r"on|lorem ips" r"um))\b")


def hits(pattern: re.Pattern[str], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Where the pattern is found: file, line and words."""
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0].strip()[:60]}"
        for name, text in pairs
        for match in pattern.finditer(text)
    ]


def test_nothing_is_fetched_from_elsewhere():
    assert hits(REMOTE, texts(".html", ".css", ".js", ".svg", below=SOURCE)) == []


def test_colours_are_named_in_one_place():
    sheets = [
        (name, text) for name, text in texts(".css", ".js", below=SOURCE) if not name.endswith("tokens.css")
    ]
    assert hits(CSS_COLOUR, sheets) == []
    assert hits(MARKUP_COLOUR, texts(".html", ".svg", ".py", below=SOURCE)) == []


def test_no_registry_is_named():
    names = re.compile("|".join(map(re.escape, HOSTS)))
    assert hits(names, texts()) == []


def test_no_machine_left_its_paths():
    assert hits(MACHINE_PATH, texts()) == []


def test_nothing_is_left_unfinished():
    assert hits(UNFINISHED, texts(".py", ".html", ".css", ".js", ".md", ".toml", ".txt")) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (REMOTE, '<script src="https://cdn.example/x.js">'),
        (REMOTE, "<link rel=stylesheet href=//cdn.example/x.css>"),
        (REMOTE, "background: url(https://cdn.example/x.png)"),
        (REMOTE, 'fetch("https://cdn.example/x")'),
        (CSS_COLOUR, "color: #fff"),
        (CSS_COLOUR, "border: 1px solid red;"),
        (CSS_COLOUR, "background: oklch(50% 0.1 20)"),
        (MARKUP_COLOUR, '<path fill="#123456">'),
        (MARKUP_COLOUR, '<p style="color: #abc">'),
        (MACHINE_PATH, "see " + "/ho" + "me/ann/fairlead"),
        (UNFINISHED, "# TO" + "DO: later"),
    ],
)
def test_each_is_noticed(pattern, text):
    assert len(hits(pattern, [("x", text)])) == 1


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (REMOTE, '<a href="https://www.example/">elsewhere</a>'),
        (REMOTE, '<svg xmlns="http://www.w3.org/2000/svg">'),
        (CSS_COLOUR, ".white-space { white-space: nowrap; color: var(--red-7) }"),
        (CSS_COLOUR, "color: color-mix(in oklab, var(--ink) 10%, transparent)"),
        (MARKUP_COLOUR, '<a href="#face">'),
        (MACHINE_PATH, 'path("people/work/", view)'),
    ],
)
def test_what_is_right_passes(pattern, text):
    assert hits(pattern, [("x", text)]) == []
