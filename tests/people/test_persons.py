"""A person is met once, works somewhere, and has roles."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from fairlead.people import actions, policies
from fairlead.people.models import Affiliation, Person, Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_person_is_known_by_address_in_any_case_and_keeps_their_name(at):
    made = actions.know_person(email="Noor@X.example ", name=" Noor ", at=at)
    again = actions.know_person(email="noor@x.EXAMPLE", name="Somebody else", at=at)
    assert (again, again.name, again.email) == (made, "Noor", "noor@x.example")
    assert not made.has_usable_password()


@pytest.mark.django_db(transaction=True)
def test_person_met_at_two_doors_at_once_is_one_person(at, at_once):
    addresses = ["noor@x.example", "Noor@X.example"] * 2
    met = at_once(
        *[lambda email=email: actions.know_person(email=email, name="Noor", at=at) for email in addresses]
    )
    assert met == [Person.objects.get()] * 4


def test_address_is_stored_once_in_any_case():
    factories.person(email="a@x.example")
    with pytest.raises(IntegrityError):
        Person.objects.create(email="A@X.example", name="A")


def test_person_has_one_current_affiliation():
    person = factories.person()
    factories.affiliation(person)
    with pytest.raises(IntegrityError):
        factories.affiliation(person)


def settle(person, unit, at, **said):
    empty = {"job_title": "", "grade": None, "campus": "", "line_manager_name": "", "line_manager_email": ""}
    return actions.set_affiliation(
        person, institution=unit.institution, unit=unit, at=at, **{**empty, **said}
    )


def test_news_about_the_same_unit_adds_to_what_was_known(at):
    person, unit = factories.person(), factories.unit()
    first = settle(person, unit, at, job_title="Officer", grade=6)
    again = settle(person, unit, at, campus="North")
    assert (again.pk, again.job_title, again.grade, again.campus) == (first.pk, "Officer", 6, "North")


def test_move_to_another_unit_ends_one_affiliation_and_begins_the_next(at):
    person = factories.person()
    old = settle(person, factories.unit(), at)
    new = settle(person, factories.unit(), at + timedelta(days=40))
    old.refresh_from_db()
    assert (old.ended_on, new.ended_on) == (new.started_on, None)
    assert Affiliation.objects.filter(person=person).count() == 2


def test_roles_are_asked_once_and_nobody_has_none(django_assert_num_queries):
    person = factories.person()
    factories.grant(person, Role.IT_ADMINISTRATOR)
    actor = factories.actor(person)
    with django_assert_num_queries(1):
        assert (policies.administers(actor), policies.owns_programmes(actor)) == (True, False)
    with django_assert_num_queries(0):
        assert policies.roles(factories.actor()) == frozenset()


def test_role_is_granted_once():
    person = factories.person()
    factories.grant(person, Role.PROGRAMME_OWNER)
    with pytest.raises(IntegrityError):
        factories.grant(person, Role.PROGRAMME_OWNER)
