"""Passwords let in, and wrong ones slow down."""

from datetime import timedelta

import pytest

from fairlead.audit.models import Entry
from fairlead.people import actions
from fairlead.people.models import FailedSignIn, Person
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return factories.person("Ásta", email="asta@northport.example", password=True)


def tried(email, password, at):
    try:
        return actions.check_password(email=email, password=password, at=at)
    except actions.Refused as refusal:
        return type(refusal)


def test_right_password_lets_in_whatever_the_case_of_the_address_and_is_recorded(person, at):
    assert tried(" Asta@Northport.Example", "password", at) == person
    assert Entry.objects.values_list("verb", flat=True).get() == "signed in by password"


def test_wrong_password_and_unknown_address_get_the_same_answer(person, at):
    assert (
        tried(person.email, "wrong", at) == tried("nobody@x.example", "password", at) == actions.WrongPassword
    )


def test_empty_or_unset_password_never_lets_in(at):
    without = factories.person()
    assert [tried(without.email, given, at) for given in ("", "!", "None")] == [actions.WrongPassword] * 3


def test_somebody_who_may_no_longer_sign_in_is_refused(person, at):
    Person.objects.update(is_active=False)
    assert tried(person.email, "password", at) == actions.WrongPassword


def test_after_eight_wrong_ones_even_the_right_one_waits_a_quarter_of_an_hour(person, at):
    assert [tried(person.email, "wrong", at) for _number in range(8)] == [actions.WrongPassword] * 8
    assert tried(person.email.upper(), "password", at) == actions.TooManyTries
    assert tried(person.email, "password", at + timedelta(minutes=16)) == person


def test_right_password_forgets_the_wrong_ones(person, at):
    for _number in range(7):
        tried(person.email, "wrong", at)
    tried(person.email, "password", at)
    assert FailedSignIn.objects.count() == 0


def test_wrong_tries_keep_no_address_and_are_swept_when_old(person, at):
    tried(person.email, "wrong", at)
    assert FailedSignIn.objects.filter(fingerprint__contains="asta").count() == 0
    tried("other@x.example", "wrong", at + timedelta(minutes=20))
    assert FailedSignIn.objects.count() == 1
