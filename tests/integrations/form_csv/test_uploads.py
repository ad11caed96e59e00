"""A file on its way: taken in, read, remembered, set aside, and forgotten."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from fairlead.institutions.models import Institution
from fairlead.integrations.form_csv import actions, queries, tasks
from fairlead.integrations.form_csv.models import SavedMapping, Upload
from fairlead.kernel.errors import AlreadyMoved
from fairlead.people.models import Person
from fairlead.programmes.enums import RoundState
from tests.integrations.form_csv.known import COMMA, mentor
from tests.integrations.form_csv.scenes import bring_in, scene, take_in, written

pytestmark = pytest.mark.django_db


def test_once_done_nothing_of_the_file_is_kept(at):
    here = scene()
    upload = bring_in(here, COMMA, at=at)
    stored = Upload.objects.get()
    assert (bytes(stored.content), stored.choices, stored.state) == (b"", {}, "done")
    kept = json.dumps(
        [stored.counts, stored.mapping, upload.file_name, list(SavedMapping.objects.values())], default=str
    )
    personal = [
        part
        for person in Person.objects.exclude(pk=here.coordinator.pk)
        for part in (person.name, person.email)
    ]
    assert [part for part in personal if part in kept] == []
    assert {key: stored.counts[key] for key in ("rows", "created", "mentors", "mentees")} == {
        "rows": 130,
        "created": 133,
        "mentors": 66,
        "mentees": 67,
    }
    assert len(stored.counts["left_out"]) == 12


def test_what_is_set_aside_is_dropped(at):
    here = scene()
    upload = take_in(here, COMMA, at=at)
    actions.set_aside(upload, by=here.by, at=at)
    stored = Upload.objects.get()
    assert (stored.state, bytes(stored.content), stored.choices) == ("set_aside", b"", {})
    with pytest.raises(AlreadyMoved):
        actions.choose(upload, {})


def test_a_forgotten_file_is_dropped_after_thirty_days(at):
    here = scene()
    take_in(here, COMMA, at=at)
    assert tasks.sweep(at=at + timedelta(days=29)) == 0
    assert tasks.sweep(at=at + timedelta(days=31)) == 1
    assert tasks.sweep(at=at + timedelta(days=31)) == 0
    assert Upload.objects.get().state == "set_aside"


def test_the_database_itself_keeps_no_content_of_a_settled_file(at):
    here = scene()
    take_in(here, COMMA, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Upload.objects.update(state="done")


def test_columns_and_choices_are_remembered_for_the_next_export(at):
    here = scene()
    bring_in(here, written({"Institution": "Uni Northport"}), at=at)
    saved = SavedMapping.objects.get()
    assert saved.mapping["take part as"] == "role"
    assert {made["value"] for made in saved.choices.values()} == {
        str(Institution.objects.get(name="University of Northport").pk),
        "create",
    }
    later = take_in(here, written({"Institution": "Uni Northport"}, mentor()), at=at, name="another.csv")
    assert later.mapping_name == "export"
    assert queries.preview(later).plan.open_choices == []


def test_a_file_with_other_headings_does_not_get_this_mapping(at):
    here = scene()
    bring_in(here, written({}), at=at)
    other = b"Who,Mail,Where,Which side,May we\r\nAna,a@northport.example,X,Mentor,Yes\r\n"
    upload = actions.take_in(
        round=here.round, file_name="other.csv", content=other, encoding="", delimiter="", by=here.by, at=at
    )
    assert upload.mapping_name == "other"


def test_a_mapping_without_a_required_answer_does_not_lead_to_the_preview(at):
    here = scene()
    upload = actions.take_in(
        round=here.round,
        file_name="x.csv",
        content=b"Email,Name\r\na@x.example,Ana\r\n",
        encoding="",
        delimiter="",
        by=here.by,
        at=at,
    )
    with pytest.raises(actions.MappingIncomplete) as refusal:
        actions.go_to_preview(upload)
    missing = "Agreement to the privacy notice, Mentor or mentee, Institution"
    assert str(refusal.value) == f"No column is set to: {missing}."
    actions.map_columns(upload, {"Email": "email", "Name": "email"}, name="x")
    with pytest.raises(actions.MappingIncomplete):
        actions.go_to_preview(upload)


def test_a_file_can_be_read_again_by_another_encoding(at):
    here = scene()
    content = "Email;Name\r\na@x.example;Łukasz\r\n".encode("cp1250")
    upload = actions.take_in(
        round=here.round, file_name="x.csv", content=content, encoding="", delimiter="", by=here.by, at=at
    )
    assert (upload.encoding, queries.table(upload).rows[0].cells[1]) == ("cp1252", "£ukasz")
    actions.read_again(upload, encoding="cp1250", delimiter=";")
    assert queries.table(upload).rows[0].cells[1] == "Łukasz"


def test_the_same_file_sent_twice_is_one_upload(at):
    here = scene()
    assert take_in(here, COMMA, at=at).pk == take_in(here, COMMA, at=at).pk


def test_a_finished_round_takes_nothing_in(at):
    here = scene()
    here.round.state = RoundState.FINISHED
    with pytest.raises(actions.RoundOver):
        take_in(here, COMMA, at=at)
