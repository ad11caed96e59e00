"""A person sets a password when they have proved who they are."""

import pytest
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from fairlead.audit.models import Entry
from fairlead.notifications.models import Letter
from fairlead.people import actions
from fairlead.people.models import FailedSignIn
from fairlead.people.views import BY_LINK
from tests import factories

pytestmark = pytest.mark.django_db
GOOD = "a boat with nine sails"
ADDRESS = "/my/password/"


@pytest.fixture
def person():
    return factories.person("Zsófia Bíró", email="zsofia@northport.example", password=True)


def signed_in_by_link(client, person):
    client.post(reverse("people:send_link"), {"link-email": person.email})
    text = Letter.objects.get().text
    client.post("/sign-in/link/" + text.split("/sign-in/link/")[1].split("/")[0] + "/")


def password_is(person, password):
    person.refresh_from_db()
    return person.check_password(password)


def test_password_is_set_recorded_and_told_by_letter(person, at):
    actions.set_password(person.email, password=GOOD, at=at)
    assert password_is(person, GOOD)
    assert Entry.objects.get().verb == "set password"
    letter = Letter.objects.get()
    assert (letter.kind, letter.to_email, GOOD in letter.text) == ("password-set", person.email, False)


@pytest.mark.parametrize("weak", ["short", "password123", "zsofia@northport", ""])
def test_weak_password_is_refused_and_the_old_one_stays(person, at, weak):
    with pytest.raises(actions.PasswordTooWeak):
        actions.set_password(person.email, password=weak, at=at)
    assert password_is(person, "password")
    assert (Entry.objects.count(), Letter.objects.count()) == (0, 0)


def test_who_signed_in_by_link_sets_one_without_the_old_and_stays_signed_in(client, person):
    signed_in_by_link(client, person)
    assert 'name="current"' not in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, {"new": GOOD}).url == "/"
    assert password_is(person, GOOD)
    assert client.get("/").status_code == 200


def test_who_signed_in_by_link_long_ago_gives_the_old_one(client, person):
    signed_in_by_link(client, person)
    session = client.session
    session[BY_LINK] -= 30 * 60
    session.save()
    assert 'name="current"' in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, {"new": GOOD}).status_code == 200
    assert password_is(person, "password")


def test_who_signed_in_by_password_gives_the_old_one(client, person):
    client.force_login(person)
    page = client.post(ADDRESS, {"new": GOOD})
    assert (page.status_code, password_is(person, "password")) == (200, True)
    assert client.post(ADDRESS, {"current": "password", "new": GOOD}).url == "/"
    assert password_is(person, GOOD)


def test_wrong_old_password_is_said_at_its_field_and_slows_the_next_try(client, person):
    client.force_login(person)
    page = client.post(ADDRESS, {"current": "wrong", "new": GOOD}).content.decode()
    assert "id_current_error" in page
    assert (FailedSignIn.objects.count(), password_is(person, "password")) == (1, True)


def test_weak_new_password_is_said_at_its_field(client, person):
    client.force_login(person)
    page = client.post(ADDRESS, {"current": "password", "new": "short"}).content.decode()
    assert "id_new_error" in page


def test_new_password_ends_every_other_session(client, person):
    other = Client()
    other.force_login(person)
    client.force_login(person)
    client.post(ADDRESS, {"current": "password", "new": GOOD})
    # The framework reads a session that has become worthless twice before it drops it.
    with zeal_ignore([{"model": "sessions.Session"}]):
        assert other.get("/").status_code == 302
