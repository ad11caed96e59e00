"""Units of an institution: added and renamed by whoever settles its face."""

import pytest
from django.urls import reverse

from fairlead.audit.models import Entry
from fairlead.institutions import actions
from fairlead.institutions.models import Unit
from fairlead.programmes.enums import TeamRole
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def coast(client):
    """An institution whose partner coordinator is signed in."""
    institution = factories.institution("Coast Academy")
    person = factories.member(factories.programme(), TeamRole.PARTNER_COORDINATOR, institution=institution)
    client.force_login(person)
    return institution


def test_a_partner_coordinator_adds_a_unit_once_whatever_the_case(client, coast):
    where = reverse("partnerships:unit_new", args=[coast.pk])
    assert client.post(where, {"name": " Welcome  Centre "}).status_code == 302
    again = client.post(where, {"name": "WELCOME CENTRE"})
    assert (again.status_code, [one.name for one in coast.units.all()]) == (422, ["Welcome Centre"])
    assert "has a unit of this name already" in again.content.decode()


@pytest.mark.parametrize(("typed", "stored"), [("\u202eHR", ["HR"]), ("\u2066 \u2069", [])])
def test_a_unit_turns_no_words_around_that_stand_behind_it(client, coast, typed, stored):
    client.post(reverse("partnerships:unit_new", args=[coast.pk]), {"name": typed})
    assert [one.name for one in coast.units.all()] == stored


def test_a_renamed_unit_keeps_who_works_there(client, coast):
    unit = factories.unit(coast, "HR")
    works = factories.affiliation(factories.person(), unit)
    client.post(reverse("partnerships:unit_name", args=[unit.pk]), {"name": "People and Culture"})
    works.refresh_from_db()
    assert works.unit.name == "People and Culture"
    assert [one.details for one in Entry.objects.filter(verb="unit renamed")] == [{}]


def test_a_unit_can_change_only_the_case_of_its_name(coast, at):
    unit = factories.unit(coast, "hr")
    actions.rename_unit(unit, name="HR", by=factories.actor(), at=at)
    assert Unit.objects.get(pk=unit.pk).name == "HR"


def test_a_unit_cannot_take_the_name_of_another_and_two_institutions_may_share_one(client, coast, at):
    factories.unit(coast, "HR")
    other = factories.unit(coast, "IRO")
    assert client.post(reverse("partnerships:unit_name", args=[other.pk]), {"name": "hr"}).status_code == 422
    elsewhere = factories.institution("Third")
    assert actions.add_unit(elsewhere, name="HR", by=factories.actor(), at=at).institution == elsewhere


def test_units_of_another_institution_are_not_found(client, coast):
    unit = factories.unit(factories.institution("Third"))
    assert client.post(reverse("partnerships:unit_name", args=[unit.pk]), {"name": "x"}).status_code == 404
    assert (
        client.post(reverse("partnerships:unit_new", args=[unit.institution_id]), {"name": "x"}).status_code
        == 404
    )


def test_the_page_of_an_institution_leads_to_its_units(client, coast):
    unit = factories.unit(coast, "Welcome Centre")
    page = client.get(reverse("partnerships:institution", args=[coast.pk])).content.decode()
    assert reverse("partnerships:unit_name", args=[unit.pk]) in page
    assert reverse("partnerships:unit_new", args=[coast.pk]) in page
