"""The pages of the form."""

import re

import pytest

from fairlead.applications.actions import drafting
from fairlead.applications.enums import Step
from fairlead.applications.models import Application
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Area
from tests import factories
from tests.applications.answering import draft
from tests.applications.pages import apply_page, shown, step_page, text

pytestmark = pytest.mark.django_db


def test_every_step_says_who_reads_each_answer(client, ana, round, at):
    mentor = drafting.start(round=round, person=ana, side=Side.MENTOR, at=at)
    for step in (Step.YOU, Step.AREAS, Step.MEETING, Step.HOPES):
        page = text(client.get(step_page(mentor, step)))
        helps = re.findall(r'class="field-help"[^>]*>([^<]*)<', page)
        assert helps != []
        assert [words for words in helps if "Read by" not in words] == []


def whole_form(unit, areas):
    """What a mentee writes on each page."""
    return {
        "you": {
            "institution": unit.institution_id,
            "unit_name": unit.name.lower(),
            "job_title": "Adviser",
            "grade": "6",
            "years": "4.5",
            "line_manager_name": "Bea Boss",
            "line_manager_email": "boss@x.example",
        },
        "areas": {"areas": [area.pk for area in areas], "most_important": areas[-1].pk},
        "meeting": {
            "languages": ["en", "cy"],
            "meeting_mode": "online",
            "campus": "North",
            "avoid_text": "Chen",
        },
        "hopes": {"hopes": "Line one\r\nline two"},
        "consent": {"consent": "on"},
    }


def test_a_mentee_goes_through_the_whole_form(client, ana, round, at):
    client.post(apply_page())
    made = Application.objects.get()
    unit = factories.unit(round.programme.lead, "Welcome Centre")
    answers = whole_form(unit, list(Area.objects.all()[:2]))
    after = dict(zip(answers, [*list(answers)[1:], "check"], strict=True))
    for step, given in answers.items():
        page = client.get(step_page(made, step))
        response = client.post(step_page(made, step), given | {"go": "on", "as_shown": shown(page)})
        assert response.headers["Location"] == step_page(made, after[step])
    check = text(client.get(step_page(made, "check")))
    told = (
        "Welcome Centre",
        "Taxation",
        "English, Welsh",
        "North",
        "Chen",
        "line two",
        "Send the application",
    )
    assert [words for words in told if words not in check] == []
    response = client.post(step_page(made, "check"), follow=True)
    made.refresh_from_db()
    assert (made.state, made.unit, made.grade, made.avoid_text) == ("submitted", unit, 6, "Chen")
    assert "Waiting for Bea Boss to approve" in text(response)


def test_a_mentor_says_how_many_places_they_have(client, ana, round, at):
    made = drafting.start(round=round, person=ana, side=Side.MENTOR, at=at)
    wrong = client.post(
        step_page(made, "meeting"), {"languages": ["en"], "meeting_mode": "either", "places": "99"}
    )
    assert wrong.status_code == 422
    right = client.post(
        step_page(made, "meeting"), {"languages": ["en"], "meeting_mode": "either", "places": "3"}
    )
    made.refresh_from_db()
    assert (right.status_code, made.places) == (302, 3)


def test_what_cannot_be_read_is_pointed_out_and_kept(client, ana, round, at):
    made = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    given = {"job_title": "Adviser", "grade": "six", "line_manager_email": "boss@", "go": "on"}
    response = client.post(step_page(made, "you"), given)
    assert response.status_code == 422
    assert "Answer this later" in text(response)
    again = text(client.get(step_page(made, "you")))
    assert 'value="six"' in again
    assert 'value="boss@"' in again
    missing = text(client.get(step_page(made, "check")))
    assert "your grade, as a whole number" in missing
    made.refresh_from_db()
    assert (made.job_title, made.grade) == ("Adviser", None)


def test_saving_without_going_on_stays_on_the_page(client, ana, round, at):
    made = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    response = client.post(step_page(made, "hopes"), {"hopes": "Half a thou", "go": "save"})
    made.refresh_from_db()
    assert (response.headers["Location"], made.hopes) == (step_page(made, "hopes"), "Half a thou")


def test_typing_is_saved_bit_by_bit(client, ana, round, at):
    made = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    page = client.get(step_page(made, "you"))
    marks = shown(page)
    for title in ("Adv", "Adviser"):
        response = client.post(
            step_page(made, "you"),
            {"job_title": title, "line_manager_email": "boss@", "as_shown": marks},
            headers={"X-Autosave": "true"},
        )
        marks = shown(response)
        assert response.status_code == 200
    assert "Kept as you typed it, but not readable yet: “Line manager’s work address”" in text(response)
    made.refresh_from_db()
    assert (made.job_title, made.unfinished["line_manager_email"]) == ("Adviser", "boss@")


def test_a_unit_that_is_still_being_typed_makes_no_unit(client, ana, round, at):
    made = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    client.post(step_page(made, "you"), {"unit_name": "Welc"}, headers={"X-Autosave": "true"})
    made.refresh_from_db()
    assert (made.unit, made.unfinished) == (None, {"unit_name": "Welc"})


def two_tabs(client, made, step):
    return [shown(client.get(step_page(made, step))) for _ in range(2)]


def test_two_pages_change_two_answers_and_neither_undoes_the_other(client, ana, round, at):
    made = draft(round, ana, at)
    first, second = two_tabs(client, made, "meeting")
    given = {"languages": ["en", "sk"], "meeting_mode": "either", "campus": "", "avoid_text": ""}
    client.post(step_page(made, "meeting"), given | {"campus": "North", "as_shown": first})
    client.post(step_page(made, "meeting"), given | {"meeting_mode": "online", "as_shown": second})
    made.refresh_from_db()
    assert (made.campus, made.meeting_mode) == ("North", "online")


def test_of_two_changes_to_one_answer_the_newest_stays_and_the_page_says_so(client, ana, round, at):
    made = draft(round, ana, at)
    first, second = two_tabs(client, made, "hopes")
    client.post(step_page(made, "hopes"), {"hopes": "One", "as_shown": first})
    response = client.post(
        step_page(made, "hopes"), {"hopes": "Two", "as_shown": second, "go": "on"}, follow=True
    )
    made.refresh_from_db()
    assert made.hopes == "Two"
    told = "You had also changed this in another window: “What do you hope to get out of it?”"
    assert told in text(response)


def test_while_typing_the_page_tells_of_changes_elsewhere(client, ana, round, at):
    made = draft(round, ana, at)
    first, second = two_tabs(client, made, "meeting")
    given = {"languages": ["en", "sk"], "meeting_mode": "either"}
    client.post(step_page(made, "meeting"), given | {"campus": "North", "as_shown": first})
    response = client.post(
        step_page(made, "meeting"),
        given | {"campus": "", "avoid_text": "Chen", "as_shown": second},
        headers={"X-Autosave": "true"},
    )
    assert "Changed in another window meanwhile: “Campus”." in text(response)
    made.refresh_from_db()
    assert (made.campus, made.avoid_text) == ("North", "Chen")


def test_marks_that_make_no_sense_are_left_out(client, ana, round, at):
    made = draft(round, ana, at)
    for marks in ("[]", "{", "7"):
        client.post(step_page(made, "hopes"), {"hopes": marks, "as_shown": marks})
        made.refresh_from_db()
        assert made.hopes == marks


def test_the_most_important_area_counts_as_chosen(client, ana, round, at):
    made = draft(round, ana, at)
    tax = Area.objects.get(name="Taxation")
    response = client.post(step_page(made, "areas"), {"areas": [], "most_important": tax.pk})
    assert response.status_code == 302
    assert [(choice.area, choice.most_important) for choice in made.chosen_areas.all()] == [(tax, True)]


def test_several_areas_need_a_most_important_one(client, ana, round, at):
    made = draft(round, ana, at)
    response = client.post(step_page(made, "areas"), {"areas": [area.pk for area in Area.objects.all()]})
    assert (response.status_code, "most important to you" in text(response)) == (422, True)
    assert made.chosen_areas.count() == 3


def test_an_area_of_another_programme_cannot_be_chosen(client, ana, round, at):
    made = draft(round, ana, at)
    foreign = Area.objects.filter(programme=factories.programme()).first()
    assert client.post(step_page(made, "areas"), {"areas": [foreign.pk]}).status_code == 422
    assert [choice.area.name for choice in made.chosen_areas.all()] == ["Dual career"]


def test_answers_are_emptied_when_the_fields_are(client, ana, round, at):
    made = draft(round, ana, at)
    for step in ("you", "areas", "meeting", "consent"):
        assert client.post(step_page(made, step), {}).status_code == 422
    made.refresh_from_db()
    told = (made.institution, made.unit, made.grade, made.languages, made.meeting_mode, made.consented_at)
    assert (told, made.chosen_areas.count()) == ((None, None, None, [], "", None), 0)


def test_own_address_as_line_manager_is_explained(client, ana, round, at):
    made = draft(round, ana, at)
    response = client.post(step_page(made, "you"), {"line_manager_email": "ANA@northport.example"})
    assert "This is your own address" in text(response)


def test_a_line_managers_name_is_a_name(client, ana, round, at):
    made = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    response = client.post(step_page(made, "you"), {"line_manager_name": "See https://evil.example"})
    assert (response.status_code, "Write the name only." in text(response)) == (422, True)
    client.post(step_page(made, "you"), {"line_manager_name": "Bea\n Boss"})
    made.refresh_from_db()
    assert made.line_manager_name == "Bea Boss"
