"""A programme and its coordinator, signed in."""

import pytest

from tests import factories


@pytest.fixture(autouse=True)
def alone(settings):
    """Programmes without what other contexts add to them; those test their parts themselves."""
    settings.OPENING_CHECKS = []
    settings.PROGRAMME_COPIERS = {}


@pytest.fixture
def programme():
    return factories.programme("Harbour", areas=("Dual career", "Taxation"), slug="harbour")


@pytest.fixture
def cora(client, programme):
    person = factories.member(programme)
    client.force_login(person)
    return person
