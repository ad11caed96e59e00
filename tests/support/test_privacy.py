"""What is asked in confidence is learnt only by whom was asked: on no page, in no letter, table or log."""

import logging
import re
from contextlib import suppress

import pytest
from django.apps import apps
from django.test import Client
from django.urls import NoReverseMatch, reverse

from fairlead.audit.models import Entry
from fairlead.kernel.sweeping import sweep
from fairlead.notifications.models import Letter
from fairlead.people.models import Role
from fairlead.programmes.enums import TeamRole
from fairlead.support.actions import caring as actions
from fairlead.support.models import Case
from tests import doors, factories
from tests.support import caring

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]
SECRET = caring.SECRET
# Signs against forgery, names of forms, and how many letters of all kinds the installation has sent.
NEW_EACH_TIME = re.compile(r'(?<=value=")[^"]{36,64}(?=")|"X-CSRFToken": "[^"]+"|<dt>Sent</dt><dd>\d+</dd>')
# What only pages of somebody who knows of it say.
TRACES = ("Somebody is unsure", "asked for a quiet word", "Somebody wrote in confidence", "You told")


@pytest.fixture
def story(at, monkeypatch, caplog):
    """The mentee is unsure and writes to the contact, who takes notes; all that is logged is kept."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    logging.getLogger("fairlead").info("what is logged is kept")
    made = staged(at)
    asks(made, at)
    return made


def staged(at):
    """A pair with its coordinator and contact, before anybody asks for anything."""
    made = caring.scene(at)
    for half in (made.pair.mentee, made.pair.mentor):
        factories.affiliation(half.person, factories.unit())
    sweep(at)
    return made


def asks(made, at):
    """What is done in confidence."""
    caring.unsure(made, at, to="contact")
    case = caring.concern(made, at)
    actions.write_note(case, f"Rang about the {SECRET}.", by=made.by("contact"), at=at)
    sweep(at)


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
    cases = list(Case.objects.values_list("pk", flat=True))
    things = {
        "programmes": [pair.round.programme_id],
        "rounds": [pair.round_id],
        "pairs": [pair.pk],
        "introductions": [pair.pk],
        "cases": cases,
    }
    for name in sorted(set(doors.names())):
        for given in ([], [pair.pk]):
            with suppress(NoReverseMatch):
                address = reverse(name, args=given)
                kind = address.partition(f"/{pair.pk}/")[0].rpartition("/")[2] if given else ""
                known = things.get(kind, [pair.mentee_id]) if given else [pair.pk]
                yield from (address.replace(str(pair.pk), str(thing)) for thing in known)


def told(made, people):
    """What these people read, by (name, address), without what differs each time."""
    found = {}
    for person in people:
        client = Client()
        client.force_login(person)
        for address in addresses(made):
            answer = client.get(address)
            if answer.status_code == 200:
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                found[person.name, address] = NEW_EACH_TIME.sub("", body.decode(errors="replace"))
    return found


def test_no_door_shows_the_other_half_or_anybody_else_that_somebody_asked(at, monkeypatch, settings):
    settings.MAILBOX = False  # the demo's mailbox page shows every letter to everybody
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    made = staged(at)
    people = onlookers(made)
    before = told(made, people)
    asks(made, at)
    after = told(made, people)
    traces = {door: [one for one in (SECRET, *TRACES) if one in words] for door, words in after.items()}
    assert {door: seen for door, seen in traces.items() if seen} == {}
    assert ({door for door in after if after[door] != before.get(door)}, len(after) > 60) == (set(), True)


def test_letters_go_to_whom_was_asked_and_carry_no_word(story):
    told = Letter.objects.filter(kind="case")
    assert {letter.to_email for letter in told} == {story.contact.email}
    everything = "".join(f"{letter.subject}{letter.text}{letter.html}" for letter in Letter.objects.all())
    assert (SECRET in everything, told.count()) == (False, 2)
    assert not any(story.pair.mentee.person.name in f"{one.subject}{one.text}" for one in told)


def test_record_does_not_say_who_asked_nor_how_a_case_came_about(story):
    two = [story.pair.mentee.person_id, story.pair.mentor.person_id]
    about = Entry.objects.filter(thing="support.case")
    assert (about.filter(actor_id__in=two).count(), about.filter(verb="opened case").count()) == (0, 2)
    assert [one.details for one in about.filter(verb="opened case")] == [{}, {}]


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
