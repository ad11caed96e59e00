"""The coordinator's list, one application, the decisions, and the export."""

import csv
import html
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.applications import queries
from fairlead.applications.actions import approving, deciding
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState, Side, TeamRole
from tests import factories
from tests.applications.answering import no, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return factories.round(factories.programme("Harbour"), name="Autumn")


@pytest.fixture
def cora(client, round):
    person = factories.member(round.programme)
    client.force_login(person)
    return person


def waiting(round, name="", side=Side.MENTEE, **fields):
    who = factories.person(name) if name else None
    return factories.application(round, side, who, state=ApplicationState.SUBMITTED, **fields)


def text(response):
    return html.unescape(" ".join(response.content.decode().split()))


def listed(client, round, query=""):
    page = text(client.get(reverse("applications:list", args=[round.pk]) + query))
    return [
        one.person.name
        for one in Application.objects.order_by("person__name")
        if reverse("applications:detail", args=[one.pk]) in page
    ]


def do(client, application, deed, **given):
    return client.post(reverse("applications:decide", args=[application.pk, deed]), given, follow=True)


def test_the_list_is_filtered_from_the_address(client, cora, round, at):
    coast = factories.unit(factories.institution("Coast"), "Welcome Centre")
    round.programme.partners.create(institution=coast.institution)
    ana = waiting(round, "Ana", unit=coast)
    bob = waiting(round, "Bob", Side.MENTOR)
    waiting(round, "Čeněk", job_title="Head of Housing")
    factories.application(round, who=factories.person("Dana"), state=ApplicationState.DRAFT)
    approving.ask_supervisor(ana, at)
    assert listed(client, round) == ["Ana", "Bob", "Čeněk"]
    assert listed(client, round, "?side=mentor") == ["Bob"]
    assert listed(client, round, "?state=ready") == ["Bob"]
    assert listed(client, round, "?state=accepted") == []
    assert listed(client, round, "?approval=waiting") == ["Ana"]
    assert listed(client, round, "?approval=not_asked") == ["Čeněk"]
    assert listed(client, round, f"?institution={coast.institution_id}") == ["Ana"]
    assert listed(client, round, "?search=housing") == ["Čeněk"]
    assert listed(client, round, "?search=welcome+centre") == ["Ana"]
    assert listed(client, round, f"?search={bob.person.email}") == ["Bob"]
    assert listed(client, round, "?side=observer&institution=x&page=99") == ["Ana", "Bob", "Čeněk"]


def test_filters_that_fit_nothing_offer_the_way_back(client, cora, round):
    waiting(round)
    assert "Nothing fits these filters" in text(
        client.get(reverse("applications:list", args=[round.pk]) + "?search=zz")
    )


def test_an_empty_list_says_what_belongs_there(client, cora, round):
    page = text(client.get(reverse("applications:list", args=[round.pk])))
    assert "No application yet" in page
    assert reverse("form_csv:start", args=[round.pk]) in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    client, cora, round, django_assert_num_queries, at, rows
):
    for _ in range(rows):
        approving.ask_supervisor(waiting(round), at)
    with django_assert_num_queries(18):
        client.get(reverse("applications:list", args=[round.pk]))


def test_an_hr_lead_reads_the_list_and_decides_nothing(client, round):
    client.force_login(factories.member(round.programme, TeamRole.HR_LEAD))
    made = waiting(round, "Ana", Side.MENTOR, hopes="Secret hope", avoid_text="Secret name")
    page = text(client.get(reverse("applications:list", args=[round.pk])))
    assert "Admit" not in page
    assert 'name="chosen"' not in page
    detail = text(client.get(reverse("applications:detail", args=[made.pk])))
    assert "Secret" not in detail
    assert "Admit to the pool" not in detail
    assert "History" not in detail


def test_a_partner_coordinator_sees_their_institutions_people(client, round):
    coast = factories.unit(factories.institution("Coast"))
    who = factories.member(round.programme, TeamRole.PARTNER_COORDINATOR, institution=coast.institution)
    client.force_login(who)
    mine, other = waiting(round, "Ana", unit=coast), waiting(round, "Bob")
    assert listed(client, round) == ["Ana"]
    statuses = [
        client.get(reverse("applications:detail", args=[one.pk])).status_code for one in (mine, other)
    ]
    assert statuses == [200, 404]


def test_a_partner_coordinator_who_applies_is_not_listed_to_themselves(client, round):
    who = factories.member(
        round.programme, TeamRole.PARTNER_COORDINATOR, institution=factories.institution("Coast")
    )
    client.force_login(who)
    factories.application(round, Side.MENTOR, who, state=ApplicationState.SUBMITTED)
    assert listed(client, round) == []


def test_everybody_who_is_ready_is_admitted_by_one_click(client, cora, round):
    waiting(round, "Ana", Side.MENTOR)
    waiting(round, "Bob", Side.MENTOR)
    assert "Admit all 2 that are ready" in text(client.get(reverse("applications:list", args=[round.pk])))
    address = reverse("applications:all", args=[round.pk, "admit"])
    assert "Admitted to the pool: 2 mentors and 0 mentees." in text(client.post(address, follow=True))
    assert "Nobody was waiting to be admitted." in text(client.post(address, follow=True))
    assert client.post(reverse("applications:all", args=[round.pk, "decline"])).status_code == 404


def test_all_supervisors_are_asked_by_one_click(client, cora, round):
    waiting(round, "Ana")
    waiting(round, "Bob", line_manager_email="")
    assert "Ask 2 supervisors" in text(client.get(reverse("applications:list", args=[round.pk])))
    response = text(client.post(reverse("applications:all", args=[round.pk, "ask"]), follow=True))
    assert "1 supervisor has been asked. 1 application names no usable address." in response
    SupervisorApproval.objects.all().delete()
    Application.objects.filter(line_manager_email="").delete()
    response = text(client.post(reverse("applications:all", args=[round.pk, "ask"]), follow=True))
    assert "names no usable address" not in response


def test_an_application_shows_answers_approval_and_history(client, cora, round, at):
    made = sent(round, factories.person("Ana"), at)
    approving.answer(f"{approving.letters.secret_of(made.approval)}", no("Not now"), at)
    page = text(client.get(reverse("applications:detail", args=[made.pk])))
    for words in (
        "Bea Boss",
        "Not now",
        "To learn.",
        "Supervisor declined",
        "It cannot be admitted yet",
        "Ask again",
    ):
        assert words in page


def test_an_application_is_admitted(client, cora, round):
    made = waiting(round, "Ana", Side.MENTOR)
    assert "Admit to the pool" in text(client.get(reverse("applications:detail", args=[made.pk])))
    assert "Admitted to the pool for matching." in text(do(client, made, "admit"))
    assert "already changed" in text(do(client, made, "admit"))


def test_who_is_not_ready_is_not_admitted_and_the_page_says_why(client, cora, round):
    made = waiting(round, "Ana")
    assert "The supervisor has not been asked yet." in text(do(client, made, "admit"))
    made.refresh_from_db()
    assert made.state == "submitted"


def test_an_application_is_put_on_the_waiting_list_or_declined(client, cora, round):
    first, second = waiting(round, "Ana"), waiting(round, "Bob")
    assert "On the waiting list." in text(do(client, first, "waitlist"))
    given = {"kind": "own", "reason": "No place.", "go": "letter"}
    address = reverse("applications:decline", args=[second.pk])
    assert "No place." in text(client.post(address, given))
    assert Letter.objects.filter(kind="application-declined").count() == 0
    page = text(client.post(address, given | {"go": "send"}, follow=True))
    assert "No place." in page
    assert "No place." in Letter.objects.get(kind="application-declined").text
    assert client.post(reverse("applications:decide", args=[first.pk, "promote"])).status_code == 404


def test_a_supervisor_is_asked_from_the_page(client, cora, round):
    made = waiting(round, "Ana")
    assert "Line Manager has been asked." in text(do(client, made, "ask"))
    assert Letter.objects.filter(kind="supervisor-asked").count() == 1


def test_a_written_answer_is_noted(client, cora, round):
    made = waiting(round, "Ana")
    address = reverse("applications:record", args=[made.pk])
    assert client.post(address, {"said": "approved"}).status_code == 422
    given = {"said": "approved", "reason": "Mail of 3 October"}
    assert "The supervisor’s answer is noted." in text(client.post(address, given, follow=True))
    assert "already been answered" in text(client.post(address, given, follow=True))


def test_the_coordinator_says_who_is_meant(client, cora, round):
    made, chen = waiting(round, "Ana", avoid_text="my neighbour"), waiting(round, "Chen")
    page = text(client.get(reverse("applications:detail", args=[made.pk])))
    assert "Nobody was recognised in these words." in page
    address = reverse("applications:avoid", args=[made.pk])
    assert "No run pairs them." in text(client.post(address, {"people": [chen.person_id]}, follow=True))
    assert list(made.avoids.all()) == [chen.person]
    assert "This is the applicant." in text(client.post(address, {"people": [made.person_id]}, follow=True))
    assert client.post(address, {"people": [factories.person().pk]}).status_code == 404
    assert "Understood as:" in text(client.get(reverse("applications:detail", args=[made.pk])))


def test_who_is_in_the_pool_can_be_taken_out(client, cora, round):
    made = factories.application(round, Side.MENTOR)
    assert "Take them out of the pool?" in text(client.get(reverse("applications:detail", args=[made.pk])))
    do(client, made, "waitlist")
    made.refresh_from_db()
    assert made.state == "waitlisted"


@pytest.mark.parametrize("rows", [1, 3])
def test_one_application_costs_the_same_whatever_it_holds(
    client, cora, round, django_assert_num_queries, rows
):
    made = waiting(round, "Ana", areas=("A", "B", "C")[:rows], avoid_text="x")
    for _ in range(rows):
        made.avoids.add(waiting(round).person)
        deciding.record("supervisor asked", made, by=factories.actor(cora), at=made.created_at)
    with django_assert_num_queries(17):
        client.get(reverse("applications:detail", args=[made.pk]))


def exported(client, round, query=""):
    response = client.get(reverse("applications:export", args=[round.pk]) + query)
    return response, list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_the_export_opens_in_a_spreadsheet_without_running_anything(client, cora, round):
    waiting(round, "=cmd|' /C calc'!A0", hopes="+1", avoid_text="@x", job_title="-2", line_manager_name="＝1")
    response, [row] = exported(client, round)
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Disposition"] == 'attachment; filename="harbour-autumn-applications.csv"'
    told = [row[name] for name in ("Name", "Hopes", "Should not be paired with", "Job title", "Line manager")]
    assert told == ["'=cmd|' /C calc'!A0", "'+1", "'@x", "'-2", "'＝1"]


def test_the_export_holds_what_the_filters_show(client, cora, round):
    waiting(round, "Ana", languages=["cy", "en"], grade=6)
    waiting(round, "Bob", Side.MENTOR, places=2)
    _response, rows = exported(client, round, "?side=mentee")
    assert [(row["Name"], row["Languages"], row["Grade"], row["Places"]) for row in rows] == [
        ("Ana", "Welsh; English", "6", "")
    ]


def test_the_export_keeps_private_words_from_everybody_but_coordinators(client, round):
    client.force_login(factories.member(round.programme, TeamRole.HR_LEAD))
    waiting(round, "Ana", hopes="Secret")
    response, [row] = exported(client, round)
    assert "Hopes" not in row
    assert "Secret" not in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_export_costs_the_same_whatever_its_length(client, cora, round, django_assert_num_queries, rows):
    for _ in range(rows):
        waiting(round)
    with django_assert_num_queries(7):
        exported(client, round)


def test_a_coordinator_is_told_what_waits(cora, round, at):
    waiting(round, "Ana", Side.MENTOR)
    waiting(round, "Bob")
    approving.ask_supervisor(waiting(round, "Chen"), at)
    approving.record(waiting(round, "Dana"), False, "", factories.actor(cora), at)
    todos = queries.todos(factories.actor(cora), at=at + timedelta(days=11))
    assert [(todo.title, todo.detail, todo.count, todo.url.split("?")[1]) for todo in todos] == [
        ("Admit 1 application", "Autumn", 1, "state=ready"),
        ("Ask 1 supervisor", "Autumn", 1, "approval=not_asked"),
        ("1 supervisor has not answered", "Autumn", 1, "approval=waiting"),
        ("1 supervisor declined", "Autumn", 1, "approval=declined"),
    ]
    assert {todo.programme for todo in todos} == {round.programme_id}


def test_an_applicant_is_told_of_their_drafts(round, at):
    ana = factories.person("Ana")
    factories.application(round, Side.MENTOR, ana, state=ApplicationState.DRAFT)
    [todo] = queries.todos(factories.actor(ana), at=at)
    assert (todo.title, todo.programme) == ("Finish your application as mentor", None)
    assert todo.detail == f"{round.programme.name} takes applications until 31 Oct 2026."
    round.rolling, round.closes_on = True, None
    round.save()
    assert queries.todos(factories.actor(ana), at=at)[0].detail == "Harbour"
    round.state = RoundState.CLOSED
    round.save()
    assert queries.todos(factories.actor(ana), at=at) == []


def test_a_stranger_has_nothing_to_do(at):
    assert queries.todos(factories.actor(), at=at) == []
