"""Every address of matching, and what each role gets there."""

import uuid

import pytest
from django.urls import reverse

from fairlead.kernel.tokens import derived
from fairlead.matching.actions import offering
from fairlead.matching.actions import trying as actions
from fairlead.matching.models import Answer, OfferWave, Preset, Simulation
from fairlead.matching.queries import trying
from fairlead.preferences.actions import arranging
from fairlead.programmes.enums import Side, TeamRole
from fairlead.programmes.models import Partner
from tests import doors, factories
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db

TEAM_READS = {
    "stranger": 302,
    "mentee": 404,
    "mentor": 404,
    "supervisor": 404,
    "coordinator": 200,
    "other_coordinator": 404,
    "partner_coordinator": 404,
    "hr_lead": 200,
    "it_admin": 404,
}
COORDINATOR_READS = {**TEAM_READS, "hr_lead": 404}
COORDINATOR_ACTS = {**COORDINATOR_READS, "coordinator": 302}
NOBODY_ELSE = {**dict.fromkeys(TEAM_READS, 404), "stranger": 302}
ANYBODY = dict.fromkeys(TEAM_READS, 200)
DOORS = {
    "matching:round": TEAM_READS,
    "matching:drop_preset": COORDINATOR_ACTS,
    "matching:quotas": TEAM_READS,
    "matching:approvals": {**NOBODY_ELSE, "partner_coordinator": 200},
    "matching:decide": {**NOBODY_ELSE, "partner_coordinator": 422},
    "matching:deputy": {**NOBODY_ELSE, "partner_coordinator": 422},
    "matching:ask_approvals": COORDINATOR_ACTS,
    "matching:replace": COORDINATOR_ACTS,
    "matching:schedule": TEAM_READS,
    "matching:turn_schedule": COORDINATOR_ACTS,
    "matching:waiting": TEAM_READS,
    "matching:run": TEAM_READS,
    "matching:sensitivity": TEAM_READS,
    "matching:fairness": TEAM_READS,
    "matching:take_step": COORDINATOR_ACTS,
    "matching:steps": COORDINATOR_ACTS,
    "matching:effect": {**TEAM_READS, "coordinator": 302, "hr_lead": 302},
    "matching:proof_problem": TEAM_READS,
    "matching:certificate": TEAM_READS,
    "matching:next": TEAM_READS,
    "matching:next_say": COORDINATOR_ACTS,
    "matching:board": {**TEAM_READS, "coordinator": 302, "hr_lead": 302},
    "matching:board_news": {**TEAM_READS, "coordinator": 204, "hr_lead": 204},
    "matching:board_log": TEAM_READS,
    "matching:board_change": COORDINATOR_ACTS,
    "matching:board_turn": COORDINATOR_ACTS,
    "matching:board_person": TEAM_READS,
    "matching:board_pick": TEAM_READS,
    "matching:board_pair": TEAM_READS,
    "matching:scenarios": TEAM_READS,
    "matching:new_scenario": COORDINATOR_READS,
    "matching:dry_run": COORDINATOR_READS,
    "matching:compare_ways": TEAM_READS,
    "matching:scenario": TEAM_READS,
    "matching:turn_scenario": COORDINATOR_ACTS,
    "matching:publish_scenario": COORDINATOR_READS,
    "matching:simulations": TEAM_READS,
    "matching:simulation": TEAM_READS,
    "matching:cancel_simulation": COORDINATOR_ACTS,
    "matching:compare": TEAM_READS,
    "matching:alternatives": TEAM_READS,
    "matching:of_mentor": TEAM_READS,
    "matching:why": TEAM_READS,
    "matching:show_reasons": COORDINATOR_ACTS,
    "matching:send": COORDINATOR_READS,
    "matching:wave": COORDINATOR_READS,
    "matching:call_off_wave": COORDINATOR_ACTS,
    "matching:let_in": COORDINATOR_ACTS,
    "matching:rule": COORDINATOR_ACTS,
    "matching:rerun": COORDINATOR_ACTS,
    "matching:cancel": COORDINATOR_ACTS,
    "matching:call_off": COORDINATOR_ACTS,
    "matching:answer": ANYBODY,
    "matching:afterwards": {**NOBODY_ELSE, "coordinator": 302, "mentee": 302},
    "matching:become_mentor": {**NOBODY_ELSE, "mentee": 302},
    "matching:swap": {**NOBODY_ELSE, "mentor": 200, "mentee": 200},
    "matching:swaps": COORDINATOR_READS,
    "matching:introduction": {**NOBODY_ELSE, "mentor": 200, "mentee": 200},
}
POSTED = {
    "matching:show_reasons",
    "matching:drop_preset",
    "matching:afterwards",
    "matching:become_mentor",
    "matching:cancel_simulation",
    "matching:turn_scenario",
    "matching:take_step",
    "matching:steps",
    "matching:turn_schedule",
    "matching:decide",
    "matching:deputy",
    "matching:ask_approvals",
    "matching:replace",
    "matching:let_in",
    "matching:rule",
    "matching:next_say",
    "matching:call_off_wave",
    "matching:board_change",
    "matching:board_turn",
    "matching:rerun",
    "matching:cancel",
    "matching:call_off",
}


@pytest.fixture
def stage(at):
    people = pool()
    Partner.objects.create(programme=people.round.programme, institution=people.away)
    people.mentor("Ana")
    people.mentor("Boris", grade=5)
    people.mentee("Chen")
    people.mentee("Dana", grade=5)
    people.mentee("Emil", grade=2)
    first = people.run(at)
    run = people.run(at, base=first)
    proposal = run.proposals.order_by("-score")[0]
    offering.send_offers(run, proposals=[proposal], by=people.by, at=at)
    proposal.refresh_from_db()
    answer = Answer.objects.filter(proposal=proposal)[0]
    pair = {"mentee": str(people.people["Emil"].pk), "mentor": str(people.people["Boris"].pk)}
    pair |= {"kind": "lock", "number": "0"}
    begun = factories.mentorship(people.round, proposal.mentor, proposal.mentee)
    arranging.arrange(people.round, until=at.date(), swap_weeks=4, by=people.by, at=at)
    preset = Preset.objects.create(programme=people.round.programme, name="Ours", policy={}, kept_at=at)
    simulation = Simulation.objects.create(programme=people.round.programme, assumptions={}, asked_at=at)
    made = {
        "run": run,
        "first": first,
        "proposal": proposal,
        "answer": answer,
        "begun": begun,
        "preset": preset,
    }
    addresses = every_address(people.round, **made, simulation=simulation)
    addresses |= of_scenarios(people, run, at)
    addresses |= {"matching:swap": [begun.pk], "matching:swaps": [people.round.pk]}
    return addresses, somebody_of_each_role(people, proposal), pair


def of_scenarios(people, run, at):
    start, ways = trying.of_run(run), actions.Ways(run.policy)
    scenario = actions.ask(people.round, start, ways, name="Another", by=people.by, at=at)
    actions.carry_out(scenario.pk, at=at)
    return {
        "matching:scenarios": [people.round.pk],
        "matching:new_scenario": [people.round.pk],
        "matching:dry_run": [people.round.pk],
        "matching:compare_ways": [people.round.pk],
        "matching:scenario": [scenario.pk],
        "matching:turn_scenario": [scenario.pk, "drop"],
        "matching:publish_scenario": [scenario.pk],
    }


def of_the_board(run, proposal):
    return {
        "matching:next": [run.pk],
        "matching:next_say": [run.pk, "pass"],
        "matching:board": [run.pk],
        "matching:board_news": [run.pk],
        "matching:board_log": [run.pk],
        "matching:board_change": [run.pk],
        "matching:board_turn": [run.pk, "undo"],
        "matching:board_person": [run.pk, proposal.mentee_id],
        "matching:board_pick": [run.pk, proposal.mentee_id],
        "matching:board_pair": [run.pk, proposal.mentee_id, proposal.mentor_id],
    }


FOR_RUN = ("matching:rerun", "matching:cancel", "matching:fairness", "matching:take_step")


def every_address(of, *, run, first, proposal, answer, begun, simulation, preset):
    return {
        "matching:round": [of.pk],
        "matching:drop_preset": [preset.pk],
        "matching:quotas": [of.pk],
        "matching:approvals": [of.pk],
        "matching:decide": [of.pk],
        "matching:deputy": [of.pk],
        "matching:ask_approvals": [run.pk],
        "matching:replace": [run.pk],
        "matching:schedule": [of.pk],
        "matching:turn_schedule": [of.pk, "pause"],
        "matching:waiting": [of.pk],
        "matching:run": [run.pk],
        "matching:sensitivity": [run.pk],
        "matching:steps": [run.pk, "work-out"],
        "matching:effect": [of.pk],
        "matching:proof_problem": [run.pk],
        "matching:certificate": [run.pk],
        **of_the_board(run, proposal),
        "matching:simulations": [of.programme_id],
        "matching:simulation": [simulation.pk],
        "matching:cancel_simulation": [simulation.pk],
        "matching:compare": [run.pk, first.pk],
        "matching:alternatives": [run.pk, proposal.mentee_id],
        "matching:of_mentor": [run.pk, proposal.mentor_id],
        "matching:show_reasons": [of.programme_id],
        "matching:why": [run.pk, proposal.mentee_id, proposal.mentor_id],
        "matching:send": [run.pk],
        "matching:wave": [planned_wave(run).pk],
        "matching:call_off_wave": [planned_wave(run).pk],
        "matching:let_in": [of.pk],
        "matching:rule": [of.pk, "lock"],
        **{key: [run.pk] for key in FOR_RUN},
        "matching:call_off": [proposal.pk],
        "matching:answer": [derived("offer", answer.pk)],
        "matching:introduction": [begun.pk],
        "matching:afterwards": [begun.pk, "ask"],
        "matching:become_mentor": [begun.pk],
    }


def planned_wave(run):
    made, _new = OfferWave.objects.get_or_create(
        run=run, number=1, defaults={"when": "after", "planned_at": run.asked_at}
    )
    return made


def somebody_of_each_role(people, proposal):
    return {
        **factories.team_and_strangers(people.round.programme, people.away),
        "mentee": proposal.mentee.person,
        "mentor": proposal.mentor.person,
        "supervisor": factories.person(email="line.manager@northport.example"),
        "coordinator": people.coordinator,
    }


def visit(client, stage, name, role):
    addresses, persons, pair = stage
    if persons[role] is not None:
        client.force_login(persons[role])
    url = reverse(name, args=addresses[name])
    if name == "matching:compare_ways":
        url += f"?of={addresses['matching:run'][0]}&of={addresses['matching:scenario'][0]}"
    return client.post(url, pair) if name in POSTED else client.get(url)


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    assert doors.answers(client, row, lambda role: visit(client, stage, name, role)) == row


@pytest.mark.parametrize("name", sorted(POSTED))
def test_acting_door_does_not_open_by_a_link(client, stage, name):
    addresses, persons, _pair = stage
    client.force_login(persons["coordinator"])
    assert client.get(reverse(name, args=addresses[name])).status_code == 405


@pytest.mark.parametrize("name", ["matching:run", "matching:rerun", "matching:send", "matching:call_off"])
def test_what_does_not_exist_is_not_found(client, stage, name):
    client.force_login(stage[1]["coordinator"])
    url = reverse(name, args=[uuid.uuid4()])
    assert (client.post(url) if name in POSTED else client.get(url)).status_code == 404


def test_invented_offer_link_gets_a_kind_page(client, stage):
    response = client.get(reverse("matching:answer", args=["x" * 43]))
    assert (response.status_code, "belongs to no offer" in response.content.decode()) == (410, True)


def test_runs_of_two_rounds_are_not_compared(client, stage, at):
    addresses, persons, _pair = stage
    other = pool()
    other.mentor("Zoe")
    other.mentee("Yan")
    factories.member(other.round.programme, TeamRole.COORDINATOR, persons["coordinator"])
    client.force_login(persons["coordinator"])
    url = reverse("matching:compare", args=[addresses["matching:run"][0], other.run(at).pk])
    assert client.get(url).status_code == 404


def test_mentee_of_another_round_cannot_be_ruled_on(client, stage):
    addresses, persons, pair = stage
    client.force_login(persons["coordinator"])
    elsewhere = factories.participation(factories.round(), Side.MENTEE)
    response = client.post(
        reverse("matching:rule", args=addresses["matching:rule"]), {**pair, "mentee": elsewhere.pk}
    )
    assert response.status_code == 404
