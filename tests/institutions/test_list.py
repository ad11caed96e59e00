"""The list of institutions: found, counted, added and renamed by the IT administrator."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.institutions.models import Institution
from fairlead.people.models import Role
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/institutions/"


@pytest.fixture
def administrator(client):
    person = factories.person()
    factories.grant(person, Role.IT_ADMINISTRATOR)
    client.force_login(person)
    return person


def test_the_list_costs_as_many_queries_for_one_institution_as_for_many(client, administrator):
    factories.programme()
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for _number in range(3):
        factories.affiliation(factories.person())
        factories.programme()
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(one) == len(many)


def test_an_institution_in_several_programmes_is_one_row_that_counts_them(client, administrator):
    coast = factories.institution("Coast Academy")
    for _number in range(3):
        factories.Partner.objects.create(programme=factories.programme(), institution=coast)
    factories.affiliation(factories.person(), factories.unit(coast))
    factories.affiliation(factories.person(), factories.unit(coast), ended_on=factories.AT.date())
    page = client.get(LIST, {"q": "coast"})
    rows = [(one.name, one.takes_part, one.people) for one in page.context["page"]]
    assert rows == [("Coast Academy", 3, 1)]
    detail = client.get(reverse("partnerships:institution", args=[coast.pk]))
    assert len(detail.context["programmes"]) == 3


def test_the_list_comes_in_pages(client, administrator):
    Institution.objects.bulk_create(
        Institution(name=f"University {number:03}", short_name=f"U{number}") for number in range(120)
    )
    assert [len(client.get(LIST, {"page": page}).context["page"]) for page in (1, 2, 3)] == [50, 50, 20]


def test_an_institution_is_added_once_whatever_the_case(client, administrator):
    where = reverse("partnerships:institution_new")
    given = {"name": " Coast  Academy ", "short_name": "Coast", "city": ""}
    assert client.post(where, given).status_code == 302
    assert client.post(where, {**given, "name": "COAST ACADEMY"}).status_code == 422
    assert Institution.objects.get(short_name="Coast").name == "Coast Academy"


def test_an_institution_keeps_its_own_name_when_only_the_short_one_changes(client, administrator):
    coast, other = factories.institution("Coast Academy"), factories.institution("Other")
    where = reverse("partnerships:institution_name", args=[coast.pk])
    assert client.post(where, {"name": "Coast Academy", "short_name": "CA", "city": ""}).status_code == 302
    assert client.post(where, {"name": other.name, "short_name": "CA", "city": ""}).status_code == 422
    coast.refresh_from_db()
    assert (coast.name, coast.short_name) == ("Coast Academy", "CA")


def test_hosts_that_belong_to_nobody_are_named(client, administrator, settings):
    settings.DOMAINS = {"lost.example": "Nobody"}
    assert "lost.example" in client.get(LIST).content.decode()
