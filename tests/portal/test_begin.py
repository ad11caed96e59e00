"""The first person of an installation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from fairlead.audit.queries import first_broken
from fairlead.institutions.models import Institution
from fairlead.people.models import Person, RoleGrant
from fairlead.programmes import policies
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = {"institution": "University of Northport", "name": "Ann Example", "email": "ann@northport.example"}


def test_the_first_person_may_found_programmes():
    said = StringIO()
    call_command("begin", **WORDS, stdout=said)
    person = Person.objects.get()
    assert (person.name, person.email) == ("Ann Example", "ann@northport.example")
    assert policies.can_found(factories.actor(person))
    assert "/sign-in/" in said.getvalue()


def test_saying_it_twice_changes_nothing():
    for _ in range(2):
        call_command("begin", **WORDS, stdout=StringIO())
    assert [model.objects.count() for model in (Institution, Person, RoleGrant)] == [1, 1, 2]
    assert first_broken() is None


def test_a_broken_address_is_refused():
    with pytest.raises(CommandError, match="'ann' is not an e-mail address"):
        call_command("begin", **{**WORDS, "email": "ann"}, stdout=StringIO())
    assert Person.objects.count() == 0
