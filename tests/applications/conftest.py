"""A programme that takes applications, and somebody who applies."""

from datetime import date

import pytest

from tests import factories


@pytest.fixture
def round():
    programme = factories.programme("Harbour", slug="harbour", areas=("Dual career", "Taxation", "Housing"))
    programme.privacy_notice, programme.contact_email = "We read it.", "cora@x.example"
    programme.save()
    return factories.round(
        programme, closes_on=date(2099, 1, 31), starts_on=date(2099, 3, 1), ends_on=date(2099, 9, 1)
    )


@pytest.fixture
def ana(client):
    person = factories.person("Ana", email="ana@northport.example")
    client.force_login(person)
    return person
