"""The small scripts, tried in a real Chromium on a page of their own."""

import mimetypes
from collections.abc import Callable, Iterator

import pytest
from django.template import Context, Template
from playwright.sync_api import Browser, Page, Route, expect

from tests.ui.colours import STATIC

SITE = "http://fairlead.test"
HEAD = (
    '<!doctype html><html lang="en-gb"><head><meta charset="utf-8"><title>x</title>{% load static %}'
    "<script src=\"{% static 'ui/js/theme.js' %}\"></script>"
    '<script type="module" src="{% static \'ui/js/page.js\' %}"></script>'
    '{% include "ui/stylesheets.html" %}</head><body>'
)
Opened = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Opened]:
    """Open a page with this body; posts get the statuses given, then 204, and are kept in `page.posts`."""
    contexts = []

    def open_page(body: str, *, answers: tuple[int, ...] = (), **context: object) -> Page:
        html = Template(HEAD + body).render(Context(context))
        page = chromium.new_context(reduced_motion="reduce").new_page()
        contexts.append(page.context)
        page.posts = []  # type: ignore[attr-defined]
        waiting = list(answers)

        def answer(route: Route) -> None:
            request = route.request
            path = request.url.removeprefix(SITE)
            if request.method == "POST":
                page.posts.append((path, request.post_data or ""))  # type: ignore[attr-defined]
                route.fulfill(status=waiting.pop(0) if waiting else 204)
            elif path.startswith("/static/"):
                file = STATIC / path.removeprefix("/static/")
                route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])
            else:
                route.fulfill(body=html, content_type="text/html")

        page.route("**/*", answer)
        page.goto(SITE)
        return page

    yield open_page
    for context in contexts:
        context.close()


FORM = '<form method="post" action="/send" data-autosave="/keep">{% include "ui/autosave.html" %}'


def test_answers_are_kept_while_typing(opened):
    page = opened(FORM + '<input name="name" aria-label="Name"></form>')
    page.get_by_label("Name").fill("Yuki")
    expect(page.get_by_role("status")).to_contain_text("Saved")
    assert [path for path, _ in page.posts] == ["/keep"]
    assert "Yuki" in page.posts[0][1]


def test_a_failed_save_is_said_and_tried_again(opened):
    page = opened(FORM + '<input name="name" aria-label="Name"></form>', answers=(500,))
    page.clock.install()
    page.get_by_label("Name").fill("Yuki")
    page.clock.run_for(1300)
    expect(page.get_by_role("status")).to_have_text("Not saved, trying again")
    page.clock.run_for(8100)
    expect(page.get_by_role("status")).to_contain_text("Saved")
    assert [path for path, _ in page.posts] == ["/keep", "/keep"]


def test_a_form_is_sent_once(opened):
    page = opened('<form method="post" action="/send"><button type="submit">Send</button></form>')
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_role("button", name="Send")).to_have_attribute("aria-disabled", "true")
    assert [path for path, _ in page.posts] == ["/send"]


def test_a_sent_form_can_be_sent_again_after_coming_back(opened):
    page = opened('<form method="post" action="/send"><button type="submit">Send</button></form>')
    page.get_by_role("button").click()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    page.get_by_role("button").click()
    assert [path for path, _ in page.posts] == ["/send", "/send"]


def test_a_dialogue_asks_before_posting_and_lets_one_go_back(opened):
    page = opened(
        '{% confirm url="/end" button="End" title="End it?" text="Both get a letter." action="Yes" %}'
    )
    page.get_by_role("button", name="End").click()
    dialog = page.get_by_role("dialog", name="End it?")
    dialog.get_by_role("button", name="Go back").click()
    expect(dialog).to_be_hidden()
    assert page.posts == []
    page.get_by_role("button", name="End").click()
    dialog.get_by_role("button", name="Yes").click()
    expect(dialog.get_by_role("button", name="Yes")).to_have_attribute("aria-disabled", "true")
    assert [path for path, _ in page.posts] == ["/end"]


def test_a_notice_can_be_put_away(opened):
    page = opened('{% notice "Kept." dismiss=True %}')
    page.get_by_role("button", name="Close this message").click()
    expect(page.get_by_text("Kept.")).to_have_count(0)


def test_a_list_is_filtered_without_minding_accents(opened):
    page = opened(
        '<input data-filters="people" aria-label="Find"><b data-filter-count="people">2</b>'
        '<ul id="people"><li>Ľubomíra Kováčová</li><li>Yuki Tanaka</li></ul>'
    )
    page.get_by_label("Find").fill("kovac lub")
    expect(page.get_by_role("listitem")).to_have_text(["Ľubomíra Kováčová"])
    expect(page.locator("b")).to_have_text("1")


def test_the_error_summary_takes_the_focus(opened):
    page = opened('<div class="error-summary" role="alert" tabindex="-1" data-focus>There is a problem</div>')
    expect(page.get_by_role("alert")).to_be_focused()


def test_the_chosen_colours_stay_chosen(opened):
    page = opened(
        '<button data-theme-switch data-auto="Auto" data-light="Light" data-dark="Dark" hidden>'
        "<span>Colours</span></button>"
    )
    page.get_by_role("button", name="Auto").click()
    page.get_by_role("button", name="Light").click()
    page.reload()
    expect(page.get_by_role("button", name="Dark")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 25, 29)"


def test_a_dropped_file_is_chosen(opened):
    page = opened(
        '<div data-drop-zone><p data-drop-hint hidden>Drop</p><input type="file" aria-label="File"></div>'
    )
    transfer = page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['a'], 'a.csv')); return t }"
    )
    page.locator("[data-drop-zone]").dispatch_event("drop", {"dataTransfer": transfer})
    assert page.get_by_label("File").evaluate("input => input.files[0].name") == "a.csv"


NOTES = (
    '<form method="post" action="/a" data-keeps><textarea name="words" aria-label="A">{{ a }}</textarea>'
    "<button>Save A</button></form>"
    '<form method="post" action="/b" data-keeps><textarea name="words" aria-label="B">{{ b }}'
    "</textarea></form>"
)


def test_what_was_typed_into_another_form_is_there_again_once(opened):
    page = opened(NOTES, a="", b="as it was")
    page.get_by_label("A").fill("sent")
    page.get_by_label("B").fill("not sent")
    page.get_by_role("button", name="Save A").click()
    page.reload()
    expect(page.get_by_label("B")).to_have_value("not sent")
    expect(page.get_by_label("A")).to_have_value("")
    page.reload()
    expect(page.get_by_label("B")).to_have_value("as it was")


def test_what_was_typed_stands_below_what_the_other_has_written_meanwhile(opened):
    page = opened(NOTES, a="", b="as it was")
    kept = '[{"place": "/b words", "typed": "mine", "before": "older"}]'
    page.evaluate("kept => sessionStorage.setItem('typed', kept)", kept)
    page.reload()
    expect(page.get_by_label("B")).to_have_value("as it was\n\nmine")


def test_the_focus_stays_where_it_is_wanted_when_the_address_names_a_part(opened):
    page = opened('<section id="part"><p tabindex="-1" data-focus>Look here</p></section>')
    page.goto("about:blank")
    page.goto("http://fairlead.test/#part")
    expect(page.get_by_text("Look here")).to_be_focused()
