"""Fields: label above, help under it, error at the field and in the summary."""

import pytest
from django import forms

from tests.ui.reading import shown

ROLES = [("mentee", "Mentee\nI would like to learn"), ("mentor", "Mentor")]


class Sample(forms.Form):
    name = forms.CharField(label="Your name", help_text="As in letters.")
    about = forms.CharField(widget=forms.Textarea, required=False)
    role = forms.ChoiceField(
        choices=ROLES, widget=forms.RadioSelect, label="I apply as", help_text="Choose one."
    )
    areas = forms.MultipleChoiceField(
        choices=[("1", "Visas"), ("2", "Housing")], widget=forms.CheckboxSelectMultiple, required=False
    )
    consent = forms.BooleanField(label="I agree", help_text="Can be taken back.")
    export = forms.FileField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, initial="s")

    def clean(self):
        raise forms.ValidationError("Nothing fits together.")


@pytest.fixture
def fresh() -> Sample:
    return Sample()


@pytest.fixture
def faulty() -> Sample:
    return Sample({"secret": "s"})


def test_a_label_belongs_to_its_input(fresh):
    page = shown("{% field form.name autocomplete='name' %}", form=fresh)
    assert page.one("label")["for"] == page.one("input")["id"]
    assert page.one("label").text == "Your name"
    assert page.one("input")["autocomplete"] == "name"


def test_help_describes_the_input(fresh):
    page = shown("{% field form.name %}", form=fresh)
    assert page.one("input")["aria-describedby"] == page.one("p")["id"]
    assert page.one("p").text == "As in letters."


def test_an_error_is_at_the_field_and_described(faulty):
    page = shown("{% field form.name %}", form=faulty)
    field = page.one("input")
    assert field["aria-invalid"] == "true"
    described = [page.one(id=name).text for name in field["aria-describedby"].split()]
    assert described == ["As in letters.", "Error: Fill this in."]


def test_what_is_optional_says_so(fresh):
    assert shown("{% field form.about %}", form=fresh).one("label").text == "About (optional)"


def test_radios_are_one_group_with_a_legend(faulty):
    page = shown("{% field form.role %}", form=faulty)
    group = page.one("fieldset")
    assert group.one("legend").text == "I apply as"
    assert [page.one(id=name).tag for name in group["aria-describedby"].split()] == ["p", "p"]
    assert [label["for"] for label in group.all("label")] == [one["id"] for one in group.all("input")]
    assert [label.text for label in group.all("label")] == ["Mentee I would like to learn", "Mentor"]


def test_choices_can_stand_in_columns_and_keep_what_was_chosen():
    form = Sample({"areas": ["2"]})
    page = shown("{% field form.areas columns=True %}", form=form)
    assert page.one(class_="choices").classes == ["choices", "choices--columns"]
    assert [("checked" in box.attrs) for box in page.all("input", type="checkbox")] == [False, True]


def test_a_single_checkbox_is_a_large_choice_with_its_help(faulty):
    page = shown("{% field form.consent %}", form=faulty)
    box = page.one("input", type="checkbox")
    assert page.one("label")["for"] == box["id"]
    described = [page.one(id=name).text for name in box["aria-describedby"].split()]
    assert described == ["Can be taken back.", "Error: Tick this to go on."]


def test_a_file_field_works_without_dropping(fresh):
    page = shown("{% field form.export %}", form=fresh)
    assert page.one("label")["for"] == page.one("input", type="file")["id"]
    assert "hidden" in page.one("p").attrs


def test_a_hidden_field_is_only_its_input(fresh):
    page = shown("{% field form.secret %}", form=fresh)
    assert [(one.tag, one["type"]) for one in page.children] == [("input", "hidden")]


def test_the_summary_links_each_error_to_its_field(faulty):
    page = shown("{% error_summary form %}{% for f in form %}{% field f %}{% endfor %}", form=faulty)
    summary = page.one(class_="error-summary")
    assert (summary["role"], summary["tabindex"]) == ("alert", "-1")
    assert [item.text for item in summary.all("li")] == [
        "Nothing fits together.",
        "Your name: Fill this in.",
        "I apply as: Choose one.",
        "I agree: Tick this to go on.",
    ]
    targets = [link["href"].removeprefix("#") for link in summary.all("a")]
    assert [page.one("input", id=name)["id"] for name in targets] == targets


def test_a_form_without_errors_has_no_summary(fresh):
    assert shown("{% error_summary form %}", form=fresh).children == []


def test_a_question_for_a_label_gets_no_colon_in_the_summary():
    class Asking(forms.Form):
        when = forms.CharField(label="When?")

    page = shown("{% error_summary form %}", form=Asking({}))
    assert [item.text for item in page.all("li")] == ["When? Fill this in."]
