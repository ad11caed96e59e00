"""Institutions and units are met once."""

import pytest

from fairlead.institutions.actions import know_institution, know_unit
from fairlead.institutions.models import Institution, Unit

pytestmark = pytest.mark.django_db


def test_institution_is_made_when_new_and_found_again_in_any_case_and_spacing():
    made = know_institution(name="  University   of Northport ")
    assert (made.name, made.short_name) == ("University of Northport", "University of Northport")
    assert know_institution(name="university of northport") == made
    assert Institution.objects.count() == 1


def test_unit_is_made_at_its_institution_and_found_again():
    here, there = know_institution(name="Here"), know_institution(name="There")
    made = know_unit(institution=here, name="Welcome Centre")
    assert know_unit(institution=here, name="WELCOME  CENTRE") == made
    assert know_unit(institution=there, name="Welcome Centre") != made
    assert Unit.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_name_a_new_institution_at_once_meet_the_same_one(at_once):
    outcomes = at_once(*[lambda: know_institution(name="Northport")] * 2)
    assert {getattr(one, "pk", one) for one in outcomes} == {Institution.objects.get().pk}
