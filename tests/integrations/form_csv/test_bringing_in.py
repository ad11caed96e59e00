"""From the preview into the database: once, wholly, and nothing kept that is not needed."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from fairlead.applications.actions import bringing_in
from fairlead.applications.enums import ApplicationState, ApprovalState, Origin
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.audit.models import Entry
from fairlead.institutions.models import Institution, Unit
from fairlead.integrations.form_csv import actions, queries
from fairlead.integrations.form_csv.models import SavedMapping, Upload
from fairlead.integrations.form_csv.writing import ASK, IN_HAND, Wishes
from fairlead.kernel.errors import AlreadyMoved
from fairlead.notifications.models import Letter
from fairlead.people.models import Affiliation, Person
from fairlead.programmes.models import Area, Participation
from tests import factories
from tests.integrations.form_csv.known import COMMA, SEMICOLON, mentor
from tests.integrations.form_csv.scenes import bring_in, confirm, scene, settle, take_in, written

pytestmark = pytest.mark.django_db
THINGS = (
    Application,
    Person,
    Institution,
    Unit,
    Area,
    Affiliation,
    Participation,
    SupervisorApproval,
    Letter,
)


def amounts() -> dict[str, int]:
    return {thing.__name__: thing.objects.count() for thing in THINGS}


def contents() -> list[tuple[object, ...]]:
    values = Application.objects.order_by("person__email", "side").values_list(
        "person__email", "person__name", "side", "state", "institution__name", "unit__name", "grade", "years",
        "places", "languages", "line_manager_email", "submitted_at", "saved_at", "hopes",
    )  # fmt: skip
    return list(values)


def test_the_whole_comma_export_comes_in(at):
    here = scene()
    bring_in(here, COMMA, at=at)
    assert Counter(Application.objects.values_list("side", "state", "origin")) == {
        ("mentor", ApplicationState.SUBMITTED, Origin.IMPORT): 66,
        ("mentee", ApplicationState.SUBMITTED, Origin.IMPORT): 67,
    }
    assert (Institution.objects.count(), Unit.objects.count(), Area.objects.count()) == (3, 16, 18)
    assert Affiliation.objects.count() == 118


def test_one_application_is_written_as_it_was_answered(at):
    here = scene()
    bring_in(here, COMMA, at=at)
    application = Application.objects.get(person__email="leila.schmidt@northportuni.example", side="mentee")
    assert application.person.name == "Leïla Schmidt"
    assert application.unit is not None
    assert (application.institution.name, application.unit.name) == (
        "Northport University of Applied Sciences",
        "International Relations",
    )
    assert (application.job_title, application.grade, str(application.years)) == (
        "Senior Officer, International Relations",
        7,
        "3.0",
    )
    assert application.languages == ["en", "de", "pl", "it"]
    assert (application.meeting_mode, application.campus, application.places) == ("either", "City", None)
    assert (application.line_manager_name, application.line_manager_email) == (
        "Zuzana Murphy",
        "zuzana.murphy@northportuni.example",
    )
    assert [(choice.area.name, choice.most_important) for choice in application.chosen_areas.all()] == [
        ("Arrival, registration and banking", True),
        ("Language and intercultural skills", False),
        ("Welcome events and community", False),
    ]
    assert [person.email for person in application.avoids.all()] == ["fatou.virtanen@institutefor.example"]
    assert application.hopes == '=HYPERLINK("http://example.org","click")'
    assert application.submitted_at == application.consented_at
    assert application.submitted_at.isoformat() == "2026-09-16T07:24:00+00:00"


def test_the_same_file_again_asks_nothing_and_changes_nothing(at):
    here = scene()
    for content in (COMMA, SEMICOLON):
        bring_in(here, content, at=at)
    before, stored = amounts(), contents()
    for content in (COMMA, SEMICOLON):
        upload = take_in(here, content, at=at + timedelta(hours=1))
        plan = queries.preview(upload).plan
        assert (plan.writes, plan.open_choices) == ((), [])
        confirm(here, upload, at=at + timedelta(hours=1))
    assert (amounts(), contents()) == (before, stored)


def test_the_same_file_changes_nothing_either_once_all_are_admitted(at):
    here = scene()
    bring_in(here, COMMA, at=at, approvals=IN_HAND, admit=True)
    before, stored = amounts(), contents()
    bring_in(here, COMMA, at=at + timedelta(hours=1), approvals=ASK, admit=True)
    assert (amounts(), contents()) == (before, stored)


def test_a_changed_row_updates_only_its_application(at):
    here = scene()
    bring_in(here, written({}, mentor()), at=at)
    changed = written({"Completion time": "25/09/2026 10:00", "Grade": "7"}, mentor())
    upload = take_in(here, changed, at=at)
    entry, other = queries.preview(upload).plan.entries
    assert (entry.effect, other.effect) == ("update", "same")
    assert [(change.label, change.before, change.after) for change in entry.changes] == [("Grade", "6", "7")]
    confirm(here, upload, at=at)
    assert list(Application.objects.order_by("side").values_list("side", "grade")) == [
        ("mentee", 7),
        ("mentor", 6),
    ]
    assert Affiliation.objects.get(person__email="ana.novak@northport.example").grade == 7


def test_newer_answers_of_somebody_in_the_pool_stay_in_the_file(at):
    here = scene()
    bring_in(here, written(mentor()), at=at, admit=True)
    upload = take_in(here, written(mentor(**{"Completion time": "25/09/2026 10:00", "Grade": "9"})), at=at)
    assert [entry.effect for entry in queries.preview(upload).plan.entries] == ["closed"]
    assert confirm(here, upload, at=at).figures["kept"] == 1
    assert Application.objects.get().grade == 6


def test_a_draft_begun_here_is_finished_by_the_newer_file(at):
    here = scene()
    somebody = factories.person("Ana Novak", email="ana.novak@northport.example")
    factories.application(
        here.round, who=somebody, state=ApplicationState.DRAFT, saved_at=at - timedelta(days=90), grade=3
    )
    bring_in(here, written({}), at=at)
    assert list(Application.objects.values_list("state", "grade")) == [(ApplicationState.SUBMITTED, 6)]


def test_a_failure_in_the_middle_leaves_nothing(at, monkeypatch):
    here = scene()
    upload = take_in(here, COMMA, at=at)
    settle(upload)
    seen, before, entries = queries.preview(upload).mark, amounts(), Entry.objects.count()
    real, calls = bringing_in.bring_in, []

    def fails_at_the_hundredth(**given):
        calls.append(given)
        if len(calls) == 100:
            raise IntegrityError
        return real(**given)

    monkeypatch.setattr(bringing_in, "bring_in", fails_at_the_hundredth)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.confirm(upload, seen=seen, wishes=Wishes(), by=here.by, at=at)
    stored = Upload.objects.get()
    assert (amounts(), Entry.objects.count(), SavedMapping.objects.count()) == (before, entries, 0)
    assert (stored.state, bytes(stored.content)) == ("preview", COMMA)


def test_nothing_is_written_before_it_is_confirmed(at):
    here = scene()
    before = amounts()
    upload = take_in(here, COMMA, at=at)
    settle(upload)
    queries.preview(upload)
    assert amounts() == before


def test_open_choices_must_be_made_first(at):
    here = scene()
    upload = take_in(here, COMMA, at=at)
    with pytest.raises(actions.ChoicesMissing):
        confirm(here, upload, at=at)
    assert Application.objects.count() == 0


def test_what_was_not_shown_is_not_written(at):
    here = scene()
    upload = take_in(here, written({}), at=at)
    seen = queries.preview(upload).mark
    bring_in(here, written({"Grade": "9"}), at=at)
    with pytest.raises(actions.SomethingChanged):
        actions.confirm(upload, seen=seen, wishes=Wishes(), by=here.by, at=at)
    assert Application.objects.get().grade == 9


def test_a_second_confirmation_is_refused_and_writes_nothing(at):
    here = scene()
    upload = take_in(here, written({}), at=at)
    seen = queries.preview(upload).mark
    actions.confirm(upload, seen=seen, wishes=Wishes(), by=here.by, at=at)
    with pytest.raises(AlreadyMoved):
        actions.confirm(upload, seen=seen, wishes=Wishes(), by=here.by, at=at)
    assert Application.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_confirming_at_once_write_once(at, at_once):
    here = scene()
    upload = take_in(here, written({}, mentor()), at=at)
    seen = queries.preview(upload).mark
    press = [
        partial(actions.confirm, Upload.objects.get(), seen=seen, wishes=Wishes(), by=here.by, at=at)
        for _person in range(3)
    ]
    outcomes = at_once(*press)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "AlreadyMoved",
        "AlreadyMoved",
        "Written",
    ]
    assert Application.objects.count() == 2


def test_first_and_last_name_make_a_name(at):
    here = scene()
    content = (
        "Email,First name,Last name,University,Role,Consent,Areas I can offer\r\n"
        "jan@northport.example,Ján,Kráľ,University of Northport,Mentor,Yes,Taxation\r\n"
    )
    bring_in(here, content.encode(), at=at)
    assert Application.objects.get().person.name == "Ján Kráľ"


def test_supervisors_are_asked_by_mail_when_wished(at):
    here = scene()
    bring_in(here, written({}, mentor()), at=at, approvals=ASK, admit=True)
    assert SupervisorApproval.objects.get().state == ApprovalState.WAITING
    assert list(Application.objects.order_by("side").values_list("side", "state")) == [
        ("mentee", ApplicationState.SUBMITTED),
        ("mentor", ApplicationState.ACCEPTED),
    ]


def test_approvals_in_hand_are_recorded_by_the_coordinator(at):
    here = scene()
    bring_in(here, written({}, mentor()), at=at, approvals=IN_HAND, admit=True)
    approval = SupervisorApproval.objects.get()
    assert (approval.state, approval.recorded_by) == (ApprovalState.APPROVED, here.coordinator)
    assert set(Application.objects.values_list("state", flat=True)) == {ApplicationState.ACCEPTED}


def test_an_applicant_we_know_is_recognised_under_another_address(at):
    here = scene()
    bring_in(here, written({}), at=at)
    row = {"Email": "anna.novak@northport.example", "Completion time": "25/09/2026 10:00", "Grade": "7"}
    upload = take_in(here, written(row), at=at)
    (choice,) = queries.preview(upload).plan.open_choices
    assert choice.kind == "same_person"
    settle(upload)
    confirm(here, upload, at=at)
    assert list(Application.objects.values_list("person__email", "grade")) == [
        ("ana.novak@northport.example", 7)
    ]


def test_somebody_of_another_programme_is_nobody_here(at):
    here = scene()
    factories.person("Ana Novak", email="anna.novak@northport.example")
    assert queries.preview(take_in(here, written({}), at=at)).plan.open_choices == []


def test_a_new_institution_unit_and_area_are_made_once(at):
    here = scene()
    rows = (
        {"Institution": "Ocean College", "Areas I would like to develop": "Sailing;"},
        mentor(Institution="ocean college", **{"Areas I can offer": "sailing;Taxation;"}),
    )
    bring_in(here, written(*({**row, "Most important area": ""} for row in rows)), at=at)
    assert Institution.objects.filter(name__iexact="Ocean College").count() == 1
    assert Unit.objects.filter(institution__name="Ocean College").count() == 1
    assert Area.objects.filter(name__iexact="sailing").count() == 1


def test_who_moved_to_another_unit_ends_there_and_begins_here(at):
    here = scene()
    bring_in(here, written({}), at=at)
    bring_in(here, written({"Unit": "Library", "Completion time": "25/09/2026 10:00"}), at=at)
    assert list(Affiliation.objects.order_by("unit__name").values_list("unit__name", "ended_on")) == [
        ("Library", None),
        ("Welcome Centre", at.date()),
    ]


def test_the_audit_tells_of_the_import_without_names_of_applicants(at):
    here = scene()
    bring_in(here, written({}), at=at)
    told = Entry.objects.filter(thing="form_csv.upload").order_by("pk").values_list("verb", "thing_label")
    assert list(told) == [("file taken in", here.round.name), ("applications brought in", here.round.name)]


def test_an_approval_given_before_does_not_stop_an_update(at):
    here = scene()
    bring_in(here, written({}), at=at, approvals=IN_HAND)
    newer = written({"Completion time": "25/09/2026 10:00", "Grade": "7"})
    upload = bring_in(here, newer, at=at, approvals=IN_HAND)
    assert (upload.counts["updated"], upload.counts["approved"]) == (1, 0)
    assert Application.objects.get().grade == 7
