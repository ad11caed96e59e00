"""Readings are drawn from a few marks, and nothing that was typed becomes more than that."""

import pytest

from fairlead.kernel.reading import rendered


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("One\ntwo", '<p dir="auto">One two</p>'),
        ("# Why", '<h2 dir="auto">Why</h2>'),
        ("### Deep", '<h4 dir="auto">Deep</h4>'),
        ("- a\n- b\n  more", '<ul><li dir="auto">a</li><li dir="auto">b more</li></ul>'),
        ("1. a\n2) b", '<ol><li dir="auto">a</li><li dir="auto">b</li></ol>'),
        ("> said\n> so", '<blockquote><p dir="auto">said so</p></blockquote>'),
        ("**Bold** and *soft*", '<p dir="auto"><strong>Bold</strong> and <em>soft</em></p>'),
        ("2 * 3 * 4", '<p dir="auto">2 * 3 * 4</p>'),
        (
            "[here](https://a.example/?x=1&y=2)",
            '<p dir="auto"><a href="https://a.example/?x=1&amp;y=2" rel="noreferrer">here</a></p>',
        ),
        ("", ""),
    ],
)
def test_marks_become_a_page(text, drawn):
    assert rendered(text) == drawn


def test_blocks_end_where_another_begins():
    assert rendered("Word:\n- a\n\nAfter\n# H\n1. n") == (
        '<p dir="auto">Word:</p>\n<ul><li dir="auto">a</li></ul>\n<p dir="auto">After</p>\n'
        '<h2 dir="auto">H</h2>\n<ol><li dir="auto">n</li></ol>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        '[x](https://a.example/"onmouseover="alert(1))',
        "# <b>bold</b>",
        "- <iframe>",
    ],
)
def test_what_was_typed_never_becomes_a_tag(text):
    drawn = rendered(text)
    allowed = ("h2", "p", "ul", "li", "a")
    assert [tag for tag in drawn.split("<")[1:] if not tag.lstrip("/").startswith(allowed)] == []
    assert "onmouseover=" not in drawn.replace("&quot;onmouseover=&quot;", "")
    assert 'href="javascript' not in drawn
    assert 'href="data' not in drawn


def test_marks_inside_an_address_stay_part_of_it():
    assert 'href="https://a.example/**b**"' in rendered("[x](https://a.example/**b**)")
