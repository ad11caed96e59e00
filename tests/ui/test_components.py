"""Components say in words what they show in shapes."""

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from tests.ui.reading import shown

PARTS = [
    {"label": "Areas", "points": 27, "most": 36, "note": "covers 3 of 4"},
    {"label": "Language", "points": 18, "most": 18},
    {"label": "Campus", "points": 0, "most": 6, "tone": 5},
]


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert shown('{% icon "check" %}').one("svg")["aria-hidden"] == "true"
    labelled = shown('{% icon "lock" "Locked" %}').one("svg")
    assert (labelled["role"], labelled["aria-label"]) == ("img", "Locked")
    assert labelled.one("use")["href"].endswith("sprite.svg#lock")


@pytest.mark.parametrize("tone", ["good", "watch", "problem", "quiet", "todo"])
def test_a_state_is_an_icon_and_a_word(tone):
    tag = shown("{% state word tone %}", word="On <track>", tone=tone).one(class_=f"state--{tone}")
    assert tag.text == "On <track>"
    assert len(tag.all("svg")) == 1


def test_a_button_submits_with_its_name_and_value():
    button = shown('{% button "Send" kind="main" icon="send" name="move" value="send" %}').one("button")
    assert (button["type"], button["name"], button["value"]) == ("submit", "move", "send")
    assert button.classes == ["button", "button--main"]


def test_a_link_button_is_a_link():
    assert shown('{% link_button "Go" "/there/" %}').one("a", href="/there/").text == "Go"


@pytest.mark.parametrize(
    ("level", "tone", "role", "word"),
    [
        ("success", "good", "status", "Done:"),
        ("warning", "watch", "status", "Please note:"),
        ("error", "problem", "alert", "Problem:"),
        ("info", "info", "status", "Information:"),
    ],
)
def test_a_message_becomes_a_notice_with_icon_and_word(level, tone, role, word):
    notice = shown('{% notice "Kept." tone=level %}', level=level).one(class_="notice")
    assert notice.classes == ["notice", f"notice--{tone}"]
    assert (notice["role"], notice.text) == (role, f"{word} Kept.")


def test_the_next_step_is_named_by_its_heading():
    step = shown('{% next_step title="Answer" url="/a/" action="Read" due="by Friday" %}').one("section")
    assert step.one("h2")["id"] == step["aria-labelledby"]
    assert step.one("a", href="/a/").text == "Read"
    assert step.one(class_="next-due").text == "by Friday"


def test_the_journey_says_where_one_is():
    stations = [
        {"label": "Apply", "state": "done", "when": "3 March"},
        {"label": "Train", "state": "skipped"},
        {"label": "Meet", "state": "now"},
        {"label": "Close", "state": "later"},
    ]
    items = shown("{% journey stations %}", stations=stations).one("ol").all("li")
    texts = [item.one(class_="station-text").text for item in items]
    assert texts == ["Apply done 3 March", "Train not needed", "Meet you are here", "Close still to come"]
    assert [item.attrs.get("aria-current") for item in items] == [None, None, "step", None]


def test_a_change_link_names_what_it_changes():
    rows = [{"label": "Name", "value": "Yuki", "url": "/n/"}, {"label": "Unit", "value": ""}]
    listed = shown("{% summary_list rows %}", rows=rows).one("dl")
    assert [link.text for link in listed.all("a")] == ["Change Name"]
    assert [value.text for value in listed.all("bdi")] == ["Yuki", "–"]


def test_tasks_have_their_state_in_words():
    tasks = [{"label": "Answer", "url": "/a/", "word": "To do", "tone": "todo"}, {"label": "Meet"}]
    items = shown("{% task_list tasks %}", tasks=tasks).all("li")
    assert [item.text for item in items] == ["Answer To do", "Meet"]


def test_tabs_mark_the_current_view():
    items = [{"label": "Pairs", "url": "/p/", "current": True, "count": 0}, {"label": "Runs", "url": "/r/"}]
    links = shown('{% tabs items "Parts" %}', items=items).one("nav", aria_label="Parts").all("a")
    assert [(link.text, link.attrs.get("aria-current")) for link in links] == [
        ("Pairs 0", "page"),
        ("Runs", None),
    ]


def test_pages_keep_the_filters():
    request = RequestFactory().get("/", {"state": "open", "page": "2"})
    page = Paginator(range(100), 20).page(2)
    nav = shown("{% pagination page %}", page=page, request=request).one("nav")
    assert nav.one(aria_current="page").text == "2"
    assert [link["href"] for link in nav.all("a")] == [
        f"?state=open&page={number}" for number in (1, 1, 3, 4, 5, 3)
    ]


def test_one_page_needs_no_pages():
    assert shown("{% pagination page %}", page=Paginator([1], 20).page(1)).children == []


def test_an_empty_page_offers_the_first_step():
    box = shown('{% empty title="No pairs" text="They appear here." url="/m/" action="Match" %}').one(
        class_="empty"
    )
    assert box.text == "No pairs They appear here. Match"


def test_a_figure_shows_its_denominator_and_draws_its_share():
    figure = shown('{% figure value=9 of=12 label="met" %}').one(class_="figure")
    assert figure.text == "9 of 12 met"
    assert figure.one("circle", class_="ring-value")["stroke-dasharray"] == "75.00 100"


def test_large_numbers_are_grouped():
    figure = shown('{% figure value=1506 of=12000 label="points" %}').one(class_="figure")
    assert figure.text == "1,506 of 12,000 points"


def test_a_figure_of_nothing_draws_nothing():
    assert shown('{% figure value=0 of=0 label="met" %}').all("svg") == []


def test_a_score_reads_like_its_parts():
    score = shown("{% score parts %}", parts=PARTS).one(class_="score")
    assert score.one("title").text == "45 of 60 points"
    assert score.one("desc").text == "Areas: 27 of 36; Language: 18 of 18; Campus: 0 of 6"
    assert [item.text for item in score.all("li")] == [
        "Areas 27 of 36 covers 3 of 4",
        "Language 18 of 18",
        "Campus 0 of 6",
    ]


def test_each_part_has_a_slot_as_wide_as_its_weight_filled_as_far_as_earned():
    bar = shown("{% score_bar parts %}", parts=PARTS).one("svg", role="img")
    assert [(slot["x"], slot["width"]) for slot in bar.all("rect", class_="score-slot")] == [
        ("0.00%", "60.00%"),
        ("60.00%", "30.00%"),
        ("90.00%", "10.00%"),
    ]
    assert [bar.one("rect", class_=f"tone-{tone}")["width"] for tone in (1, 2)] == ["45.00%", "30.00%"]
    assert bar.all("rect", class_="tone-5") == []
    assert len(bar.all("rect", fill="url(#pattern-2)")) == 1


def test_a_stage_wider_than_the_one_before_claims_no_share_of_it():
    rows = [{"label": "Waiting", "count": 5}, {"label": "Ready", "count": 43}]
    items = shown("{% funnel rows %}", rows=rows).one("ol").all("li")
    assert [item.text for item in items] == ["Waiting 5", "Ready 43"]


def test_the_key_names_each_part_with_its_tone():
    key = shown("{% score_key parts %}", parts=PARTS).one("ul", aria_label="What the parts of a bar mean")
    assert [item.text for item in key.all("li")] == ["Areas", "Language", "Campus"]
    assert [item.all("rect")[0]["class"] for item in key.all("li")] == ["tone-1", "tone-2", "tone-5"]


def test_a_funnel_gives_counts_and_shares():
    rows = [
        {"label": "Applied", "count": 50, "url": "/a/"},
        {"label": "Matched", "count": 40},
        {"label": "Met", "count": 0},
    ]
    items = shown("{% funnel rows %}", rows=rows).one("ol").all("li")
    assert [item.text for item in items] == [
        "Applied 50",
        "Matched 40 80 % of the step before",
        "Met 0",
    ]
    assert [item.one("rect", class_="bar-value")["width"] for item in items] == ["100.00%", "80.00%", "0.00%"]


def test_progress_is_announced():
    box = shown('{% progress percent=41.6 step="Comparing" label="Matching" %}').one(class_="progress")
    assert (box.one("progress")["value"], box.one("progress")["aria-label"]) == ("42", "Matching")
    assert box.one(role="status").text == "Comparing"


def test_a_comparison_is_a_table_with_row_and_column_heads():
    rows = [
        {"label": "Score", "values": ["3", "4"], "differs": True},
        {"label": "Pairs", "values": ["9", "9"]},
    ]
    table = shown('{% comparison headings rows "Two runs" %}', headings=["Run 1", "Run 2"], rows=rows).one(
        "table"
    )
    assert [head.text for head in table.all("th", scope="col")] == ["Run 1", "Run 2"]
    assert [head.text for head in table.all("th", scope="row")] == ["Score (differs)", "Pairs"]
    assert [cell["data-label"] for cell in table.one("tr", class_="differs").all("td")] == ["Run 1", "Run 2"]


def test_a_comparison_with_a_missing_value_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        shown(
            '{% comparison headings rows "x" %}', headings=["a", "b"], rows=[{"label": "x", "values": ["1"]}]
        )


def test_a_timeline_tells_who_and_when():
    events = [{"title": "Accepted", "when": "14 April", "who": "Jana", "tone": "good", "icon": "handshake"}]
    assert shown("{% timeline events %}", events=events).one("li").text == "Accepted 14 April · Jana"


def test_a_shared_chip_says_so():
    chips = shown("{% chips items %}", items=[{"label": "Slovak", "shared": True}, "German"]).all("li")
    assert [chip.text for chip in chips] == ["Slovak", "German"]
    assert chips[0].one("svg")["aria-label"] == "in common"


def test_a_name_keeps_its_own_direction():
    line = shown('{% person_line name detail="Library" url="/p/" %}', name="محمد الهاشمي").one(
        class_="person"
    )
    assert line.one("a")["dir"] == "auto"
    assert line.one(class_="disc")["aria-hidden"] == "true"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ľubomíra Kováčová-Šťastná", "ĽŠ"),
        ("Олена Шевченко", "ОШ"),
        ("محمد الهاشمي", "م"),
        ("田中 雪", "田"),
        ("Plato", "P"),
        ("", "·"),
    ],
)
def test_initials_of_names_in_many_scripts(name, letters):
    assert shown("{% disc name %}", name=name).one("span").text == letters


def test_a_copyable_address_can_be_selected_without_script():
    box = shown('{% copyable "https://x.example/1" label="Link" %}').one(class_="copyable")
    assert (box.one("input")["value"], box.one("input")["aria-label"]) == ("https://x.example/1", "Link")
    assert "hidden" in box.one("button").attrs


def test_the_stepper_says_the_step_in_words():
    box = shown("{% stepper steps 2 %}", steps=["You", "Work", "Send"]).one(class_="stepper")
    assert box.one("p").text == "Step 2 of 3: Work"
    assert [step["class"] for step in box.all("li")] == ["done", "now", ""]


def test_what_cannot_be_undone_asks_once_and_posts_without_script():
    source = '{% confirm url="/end/" button="End" title="End it?" text=text action="Yes" reason="Why" %}'
    form = shown(source, csrf_token="token", text="Both get a letter.").one(
        "form", method="post", action="/end/"
    )
    opener, answer, back = form.all("button")
    assert ("data-opens" in opener.attrs, opener["type"]) == (True, "submit")
    assert (answer["type"], answer.text) == ("submit", "Yes")
    assert (back["type"], "data-closes" in back.attrs) == ("button", True)
    assert form.one("dialog").one("textarea")["name"] == "reason"
    assert form.one("input", name="csrfmiddlewaretoken")["value"] == "token"


def test_a_letter_shows_its_links_and_never_runs_its_markup():
    source = '{% include "ui/letter.html" with subject="Offer" to=to body=body %}'
    letter = shown(source, to="Olena <o@x.example>", body="See https://x.example/1\n<script>x</script>").one(
        "article"
    )
    assert letter.one("a")["href"] == "https://x.example/1"
    assert letter.all("script") == []
    assert letter.one("dd").text == "Olena <o@x.example>"


def test_each_cell_stands_beside_its_heading_as_far_as_both_go():
    page = Template(
        '{% for heading, cell in headings|slice:"1:"|beside:cells %}{{ heading }}={{ cell }} {% endfor %}'
    )
    given = {"headings": ["Indicator", "2026", "target"], "cells": ["48 %", "50 %", "more"]}
    assert page.render(Context(given)) == "2026=48 % target=50 % "
