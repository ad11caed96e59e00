"""What becomes of a raw answer, what is missing, what is hidden, and how answers are told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.questions import checking
from fairlead.questions.checking import Cleaned
from tests.questions.asking import question, section

OPTIONS = ("arrival", "housing", "taxes", "schools")


@pytest.mark.parametrize(
    ("asked", "raw", "value"),
    [
        (question("short"), "  two   words ", "two words"),
        (question("short"), "with\x00out", "without"),
        (question("short"), "", None),
        (question("short"), None, None),
        (question("long"), "one\r\ntwo", "one\ntwo"),
        (question("long"), "مرحبا 👋", "مرحبا 👋"),
        (question("choice", options=OPTIONS), "taxes", "taxes"),
        (question("choices", options=OPTIONS), ["taxes", "arrival", "taxes"], ["arrival", "taxes"]),
        (question("choices", options=OPTIONS), [], None),
        (question("ranked", options=OPTIONS), ["2.arrival", "", "1.taxes"], ["taxes", "arrival"]),
        (question("ranked", options=OPTIONS), ["", "", ""], None),
        (question("scale"), "3", 3),
        (question("number"), "1 200", 1200),
        (question("number"), "\N{MINUS SIGN}4", -4),
        (question("number", limits={"decimals": 1}), "2,5", 2.5),
        (question("date"), "2027-03-31", "2027-03-31"),
        (question("yes_no"), "no", False),
        (question("consent"), False, None),
    ],
)
def test_a_readable_answer_is_stored_plainly(asked, raw, value):
    assert checking.clean(asked, raw) == Cleaned(value)


@pytest.mark.parametrize(
    ("asked", "raw", "problem"),
    [
        (question("short"), "x" * 201, "This is too long: 201 characters of at most 200."),
        (question("long"), "x" * 100_000, "This is too long: 100000 characters of at most 4000."),
        (question("choice", options=OPTIONS), "other", "Choose one of the answers given."),
        (question("choices", options=OPTIONS), ["other"], "Choose only from the answers given."),
        (
            question("choices", options=OPTIONS, limits={"most": 2}),
            ["arrival", "taxes", "schools"],
            "Choose 2 at most.",
        ),
        (question("ranked", options=OPTIONS), ["1.taxes", "2.taxes"], "Each answer can have one place only."),
        (question("ranked", options=OPTIONS), ["taxes"], "Choose only from the answers given."),
        (question("scale"), "6", "Not more than 5."),
        (question("scale"), "2.5", "Write a whole number."),
        (question("number"), "many", "Write a number."),
        (question("number"), "1e9", "Write a number."),
        (question("number"), "NaN", "Write a number."),
        (question("number", limits={"decimals": 1}), "2.55", "1 decimal is enough."),
        (question("number", limits={"least": 10}), "9", "Not less than 10."),
        (question("date"), "31.3.2027", "Write a day as year, month and day, for example 2027-03-31."),
        (question("date", limits={"least": "2027-01-01"}), "2026-12-31", "Not before 1 Jan 2027."),
        (question("date", limits={"most": "2027-01-01"}), "2027-01-02", "Not after 1 Jan 2027."),
        (question("yes_no"), "perhaps", "Choose yes or no."),
    ],
)
def test_a_problem_is_told_in_a_sentence_and_nothing_is_stored(asked, raw, problem):
    assert checking.clean(asked, raw) == Cleaned(None, problem)


def test_a_consent_keeps_the_version_and_a_fingerprint_of_its_text():
    asked = question("consent", consent_text={"en": "We keep a photo."}, of=section(number=3))
    assert checking.clean(asked, "on").value == {
        "agreed": True,
        "version": 3,
        "text": checking.fingerprint(asked),
    }


KINDS = st.sampled_from(["short", "long", "choice", "choices", "ranked", "scale", "number", "date", "yes_no"])


@st.composite
def answered(draw):
    """A question and something that may be posted for it, good or bad."""
    kind = draw(KINDS)
    if kind == "number":
        asked = question(kind, limits={"decimals": draw(st.integers(0, 3)), "least": -50, "most": 5000})
        return asked, draw(st.one_of(st.text(max_size=8), st.decimals(-60, 6000, places=2).map(str)))
    asked = question(kind, options=OPTIONS)
    key = st.sampled_from([*OPTIONS, "other", ""])
    days = st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(date.isoformat)
    ranks = st.lists(st.builds("{}.{}".format, st.integers(1, 4), key), max_size=4)
    raw = {
        "choice": key,
        "choices": st.lists(key, max_size=6),
        "ranked": ranks,
        "scale": st.integers(-1, 8).map(str),
        "date": st.one_of(days, st.text(max_size=12)),
        "yes_no": st.sampled_from(["yes", "no", "", "maybe"]),
    }.get(kind, st.text(max_size=300))
    return asked, draw(raw)


@given(answered())
def test_what_is_stored_can_be_posted_again_and_stays_the_same(pair):
    asked, raw = pair
    cleaned = checking.clean(asked, raw)
    assert cleaned.value is None or cleaned.problem == ""
    assert checking.clean(asked, checking.posted(asked, cleaned.value)) == Cleaned(cleaned.value)


@given(answered())
def test_what_was_stored_holds_under_the_same_question_and_can_be_told(pair):
    asked, raw = pair
    value = checking.clean(asked, raw).value
    if value is not None:
        assert checking.carried([asked], {asked.key: value}) == ({asked.key: value}, [])
        assert checking.told(asked, value, "en") != ""


CHILDREN = question("yes_no", "children")
SCHOOL = question(
    "choice",
    "school",
    options=OPTIONS,
    required=True,
    shown_if={"question": "children", "any_of": [True]},
)
TAXES = question("short", "taxes", required=True, shown_if={"question": "school", "any_of": ["taxes"]})
FORM = [CHILDREN, SCHOOL, TAXES]


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({}, ["children"]),
        ({"children": False}, ["children"]),
        ({"children": True}, ["children", "school"]),
        ({"children": True, "school": "taxes"}, ["children", "school", "taxes"]),
        ({"children": False, "school": "taxes"}, ["children"]),
        ({"children": 1}, ["children"]),
    ],
)
def test_what_depends_on_a_hidden_question_is_hidden_too(answers, shown):
    assert [one.key for one in checking.visible(FORM, answers)] == shown


def test_a_question_depends_on_any_of_several_answers():
    areas = question("choices", "areas", options=OPTIONS)
    more = question(key="more", shown_if={"question": "areas", "any_of": ["taxes", "schools"]})
    shown = [
        len(checking.visible([areas, more], {"areas": given}))
        for given in (["arrival"], ["arrival", "schools"], ["taxes"], None)
    ]
    assert shown == [1, 2, 2, 1]


def test_hidden_questions_need_no_answer():
    assert [one.key for one in checking.missing(FORM, {"children": False})] == []
    assert [one.key for one in checking.missing(FORM, {"children": True})] == ["school"]


def test_answers_to_hidden_questions_are_dropped():
    assert checking.kept(FORM, {"children": False, "school": "taxes", "taxes": "yes"}) == {"children": False}


@given(st.fixed_dictionaries({}, optional={"children": st.booleans(), "school": st.sampled_from(OPTIONS)}))
def test_dropping_hidden_answers_changes_nothing_that_is_shown(answers):
    kept = checking.kept(FORM, answers)
    assert [one.key for one in checking.visible(FORM, kept)] == [
        one.key for one in checking.visible(FORM, answers)
    ]
    assert checking.kept(FORM, kept) == kept


def test_answers_are_carried_over_where_the_question_still_takes_them():
    old = {"why": "Because", "school": "harbour", "gone": "x", "years": 4, "areas": ["taxes", "harbour"]}
    new = [
        question("long", "why"),
        question("choice", "school", options=OPTIONS),
        question("number", "years", limits={"most": 10}),
        question("choices", "areas", options=OPTIONS),
    ]
    assert checking.carried(new, old) == ({"why": "Because", "years": 4}, ["school", "gone", "areas"])


@pytest.mark.parametrize(
    ("decimals", "value", "held"),
    [(1, 3, [3.0]), (0, 3.0, [3]), (0, 3.5, []), (1, True, [])],
)
def test_a_number_is_carried_over_as_the_new_question_stores_it(decimals, value, held):
    asked = question("number", "years", limits={"decimals": decimals})
    found = [(one, type(one)) for one in checking.carried([asked], {"years": value})[0].values()]
    assert found == [(one, type(one)) for one in held]


def test_a_consent_is_carried_over_only_while_its_text_is_the_same():
    before = question("consent", consent_text={"en": "A photo."})
    agreed = {"consent": checking.clean(before, True).value}
    same = question("consent", consent_text={"en": "A photo."}, of=section(number=2))
    other = question("consent", consent_text={"en": "A photo and a film."}, of=section(number=2))
    assert checking.carried([same], agreed) == (agreed, [])
    assert checking.carried([other], agreed) == ({}, ["consent"])


@pytest.mark.parametrize(
    ("asked", "value", "words"),
    [
        (question("choice", options=OPTIONS), "taxes", "Taxes"),
        (question("choices", options=OPTIONS), ["arrival", "taxes"], "Arrival\nTaxes"),
        (question("ranked", options=OPTIONS), ["taxes", "arrival"], "1. Taxes\n2. Arrival"),
        (question("scale"), 4, "4 on a scale from 1 to 5"),
        (question("number"), 1200, "1200"),
        (question("date"), "2027-03-31", "31 Mar 2027"),
        (question("yes_no"), False, "No"),
        (question("consent"), {"agreed": True, "version": 2, "text": ""}, "Agreed, to the text of version 2"),
        (question("short"), None, ""),
    ],
)
def test_an_answer_is_told_in_words(asked, value, words):
    assert checking.told(asked, value, "en-gb") == words


def test_texts_fall_back_to_the_first_language_of_the_form():
    asked = question("choice", of=section(("de", "en")), label={"de": "Warum?"}, options=(), key="why")
    asked.options = [
        {"key": "a", "label": {"de": "Weil", "en": "Because"}},
        {"key": "b", "label": {"de": "Nur"}},
    ]
    told = [checking.told(asked, value, language) for value in "ab" for language in ("en-gb", "de", "fr")]
    assert told == ["Because", "Weil", "Weil", "Nur", "Nur", "Nur"]


def test_each_reader_is_told_only_what_is_theirs():
    form = [
        question(key="private", reader="coordinator"),
        question(key="partner", reader="partner"),
        question(key="shared", reader="match"),
        question("standard", "areas", standard="areas"),
    ]
    answers = {"private": "a", "partner": "b", "shared": "c"}
    seen = {
        reader: [one.key for one in checking.told_to(reader, form, answers, "en")]
        for reader in ("coordinator", "partner", "match")
    }
    assert seen == {
        "coordinator": ["private", "partner", "shared"],
        "partner": ["partner", "shared"],
        "match": ["shared"],
    }


def test_days_are_within_their_limits_to_the_day():
    asked = question("date", limits={"least": "2027-01-10", "most": "2027-01-20"})
    start = date(2027, 1, 9)
    fits = [
        not checking.clean(asked, (start + timedelta(days=step)).isoformat()).problem for step in range(13)
    ]
    assert fits == [False, *[True] * 11, False]
