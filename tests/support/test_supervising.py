"""Who is about to turn to a supervisor of one of the two is told so first, and may do it all the same."""

import pytest
from django.urls import reverse

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.programmes.enums import RoundState, Side
from fairlead.support.actions import succeeding
from fairlead.support.models import Case, Contact
from fairlead.support.queries import cases as queries
from fairlead.support.queries import supervising
from tests import factories
from tests.support import caring

pytestmark = pytest.mark.django_db
AT = factories.AT
MINE = "Olu Ombudsperson is your supervisor."


@pytest.fixture
def scene(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return caring.scene(at)


def above(made, half="mentee", who="contact"):
    """Somebody supervises one of the two, as the staff list says."""
    email = getattr(made, who).email.upper()
    factories.affiliation(getattr(made.pair, half).person, factories.unit(), line_manager_email=email)


def words_for(made, half):
    """What this half is told of whom they can turn to."""
    person = getattr(made.pair, half).person
    found = supervising.above(made.pair, person.pk, queries.addressees_of(made.pair))
    return {one.short for one in found.values()}


def test_supervisor_is_told_of_to_both_halves_each_in_their_words(scene):
    above(scene)
    assert words_for(scene, "mentee") == {"your supervisor"}
    assert words_for(scene, "mentor") == {f"supervisor of {scene.pair.mentee.person.name}"}


def _application(made, round):
    """What the mentee once sent."""
    given = {"round": round, "programme": round.programme, "person": made.pair.mentee.person}
    return Application.objects.create(
        **given, side=Side.MENTEE, state=ApplicationState.WITHDRAWN, created_at=AT, saved_at=AT
    )


def test_supervisor_who_approved_the_application_counts_and_only_the_last_one(at, scene):
    past = factories.round(scene.pair.round.programme, state=RoundState.FINISHED)
    for number, (round, email) in enumerate(
        ((past, "old@northport.example"), (scene.pair.round, scene.contact.email))
    ):
        application = _application(scene, round)
        SupervisorApproval.objects.create(
            application=application,
            supervisor_name="S",
            supervisor_email=email,
            fingerprint=str(number),
            asked_at=at,
            answer_by=at,
        )
        SupervisorApproval.objects.filter(fingerprint="0").update(asked_at=at.replace(year=2025))
    assert words_for(scene, "mentee") == {"your supervisor"}
    SupervisorApproval.objects.filter(fingerprint="0").update(asked_at=at.replace(year=2027))
    assert words_for(scene, "mentee") == set()


def test_concern_to_a_supervisor_goes_only_by_a_second_word(client, scene):
    above(scene)
    client.force_login(scene.pair.mentee.person)
    address = reverse("support:write", args=[scene.pair.pk])
    form = client.get(address)
    assert "Ombudsperson · your supervisor" in form.content.decode()
    occasion = form.context["form"]["occasion"].value()
    given = {"words": "Kept words", "to": scene.contact.pk, "occasion": occasion}
    asked = client.post(address, given)
    page = asked.content.decode()
    assert (asked.status_code, Case.objects.count()) == (422, 0)
    assert ("notice--watch" in page, "There is a problem" in page) == (True, False)
    assert (MINE in page, "Kept words" in page, "Send to Olu Ombudsperson all the same" in page) == (
        True,
        True,
        True,
    )
    assert client.post(address, {**given, "sure": scene.coordinator.pk}).status_code == 422
    assert client.post(address, {**given, "sure": scene.contact.pk}).status_code == 302
    assert Case.objects.get().owner == scene.contact


def test_somebody_else_may_be_chosen_instead(client, scene):
    above(scene)
    client.force_login(scene.pair.mentee.person)
    unsure = reverse("support:unsure", args=[scene.pair.pk])
    asked = client.post(unsure, {"to": scene.contact.pk})
    assert (asked.status_code, MINE in asked.content.decode()) == (422, True)
    swapped = client.post(unsure, {"to": scene.coordinator.pk, "sure": scene.contact.pk})
    assert (swapped.status_code, Case.objects.count()) == (422, 0)
    assert client.post(unsure, {"to": scene.coordinator.pk}).status_code == 302
    assert Case.objects.get().owner == scene.coordinator


def test_who_chooses_anew_is_warned_too(client, at, scene):
    above(scene, who="coordinator")
    case = caring.concern(scene, at)
    Contact.objects.all().delete()
    succeeding.sweep(at=at)
    client.force_login(scene.pair.mentee.person)
    address = reverse("support:choose", args=[case.pk])
    asked = client.post(address, {"to": scene.coordinator.pk})
    assert (asked.status_code, "Choose Cora Coordinator all the same" in asked.content.decode()) == (
        422,
        True,
    )
    given = {"to": scene.coordinator.pk, "sure": scene.coordinator.pk}
    assert client.post(address, given).status_code == 302
    assert Case.objects.get().owner == scene.coordinator
