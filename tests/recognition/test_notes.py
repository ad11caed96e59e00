"""The note for the appraisal: chosen line by line, read by nobody else; and the record over the years."""

import io
from datetime import date, timedelta

import pypdf
import pytest
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.audit.models import Entry
from fairlead.mentorships.enums import GoalKind
from fairlead.mentorships.models import Goal, Plan
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState, Side
from fairlead.recognition.actions import notes as actions
from fairlead.recognition.models import AppraisalNote
from fairlead.recognition.queries import learning, notes, record
from fairlead.sealed.models import Sealed
from fairlead.training.enums import How, Track
from fairlead.training.models import Completion, Module
from tests import factories
from tests.recognition import ended

pytestmark = pytest.mark.django_db
OWN = "I can now run a Zebra-welcome week by myself."


@pytest.fixture
def pair(at):
    one = ended.pair()
    plan = Plan.objects.create(mentorship=one, begun_at=at)
    for position, kind in enumerate((GoalKind.NETWORK, GoalKind.KNOWLEDGE, GoalKind.NETWORK)):
        Goal.objects.create(plan=plan, position=position, kind=kind)
    return one


def where(pair, name="note"):
    return reverse(f"recognition:{name}", args=[pair.pk])


def learn(person, programme, at, *, title="Listening", track=Track.BOTH, minutes=25, on=date(2026, 2, 1)):
    module = Module.objects.create(
        programme=programme, kind="reading", title=title, track=track, minutes=minutes, changed_at=at
    )
    return Completion.objects.create(module=module, person=person, how=How.values[0], on=on, noted_at=at)


def test_each_line_says_what_is_so(pair):
    assert notes.offered(ended.mentee_of(pair), pair) == {
        "role": f"Mentee in Safe Harbour ({pair.round.programme.lead.name})",
        "period": "2 March 2026 to 31 August 2026",
        "hours": "6 meetings, 6 hours 30 minutes",
        "skills": "Specific job knowledge; Networking",
    }


def test_note_says_what_was_chosen_and_nothing_else(client, pair):
    client.force_login(pair.mentee.person)
    answer = client.post(where(pair), {"lines": ["hours"], "sentence": OWN, "revision": 0}, follow=True)
    assert answer.context["sheet"].rows == (("Hours", "6 meetings, 6 hours 30 minutes"),)
    text = client.get(where(pair, "note_text")).content.decode()
    assert text == (
        "Mentoring: a note for my appraisal\nMing Mentee\n\nHours: 6 meetings, 6 hours 30 minutes\n\n"
        + OWN
        + "\n"
    )
    file = pypdf.PdfReader(io.BytesIO(client.get(where(pair, "note_pdf")).content))
    said = " ".join(file.pages[0].extract_text().split())
    assert [OWN in said, "6 hours 30 minutes" in said, "Safe Harbour" in said, "Moana" in said] == [
        True,
        True,
        False,
        False,
    ]
    assert file.metadata.author == "Ming Mentee"


def test_note_goes_to_nobody_and_nobody_else_can_read_it(client, pair, at):
    actions.write(pair, lines=["role"], sentence=OWN, seen=0, by=ended.mentee_of(pair), at=at)
    assert notes.draft_of(ended.mentor_of(pair), pair) == notes.Draft()
    stored = serializers.serialize("json", [*AppraisalNote.objects.all(), *Sealed.objects.all()])
    assert ("Zebra" in stored, Letter.objects.count(), Entry.objects.count()) == (False, 0, 0)
    lead = factories.member(pair.round.programme)
    client.force_login(lead)
    pages = [
        reverse("recognition:round", args=[pair.round_id]),
        reverse("mentorships:detail", args=[pair.pk]),
    ]
    assert [word for page in pages for word in ("Zebra",) if word in client.get(page).content.decode()] == []


def test_each_change_takes_the_words_before_away(pair, at):
    by = ended.mentee_of(pair)
    actions.write(pair, lines=["role"], sentence="First", seen=0, by=by, at=at)
    actions.write(pair, lines=["role", "hours"], sentence="Second", seen=1, by=by, at=at)
    assert notes.draft_of(by, pair) == notes.Draft(("role", "hours"), "Second", 2)
    assert Sealed.objects.count() == 1
    assert (actions.forget(pair, by=by), actions.forget(pair, by=by)) == (True, False)
    assert (Sealed.objects.count(), AppraisalNote.objects.count()) == (0, 0)


def test_second_window_is_told_and_loses_nothing(client, pair, at):
    actions.write(pair, lines=["role"], sentence="First", seen=0, by=ended.mentee_of(pair), at=at)
    client.force_login(pair.mentee.person)
    posted = {"lines": ["role"], "sentence": "Second", "revision": 0}
    answer = client.post(where(pair), posted)
    page = answer.content.decode()
    assert (answer.status_code, "in another window" in page, "Second</textarea>" in page) == (422, True, True)
    client.post(where(pair), {**posted, "revision": 1})
    assert notes.draft_of(ended.mentee_of(pair), pair).sentence == "Second"


def test_empty_note_is_asked_for_a_line(client, pair):
    client.force_login(pair.mentee.person)
    answer = client.post(where(pair), {"revision": 0, "sentence": " "})
    assert answer.status_code == 422
    assert "Choose a line, or write a sentence." in answer.content.decode()


def test_note_that_was_not_begun_cannot_be_taken_along(client, pair):
    client.force_login(pair.mentee.person)
    page = client.get(where(pair, "note_pdf"), follow=True).content.decode()
    assert "Choose first what your note says." in page


def test_note_is_deleted_by_its_writer(client, pair, at):
    actions.write(pair, lines=["role"], sentence=OWN, seen=0, by=ended.mentee_of(pair), at=at)
    client.force_login(pair.mentee.person)
    assert "Your note is gone." in client.post(where(pair, "note_forget"), follow=True).content.decode()


def test_training_of_this_programme_and_side_counts_once(pair, at):
    programme, mentor = pair.round.programme, pair.mentor.person
    done = learn(mentor, programme, at)
    Completion.objects.create(
        module=done.module, person=mentor, how=done.how, on=date(2026, 3, 1), noted_at=at
    )
    learn(mentor, programme, at, title="For mentees", track=Track.MENTEE)
    learn(mentor, programme, at, title="Too late", on=ended.LAST + timedelta(days=1))
    learn(mentor, factories.programme(), at, title="Elsewhere")
    assert learning.minutes([pair]) == {(pair.pk, Side.MENTOR): 25, (pair.pk, Side.MENTEE): 0}
    assert ended.certificate(pair, at, Side.MENTOR).training_minutes == 25
    assert notes.offered(ended.mentor_of(pair), pair)["hours"] == (
        "6 meetings, 6 hours 30 minutes; 25 minutes of training"
    )


def test_record_gathers_the_rounds_of_all_years(client, pair, at):
    mentor = pair.mentor.person
    ended.certificate(pair, at, Side.MENTOR)
    other = factories.round(factories.programme("Grow"), state=RoundState.FINISHED)
    ended.pair(meetings=1, round=other, mentor=mentor)
    learn(mentor, pair.round.programme, at)
    found = record.of_mentor(factories.actor(mentor))
    assert (found.mentees, found.meetings, found.minutes, found.certificates) == (2, 7, 455, 1)
    assert ([one.title for one in found.learnt], found.training_minutes) == (["Listening"], 25)
    client.force_login(mentor)
    page = client.get(reverse("recognition:record")).content.decode()
    assert ("7 hours 35 minutes" in page, "Ming" in page) == (True, False)


def test_record_asks_the_database_as_often_for_three_rounds_as_for_one(client, pair, at):
    client.force_login(pair.mentor.person)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("recognition:record"))
        return len(captured)

    first = asked()
    for _number in range(2):
        other = factories.round(factories.programme(), state=RoundState.FINISHED)
        ended.pair(round=other, mentor=pair.mentor.person)
        learn(pair.mentor.person, other.programme, at)
    assert asked() == first


def test_record_of_somebody_who_was_never_a_mentor_says_what_belongs_there(client, pair):
    client.force_login(pair.mentee.person)
    assert "No round as a mentor yet" in client.get(reverse("recognition:record")).content.decode()
