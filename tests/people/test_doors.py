"""Who gets through the doors of signing in and out."""

import pytest
from django.urls import reverse

from tests import doors, factories

pytestmark = pytest.mark.django_db
DOORS = {
    "people:sign_in": {"stranger": 200, "mentee": 302},
    "people:send_link": {"stranger": 405, "mentee": 405},
    "people:use_link": {"stranger": 410, "mentee": 410},
    "people:set_password": {"stranger": 302, "mentee": 200},
    "people:sign_out": {"stranger": 405, "mentee": 405},
}


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, name, row):
    args = ["nobody-was-given-this"] if name == "people:use_link" else []

    def asked(role):
        if role == "mentee":
            client.force_login(factories.participation(factories.round()).person)
        return client.get(reverse(name, args=args))

    assert doors.answers(client, row, asked) == row
