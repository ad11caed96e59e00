"""What is asked in confidence is learnt only by whom was asked: on no page, in no letter, table or log."""

import logging

import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, reverse

from fairlead.kernel.sweeping import sweep
from fairlead.notifications.models import Letter
from fairlead.people.models import Role
from fairlead.programmes.enums import TeamRole
from fairlead.support.actions import caring as actions
from fairlead.support.models import Case
from tests import doors, factories
from tests.support import caring

pytestmark = pytest.mark.django_db
SECRET = caring.SECRET
# What only pages of somebody who knows of it say.
TRACES = ("Somebody is unsure", "asked for a quiet word", "Somebody wrote in confidence", "You told")


@pytest.fixture
def story(at, monkeypatch, caplog):
    """The mentee is unsure and writes to the contact, who takes notes; all that is logged is kept."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    made = caring.scene(at)
    for half in (made.pair.mentee, made.pair.mentor):
        factories.affiliation(half.person, factories.unit())
    caring.unsure(made, at, to="contact")
    case = caring.concern(made, at)
    actions.write_note(case, f"Rang about the {SECRET}.", by=made.by("contact"), at=at)
    sweep(at)
    return made


def onlookers(made):
    """Everybody but the one who asked and the one who was asked."""
    administrator = factories.person()
    for role in Role:
        factories.grant(administrator, role)
    institution = made.pair.mentee.person.affiliations.get().institution
    partner = {TeamRole.PARTNER_COORDINATOR: {"institution": institution}}
    programme, colleague = made.pair.round.programme, factories.person()
    for role in TeamRole:
        factories.member(programme, role, colleague, **partner.get(role, {}))
    return [made.pair.mentor.person, colleague, administrator]


def addresses(made):
    """Every address that takes nothing, or the id of one thing around the pair and its cases."""
    pair = made.pair
    cases = Case.objects.values_list("pk", flat=True)
    things = [pair.pk, pair.round_id, pair.round.programme_id, pair.mentee_id, *cases]
    for name in sorted(set(doors.names())):
        for given in [[], *([thing] for thing in things)]:
            try:
                yield reverse(name, args=given)
            except NoReverseMatch:
                continue


def test_no_door_shows_the_other_half_or_anybody_else_that_somebody_asked(story, settings):
    settings.MAILBOX = False  # the demo's mailbox page shows every letter to everybody
    everything, opened = list(addresses(story)), 0
    for person in onlookers(story):
        client = Client()
        client.force_login(person)
        for address in everything:
            answer = client.get(address)
            if answer.status_code == 302 and "sign-in" in answer.headers.get("Location", ""):
                client.force_login(person)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            told = body.decode(errors="replace")
            assert [trace for trace in (SECRET, *TRACES) if trace in told] == [], (person.name, address)
            opened += answer.status_code == 200
    assert opened > 40


def test_coordinator_who_is_half_of_the_pair_finds_no_trace(story, at, client):
    team = factories.member(story.pair.round.programme, who=story.pair.mentor.person)
    client.force_login(team)
    for address in addresses(story):
        told = client.get(address)
        body = b"".join(told.streaming_content) if told.streaming else told.content
        assert [trace for trace in TRACES if trace in body.decode(errors="replace")] == [], address


def test_letters_go_to_whom_was_asked_and_carry_no_word(story):
    told = Letter.objects.filter(kind="case")
    assert {letter.to_email for letter in told} == {story.contact.email}
    everything = "".join(f"{letter.subject}{letter.text}{letter.html}" for letter in Letter.objects.all())
    assert (SECRET in everything, told.count()) == (False, 2)
    assert not any(story.pair.mentee.person.name in f"{one.subject}{one.text}" for one in told)


def test_no_table_or_log_line_holds_a_word_in_the_clear(story, caplog):
    holding_it = []
    for model in apps.get_models():
        for row in model._base_manager.values():
            kept = {
                name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()
            }
            if SECRET in str(kept):
                holding_it.append(model._meta.label)
    lines = [record.getMessage() + str(record.args) for record in caplog.get_records("setup")]
    assert (holding_it, [line for line in lines if SECRET in line], lines != []) == ([], [], True)
