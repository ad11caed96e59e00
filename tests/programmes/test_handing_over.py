"""Somebody of the team hands their part over: everything to one successor, or nothing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from fairlead.audit.models import Entry
from fairlead.evaluation.models import AgreedAction
from fairlead.notifications.models import Letter
from fairlead.partnerships.models import SteeringAction
from fairlead.programmes import actions
from fairlead.programmes.actions import succeeding
from fairlead.programmes.enums import Side, TeamRole
from fairlead.programmes.models import Programme, TeamMember
from fairlead.programmes.succession import belongings
from fairlead.support.models import Booking, Case, Circle, Hour
from tests import factories
from tests.evaluation import assessing
from tests.partnerships import arranging, steered
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db


def place(person, programme):
    return TeamMember.objects.select_related("person", "programme").get(person=person, programme=programme)


def words(member, at):
    return [(one.words, one.passes) for one in belongings(member, at=at)]


@pytest.fixture
def cora(at):
    """A coordinator with an hour, a circle, a case, an action, and the programme's contact."""
    programme = factories.programme(contact_name="Cora", contact_email="CORA@northport.example")
    who = factories.person("Cora", email="cora@northport.example")
    factories.member(programme, who=who, institution=programme.lead, responsible_for="All of it")
    Hour.objects.create(
        programme=programme, host=who, starts_at=at + timedelta(days=3), minutes=30, places=2, made_at=at
    )
    Circle.objects.create(programme=programme, side=Side.MENTOR, name="North", facilitator=who, made_at=at)
    Case.objects.create(
        programme=programme, owner=who, origin="hand", due_on=date(2026, 10, 12), opened_at=at
    )
    steered.agreed(steered.planned(programme, who, at), who, at)
    year = assessing.begun(programme)
    AgreedAction.objects.create(assessment=year, text="Ask", owner="Cora", due_on=date(2027, 1, 1))
    return place(who, programme)


def test_what_is_theirs_is_counted_and_what_is_confidential_stays_apart(cora, at):
    assert words(cora, at) == [
        ("1 thing agreed at steering meetings to do", True),
        ("1 steering meeting planned", True),
        ("invited to 1 steering meeting to come", False),
        ("1 office hour to come", True),
        ("1 circle to facilitate", True),
        ("1 open case in confidence", False),
        ("1 agreed action of an assessment", True),
    ]


def test_a_role_and_all_that_belongs_to_it_pass_to_one_successor(cora, at):
    dan = factories.person("Dan")
    guest = factories.person()
    hour = Hour.objects.get()
    Booking.objects.create(hour=hour, person=guest, place=1, booked_at=at)
    Booking.objects.create(hour=hour, person=dan, place=2, booked_at=at)
    actions.hand_over(cora, dan, by=factories.actor(cora.person), at=at)
    now = place(dan, cora.programme)
    assert (now.role, now.institution, now.responsible_for) == (
        TeamRole.COORDINATOR,
        cora.programme.lead,
        "All of it",
    )
    assert not TeamMember.objects.filter(person=cora.person).exists()
    assert (Hour.objects.get().host, Circle.objects.get().facilitator) == (dan, dan)
    assert list(Booking.objects.filter(cancelled_at=None).values_list("person", flat=True)) == [guest.pk]
    assert AgreedAction.objects.get().owner == "Dan"
    assert SteeringAction.objects.get().owner == dan
    programme = Programme.objects.get(pk=cora.programme_id)
    assert (programme.contact_name, programme.contact_email) == ("Dan", dan.email)
    told = Letter.objects.filter(kind__in=["role-succeeds", "role-succeeded", "office-hour-host"])
    assert set(told.values_list("kind", "to_email")) == {
        ("role-succeeds", dan.email),
        ("role-succeeded", cora.person.email),
        ("office-hour-host", guest.email),
    }


def test_a_case_goes_by_the_rule_of_support_and_never_by_the_handover(cora, at):
    dan, erin = factories.person("Dan"), factories.member(cora.programme)
    asker = factories.person()
    Case.objects.update(raised_by=asker)
    actions.hand_over(cora, dan, by=factories.actor(erin), at=at)
    assert (Case.objects.get().owner, Case.objects.get().state) == (None, "waiting")


def test_an_hour_at_which_the_successor_is_there_already_is_called_off(cora, at):
    dan = factories.person("Dan")
    hour = Hour.objects.get()
    Hour.objects.create(
        programme=cora.programme, host=dan, starts_at=hour.starts_at, minutes=30, places=1, made_at=at
    )
    actions.hand_over(cora, dan, by=factories.actor(cora.person), at=at)
    hour.refresh_from_db()
    assert (hour.host, hour.cancelled_at) == (cora.person, at)


def test_a_successor_who_has_the_role_already_has_it_once(cora, at):
    dan = factories.member(cora.programme)
    actions.hand_over(cora, dan, by=factories.actor(dan), at=at)
    assert [one.person for one in TeamMember.objects.filter(programme=cora.programme)] == [dan]


def test_it_passes_as_a_whole_or_not_at_all(cora, at, monkeypatch):
    def breaks(*_args, **_kwargs):
        raise RuntimeError

    entries = Entry.objects.count()
    monkeypatch.setattr(succeeding, "remove_member", breaks)
    with pytest.raises(RuntimeError):
        actions.hand_over(cora, factories.person("Dan"), by=factories.actor(), at=at)
    assert (Hour.objects.get().host, AgreedAction.objects.get().owner) == (cora.person, "Cora")
    assert (Entry.objects.count(), Letter.objects.filter(kind__startswith="role").count()) == (entries, 0)


def test_nobody_hands_over_to_themselves_or_twice(cora, at):
    with pytest.raises(actions.NobodyElse):
        actions.hand_over(cora, cora.person, by=factories.actor(), at=at)
    dan = factories.person("Dan")
    actions.hand_over(cora, dan, by=factories.actor(), at=at)
    with pytest.raises(actions.GoneAlready):
        actions.hand_over(cora, factories.person(), by=factories.actor(), at=at)


def test_a_partners_coordinator_hands_over_to_who_speaks_for_the_partner_next(client, at):
    two = arranging.in_force(at, partner_contact_email="PIA@coast.example")
    client.force_login(two.pia)
    listed = text(client.get(reverse("partnerships:partners", args=[two.programme.pk])))
    where = reverse("programmes:hand_over", args=[place(two.pia, two.programme).pk])
    assert where in listed
    page = text(client.get(where))
    assert "1 partnership to speak for" in page
    assert "Named as a contact in 1 arrangement" in page
    assert client.post(where, {"name": "", "email": "x"}).status_code == 422
    assert client.post(where, {"name": "Q", "email": two.pia.email}).status_code == 422
    done = client.post(where, {"name": "Quinn", "email": "quinn@coast.example"})
    assert done.url == reverse("portal:home")
    assert two.stored().coordinator.name == "Quinn"
    assert client.get(reverse("partnerships:page", args=[two.partnership.pk])).status_code == 404
    client.force_login(two.stored().coordinator)
    assert client.get(reverse("partnerships:page", args=[two.partnership.pk])).status_code == 200


def test_a_coordinator_hands_over_for_others_and_strangers_find_nothing(client, cora):
    lead = factories.member(cora.programme, TeamRole.HR_LEAD)
    where = reverse("programmes:hand_over", args=[cora.pk])
    for person in (lead, factories.member(factories.programme()), factories.person()):
        client.force_login(person)
        assert client.get(where).status_code == 404
    client.force_login(cora.person)
    others = reverse("programmes:hand_over", args=[place(lead, cora.programme).pk])
    team = text(client.get(reverse("programmes:edit", args=[cora.programme_id, "team"])))
    assert others in team
    done = client.post(others, {"name": "Nia", "email": "nia@x.example"}, follow=True)
    assert "Handed over to Nia; both have a letter." in text(done)
    assert place(factories.Person.objects.get(name="Nia"), cora.programme).role == TeamRole.HR_LEAD
