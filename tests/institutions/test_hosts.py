"""An institution's own host, by the settings."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from fairlead.config import env
from fairlead.notifications import actions as outbox
from tests import factories

pytestmark = pytest.mark.django_db
HOST = "mentoring.coast.example"


@pytest.fixture
def coast(settings):
    institution = factories.institution("Coast Academy", accent="#7a1fa2")
    settings.DOMAINS = {HOST: "coast academy"}
    settings.ALLOWED_HOSTS = ["testserver", HOST]
    return institution


def test_the_public_list_of_a_host_shows_its_institutions_programmes_and_face(client, coast):
    factories.programme("Of others")
    factories.programme("Led by the coast", lead=coast)
    joined = factories.programme("Joined by the coast")
    factories.Partner.objects.create(programme=joined, institution=coast)
    left = factories.programme("Left by the coast")
    factories.Partner.objects.create(programme=left, institution=coast, left_on=factories.AT.date())
    page = client.get(reverse("programmes:public_list"), headers={"host": HOST}).content.decode()
    names = ("Of others", "Led by the coast", "Joined by the coast", "Left by the coast", "7a1fa2.css")
    assert [name in page for name in names] == [False, True, True, False, True]
    elsewhere = client.get(reverse("programmes:public_list")).content.decode()
    assert [name in elsewhere for name in names] == [True, True, True, True, False]


def test_a_host_may_be_named_by_the_institutions_id(client, coast, settings):
    settings.DOMAINS = {HOST: str(coast.pk)}
    assert "7a1fa2.css" in client.get(reverse("people:sign_in"), headers={"host": HOST}).content.decode()


def test_a_host_of_an_unknown_institution_shows_the_installation(client, coast, settings):
    settings.DOMAINS = {HOST: "Nobody"}
    answer = client.get(reverse("programmes:public_list"), headers={"host": HOST})
    assert (answer.status_code, "/faces/" in answer.content.decode()) == (200, False)


def test_an_unknown_host_is_a_bad_request(client, coast):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert client.get(reverse("programmes:public_list"), headers={"host": f"x.{HOST}"}).status_code == 400


def test_links_in_letters_to_its_people_lead_to_its_host(coast, at):
    person = factories.person(email="pia@coast.example")
    factories.affiliation(person, factories.unit(coast))
    told = {"kind": "sign_in", "to_name": "Pia", "template": "people/letters/password_set.txt", "at": at}
    context = {"url": "http://localhost:8000/sign-in/", "at": at}
    hers = outbox.write(key="hers", to_email=person.email, context=context, **told)
    others = outbox.write(key="others", to_email="x@elsewhere.example", context=context, **told)
    assert (f"http://{HOST}/sign-in/" in hers.text, f"http://{HOST}/sign-in/" in hers.html) == (True, True)
    assert "http://localhost:8000/sign-in/" in others.text


def test_a_session_belongs_to_one_host_alone(client, coast, settings):
    assert (settings.SESSION_COOKIE_DOMAIN, settings.CSRF_COOKIE_DOMAIN) == (None, None)


def test_forms_are_taken_at_the_institutions_host(coast, settings):
    strict = Client(enforce_csrf_checks=True)
    strict.get(reverse("people:sign_in"), headers={"host": HOST})
    token = strict.cookies["fairlead_csrf"].value
    sent = {"link-email": "a@b.example", "csrfmiddlewaretoken": token}
    where = reverse("people:send_link")
    taken = strict.post(where, sent, headers={"host": HOST, "origin": f"http://{HOST}"})
    refused = strict.post(where, sent, headers={"host": HOST, "origin": "http://evil.example"})
    assert (taken.status_code, refused.status_code) == (200, 403)


def test_hosts_are_read_from_the_setting(monkeypatch):
    monkeypatch.setenv("FAIRLEAD_DOMAINS", "A.example = University, of A; b.example:8443=B")
    found = env.pairs("FAIRLEAD_DOMAINS")
    assert found == {"a.example": "University, of A", "b.example:8443": "B"}
    assert env.without_ports(found) == ["a.example", "b.example"]


@pytest.mark.parametrize(
    "wrong", ["a.example", "=B", "a b=C", "https://a.example=B", "a.example=B;A.example=C"]
)
def test_a_setting_that_cannot_be_read_stops_the_start(monkeypatch, wrong):
    monkeypatch.setenv("FAIRLEAD_DOMAINS", wrong)
    with pytest.raises(ImproperlyConfigured, match="FAIRLEAD_DOMAINS"):
        env.pairs("FAIRLEAD_DOMAINS")
