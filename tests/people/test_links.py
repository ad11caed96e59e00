"""A sign-in link works once, for a while, and is never given away."""

from datetime import timedelta

import pytest

from fairlead.audit.models import Entry
from fairlead.notifications.models import Letter
from fairlead.people import actions
from fairlead.people.models import SignInLink
from tests import factories

pytestmark = pytest.mark.django_db


def ask(person, at, next_path="/"):
    actions.send_sign_in_link(email=person.email, next_path=next_path, at=at)


def secret_in(letter):
    return letter.text.split("/sign-in/link/")[1].split("/")[0]


@pytest.fixture
def person():
    return factories.person("Zsófia Bíró", email="zsofia@northport.example")


@pytest.fixture
def secret(person, at):
    ask(person, at)
    return secret_in(Letter.objects.get())


def test_letter_goes_to_the_person_however_the_address_is_written(person, at):
    actions.send_sign_in_link(email=" ZSOFIA@Northport.Example ", next_path="/", at=at)
    assert (Letter.objects.get().to_email, Letter.objects.get().kind) == (person.email, "sign-in")


def test_only_the_fingerprint_of_the_secret_is_kept(secret):
    assert SignInLink.objects.filter(fingerprint__contains=secret).count() == 0
    assert len(SignInLink.objects.get().fingerprint) == 64


def test_link_signs_in_once_and_is_recorded(person, secret, at):
    assert actions.use_link(secret, at=at).person == person
    assert Entry.objects.values_list("verb", "actor_label").get() == ("signed in by link", "Zsófia Bíró")
    with pytest.raises(actions.LinkUnusable):
        actions.use_link(secret, at=at)


def test_link_is_too_old_after_half_an_hour(secret, at):
    assert actions.usable_link(secret, at=at + timedelta(minutes=29))
    with pytest.raises(actions.LinkUnusable):
        actions.use_link(secret, at=at + timedelta(minutes=30))


def test_link_nobody_was_given_does_not_work(secret, at):
    with pytest.raises(actions.LinkUnusable):
        actions.use_link(secret[:-1] + ("a" if secret[-1] != "a" else "b"), at=at)


def test_link_of_somebody_who_may_no_longer_sign_in_does_not_work(person, secret, at):
    person.is_active = False
    person.save()
    with pytest.raises(actions.LinkUnusable):
        actions.use_link(secret, at=at)


def test_unknown_and_closed_addresses_get_nothing(at):
    gone = factories.person(is_active=False)
    ask(gone, at)
    actions.send_sign_in_link(email="nobody@northport.example", next_path="/", at=at)
    assert (Letter.objects.count(), SignInLink.objects.count()) == (0, 0)


def test_an_address_gets_at_most_five_links_an_hour(person, at):
    for minute in range(8):
        ask(person, at + timedelta(minutes=minute))
    assert Letter.objects.count() == 5
    ask(person, at + timedelta(minutes=61))
    assert Letter.objects.count() == 6


def test_flood_for_one_address_does_not_touch_another(person, at):
    for _number in range(6):
        ask(person, at)
    other = factories.person()
    ask(other, at)
    assert Letter.objects.filter(to_email=other.email).count() == 1


@pytest.mark.django_db(transaction=True)
def test_only_one_of_two_clicks_at_once_signs_in(secret, at, at_once):
    outcomes = at_once(*[lambda: actions.use_link(secret, at=at)] * 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["LinkUnusable", "SignInLink"]
    assert Entry.objects.count() == 1
