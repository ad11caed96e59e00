"""The page where an application begins."""

import re
from datetime import date

import pytest
from django.urls import reverse

from fairlead.applications.models import Application
from fairlead.notifications.models import Letter
from fairlead.people.models import Person, SignInLink
from fairlead.programmes.enums import RoundState, Side
from tests import factories
from tests.applications.answering import sent
from tests.applications.pages import apply_page, close, same, step_page, text

pytestmark = pytest.mark.django_db


def test_somebody_new_gets_a_link_that_leads_to_the_form(client, round):
    page = client.get(apply_page("both"))
    assert "First, who are you?" in text(page)
    response = client.post(apply_page("both"), {"name": "Nguyễn Thị Hồng", "email": "Hong@Northport.example"})
    assert "We have sent a link to" in text(response)
    assert Person.objects.get().name == "Nguyễn Thị Hồng"
    letter = Letter.objects.get()
    link = re.search(r"http\S+", letter.text)[0].split("8000")[1]
    assert client.post(link).headers["Location"] == apply_page("both")
    assert "Before you begin" in text(client.get(apply_page("both")))


def test_the_answer_is_the_same_for_a_known_address_and_the_name_stays(client, round):
    factories.person("Ana", email="ana@northport.example")
    known = client.post(apply_page(), {"name": "Somebody", "email": "ANA@northport.example"})
    new = client.post(apply_page(), {"name": "Somebody", "email": "bob@northport.example"})
    assert same(known).replace("ANA@", "") == same(new).replace("bob@", "")
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ana", "Somebody"]


@pytest.mark.parametrize("name", ["", "Win at https://evil.example", "www.evil.example", "a@b"])
def test_a_name_carries_no_advertisement_to_a_stranger(client, round, name):
    response = client.post(apply_page(), {"name": name, "email": "bob@northport.example"})
    assert (response.status_code, Letter.objects.count(), Person.objects.count()) == (422, 0, 0)


def test_one_address_gets_five_links_an_hour(client, round):
    for _ in range(8):
        client.post(apply_page(), {"name": "Bob", "email": "bob@northport.example"})
    assert (Letter.objects.count(), Person.objects.count()) == (5, 1)


def test_a_flood_of_arrivals_is_stopped(client, round, at, monkeypatch):
    monkeypatch.setattr("fairlead.applications.actions.arriving.ARRIVALS_PER_HOUR", 2)
    for number in range(3):
        response = client.post(apply_page(), {"name": "Bob", "email": f"bob{number}@northport.example"})
    assert (response.status_code, SignInLink.objects.count()) == (422, 2)
    assert "Try again in an hour" in text(response)


def test_when_the_intake_is_closed_the_page_says_so_to_everybody(client, round):
    close(round)
    factories.round(
        round.programme,
        name="Spring",
        state=RoundState.PLANNED,
        opens_on=date(2099, 5, 1),
        closes_on=None,
        starts_on=None,
        ends_on=None,
    )
    pages = [text(client.get(apply_page()))]
    client.force_login(factories.person())
    pages.append(text(client.get(apply_page())))
    assert ["opens on 1 May 2099" in page for page in pages] == [True, True]
    assert client.post(apply_page()).headers["Location"] == reverse("programmes:public", args=["harbour"])


def test_unknown_programmes_and_sides_are_not_found(client, round):
    assert client.get(apply_page("observer")).status_code == 404
    assert client.get(reverse("applications:apply", args=["nowhere", "mentor"])).status_code == 404


def test_reading_the_first_page_begins_nothing(client, ana, round):
    assert "Before you begin" in text(client.get(apply_page()))
    assert Application.objects.count() == 0


def test_beginning_leads_to_the_first_step(client, ana, round):
    response = client.post(apply_page("mentor"))
    made = Application.objects.get()
    assert (made.side, response.headers["Location"]) == ("mentor", step_page(made, "you"))


def test_beginning_as_both_makes_two_drafts(client, ana, round):
    response = client.post(apply_page("both"))
    mentee = Application.objects.get(side=Side.MENTEE)
    assert response.headers["Location"] == step_page(mentee, "you")
    assert Application.objects.filter(side=Side.MENTOR).count() == 1
    assert text(client.get(apply_page("both"))).count("Your application as") == 2


def test_a_standing_application_is_shown_instead_of_a_new_one(client, ana, round, at):
    made = sent(round, ana, at)
    assert "You have begun already" in text(client.get(apply_page()))
    assert client.post(apply_page()).headers["Location"] == reverse("applications:status", args=[made.pk])


def test_an_intake_that_closes_while_one_begins_is_explained(client, ana, round, monkeypatch):
    monkeypatch.setattr("fairlead.applications.queries.open_rounds", lambda _programme, at: [round])
    close(round)
    response = client.post(apply_page(), follow=True)
    assert "The intake is closed." in text(response)
    assert Application.objects.count() == 0
