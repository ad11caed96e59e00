"""Signing in and out on the pages."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from fairlead.notifications.models import Letter
from fairlead.portal.demo import SIGN_INS
from tests import factories

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"


@pytest.fixture
def person():
    return factories.person("Zsófia Bíró", email="zsofia@northport.example", password=True)


def link_path(client, person, next_path=""):
    client.post(reverse("people:send_link"), {"link-email": person.email, "next": next_path})
    text = Letter.objects.order_by("-written_at").first().text
    return "/sign-in/link/" + text.split("/sign-in/link/")[1].split("/")[0] + "/"


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_page_offers_both_ways_and_no_sign_ins_outside_the_demo(client):
    page = client.get(SIGN_IN).content.decode()
    assert page.count("<h2") == 2
    assert SIGN_INS[0].email not in page


def test_demo_lists_everybody_one_can_sign_in_as(client, settings):
    settings.DEMO = True
    page = client.get(SIGN_IN).content.decode()
    assert [person.name in page for person in SIGN_INS] == [True] * len(SIGN_INS)


def test_password_signs_in_and_goes_on_to_where_one_wanted(client, person):
    wanted = {"email": person.email, "password": "password", "next": "/take-part/"}
    answer = client.post(SIGN_IN, wanted)
    assert (answer.status_code, answer.url, signed_in_as(client)) == (302, "/take-part/", str(person.pk))


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example"])
def test_next_path_to_another_site_is_dropped(client, person, elsewhere):
    answer = client.post(SIGN_IN, {"email": person.email, "password": "password", "next": elsewhere})
    assert answer.url == "/"
    assert elsewhere not in client.get(SIGN_IN, {"next": elsewhere}).content.decode()


def test_link_never_leads_to_another_site(client, person):
    answer = client.post(link_path(client, person, "https://evil.example/"))
    assert answer.url == "/"


def test_wrong_password_says_so_in_words_and_signs_nobody_in(client, person):
    page = client.post(SIGN_IN, {"email": person.email, "password": "wrong"}).content.decode()
    assert "This address and password do not belong together." in page
    assert signed_in_as(client) is None


def test_somebody_signed_in_is_sent_on(client, person):
    client.force_login(person)
    assert client.get(SIGN_IN).url == "/"


def test_known_and_unknown_addresses_get_the_same_answer(client, person):
    def answer(email):
        page = client.post(reverse("people:send_link"), {"link-email": email})
        words = page.content.decode().split("<main")[1].split("</main>")[0]
        return page.status_code, words.replace(email, "…").replace(quote(email), "…")

    known, unknown = answer(person.email), answer("nobody@northport.example")
    assert known == unknown
    assert Letter.objects.count() == 1


def test_broken_address_is_pointed_at(client):
    answer = client.post(reverse("people:send_link"), {"link-email": "zsofia"})
    assert (answer.status_code, "id_link-email_error" in answer.content.decode()) == (422, True)


def test_opening_the_link_signs_nobody_in_and_pressing_the_button_does(client, person):
    path = link_path(client, person, "/take-part/")
    page = client.get(path)
    assert ("Zsófia Bíró" in page.content.decode(), signed_in_as(client)) == (True, None)
    assert client.post(path).url == "/take-part/"
    assert signed_in_as(client) == str(person.pk)


def test_spent_link_is_gone_and_offers_a_new_one(client, person):
    path = link_path(client, person)
    client.post(path)
    client.post(reverse("people:sign_out"))
    page = client.get(path)
    assert (page.status_code, "link-email" in page.content.decode()) == (410, True)


def test_signing_out_ends_the_session(client, person):
    client.force_login(person)
    assert client.post(reverse("people:sign_out")).url == SIGN_IN
    assert signed_in_as(client) is None


def test_pages_about_signing_in_are_never_kept_by_the_browser(client):
    assert "no-store" in client.get(SIGN_IN).headers["Cache-Control"]


def test_signed_in_person_is_spoken_to_in_their_language(client, person):
    person.chosen_language = "fr"
    person.save()
    client.force_login(person)
    assert '<html lang="fr"' in client.get("/take-part/").content.decode()
    client.logout()
    assert '<html lang="en-gb"' in client.get("/take-part/").content.decode()
