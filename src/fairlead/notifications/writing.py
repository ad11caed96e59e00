"""Turn a letter's plain text into the mail a person sees."""

import re

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

HEADING = "* "
ADDRESS = re.compile(r"^(?P<said>.*: )(?P<url>https?://\S+)$")
BUTTON = re.compile(r"^→ (?P<label>[^:]+): (?P<url>https?://\S+)$")


def render(template: str, context: dict[str, object]) -> tuple[str, str, str]:
    """Subject, text and HTML of a letter.

    The template is plain text: the first line is the subject, blank lines part paragraphs, lines that begin
    with `- ` are a list, and a line `→ Label: address` is a button in the HTML mail. A line that begins with
    `* ` is the heading of what follows, and an address at the end of a line a link.
    """
    whole = render_to_string(template, context).strip()
    subject, _sep, body = whole.partition("\n")
    text = re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n"
    subject = " ".join(subject.split())[:200]
    html = render_to_string("notifications/letter.html", {"subject": subject, "body": as_html(text)})
    return subject, text, html


def as_html(text: str) -> SafeString:
    """The letter's text as escaped HTML paragraphs, lists and buttons."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return mark_safe("\n".join(_block(block) for block in blocks))  # nosec B308 B703: every part is escaped below


def _block(block: str) -> SafeString:
    lines = block.splitlines()
    if all(line.startswith("- ") for line in lines):
        return format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line[2:],) for line in lines))
        )
    buttons = [found for line in lines if (found := BUTTON.match(line))]
    if len(buttons) == len(lines):
        drawn = format_html_join(" ", '<a class="button" href="{}">{}</a>', map(_address_and_label, buttons))
        return format_html("<p class='buttons'>{}</p>", drawn)
    return format_html("<p>{}</p>", mark_safe("<br>".join(_line(line) for line in lines)))  # nosec


def _line(line: str) -> SafeString:
    if line.startswith(HEADING):
        return format_html("<strong>{}</strong>", line.removeprefix(HEADING))
    if found := ADDRESS.match(line):
        return format_html('{}<a href="{}">{}</a>', found["said"], found["url"], found["url"])
    return conditional_escape(line)


def _address_and_label(found: re.Match[str]) -> tuple[str, str]:
    return found["url"], found["label"]
