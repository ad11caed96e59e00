"""An institution and a unit exist once, however their names are written."""

import pytest
from django.db import IntegrityError

from tests import factories

pytestmark = pytest.mark.django_db


def test_institution_cannot_be_stored_twice_under_another_spelling_of_case():
    factories.institution("University of Northport")
    with pytest.raises(IntegrityError):
        factories.institution("UNIVERSITY OF NORTHPORT")


def test_unit_name_is_free_at_another_institution_only():
    first, second = factories.institution("First"), factories.institution("Second")
    factories.unit(first, "Welcome Centre")
    assert str(factories.unit(second, "Welcome Centre")) == "Welcome Centre"
    with pytest.raises(IntegrityError):
        factories.unit(first, "welcome centre")
