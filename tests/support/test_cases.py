"""Help asked in confidence reaches one person, and cases are read by their owner and those named alone."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.mentorships.enums import MentorshipState
from fairlead.notifications.models import Letter
from fairlead.support import policies, tasks
from fairlead.support.actions import caring as actions
from fairlead.support.actions import helping
from fairlead.support.enums import CaseKind, CaseOrigin, CaseOutcome, CaseState, Health
from fairlead.support.models import Case, CaseNote, Unsure
from fairlead.support.queries import cases as queries
from fairlead.support.queries import health
from tests import factories
from tests.support import caring, scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return caring.scene(at)


def readers(case, scene):
    """Who of the scene finds the case."""
    return [
        side
        for side in ("mentee", "mentor", "coordinator", "contact")
        if policies.visible(scene.by(side)).filter(pk=case.pk).exists()
    ]


def test_unsure_mentee_is_told_of_to_one_person_and_nobody_else(at, scene):
    said = caring.unsure(scene, at)
    assert (said.case.origin, said.case.raised_by) == (CaseOrigin.UNSURE, scene.pair.mentee.person)
    assert readers(said.case, scene) == ["coordinator"]
    assert [letter.to_name for letter in Letter.objects.filter(kind="case")] == ["Cora Coordinator"]
    (letter,) = Letter.objects.filter(kind="case")
    assert scene.pair.mentee.person.name not in f"{letter.subject}{letter.text}"


def test_unsure_counts_in_health_only_for_whom_was_told(at, scene):
    caring.unsure(scene, at)
    other = caring.lead(scene)

    def fares(person):
        ids = [scene.pair.round.programme_id]
        return [one.verdict.health for one in health.standings(factories.actor(person), ids, at=at)]

    assert (fares(scene.coordinator), fares(other)) == ([Health.NEEDS_A_WORD], [Health.ON_TRACK])


def test_unsure_is_said_once_and_taken_back(at, scene):
    said = caring.unsure(scene, at)
    with pytest.raises(helping.SaidAlready):
        caring.unsure(scene, at)
    assert Case.objects.count() == 1
    helping.take_back(said, by=scene.by("mentee"), at=at)
    with pytest.raises(helping.SaidAlready):
        helping.take_back(said, by=scene.by("mentee"), at=at)
    assert caring.unsure(scene, at).case != said.case


def test_nobody_of_the_pair_can_be_turned_to(at, scene):
    scene.pair.mentor.person = scene.coordinator
    scene.pair.mentor.save()
    named = [one.person for one in queries.addressees_of(scene.pair)]
    assert named == [scene.contact]
    with pytest.raises(helping.NotThere):
        caring.unsure(scene, at)


def test_words_in_confidence_are_read_by_writer_and_addressee_alone(at, scene):
    case = caring.concern(scene, at)
    said = {side: queries.words(scene.by(side), case) for side in ("contact", "coordinator", "mentor")}
    assert said == {"contact": "My quokka is unwell.", "coordinator": "", "mentor": ""}
    assert [words for _case, words in queries.own_concerns(scene.by("mentee"), scene.pair)] == [
        "My quokka is unwell."
    ]
    assert queries.own_concerns(scene.by("mentor"), scene.pair) == []
    assert readers(case, scene) == ["contact"]


def test_second_click_opens_no_second_case(at, scene):
    assert caring.concern(scene, at) == caring.concern(scene, at)
    assert caring.by_hand(scene, at) == caring.by_hand(scene, at)
    assert (Case.objects.count(), Letter.objects.filter(kind="case").count()) == (2, 1)


def test_nothing_is_asked_once_the_pair_has_ended(at, scene):
    type(scene.pair).objects.update(state=MentorshipState.COMPLETED, ended_on=at.date())
    with pytest.raises(helping.Ended):
        caring.concern(scene, at)
    with pytest.raises(helping.Ended):
        caring.unsure(scene, at)


def test_notes_are_read_by_owner_and_those_named(at, scene):
    case = caring.by_hand(scene, at)
    owner = scene.by("coordinator")
    assert queries.notes(scene.by("contact"), case) == []
    actions.name_reader(case, scene.contact.pk, by=owner, at=at)
    actions.write_note(case, "A second one.", by=scene.by("contact"), at=at + timedelta(hours=1))
    for side in ("coordinator", "contact"):
        said = [one.words for one in queries.notes(scene.by(side), case)]
        assert said == ["A second one.", "Spoke of the quokka."]


def test_case_is_handed_over_with_its_notes_and_without_words_in_confidence(at, scene):
    case = caring.concern(scene, at)
    actions.write_note(case, "Called.", by=scene.by("contact"), at=at)
    actions.hand_over(case, scene.coordinator.pk, seen=1, by=scene.by("contact"), at=at)
    assert readers(case, scene) == ["coordinator", "contact"]
    new = scene.by("coordinator")
    assert ([one.words for one in queries.notes(new, case)], queries.words(new, case)) == (["Called."], "")
    assert not policies.can_own(scene.by("contact"), Case.objects.get(pk=case.pk))
    with pytest.raises(actions.CaseChanged):
        actions.settle(case, actions.Settled(CaseKind.FIT, at.date()), seen=1, by=new, at=at)


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_no_case_is_given_to_one_of_the_pair(at, scene, who):
    case = caring.by_hand(scene, at)
    with pytest.raises(actions.NotThere):
        actions.name_reader(case, scene.by(who).person_id, by=scene.by("coordinator"), at=at)


def test_supervisor_of_whoever_asks_is_never_named_nor_given_the_case(at, scene):
    case = caring.concern(scene, at)
    affiliation = factories.affiliation(scene.pair.mentee.person, factories.unit())
    type(affiliation).objects.update(line_manager_email=scene.coordinator.email.upper())
    assert queries.candidates(case) == [
        one for one in queries.addressees_of(scene.pair) if one.person == scene.contact
    ]
    for give in (actions.name_reader, partial(actions.hand_over, seen=1)):
        with pytest.raises(actions.NotThere):
            give(case, scene.coordinator.pk, by=scene.by("contact"), at=at)


def test_case_closes_with_an_outcome_settles_the_flag_and_opens_again(at, scene):
    said = caring.unsure(scene, at)
    actions.close(said.case, CaseOutcome.GOES_ON, by=scene.by("coordinator"), at=at)
    assert Unsure.objects.get().settled_at == at
    with pytest.raises(actions.CaseChanged):
        actions.write_note(said.case, "Late.", by=scene.by("coordinator"), at=at)
    actions.reopen(said.case, by=scene.by("coordinator"), at=at)
    kept = Case.objects.get()
    assert (kept.state, kept.outcome, kept.closed_at) == (CaseState.OPEN, "", None)


def test_silent_pair_gets_a_notice_then_a_case_and_does_not_end(at):
    one = scenes.pair(at, ago=120, met=[100])
    coordinator = factories.member(one.round.programme)
    assert tasks.sweep(at=at) == 2
    assert [tasks.sweep(at=at + timedelta(days=days)) for days in (6, 7, 8)] == [0, 1, 1]
    case = Case.objects.get()
    assert (case.origin, case.kind, case.owner) == (CaseOrigin.SILENT, CaseKind.CONTACT, coordinator)
    assert scenes.loaded(one).state == MentorshipState.ACTIVE
    mine = Letter.objects.get(to_email=coordinator.email)
    assert mine.subject == "A pair has been silent for long"
    assert [tasks.sweep(at=at + timedelta(days=days)) for days in (9, 30)] == [0, 0]


def test_pair_that_meets_after_the_notice_gets_no_case(at):
    one = scenes.pair(at, ago=120, met=[100])
    factories.member(one.round.programme)
    tasks.sweep(at=at)
    scenes.meeting(one, at + timedelta(days=5), -1)
    tasks.sweep(at=at + timedelta(days=8))
    assert Case.objects.count() == 0


def test_cases_are_counted_by_neutral_kind(at, scene):
    caring.unsure(scene, at)
    case = caring.by_hand(scene, at)
    actions.close(case, CaseOutcome.NOTHING, by=scene.by("coordinator"), at=at)
    counted = queries.counted(scene.pair.round.programme)
    assert (counted.opened, counted.open) == (2, 1)
    assert (counted.by_kind["time"], counted.by_origin["unsure"], counted.by_outcome["nothing"]) == (1, 1, 1)


def test_owner_finds_the_case_among_what_waits(at, scene):
    caring.unsure(scene, at)
    (todo,) = queries.todos(scene.by("coordinator"), at=at)
    assert str(todo.title) == "Look after a case: Somebody is unsure"
    assert queries.todos(scene.by("mentor"), at=at) == []


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_three_cases_as_for_one(client, at, scene, count):
    for number in range(count):
        case = caring.by_hand(scene, at, occasion=f"form-{number}")
        for more in range(count):
            actions.write_note(case, f"Note {more}", by=scene.by("coordinator"), at=at)
    client.force_login(scene.coordinator)
    with CaptureQueriesContext(connection) as listed:
        assert client.get(reverse("support:cases")).status_code == 200
    with CaptureQueriesContext(connection) as shown:
        assert client.get(reverse("support:case", args=[case.pk])).status_code == 200
    assert (len(listed) <= 6, len(shown) <= 18) == (True, True)


def test_pages_from_being_unsure_to_a_closed_case(client, at, scene):
    client.force_login(scene.pair.mentee.person)
    page = client.get(reverse("support:help", args=[scene.pair.pk]))
    assert f"{scene.pair.mentor.person.name} is not told and cannot see it" in page.content.decode()
    pk = scene.pair.pk
    assert client.post(reverse("support:unsure", args=[pk]), {"to": "nobody"}).status_code == 422
    assert client.post(reverse("support:unsure", args=[pk]), {"to": scene.coordinator.pk}).status_code == 302
    assert b"You told Cora Coordinator" in client.get(reverse("support:help", args=[pk])).content
    case = Case.objects.get()
    client.force_login(scene.coordinator)
    address = reverse("support:case", args=[case.pk])
    do = {name: reverse("support:case_do", args=[case.pk, name]) for name in ("settle", "close", "hand-over")}
    late = {"kind": "fit", "due_on": "2020-01-01", "seen": "1"}
    assert client.post(do["settle"], late).status_code == 422
    assert client.post(do["settle"], {**late, "due_on": "2026-10-20"}).status_code == 302
    assert client.post(reverse("support:case_note", args=[case.pk]), {"words": " "}).status_code == 422
    assert client.post(reverse("support:case_note", args=[case.pk]), {"words": "Rang."}).status_code == 302
    assert client.post(do["close"], {}).status_code == 422
    assert client.post(do["close"], {"outcome": "goes_on"}).status_code == 302
    page = client.get(address).content.decode()
    assert ("Rang." in page, "Talked through; the pair goes on" in page) == (True, True)
    client.force_login(scene.pair.mentee.person)
    assert b"You told" not in client.get(reverse("support:help", args=[pk])).content


def test_what_was_written_is_not_lost_when_something_is_missing(client, scene):
    client.force_login(scene.pair.mentor.person)
    address = reverse("support:write", args=[scene.pair.pk])
    occasion = client.get(address).context["form"]["occasion"].value()
    wrong = client.post(address, {"words": "Kept words", "to": "", "occasion": occasion})
    assert (wrong.status_code, b"Kept words" in wrong.content) == (422, True)
    given = {"words": "Kept words", "to": scene.contact.pk, "occasion": occasion}
    assert [client.post(address, given).status_code for _click in range(2)] == [302, 302]
    assert Case.objects.count() == 1


def test_coordinator_opens_a_case_by_hand_and_names_contacts(client, at, scene):
    client.force_login(scene.coordinator)
    programme = scene.pair.round.programme_id
    new = reverse("support:new_case", args=[programme])
    given = {"pair": scene.pair.pk, "kind": "time", "due_on": "2026-10-12", "words": "Busy month."}
    given["occasion"] = "5f1d2c34-0000-4000-8000-000000000002"
    assert client.post(new, {**given, "due_on": ""}).status_code == 422
    assert client.post(new, given).status_code == 302
    assert CaseNote.objects.count() == 1
    contacts = reverse("support:contacts", args=[programme])
    assert client.post(contacts, {"email": "no@nowhere.example", "described": "x"}).status_code == 422
    somebody = factories.person()
    assert client.post(contacts, {"email": somebody.email, "described": "Union"}).status_code == 302
    assert client.post(contacts, {"email": somebody.email, "described": "Union"}).status_code == 422
    named = queries.contacts(scene.pair.round.programme).get(person=somebody)
    remove = reverse("support:remove_contact", args=[programme, named.pk])
    assert client.post(remove).status_code == 302
    assert client.post(remove).status_code == 404
