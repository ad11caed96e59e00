"""Notes on meetings open for their readers, and nobody writes over words they have not read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from fairlead.audit.models import Entry
from fairlead.kernel.errors import AlreadyMoved
from fairlead.mentorships.actions import holding
from fairlead.mentorships.actions import notes as actions
from fairlead.mentorships.enums import NoteKind
from fairlead.mentorships.models import MeetingNote
from fairlead.mentorships.queries import notes as queries
from fairlead.sealed import actions as sealed
from fairlead.sealed.models import Sealed
from tests import factories
from tests.mentorships.meeting import fresh, mentee_of, mentor_of, pair, past, planned

pytestmark = pytest.mark.django_db
SHARED, OWN = (NoteKind.AGENDA, NoteKind.OUTCOME), (NoteKind.PREPARATION, NoteKind.REFLECTION)


@pytest.fixture
def one():
    return pair()


def words(actor, meeting):
    return {kind: note.words for kind, note in queries.notes(actor, meeting).items() if note.words}


def write(meeting, kind, text, by, at):
    seen = queries.notes(by, meeting)[kind].seen
    actions.write(meeting, kind, text, seen=seen, by=by, at=at)


@pytest.mark.parametrize("kind", SHARED)
def test_shared_note_is_one_for_both(one, at, kind):
    meeting = planned(one, at)
    write(meeting, kind, "Grant calendar", mentee_of(one), at)
    write(meeting, kind, "Grant calendar, and rest", mentor_of(one), at + timedelta(minutes=1))
    assert (
        words(mentee_of(one), meeting) == words(mentor_of(one), meeting) == {kind: "Grant calendar, and rest"}
    )
    assert MeetingNote.objects.count() == 1


@pytest.mark.parametrize("kind", OWN)
def test_own_notes_are_two_and_each_reads_their_own(one, at, kind):
    meeting = planned(one, at)
    write(meeting, kind, "mine", mentee_of(one), at)
    write(meeting, kind, "theirs", mentor_of(one), at)
    assert words(mentee_of(one), meeting) == {kind: "mine"}
    assert words(mentor_of(one), meeting) == {kind: "theirs"}


def test_nobody_else_reads_any(one, at):
    meeting = planned(one, at)
    for kind in NoteKind:
        write(meeting, kind, "words", mentee_of(one), at)
    coordinator = factories.actor(factories.member(one.round.programme))
    assert words(coordinator, meeting) == words(factories.actor(), meeting) == {}


def test_note_written_meanwhile_is_not_written_over(one, at):
    meeting = planned(one, at)
    seen = queries.notes(mentor_of(one), meeting)["agenda"].seen
    write(meeting, NoteKind.AGENDA, "first", mentee_of(one), at)
    with pytest.raises(AlreadyMoved):
        actions.write(meeting, NoteKind.AGENDA, "second", seen=seen, by=mentor_of(one), at=at)
    assert words(mentor_of(one), meeting) == {"agenda": "first"}


def test_no_words_take_the_note_and_its_sealed_text_away(one, at):
    meeting = planned(one, at)
    kept = Sealed.objects.count()
    write(meeting, NoteKind.AGENDA, "words", mentee_of(one), at)
    write(meeting, NoteKind.AGENDA, "", mentor_of(one), at)
    write(meeting, NoteKind.AGENDA, "", mentor_of(one), at)
    assert (MeetingNote.objects.count(), Sealed.objects.count()) == (0, kept)


def test_record_keeps_that_a_shared_note_was_written_and_of_an_own_one_nothing(one, at):
    meeting = planned(one, at)
    write(meeting, NoteKind.AGENDA, "zebra", mentee_of(one), at)
    write(meeting, NoteKind.REFLECTION, "zebra", mentee_of(one), at)
    entries = Entry.objects.filter(verb="wrote meeting note")
    assert [entry.details for entry in entries] == [{"pair": str(one.pk), "kind": "agenda"}]


def test_own_notes_go_with_their_writers_key(one, at):
    meeting = planned(one, at)
    write(meeting, NoteKind.AGENDA, "shared", mentee_of(one), at)
    write(meeting, NoteKind.REFLECTION, "mine", mentee_of(one), at)
    sealed.forget(one.mentee.person_id)
    assert words(mentee_of(one), meeting) == {}
    assert words(mentor_of(one), meeting) == {"agenda": "shared"}
    assert MeetingNote.objects.count() == 1


def test_first_meeting_comes_with_a_suggested_agenda_and_later_ones_do_not(one, at):
    first = fresh(past(one, at))
    assert len(queries.first_agenda(first).splitlines()) == 5
    holding.hold(first, minutes=60, by=mentee_of(one), at=at)
    assert len(queries.first_agenda(first).splitlines()) == 5
    assert queries.first_agenda(planned(one, at)) == ""


@pytest.mark.parametrize(("kind", "owned"), [(NoteKind.AGENDA, True), (NoteKind.REFLECTION, False)])
def test_database_itself_refuses_an_own_agenda_and_an_ownerless_thought(one, at, kind, owned):
    meeting = planned(one, at)
    text = sealed.seal("x", kind=kind.value, readers=[one.mentee.person_id], at=at)
    author = one.mentee.person if owned else None
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingNote.objects.create(meeting=meeting, kind=kind, author=author, text=text)


@pytest.mark.django_db(transaction=True)
def test_of_two_first_agendas_at_once_one_is_kept_and_the_other_is_told(at, at_once):
    one = pair()
    meeting = planned(one, at)
    outcomes = at_once(
        *[
            lambda by=by: actions.write(meeting, NoteKind.AGENDA, by.name, seen="", by=by, at=at)
            for by in (mentee_of(one), mentor_of(one))
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyMoved", "NoneType"]
    assert MeetingNote.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_over_the_same_note_at_once_one_is_told_and_no_words_are_lost(at, at_once):
    one = pair()
    meeting = planned(one, at)
    write(meeting, NoteKind.AGENDA, "Grant calendar", mentee_of(one), at)
    seen = queries.notes(mentee_of(one), meeting)[NoteKind.AGENDA].seen
    later = at + timedelta(minutes=1)
    both = (mentee_of(one), mentor_of(one))
    outcomes = at_once(
        *[
            lambda by=by: actions.write(meeting, NoteKind.AGENDA, by.name, seen=seen, by=by, at=later)
            for by in both
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AlreadyMoved", "NoneType"]
    winner = both[outcomes.index(None)]
    assert words(winner, meeting) == {NoteKind.AGENDA: winner.name}
