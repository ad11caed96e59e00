"""The frame around every page."""

import re
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from tests.ui.colours import STATIC
from tests.ui.reading import Element, read

PACKAGE = STATIC.parents[1]
PAGE = (
    '{% extends "base.html" %}{% block title %}Pairs{% endblock %}{% block heading %}All pairs{% endblock %}'
    "{% block content %}<p>Here.</p>{% endblock %}"
)
NAVIGATION = [
    SimpleNamespace(label="Home", url="/", icon="house", current=True, count=0),
    SimpleNamespace(label="Applications", url="/a/", icon="inbox", current=False, count=7),
]
INLINE = re.compile(r"<style\b|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


def inline(template: str) -> list[str]:
    """What a template has of inline script or style."""
    return INLINE.findall(re.sub(r"{%.*?%}|{{.*?}}", "", template, flags=re.DOTALL))


@pytest.fixture(autouse=True)
def _addresses(settings):
    settings.ROOT_URLCONF = "tests.ui.urls"


def page(source: str = PAGE, *, signed_in: bool = True, **context: object) -> Element:
    """The tree of a page, with the head's own empty elements closed."""
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=signed_in, name="محمد الهاشمي", email="m@x.example")
    html = Template(source).render(Context({"request": request, "csrf_token": "token", **context}))
    return read(re.sub(r"<!doctype html>", "", html))


def test_the_page_names_itself_and_its_language():
    whole = page()
    assert whole.one("title").text == "Pairs · Fairlead"
    assert (whole.one("html")["lang"], whole.one("html")["dir"]) == ("en-gb", "ltr")
    assert [heading.text for heading in whole.all("h1")] == ["All pairs"]


def test_the_first_link_skips_to_the_content():
    whole = page(navigation=NAVIGATION)
    skip = whole.one("body").all("a")[0]
    assert skip["href"] == f"#{whole.one('main')['id']}"


def test_the_navigation_marks_where_one_is_and_what_waits():
    wide, folded = page(navigation=NAVIGATION).all("nav", aria_label="Main")
    assert [link.text for link in wide.all("a")] == ["Home", "Applications 7"]
    assert [link.text for link in folded.all("a")] == ["Home", "Applications 7"]
    assert wide.one("a", aria_current="page").text == "Home"


def test_one_signs_out_by_posting():
    form = page().one("form", action="/sign-out/")
    assert (form["method"], form.one("button").text) == ("post", "Sign out")
    assert form.one("input", name="csrfmiddlewaretoken")["value"] == "token"


def test_who_is_not_signed_in_is_offered_to():
    whole = page(signed_in=False)
    assert [link.text for link in whole.all("a", href="/sign-in/")] == ["Sign in"]
    assert whole.all("form") == []


@pytest.mark.parametrize(("demo", "ribbons"), [(True, 1), (False, 0)])
def test_the_demo_says_so_and_leads_to_the_mailbox(demo, ribbons):
    assert len(page(demo=demo).all("a", href="/mailbox/")) == ribbons


def test_messages_come_before_the_content():
    message = SimpleNamespace(level_tag="success")
    shown = page(messages=[message]).one(class_="messages")
    assert len(shown.all(class_="notice--good")) == 1


def test_the_bare_page_has_no_navigation():
    source = '{% extends "ui/bare.html" %}{% block heading %}Sign in{% endblock %}'
    whole = page(source, signed_in=False, navigation=NAVIGATION)
    assert whole.all("nav") == []
    assert [heading.text for heading in whole.all("h1")] == ["Sign in"]


def test_htmx_brings_no_style_and_evaluates_nothing():
    meta = page().one("meta", name="htmx-config")["content"]
    assert '"includeIndicatorStyles": false' in meta
    assert '"allowEval": false' in meta


def test_every_pattern_a_score_asks_for_is_on_the_page():
    defined = {pattern["id"] for pattern in page().all("pattern")}
    assert defined == {f"pattern-{tone}" for tone in range(2, 7)}


def test_nothing_is_inline_in_any_template():
    templates = sorted(PACKAGE.glob("**/templates/**/*.html"))
    found = {path.name: inline(path.read_text()) for path in templates}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "markup",
    ['<p style="x">', '<a onclick="x">', "<script>x</script>", "<style>x</style>", '<a href="javascript:x">'],
)
def test_something_inline_is_noticed(markup):
    assert len(inline(markup)) == 1
