"""Two people side by side: whose answers somebody reads is decided as on the page of the application."""

import pytest
from django.urls import reverse

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.programmes.enums import TeamRole
from tests import factories
from tests.applications.forms import publish, q
from tests.matching.approving import stage, text

pytestmark = pytest.mark.django_db
LEVELS = ("coordinator", "partner", "match")


@pytest.fixture
def here(at):
    """A mentee of the leading institution and a mentor of a partner that decides on its own people."""
    found = stage(at)
    for side in ("mentee", "mentor"):
        asked = [q(level, "choice", options=(f"{level} {side}",), reader=level) for level in LEVELS]
        form = publish(found.people.round.programme, *asked, side=side)
        theirs = Application.objects.filter(round=found.people.round, side=side)
        theirs.update(form_version=form, own_answers={level: f"{level} {side}" for level in LEVELS})
    return found


def read(client, here):
    """The own answers of both that the page shows."""
    ends = [here.people.people[name].pk for name in ("Crossing", "AwayMentor")]
    page = text(client.get(reverse("matching:board_pair", args=[here.run.pk, *ends])))
    return {
        one for level in LEVELS for side in ("Mentee", "Mentor") if (one := f"{level.title()} {side}") in page
    }


def test_coordinator_reads_of_a_partners_people_no_more_than_is_meant_for_both(client, here):
    client.force_login(here.people.coordinator)
    own, others = {"Coordinator Mentee", "Partner Mentee", "Match Mentee"}, {"Partner Mentor", "Match Mentor"}
    assert read(client, here) == own | others


def test_lead_reads_what_the_two_may_read_of_each_other(client, here):
    client.force_login(factories.member(here.people.round.programme, TeamRole.HR_LEAD))
    assert read(client, here) == {"Match Mentee", "Match Mentor"}


def test_answers_of_who_has_left_the_pool_are_as_closed_as_their_application(client, here):
    client.force_login(here.people.coordinator)
    gone = here.people.people["AwayMentor"]
    Application.objects.filter(participation=gone).update(state=ApplicationState.WITHDRAWN)
    assert read(client, here) == set()
