"""The pages, as a coordinator goes through them."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fairlead.applications.models import Application
from fairlead.institutions.models import Institution
from fairlead.integrations.form_csv import queries
from fairlead.integrations.form_csv.models import Upload
from fairlead.kernel.spreadsheet import FORMULA_STARTS
from fairlead.programmes.enums import TeamRole
from fairlead.training.enums import Track
from tests import factories
from tests.integrations.form_csv.known import COMMA, INSTITUTIONS, mentor
from tests.integrations.form_csv.scenes import bring_in, scene, settle, take_in, written
from tests.training.learning import module

pytestmark = pytest.mark.django_db
BROKEN = {"Institution": "Uni Northport", "Hopes": "=1+1", "Privacy notice": "Yes"}


@pytest.fixture
def here(client):
    found = scene()
    client.force_login(found.coordinator)
    return found


def text(response) -> str:
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(body.replace("&#x27;", "'").split())


def send(client, here, content: bytes, name: str = "export.csv"):
    url = reverse("form_csv:start", args=[here.round.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


def page(client, name: str, upload: Upload, **query: str):
    return client.get(reverse(f"form_csv:{name}", args=[upload.pk]), query)


def filled(form) -> dict[str, str]:
    return {bound.html_name: bound.value() or "" for bound in form}


def test_the_whole_way_through_the_pages(client, here):
    columns = send(client, here, COMMA)["Location"]
    shown = client.get(columns)
    assert "autumn" not in text(shown)
    assert "Every column is recognised but for ID, Start time." in text(shown)
    preview = client.post(columns, {**filled(shown.context["form"]), "map": "1"})["Location"]
    shown = client.get(preview)
    assert shown.context["summary"] == (
        "130 rows: 118 to bring in, as 66 mentors and 67 mentees; 12 left out; "
        "118 problems, 5 need your choice."
    )
    upload = Upload.objects.get()
    assert "disabled" in shown.content.decode()
    assert 'href="#bring-in"' not in shown.content.decode()
    found = shown.context["preview"].plan
    choices = {key: answer.value for key, answer in found.answers.items()}
    saved = client.post(preview, choices, follow=True)
    assert saved.context["open"] == 0
    assert saved.context["summary"].endswith("118 problems, none waits for your choice.")
    assert 'href="#bring-in"' in saved.content.decode()
    seen = page(client, "preview", upload).context["preview"].mark
    form = {"seen": seen, "approvals": "in_hand", "admit": "on"}
    done = client.post(reverse("form_csv:confirm", args=[upload.pk]), form, follow=True)
    said = text(done)
    assert "133 new applications" in said
    assert "67 approvals recorded" in said
    assert "133 applications admitted to the pool" in said
    assert "12 of 130 rows were left out" in said
    assert "Row 36: Row 120 holds newer answers of the same person." in said
    assert Application.objects.count() == 133


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04", "Save it as “CSV UTF-8” and choose that file."),
        (b"Name,Email\r\n", "The file holds headings but no answers."),
        (b"Name,Email,Unit\r\nAna,x\r\n", "Row 2 ends before column C (“Unit”)."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page(client, here, content, said):
    answer = send(client, here, content)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert Upload.objects.count() == 0


def test_no_file_at_all_is_said(client, here):
    answer = client.post(reverse("form_csv:start", args=[here.round.pk]), {})
    assert (answer.status_code, "Choose a file." in text(answer)) == (422, True)


def test_columns_can_be_changed_and_what_is_missing_is_said(client, here):
    columns = send(client, here, written({}))["Location"]
    form = filled(client.get(columns).context["form"])
    role = next(name for name, value in form.items() if value == "role")
    answer = client.post(columns, {**form, role: "-", "map": "1"})
    assert (answer.status_code, "No column is set to: Mentor or mentee." in text(answer)) == (422, True)
    again = client.get(columns)
    assert "No column is set to: Mentor or mentee." in text(again)
    assert client.post(columns, {**form, "map": "1"}).status_code == 302


def test_encoding_is_shown_and_can_be_changed(client, here):
    columns = send(client, here, "Email;Name\r\na@x.example;Łukasz\r\n".encode("cp1250"))["Location"]
    assert "Read as Western European (Windows-1252), delimiter: semicolon" in text(client.get(columns))
    client.post(columns, {"read": "1", "encoding": "cp1250", "delimiter": ";"})
    shown = text(client.get(columns))
    assert "Read as Central European (Windows-1250), delimiter: semicolon" in shown
    assert "Łukasz" in shown
    wrong = client.post(columns, {"read": "1", "encoding": "cp1250", "delimiter": ","})
    assert (wrong.status_code, "Only one column was found" in text(wrong)) == (422, True)


def test_a_choice_is_made_on_the_page_and_kept(client, here, at):
    upload = take_in(here, written({"Institution": "Uni Northport"}), at=at)
    (choice,) = queries.preview(upload).plan.open_choices
    answer = client.post(reverse("form_csv:preview", args=[upload.pk]), {choice.key: "create"}, follow=True)
    assert "All choices are made; you can bring the file in." in text(answer)
    entry = answer.context["preview"].plan.entries[0]
    assert entry.line.institution.name == "Uni Northport"


def test_problems_can_be_narrowed_and_lead_to_their_row(client, here, at):
    upload = take_in(here, written(BROKEN, mentor()), at=at)
    shown = page(client, "preview", upload, show="institution_unknown")
    assert [section.group.kind.key for section in shown.context["sections"]] == ["institution_unknown"]
    (shown_one,) = shown.context["sections"][0].questions
    (place,) = shown_one.places
    assert (place.letter, place.heading, place.problem.row) == ("C", "Institution", 2)
    assert f'href="{place.url}"' in shown.content.decode()
    row = text(client.get(place.url.partition("#")[0]))
    assert "Uni Northport" in row
    assert "Unknown institution" in row
    only_choices = page(client, "preview", upload, show="choices").context["sections"]
    assert [section.group.kind.key for section in only_choices] == ["institution_unknown"]


def test_rows_can_be_narrowed(client, here, at):
    upload = take_in(here, written({}, mentor(**{"Privacy notice": "No"})), at=at)
    shown = {
        state: [row["line"].row for row in page(client, "preview", upload, rows=state).context["rows"]]
        for state in ("", "in", "out", "problems")
    }
    assert shown == {"": [2, 3], "in": [2], "out": [3], "problems": [2, 3]}


def test_a_row_the_file_does_not_have_is_not_found(client, here, at):
    upload = take_in(here, written({}), at=at)
    assert client.get(reverse("form_csv:row", args=[upload.pk, 1])).status_code == 404


def test_the_same_file_again_says_that_nothing_would_change(client, here, at):
    bring_in(here, written({}), at=at)
    upload = take_in(here, written({}), at=at)
    shown = text(page(client, "preview", upload))
    assert "Nothing would change" in shown
    assert "Finish without changes" in shown


def test_an_update_is_shown_with_what_changes(client, here, at):
    bring_in(here, written({}), at=at)
    upload = take_in(here, written({"Grade": "8", "Completion time": "25/09/2026 10:00"}), at=at)
    assert "Mentee: updated 1 change Grade: 6 → 8" in text(page(client, "preview", upload))


def test_confirming_with_open_choices_goes_back_to_the_preview(client, here, at):
    upload = take_in(here, written(BROKEN), at=at)
    form = {"seen": queries.preview(upload).mark}
    answer = client.post(reverse("form_csv:confirm", args=[upload.pk]), form)
    assert (answer.status_code, "Some choices are still to be made." in text(answer)) == (409, True)
    assert Application.objects.count() == 0


def test_confirming_what_has_changed_shows_it_again(client, here, at):
    upload = take_in(here, written({}), at=at)
    answer = client.post(reverse("form_csv:confirm", args=[upload.pk]), {"seen": "something else"})
    assert (answer.status_code, "Something has changed since this page was shown." in text(answer)) == (
        409,
        True,
    )


def test_a_double_click_and_the_back_button_write_once(client, here, at):
    upload = take_in(here, written({}), at=at)
    form = {"seen": queries.preview(upload).mark}
    url = reverse("form_csv:confirm", args=[upload.pk])
    done = reverse("form_csv:done", args=[upload.pk])
    assert [client.post(url, form)["Location"] for _press in range(2)] == [done, done]
    assert page(client, "preview", upload)["Location"] == done
    assert client.post(reverse("form_csv:preview", args=[upload.pk]), {})["Location"] == done
    assert Application.objects.count() == 1


def test_setting_aside_says_so(client, here, at):
    upload = take_in(here, written({}), at=at)
    answer = client.post(reverse("form_csv:set_aside", args=[upload.pk]), follow=True)
    assert "The file is set aside; nothing of it was brought in, and it is not kept." in text(answer)
    again = client.post(reverse("form_csv:set_aside", args=[upload.pk]), follow=True)
    assert "This file has been brought in or set aside." in text(again)


def test_what_is_left_out_can_be_had_as_a_file_without_live_formulas(client, here, at):
    row = {"Name": "=cmd", "Hopes": "+1", "Job title": "@x", "Unit": "-x", "Privacy notice": "No"}
    upload = take_in(here, written(row, mentor()), at=at)
    answer = page(client, "left_out", upload)
    assert answer["Content-Disposition"] == 'attachment; filename="left-out.csv"'
    headings, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert headings[:3] == ["Row", "Why it is left out", "Email"]
    assert [one[:2] for one in rows] == [["2", "There is no agreement to the privacy notice."]]
    assert [cell for one in rows for cell in one if cell.startswith(FORMULA_STARTS)] == []
    assert {"'=cmd", "'+1", "'@x", "'-x"} <= set(rows[0])


def test_after_the_import_the_file_of_rows_left_out_names_nobody(client, here, at):
    upload = bring_in(here, written({"Privacy notice": "No"}, mentor()), at=at)
    answer = page(client, "left_out", upload).content.decode("utf-8-sig")
    assert answer == "Row,Why it was left out\r\n2,There is no agreement to the privacy notice.\r\n"


def test_programmes_without_approval_are_not_asked_about_it(client, here, at):
    here.programme.supervisor_approval = False
    here.programme.save()
    upload = take_in(here, written({}), at=at)
    assert "Ask the supervisors by mail now" not in text(page(client, "preview", upload))


def test_formulas_and_markup_of_the_file_are_only_text_on_the_page(client, here, at):
    upload = take_in(here, written({"Name": "<script>alert(1)</script>", "Institution": "<b>x"}), at=at)
    for name in ("columns", "preview"):
        assert "<script>alert" not in page(client, name, upload).content.decode()


def test_the_preview_costs_the_same_for_one_row_and_for_forty(
    client, here, at, django_assert_max_num_queries
):
    rows = [
        mentor(Email=f"m{number}@northport.example", Name=f"Mira {'abcdefghij'[number % 10]}{number}")
        for number in range(40)
    ]
    one, many = take_in(here, written(rows[0]), at=at), take_in(here, written(*rows), at=at)
    counted = []
    for upload in (one, many):
        with django_assert_max_num_queries(30) as captured:
            page(client, "preview", upload)
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_a_file_waiting_is_on_the_coordinators_list(here, at):
    take_in(here, written({}), at=at)
    (todo,) = queries.todos(here.by, at=at)
    assert (str(todo.title), todo.url) == (
        "Finish bringing in a file of applications",
        reverse("form_csv:start", args=[here.round.pk]),
    )
    assert queries.todos(factories.actor(factories.person()), at=at) == []


def test_settled_uploads_wait_for_nobody(here, at):
    upload = take_in(here, written({}), at=at)
    settle(upload)
    bring_in(here, written({}), at=at)
    assert queries.todos(here.by, at=at) == []


def test_preview_of_a_long_file_stays_a_light_page(client, here, at):
    upload = take_in(here, COMMA, at=at)
    page = client.get(reverse("form_csv:preview", args=[upload.pk]))
    assert len(page.content) < 100_000


def test_the_end_says_who_waits_for_training_and_for_another_institution(client, here, at):
    module(here.programme, "Role", track=Track.MENTOR)
    partner = Institution.objects.get(name=INSTITUTIONS[1])
    factories.member(here.programme, TeamRole.PARTNER_COORDINATOR, institution=partner)
    content = written(
        {
            "Email": "ana@a.example",
            "Name": "Ana Ruiz",
            "Take part as": "Mentor",
            "Areas I can offer": "Taxation;",
            "Institution": INSTITUTIONS[0],
        },
        {"Email": "bo@a.example", "Name": "Bo Lind", "Institution": INSTITUTIONS[1]},
    )
    upload = take_in(here, content, at=at)
    settle(upload)
    seen = page(client, "preview", upload).context["preview"].mark
    form = {"seen": seen, "approvals": "in_hand", "admit": "on"}
    said = text(client.post(reverse("form_csv:confirm", args=[upload.pk]), form, follow=True))
    assert "1 person in the pool misses training that comes before matching." in said
    assert f"1 waits for the decision of {INSTITUTIONS[1]}" in said
