"""Questionnaires of a programme: bundled, brought in with a licence, taken over from the parent."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from fairlead.programmes.actions import settle_part, take_part_over
from fairlead.programmes.enums import Part
from fairlead.questions import queries as forms
from fairlead.questions.actions import CannotSurvey, Wording, add_question
from fairlead.questions.models import Form
from fairlead.surveys import instruments, queries
from fairlead.surveys.actions.questionnaires import begin_draft
from fairlead.surveys.models import Questionnaire
from fairlead.surveys.queries.reading import read_form
from tests import factories
from tests.surveys import asking

pytestmark = pytest.mark.django_db
TABLE = (
    "page,key,kind,question,answers,least,most\n"
    "Scale,worth,scale,Was it worth it?,,1,7\n"
    "Words,,long,What else?,,,\n"
    "Words,pace,choice,The pace was,slow|right|fast,,\n"
)


@pytest.mark.parametrize("key", sorted(instruments.BUNDLED))
def test_bundled_instruments_are_whole_and_published(at, key):
    made = asking.questionnaire(factories.round(), key, at=at)
    version = queries.published(made)
    assert forms.flaws(version) == []
    asked = forms.questions(version)
    assert len({one.key for one in asked}) == len(asked)
    assert not any(one.required or one.matching for one in asked)


def test_statements_of_start_and_end_have_the_same_keys():
    keys = {item.key for item in instruments.LEARNING.items}
    for instrument in (instruments.BASELINE, instruments.MID, instruments.END, instruments.FOLLOW_UP):
        assert keys <= {item.key for page in instrument.pages for item in page.items}


def test_survey_uses_answers_for_nothing_else(at):
    by = factories.actor()
    draft = begin_draft(asking.questionnaire(factories.round(), at=at), by=by, at=at)
    page = draft.sections.first()
    for kind, wording in (("consent", Wording(reader="survey")), ("scale", Wording(matching=True))):
        with pytest.raises(CannotSurvey):
            add_question(page, kind, wording, seen=0, by=by, at=at)


def test_form_of_a_survey_has_a_title_and_no_side():
    programme = factories.programme()
    for wrong in ({"side": "mentor", "title": "x"}, {"side": "", "title": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Form.objects.create(programme=programme, purpose="survey", **wrong)


def test_table_of_a_licensed_instrument_is_understood():
    found = read_form(TABLE)
    assert found.problems == []
    assert [(page.title, len(page.items)) for page in found.pages] == [("Scale", 1), ("Words", 2)]
    assert [(item.key, item.kind.value) for item in found.items] == [
        ("worth", "scale"),
        ("what-else", "long"),
        ("pace", "choice"),
    ]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("question\nx\n", "A column is missing in the first line: “kind”."),
        ("question,kind\n", "The table has no questions."),
        ("question,kind\nx,riddle\n", "“riddle” is no kind of question."),
        ("question,kind\n,long\n", "A question has between 1 and 300 characters."),
        ("question,kind,answers\nx,choice,one\n", "Write at least two answers, parted by “|”."),
        ("question,kind,key\nx,long,k\ny,long,k\n", "The key “k” is used twice."),
        ("question,kind,most\nx,scale,11\n", "A scale begins at 0 or 1 and ends at 10 at most."),
        ("question,kind,most\nx,scale,many\n", "“many” is no whole number."),
    ],
)
def test_what_is_wrong_in_a_table_is_told(table, told):
    assert read_form(table).problems[0].text.startswith(told)


def test_licensed_instrument_is_looked_at_then_kept_as_a_draft_with_its_licence(client, at):
    programme = factories.programme()
    client.force_login(factories.member(programme))
    address = reverse("surveys:bring", args=[programme.pk])
    given = {
        "title": "Ours by licence",
        "licence": "Licence 17 of the publisher, until 2028",
        "moment": "end",
        "audience": "mentee",
        "privacy": "confidential",
        "table": TABLE,
    }
    assert "3 questions were understood" in client.post(address, given).content.decode()
    assert Questionnaire.objects.count() == 0
    assert client.post(address, {**given, "do": "keep"}).status_code == 302
    made = Questionnaire.objects.get()
    assert (made.instrument, made.licence) == ("licensed", given["licence"])
    assert (queries.published(made), len(forms.questions(queries.draft(made)))) == (None, 3)
    without = client.post(address, {**given, "licence": "", "do": "keep"})
    assert (without.status_code, Questionnaire.objects.count()) == (422, 1)


def test_sub_programme_asks_what_its_parent_asks_until_it_settles_its_own(at):
    parent = factories.programme()
    child = factories.programme(parent=parent)
    round = factories.round(parent)
    asking.questionnaire(round, "pulse", at=at)
    assert [one.instrument for one in queries.of_programme(child)] == ["pulse"]
    by = factories.actor(factories.member(child))
    settle_part(child, Part.SURVEYS, by=by, at=at)
    (copy,) = queries.of_programme(child)
    assert (copy.programme, copy.instrument) == (child, "pulse")
    assert len(forms.questions(queries.published(copy))) == 3
    asking.questionnaire(factories.round(child), "end", at=at)
    assert [one.instrument for one in queries.of_programme(parent)] == ["pulse"]
    take_part_over(child, Part.SURVEYS, by=by, at=at)
    assert [one.programme for one in queries.of_programme(child)] == [parent]
