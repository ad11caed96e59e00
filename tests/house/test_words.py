"""Every word a person reads on a page or in a letter goes through translation."""

import re
from html.parser import HTMLParser

import pytest

from tests.house.tree import SOURCE, texts

TRANSLATED = re.compile(r"{%-?\s*blocktrans(?:late)?\b.*?{%-?\s*endblocktrans(?:late)?\s*-?%}", re.DOTALL)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}", re.DOTALL)
CLASS_BLOCK = re.compile(r"{%\s*block \w*_class\s*%}.*?{%\s*endblock[^%]*%}", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE_IN_TAG = re.compile(
    r"""{%\s*(?!trans|blocktrans)[^%]*?=(["'])(?=[^"'{}]*[^\W\d_]{2,}\s+[^\W\d_]{2,})[^"']*\1"""
)
READ_ATTRIBUTES = {"title", "alt", "placeholder", "aria-label", "aria-description", "label"}
NOT_READ = {"script", "style", "code", "kbd"}
SAME_EVERYWHERE = {"Fairlead", "CSV", "JSON", "UTF"}


class Reader(HTMLParser):
    """Gathers the words that a person would read."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_READ:
            self.open.append(tag)
        for name, value in attrs:
            if name in READ_ATTRIBUTES:
                self.read(value or "")

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open:
            self.read(data)

    def read(self, text: str) -> None:
        words = [word for word in WORD.findall(text) if word not in SAME_EVERYWHERE]
        if words:
            self.found.append(" ".join(text.split())[:60])


def bare(template: str) -> list[str]:
    """The words of a template that are not translated."""
    template = TRANSLATED.sub(" ", COMMENT.sub(" ", template))
    reader = Reader()
    reader.found += [" ".join(match[0].split())[:60] for match in SENTENCE_IN_TAG.finditer(template)]
    reader.feed(TAG.sub(" ", CLASS_BLOCK.sub(" ", template)))
    reader.close()
    return reader.found


def test_templates_speak_through_translation():
    faults = {name: found for name, text in texts(".html", ".txt", below=SOURCE) if (found := bare(text))}
    assert faults == {}


@pytest.mark.parametrize(
    "template",
    [
        "<p>Bare words</p>",
        '<img alt="A picture">',
        '<button aria-label="{{ x }} Close">{% translate "Close" %}</button>',
        '{% empty title="Nothing here yet" %}',
    ],
)
def test_bare_words_are_noticed(template):
    assert len(bare(template)) == 1


@pytest.mark.parametrize(
    "template",
    [
        '<p class="soft">{% translate "Said" %} {{ name }} · 3</p>',
        "{% blocktranslate with a=b %}<b>Words</b> {{ a }}{% endblocktranslate %}",
        '{% empty title=_("Nothing here yet") %}{# a remark #}',
        '{% include "ui/x.html" with kind="main" %}<script>let words = 1</script>',
        "<title>Fairlead</title>",
        "{% block body_class %}bare{% endblock %}",
    ],
)
def test_translated_words_pass(template):
    assert bare(template) == []
