"""Nobody but the two reads a word of their notes: in no letter, record, table or log line.

That no address tells it to anybody else is asked in `tests/scope`, where notes and places are told too.
"""

import logging
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from fairlead.kernel.sweeping import sweep
from fairlead.mentorships.actions import holding
from fairlead.mentorships.actions import meetings as actions
from fairlead.mentorships.enums import NoteKind
from fairlead.notifications.models import Letter
from tests import factories
from tests.mentorships.meeting import CAFE, fresh, mentee_of, mentor_of, pair, past, planned, proposed

pytestmark = pytest.mark.django_db
SECRET = "quokka"
PLACE = (CAFE.words, CAFE.link)


@pytest.fixture
def story(at, monkeypatch, caplog, client):
    """A pair that has done everything one can do, by its own pages, with all that is logged kept."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    one = pair()
    for half in (one.mentee, one.mentor):
        factories.affiliation(half.person, factories.unit())
    was, to_come = past(one, at), planned(one, at)
    for by in (one.mentee.person, one.mentor.person):
        client.force_login(by)
        for meeting in (was, to_come):
            _write_all(client, meeting)
    sweep(at)
    actions.reschedule(fresh(to_come), starts_at=at + timedelta(days=9), by=mentor_of(one), at=at)
    holding.hold(was, minutes=60, by=mentee_of(one), at=at, thumb=False)
    actions.cancel(proposed(one, at), by=mentee_of(one), at=at)
    actions.cancel(fresh(to_come), by=mentor_of(one), at=at)
    planned(one, at, days=20)
    return one


def _write_all(client, meeting):
    """Each of the four notes, and one that comes too late."""
    for kind in NoteKind:
        address = reverse("mentorships:meeting_note", args=[meeting.pk, kind.value])
        page = client.get(reverse("mentorships:meeting", args=[meeting.pk]))
        given = {"words": f"{SECRET} {kind.value}", "seen": page.context["notes"][kind.value].seen}
        assert client.post(address, given).status_code == 302
        assert client.post(address, {"words": SECRET, "seen": "elsewhere"}).status_code == 409


def test_no_letter_carries_a_word_of_a_note(story):
    carried = [
        letter.kind
        for letter in Letter.objects.all()
        if SECRET in f"{letter.subject}{letter.text}{letter.html}{letter.calendar}"
    ]
    assert (carried, Letter.objects.count() > 10) == ([], True)


def test_place_is_in_the_invitations_to_the_two_and_in_no_other_letter(story):
    carrying = {
        (letter.kind, letter.to_email)
        for letter in Letter.objects.all()
        if any(word in f"{letter.subject}{letter.text}{letter.html}" for word in PLACE)
    }
    two = {story.mentee.person.email, story.mentor.person.email}
    assert carrying == {(kind, to) for kind in ("meeting-planned", "meeting-moved") for to in two}


def test_no_table_holds_a_word_in_the_clear(story):
    holding_it = []
    for model in apps.get_models():
        for row in model._base_manager.values():
            kept = {
                name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()
            }
            if SECRET in str(kept):
                holding_it.append(model._meta.label)
    assert holding_it == []


def test_no_log_line_holds_a_word_or_the_place(story, caplog):
    lines = [record.getMessage() + str(record.args) for record in caplog.get_records("setup")]
    assert [line for line in lines if any(word in line for word in (SECRET, *PLACE))] == []
    assert lines != []


def test_coordinator_sees_counts_and_dates_of_the_pair_and_in_the_list(story, client):
    client.force_login(factories.member(story.round.programme))
    page = client.get(reverse("mentorships:detail", args=[story.pk])).content.decode()
    assert all(
        words in page
        for words in ("1 held of 6 expected", "Last met on 4 October 2026", "1 planned, on 25 October 2026")
    )
    listed = client.get(reverse("mentorships:list", args=[story.round_id])).content.decode()
    assert ("1 of 6" in listed, "last 4 Oct 2026" in listed) == (True, True)
