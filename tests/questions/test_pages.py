"""A coordinator builds a form page by page, with and without script; an applicant reads it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.applications.actions import drafting
from fairlead.programmes.enums import Side
from fairlead.questions import actions, queries
from fairlead.questions.models import FormVersion, Question, Section
from tests import factories
from tests.questions.asking import ask, asked, doing, draft, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return factories.programme("Harbour", privacy_notice="We keep it for a year.")


@pytest.fixture
def cora(client, programme):
    person = factories.member(programme)
    client.force_login(person)
    return person


@pytest.fixture
def version(programme, cora):
    return draft(programme)


def text(response):
    return " ".join(response.content.decode().split())


def at(name, version, *more):
    return reverse(f"questions:{name}", args=[version.pk, *more])


def queries_of(client, address):
    with CaptureQueriesContext(connection) as asked_for:
        assert client.get(address).status_code == 200
    return len(asked_for)


def first_page(version):
    return Section.objects.filter(version=version).first()


def test_a_form_is_begun_with_one_click(client, cora, programme):
    response = client.post(reverse("questions:start", args=[programme.pk, "mentee"]), follow=True)
    assert response.redirect_chain == [(at("edit", FormVersion.objects.get()), 302)]
    assert "This is a draft. Applicants see it when you publish it." in text(response)


def test_a_question_is_written_and_stands_in_the_draft(client, version):
    page = first_page(version)
    here = at("question_new", version, page.pk, "choice")
    posted = {
        "seen": 0,
        "label": "Which rhythm?",
        "lines": "Weekly\n\nMonthly ",
        "reader": "match",
        "matching": "on",
        "required": "on",
    }
    response = client.post(here, posted, follow=True)
    question = Question.objects.get(key="which-rhythm")
    assert response.redirect_chain[-1][0] == f"{at('edit', version)}#question-{question.pk}"
    assert [one["label"]["en"] for one in question.options] == ["Weekly", "Monthly"]
    assert (question.reader, question.matching, question.required) == ("match", True, True)


@pytest.mark.parametrize(
    ("kind", "posted", "problem"),
    [
        ("short", {}, "Question: Fill this in."),
        ("choice", {"label": "Which?", "lines": "One"}, "Write at least two answers"),
        ("choice", {"label": "Which?", "lines": "One\none"}, "Two of the answers are the same."),
        ("number", {"label": "How many?", "limit_least": "5", "limit_most": "2"}, "more than the least"),
        ("scale", {"label": "How sure?", "limit_least": "0", "limit_most": "99"}, "to 10."),
        ("consent", {"label": "Agree?"}, "Text to agree to: Fill this in."),
        (
            "date",
            {"label": "When?", "limit_least": "soon"},
            "Not before: Enter a day; typed, one looks like 2027-03-24.",
        ),
    ],
)
def test_bad_input_is_told_at_its_place(client, version, kind, posted, problem):
    here = at("question_new", version, first_page(version).pk, kind)
    response = client.post(here, {"seen": 0, "reader": "coordinator"} | posted)
    assert (response.status_code, problem in text(response)) == (422, True)
    assert Question.objects.exclude(kind="standard").count() == 0


def test_free_text_offers_no_matching_and_a_forged_one_changes_nothing(client, version):
    here = at("question_new", version, first_page(version).pk, "long")
    assert "May be used for matching" not in text(client.get(here))
    client.post(here, {"seen": 0, "label": "Why?", "reader": "match", "matching": "on"})
    assert Question.objects.get(key="why").matching is False


def test_how_a_question_looks_is_shown_without_storing_it(client, version):
    here = at("question_new", version, first_page(version).pk, "short")
    posted = {"seen": 0, "label": "Where do you sit?", "reader": "match", "do": "show"}
    shown = text(client.post(here, posted))
    assert "As it is filled in" in shown
    assert "Read by the programme team and by the person we would pair you with." in shown
    assert Question.objects.exclude(kind="standard").count() == 0


def test_a_question_can_depend_on_answers_of_one_earlier_question(client, version):
    ask(version, "Children?", "yes_no")
    ask(version, "Which?", "choice", options=["A", "B"])
    question = ask(version, "More?")
    here = at("question", version, question.pk)
    posted = {"label": "More?", "reader": "coordinator", "section": question.section_id}
    none = client.post(here, posted | {"seen": 3, "condition_on": "children", "when_which": ["a"]})
    assert (none.status_code, "Tick at least one answer" in text(none)) == (422, True)
    both = {"condition_on": "children", "when_children": ["yes"], "when_which": ["a"]}
    client.post(here, posted | {"seen": 3} | both)
    question.refresh_from_db()
    assert question.shown_if == {"question": "children", "any_of": [True]}
    assert "Shown only if “Children?” is answered “Yes”." in text(client.get(at("edit", version)))
    client.post(here, posted | {"seen": 4, "condition_on": "", "when_children": ["yes"]})
    question.refresh_from_db()
    assert question.shown_if == {}


def test_an_option_called_yes_is_not_taken_for_yes_or_no(client, version):
    ask(version, "Which?", "choice", options=["Yes", "Maybe"])
    question = ask(version, "More?")
    posted = {"label": "More?", "reader": "coordinator", "section": question.section_id, "seen": 2}
    client.post(at("question", version, question.pk), posted | {"condition_on": "which", "when_which": "yes"})
    question.refresh_from_db()
    assert question.shown_if == {"question": "which", "any_of": ["yes"]}


def test_an_answer_understood_as_renamed_is_told(client, version):
    question = ask(version, "Which?", "choice", options=["A", "B"])
    posted = {"label": "Which?", "reader": "coordinator", "section": question.section_id, "seen": 1}
    here = at("question", version, question.pk)
    renamed = text(client.post(here, posted | {"lines": "A\nC"}, follow=True))
    assert "“B” is now called “C”; answers given to it stay." in renamed
    question.refresh_from_db()
    assert [one["key"] for one in question.options] == ["a", "b"]
    assert "is now called" not in text(client.post(here, posted | {"lines": "C\nA", "seen": 2}, follow=True))


def test_who_writes_on_an_older_state_keeps_the_words_and_is_told(client, version):
    question = ask(version, "Why?")
    here = at("question", version, question.pk)
    page = question.section_id
    posted = {"label": "Why this year?", "reader": "coordinator", "section": page, "seen": 0}
    response = client.post(here, posted)
    assert response.status_code == 422
    assert "Somebody changed this form while you were writing." in text(response)
    assert 'value="Why this year?"' in text(response)
    question.refresh_from_db()
    assert question.label == {"en": "Why?"}
    client.post(here, posted | {"seen": 1})
    question.refresh_from_db()
    assert question.label == {"en": "Why this year?"}


def test_buttons_move_and_remove(client, version):
    hopes = Question.objects.get(key="hopes")
    here = at("arrange", version)
    client.post(here, {"seen": 0, "question": hopes.pk, "do": "up"})
    assert asked(version)[2] == ["languages", "meeting", "avoid", "hopes"]
    client.post(f"{here}?do=remove&seen=1&question={hopes.pk}")
    assert asked(version)[2] == ["languages", "meeting", "avoid"]


@pytest.mark.parametrize(
    "given", [{"question": "x"}, {"section": "x"}, {}, {"question": "00000000-0000-0000-0000-000000000000"}]
)
def test_what_is_not_in_the_draft_is_not_found(client, version, given):
    assert client.post(at("arrange", version), {"seen": 0, "do": "up"} | given).status_code == 404


def test_a_question_of_another_form_is_not_found(client, version):
    other = draft(factories.programme())
    question = Question.objects.filter(section__version=other).first()
    assert client.get(at("question", version, question.pk)).status_code == 404


def test_a_standard_question_that_was_removed_can_be_added_again(client, version):
    actions.remove_question(Question.objects.get(key="hopes"), **doing(version))
    here = at("kinds", version, first_page(version).pk)
    assert "What one hopes to get out of it" in text(client.get(here))
    client.post(here, {"seen": 1, "standard": "hopes"})
    assert asked(version)[0][-1] == "hopes"


def test_the_form_is_written_in_another_language(client, version):
    question = ask(version, "Why now?")
    client.post(at("languages", version), {"seen": 1, "do": "add", "language": "ar"})
    here = at("translation", version, "ar")
    client.post(here, {"seen": 2, f"{question.pk}.label": "لماذا الآن؟"})
    shown = text(client.get(at("preview", version), {"language": "ar"}))
    assert 'data-asks="own-why-now" lang="ar" dir="rtl">' in shown
    assert "لماذا الآن؟" in shown


def test_the_preview_says_beside_each_question_who_reads_it(client, version):
    ask(version, "Rhythm?", "choice", options=["A", "B"], reader="partner", matching=True)
    shown = text(client.get(at("preview", version)))
    assert (
        "Read by the coordinators and by the partner coordinator of your institution. "
        "Used to find your match." in shown
    )
    assert "We keep it for a year." in shown


def test_publishing_says_what_is_still_to_be_mended(client, version):
    ask(version, "", "choice")
    looked = text(client.get(at("changes", version)))
    assert "To mend before publishing" in looked
    assert "Publish this version" not in looked
    response = client.post(at("publish", version), {"seen": 1}, follow=True)
    assert "is not written in the first language." in text(response)
    assert fresh(version).state == "draft"


def test_publishing_shows_what_changed_and_who_published(client, cora, version, programme):
    ask(version, "Why now?")
    looked = text(client.get(at("changes", version)))
    assert "Compared with the built-in form" in looked
    assert "<strong><bdi>Why now?</bdi></strong>" in looked
    response = client.post(at("publish", version), {"seen": 1}, follow=True)
    assert f"<bdi>{cora.name}</bdi>" in text(response)
    assert queries.published(programme, "mentee") == version


def test_a_sub_programme_sees_where_its_forms_come_from(client, cora, programme):
    published = draft(programme)
    actions.publish(published, **doing(published))
    child = factories.programme("Pier", parent=programme)
    factories.member(child, who=cora)
    shown = text(client.get(reverse("questions:forms", args=[child.pk])))
    assert "These forms come from Harbour and change with it." in shown


def test_an_applicant_reads_the_form_in_the_language_they_choose(client, programme, version):
    ask(version, "Why now?")
    actions.set_languages(version, ["en", "de"], **doing(version))
    Question.objects.filter(key="why-now").update(label={"en": "Why now?", "de": "Warum jetzt?"})
    actions.publish(version, **doing(version))
    person = factories.person()
    round = factories.round(programme)
    application = drafting.start(round=round, person=person, side=Side.MENTEE, at=factories.AT)
    client.force_login(person)
    here = reverse("applications:step", args=[application.pk, "page-1"])
    first, german, later = client.get(here), client.get(here, {"language": "de"}), client.get(here)
    seen = [("Why now?" in text(one), "Warum jetzt?" in text(one)) for one in (first, german, later)]
    assert seen == [(True, False), (False, True), (False, True)]


def test_the_editor_asks_as_much_of_the_database_for_many_questions_as_for_few(client, version):
    ask(version, "One?")
    few = queries_of(client, at("edit", version))
    for number in range(5):
        ask(version, f"Question {number}?", "choice", options=["A", "B"])
    assert queries_of(client, at("edit", version)) == few


def test_the_list_of_versions_is_counted(client, cora, programme):
    here = reverse("questions:forms", args=[programme.pk])

    def publish():
        version = draft(programme)
        ask(version, f"Question {version.number}?")
        actions.publish(version, **doing(version))

    publish()
    few = queries_of(client, here)
    publish()
    publish()
    assert queries_of(client, here) == few
