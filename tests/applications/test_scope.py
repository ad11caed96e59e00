"""Each institution decides on its own people, and others read of them no more than counts and the pool."""

import csv
import html
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.applications import queries
from fairlead.applications.actions import approving, reminding
from fairlead.applications.actions.impartial import who_decides_instead
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.applications.queries import clarifications
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import Side, TeamRole
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def coast():
    return factories.unit(factories.institution("Coast"))


@pytest.fixture
def pat(client, round, coast):
    person = factories.member(
        round.programme, TeamRole.PARTNER_COORDINATOR, factories.person("Pat"), institution=coast.institution
    )
    client.force_login(person)
    return person


@pytest.fixture
def cora(round):
    return factories.member(round.programme, who=factories.person("Cora"))


def waiting(round, name, side=Side.MENTOR, **fields):
    state = fields.pop("state", ApplicationState.SUBMITTED)
    return factories.application(round, side, factories.person(name), state=state, **fields)


def text(response):
    return html.unescape(" ".join(response.content.decode().split()))


def page(client, name, *args, query=""):
    return text(client.get(reverse(f"applications:{name}", args=args) + query))


def test_a_partner_coordinator_admits_her_own_people_and_nobody_elses(client, pat, round, coast):
    ana, bob = waiting(round, "Ana", unit=coast), waiting(round, "Bob")
    told = page(client, "list", round.pk)
    assert "Admit the one that is ready" in told
    assert 'name="chosen"' in told
    assert "Bob" not in told
    address = reverse("applications:all", args=[round.pk, "admit"])
    assert "Admitted to the pool: 1 mentor and 0 mentees." in text(client.post(address, follow=True))
    states = [Application.objects.get(pk=one.pk).state for one in (ana, bob)]
    assert states == ["accepted", "submitted"]
    assert Letter.objects.filter(kind="application-admitted").count() == 1


def test_the_coordinator_admits_all_but_a_partners_people(client, cora, pat, round, coast):
    client.force_login(cora)
    waiting(round, "Ana", unit=coast), waiting(round, "Bob")
    address = reverse("applications:all", args=[round.pk, "admit"])
    assert "Admitted to the pool: 1 mentor and 0 mentees." in text(client.post(address, follow=True))


@pytest.mark.parametrize("deed", ["waitlist", "decline"])
def test_what_is_chosen_of_another_institution_is_left_out(client, cora, pat, round, coast, deed):
    client.force_login(cora)
    ana = waiting(round, "Ana", unit=coast, state=ApplicationState.ACCEPTED)
    chosen = {"deed": deed, "chosen": f"{ana.pk}:{ana.revision}", "go": "send", "kind": "full"}
    told = text(client.post(reverse("applications:together", args=[round.pk]), chosen, follow=True))
    assert "Choose at least one application first." in told
    assert Application.objects.get(pk=ana.pk).state == ApplicationState.ACCEPTED


def test_supervisors_of_her_own_people_are_asked_by_her(client, pat, round, coast, at):
    round.programme.supervisor_approval = True
    round.programme.save()
    ana, bob = waiting(round, "Ana", Side.MENTEE, unit=coast), waiting(round, "Bob", Side.MENTEE)
    address = reverse("applications:all", args=[round.pk, "ask"])
    assert "1 supervisor has been asked." in text(client.post(address, follow=True))
    assert list(queries.to_ask(round)) == [bob]
    late = at + timedelta(days=90)
    approving.ask_supervisor(bob, at)
    cora = factories.member(round.programme)
    assert reminding.tell_coordinators(at=late) == 2
    letters = {one.to_email: one.text for one in Letter.objects.filter(kind="supervisors-late")}
    assert [ana.person.name in letters[one.email] for one in (pat, cora)] == [True, False]
    assert [bob.person.name in letters[one.email] for one in (pat, cora)] == [False, True]


def test_her_tasks_are_about_her_own_people(client, pat, cora, round, coast, at):
    waiting(round, "Ana", unit=coast), waiting(round, "Bob"), waiting(round, "Eve")
    titles = [[one.title for one in queries.todos(factories.actor(who), at=at)] for who in (pat, cora)]
    assert titles == [["Admit 1 application"], ["Admit 2 applications"]]


def test_an_answer_is_read_by_who_decides(client, pat, cora, round, coast, at):
    ana = waiting(round, "Ana", unit=coast)
    ana.clarifications.create(question="Why?", asked_at=at, answer="So.", answered_at=at)
    found = [len(clarifications.todos(factories.actor(who), at=at)) for who in (pat, cora)]
    assert found == [1, 0]


def test_others_read_of_a_partners_people_how_many_wait(client, cora, pat, round, coast):
    client.force_login(cora)
    for name in ("Ana", "Bea"):
        waiting(round, name, unit=coast)
    waiting(round, "Carl", unit=coast, state=ApplicationState.DECLINED)
    told = page(client, "list", round.pk)
    assert "2 wait for the decision of Coast · 1 declined" in told
    assert [name for name in ("Ana", "Bea", "Carl") if name in told] == []
    assert "Nothing fits these filters" in page(client, "list", round.pk, query="?search=Ana")


def test_the_partner_coordinator_reads_the_whole_round_in_counts(client, pat, round):
    waiting(round, "Bob", state=ApplicationState.ACCEPTED, places=3)
    told = page(client, "list", round.pk)
    assert "In the pool of the whole round: 0 mentees, 1 mentors, 3 places." in told
    assert "Bob" not in told


def test_of_those_admitted_the_central_team_reads_what_the_matching_needs(client, cora, pat, round, coast):
    client.force_login(cora)
    ana = waiting(
        round,
        "Ana",
        Side.MENTEE,
        unit=coast,
        state=ApplicationState.ACCEPTED,
        hopes="Secret hope",
        avoid_text="Secret foe",
        line_manager_name="Secret boss",
    )
    told = page(client, "detail", ana.pk)
    assert "Ana" in told
    assert "Secret" not in told
    response = client.get(reverse("applications:export", args=[round.pk]))
    [row] = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline=""))
    assert row["Name"] == "Ana"
    assert "Secret" not in str(row)
    client.force_login(pat)
    assert all(f"Secret {word}" in page(client, "detail", ana.pk) for word in ("hope", "foe", "boss"))


def test_whom_an_applicant_avoids_is_never_how_others_learn_who_applied(client, pat, round, coast):
    ana, bob = waiting(round, "Ana", unit=coast, avoid_text="Bob"), waiting(round, "Bob")
    ana.avoids.add(bob.person)
    assert '<li class="chip"><bdi>Bob' not in page(client, "detail", ana.pk)
    eve = waiting(round, "Eve", unit=coast)
    client.post(reverse("applications:avoid", args=[ana.pk]), {"people": [str(eve.person_id)]})
    assert set(ana.avoids.all()) == {bob.person, eve.person}


def test_an_own_application_is_decided_by_a_colleague_of_the_same_institution(pat, cora, round, coast):
    own = factories.application(round, Side.MENTOR, pat, state=ApplicationState.SUBMITTED, unit=coast)
    assert who_decides_instead(own, factories.actor(pat)) == ""
    second = factories.person("Second")
    factories.member(round.programme, TeamRole.PARTNER_COORDINATOR, second, institution=coast.institution)
    assert "decided by Second." in who_decides_instead(own, factories.actor(pat))
