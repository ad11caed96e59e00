"""Who gets through the doors of the mailbox."""

import pytest
from django.urls import reverse

from fairlead.notifications.models import Letter
from tests import doors, factories

pytestmark = pytest.mark.django_db
DOORS = {
    "notifications:mailbox": {"stranger": 200, "mentee": 200, "it_admin": 200},
    "notifications:letter": {"stranger": 200, "mentee": 200, "it_admin": 200},
    "notifications:invitation": {"stranger": 200, "mentee": 200, "it_admin": 200},
}


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door_of_the_demo_is_open_and_elsewhere_there_is_no_door(client, settings, at, name, row):
    given = {"to_email": "a@x.example", "subject": "s", "written_at": at, "calendar": "METHOD:REQUEST"}
    letter = Letter.objects.create(key="k", kind="k", **given)
    address = reverse(name, args=[] if name == "notifications:mailbox" else [letter.pk])

    def asked(role):
        if role != "stranger":
            client.force_login(factories.person())
        return client.get(address)

    assert doors.answers(client, row, asked) == row
    settings.MAILBOX = False
    assert doors.answers(client, row, asked) == dict.fromkeys(row, 404)
