"""What coordinators see and press."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.programmes.enums import RoundState, Side
from fairlead.recruitment.enums import InvitationKind, InvitationState
from fairlead.recruitment.models import Invitation
from tests import factories
from tests.recruitment import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(client):
    round = factories.round()
    client.force_login(factories.member(round.programme))
    return round


def address(name, round):
    return reverse(f"recruitment:{name}", args=[round.pk])


def test_a_list_is_looked_at_before_anybody_is_invited(client, round):
    given = {"people": "Ana, ana@a.example\nnobody", "note": "Come!"}
    page = client.post(address("invite", round), given)
    assert [line.email for line in page.context["preview"].ready] == ["ana@a.example"]
    assert "holds no e-mail address" in page.content.decode()
    assert Invitation.objects.count() == 0
    client.post(address("invite", round), given | {"go": "invite"})
    assert [(one.email, one.note) for one in Invitation.objects.all()] == [("ana@a.example", "Come!")]


def test_people_of_a_file_come_behind_those_pasted(client, round):
    file = SimpleUploadedFile("people.csv", b"name;email\nBea;bea@a.example\n")
    page = client.post(address("invite", round), {"people": "ana@a.example", "file": file})
    assert [line.email for line in page.context["preview"].ready] == ["ana@a.example", "bea@a.example"]


def test_a_file_of_twenty_megabytes_is_refused_with_a_sentence(client, round):
    file = SimpleUploadedFile("people.csv", b"a@a.example\n" * (20 * 1024 * 1024 // 12))
    page = client.post(address("invite", round), {"file": file})
    assert (page.status_code, "larger than 2 MB" in page.content.decode()) == (422, True)


def test_an_empty_list_is_asked_again(client, round):
    assert client.post(address("invite", round), {"people": " \n"}).status_code == 422


def test_a_list_of_nobody_is_refused_at_the_field(client, round):
    page = client.post(address("invite", round), {"people": "nobody", "go": "invite"})
    assert page.status_code == 422


def test_filters_find_names_states_and_reasons(client, round, at):
    asking.invitation(round, at, name="Ana", email="ana@a.example")
    asking.invitation(round, at, name="Bea", email="bea@a.example", state=InvitationState.APPLIED)
    asking.invitation(round, at, name="Cem", email="cem@a.example", kind=InvitationKind.RETURNING)

    def found(**query):
        rows = client.get(address("invitations", round), query).context["rows"]
        return [row["invitation"].name for row in rows]

    assert found() == ["Ana", "Bea", "Cem"]
    assert found(search="bea@a") == ["Bea"]
    assert found(state="applied") == ["Bea"]
    assert found(state="silent") == ["Ana", "Cem"]
    assert found(kind="returning") == ["Cem"]
    assert found(search="nobody") == []


@pytest.mark.parametrize("name", ["invitations", "past", "calls"])
def test_lists_ask_as_often_for_three_rows_as_for_one(client, round, at, name):
    earlier = factories.round(round.programme, state=RoundState.FINISHED)
    lead = factories.application(round)

    def add(number):
        asking.invitation(
            round, at, email=f"p{number}@a.example", suggested_by=lead, kind=InvitationKind.SUGGESTED
        )
        factories.participation(earlier, Side.MENTOR)
        asking.call(round, at)

    def asked():
        with CaptureQueriesContext(connection) as watched:
            assert client.get(address(name, round)).status_code == 200
        return len(watched)

    add(1)
    once = asked()
    add(2)
    add(3)
    assert asked() == once


def test_long_lists_have_pages(client, round, at):
    for number in range(51):
        asking.invitation(round, at, email=f"p{number:02}@a.example", name="")
    page = client.get(address("invitations", round), {"page": 2})
    assert [row["invitation"].email for row in page.context["rows"]] == ["p50@a.example"]


def test_all_or_some_past_mentors_are_asked(client, round):
    earlier = factories.round(round.programme, state=RoundState.FINISHED)
    first, second, third = (factories.participation(earlier, Side.MENTOR) for _one in range(3))
    client.post(address("past", round), {"mentor": [str(second.pk)]})
    assert [one.past for one in Invitation.objects.all()] == [second]
    client.post(address("past", round), {"all": "1"})
    assert {one.past for one in Invitation.objects.all()} == {first, second, third}
    page = client.post(address("past", round), {"all": "1"}, follow=True)
    assert "Nobody was chosen who can be asked." in page.content.decode()


def test_reminders_are_set_on_the_page(client, round):
    client.post(address("reminders", round), {"days": "21, 5"})
    page = client.get(address("invitations", round))
    assert page.context["days"] == "5, 21"


@pytest.mark.parametrize("days", ["soon", "0", "1,2,3,4,5"])
def test_reminders_that_cannot_be_read_are_asked_again(client, round, days):
    assert client.post(address("reminders", round), {"days": days}).status_code == 422


def test_a_withdrawn_invitation_cannot_be_withdrawn_twice(client, round, at):
    invitation = asking.invitation(round, at)
    where = reverse("recruitment:withdraw", args=[invitation.pk])
    client.post(where)
    page = client.post(where, follow=True).content.decode()
    assert "This has already changed" in page
    assert asking.state_of(invitation) == InvitationState.WITHDRAWN


def test_a_call_is_closed_once(client, round, at):
    where = reverse("recruitment:close_call", args=[asking.call(round, at).pk])
    client.post(where)
    assert "closed already" in client.post(where, follow=True).content.decode()


def test_the_round_leads_to_finding_mentors(client, round):
    page = client.get(reverse("programmes:round", args=[round.pk])).content.decode()
    assert address("coverage", round) in page
