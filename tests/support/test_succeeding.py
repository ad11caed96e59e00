"""Whoever looks after a case leaves: who asked chooses anew, and what nobody asked for passes on at once."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse

from fairlead.audit.models import Entry
from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.sweeping import sweep
from fairlead.mentorships.queries import notices
from fairlead.notifications.models import Letter
from fairlead.people import actions as people
from fairlead.people.models import Affiliation
from fairlead.programmes.actions import remove_member
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import TeamMember
from fairlead.sealed import queries as sealed
from fairlead.support import policies, tasks
from fairlead.support.actions import caring as actions
from fairlead.support.actions import helping, succeeding
from fairlead.support.enums import CaseOrigin, CaseOutcome, CaseState
from fairlead.support.models import Case, Unsure
from fairlead.support.queries import asking
from fairlead.support.queries import cases as queries
from tests import factories
from tests.support import caring

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    made = caring.scene(at)
    made.second = factories.member(made.pair.round.programme, who=factories.person("Sefa Second"))
    return made


def leaves(made, side, at, by="second"):
    """Somebody loses the role in the team."""
    of = TeamMember.objects.get(programme=made.pair.round.programme, person=getattr(made, side))
    remove_member(of, by=made.by(by), at=at)


def now(case):
    return Case.objects.get(pk=case.pk)


def choice(made, at, **more):
    """The mentee wrote to the coordinator, who has left."""
    case = caring.concern(made, at, to="coordinator", **more)
    actions.write_note(case, "Called twice.", by=made.by("coordinator"), at=at)
    leaves(made, "coordinator", at)
    return now(case)


def test_case_of_somebody_who_leaves_waits_for_whoever_asked(at, scene):
    case = choice(scene, at)
    assert (case.state, case.owner, case.former) == (CaseState.WAITING, None, scene.coordinator)
    for side in ("coordinator", "second", "contact", "mentor"):
        assert not policies.visible(scene.by(side)).filter(pk=case.pk).exists()
    assert sealed.readers(case.words_id) == {scene.pair.mentee.person_id}
    (letter,) = Letter.objects.filter(kind="case-choice")
    assert (letter.to_email, letter.subject) == (
        scene.pair.mentee.person.email,
        "Please choose somebody else to turn to",
    )
    assert caring.SECRET not in letter.text
    assert Letter.objects.filter(to_email=scene.second.email).count() == 0


def test_whoever_asked_finds_the_choice_and_nobody_else_does(at, scene):
    case = choice(scene, at)

    def told(side):
        waits = [todo.url for todo in asking.todos(scene.by(side), at=at)]
        on_page = [note.url for note in notices.gathered(scene.by(side), scene.pair, at=at)]
        address = reverse("support:choose", args=[case.pk])
        return address in waits, address in on_page

    assert told("mentee") == (True, True)
    assert [told(side) for side in ("mentor", "second", "contact")] == [(False, False)] * 3


def test_one_click_gives_the_words_to_whom_was_chosen_and_to_nobody_else(client, at, scene):
    case = choice(scene, at)
    client.force_login(scene.pair.mentee.person)
    address = reverse("support:choose", args=[case.pk])
    page = client.get(address).content.decode()
    assert "Cora Coordinator does not look after this any more" in page
    assert (f'value="{scene.second.pk}"' in page, f'value="{scene.coordinator.pk}"' in page) == (True, False)
    assert client.post(address, {"to": str(scene.second.pk)}).status_code == 302
    case = now(case)
    assert (case.state, case.owner, case.former) == (CaseState.OPEN, scene.second, None)
    assert queries.words(scene.by("second"), case) == f"My {caring.SECRET} is unwell."
    assert queries.words(scene.by("coordinator"), case) == ""
    assert queries.notes(scene.by("second"), case) == []
    client.force_login(scene.second)
    page = client.get(reverse("support:case", args=[case.pk])).content.decode()
    assert ("1 older note is sealed" in page, "Called twice." in page) == (True, False)
    assert Letter.objects.filter(kind="case", to_email=scene.second.email).count() == 1


def test_record_of_the_choice_does_not_say_who_asked(at, scene):
    case = choice(scene, at)
    succeeding.choose(case, scene.contact.pk, by=scene.by("mentee"), at=at)
    said = Entry.objects.filter(thing_id=str(case.pk)).order_by("pk")
    verbs = [(one.verb, one.actor_id) for one in said if one.verb != "noted on case"]
    assert verbs == [("opened case", None), ("released case", None), ("handed over case", None)]


def test_whoever_asked_may_let_it_rest(client, at, scene):
    case = choice(scene, at)
    client.force_login(scene.pair.mentee.person)
    address = reverse("support:choose", args=[case.pk])
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"to": str(scene.pair.mentor.person_id)}).status_code == 422
    assert client.post(address, {"rest": "1"}).status_code == 302
    assert (now(case).state, now(case).outcome) == (CaseState.CLOSED, CaseOutcome.NOTHING)
    assert b"It rests" in client.get(address).content
    assert client.post(address, {"to": str(scene.second.pk)}).status_code == 302
    assert now(case).state == CaseState.CLOSED


def test_nothing_is_chosen_while_somebody_looks_after_it(at, scene):
    case = caring.concern(scene, at)
    with pytest.raises(AlreadyMoved):
        succeeding.let_rest(case, at=at)
    with pytest.raises(AlreadyMoved):
        succeeding.choose(case, scene.second.pk, by=scene.by("mentee"), at=at)
    assert now(case).owner == scene.contact


def test_unsure_one_chooses_anew_or_takes_it_back(client, at, scene):
    said = caring.unsure(scene, at)
    leaves(scene, "coordinator", at)
    client.force_login(scene.pair.mentee.person)
    assert b"Whom you told has left" in client.get(reverse("support:help", args=[scene.pair.pk])).content
    helping.take_back(said, by=scene.by("mentee"), at=at)
    assert now(said.case).state == CaseState.CLOSED
    again = caring.unsure(scene, at, to="second")
    assert (again.case.owner, Unsure.objects.filter(settled_at=None).count()) == (scene.second, 1)


def test_contact_who_is_named_no_more_and_somebody_gone_by_hr_let_go_as_well(at, scene):
    case = caring.concern(scene, at)
    actions.remove_contact(queries.contacts(case.programme).get(), by=scene.by("second"), at=at)
    assert now(case).state == CaseState.WAITING
    factories.affiliation(scene.second, factories.unit())
    other = caring.concern(scene, at, to="second", occasion="form-9")
    people.say_leaving(scene.second, on=at.date(), by=scene.by("second"), at=at)
    sweep(at)
    assert (now(other).owner, Affiliation.objects.get(person=scene.second).ended_on) == (scene.second, None)
    sweep(at + timedelta(days=1))
    assert (now(other).state, policies.can_read(scene.by("second"), other)) == (CaseState.WAITING, False)
    assert [one.person for one in queries.addressees(case.programme)] == [scene.coordinator]


def test_owner_who_leaves_soon_is_told_to_hand_over(client, at, scene):
    case = caring.concern(scene, at, to="coordinator")
    factories.affiliation(scene.coordinator, factories.unit())
    day = at.date() + timedelta(days=20)
    people.say_leaving(scene.coordinator, on=day, by=scene.by("second"), at=at)
    client.force_login(scene.coordinator)
    assert b"Your last day is 25 October 2026" in client.get(reverse("support:case", args=[case.pk])).content


def test_one_of_two_roles_lost_changes_nothing(at, scene):
    caring.concern(scene, at, to="coordinator")
    role = TeamMember.objects.create(
        programme=scene.pair.round.programme, person=scene.coordinator, role=TeamRole.HR_LEAD
    )
    remove_member(role, by=scene.by("second"), at=at)
    assert Case.objects.get().owner == scene.coordinator


def test_case_nobody_asked_for_passes_to_the_least_loaded_coordinator(at, scene):
    third = factories.member(scene.pair.round.programme, who=factories.person("Thea Third"))
    for number in range(2):
        Case.objects.create(
            programme=scene.pair.round.programme,
            owner=scene.second,
            origin=CaseOrigin.HAND,
            due_on=at.date(),
            opened_at=at,
            occasion=str(number),
        )
    case = caring.by_hand(scene, at)
    leaves(scene, "coordinator", at)
    case = now(case)
    assert (case.state, case.owner) == (CaseState.OPEN, third)
    entry = Entry.objects.filter(verb="handed over case").get()
    assert (entry.actor_id, entry.details["person"]) == (scene.second.pk, str(third.pk))
    assert queries.notes(factories.actor(third), case) == []
    assert Letter.objects.filter(kind="case", to_email=third.email).count() == 1


def test_coordinator_named_in_a_case_comes_first_and_keeps_its_notes(at, scene):
    case = caring.by_hand(scene, at)
    factories.member(scene.pair.round.programme, who=factories.person("Aki Alone"))
    actions.name_reader(case, scene.second.pk, by=scene.by("coordinator"), at=at)
    leaves(scene, "coordinator", at)
    case = now(case)
    assert (case.owner, [one.words for one in queries.notes(scene.by("second"), case)]) == (
        scene.second,
        ["Spoke of the quokka."],
    )
    (text,) = case.notes.values_list("text", flat=True)
    assert sealed.readers(text) == {scene.second.pk}


def test_coordinator_sees_how_many_wait_and_no_more(client, at, scene):
    programme = scene.pair.round.programme
    choice(scene, at)
    assert asking.waiting(scene.by("second"), programme) == 1
    assert asking.waiting(scene.by("mentor"), programme) == 0
    client.force_login(scene.second)
    page = client.get(reverse("support:pairs", args=[programme.pk])).content.decode()
    assert ("1 confidential case waits" in page, "Somebody wrote" in page) == (True, False)
    client.force_login(caring.lead(scene))
    assert b"confidential case" not in client.get(reverse("support:pairs", args=[programme.pk])).content


def test_whoever_asked_is_reminded_once_after_a_week(at, scene):
    choice(scene, at)

    def reminded(days):
        tasks.sweep(at=at + timedelta(days=days))
        to = scene.pair.mentee.person.email
        letters = Letter.objects.filter(kind="reminders", to_email=to)
        return sum("Choose somebody else to turn to" in f"{one.subject}{one.text}" for one in letters)

    assert [reminded(days) for days in (0, 6, 7, 8, 30)] == [0, 0, 1, 1, 1]


def test_case_of_somebody_who_is_gone_rests_by_itself(at, scene):
    case = choice(scene, at)
    type(scene.coordinator).objects.filter(pk=scene.pair.mentee.person_id).update(is_active=False)
    assert succeeding.sweep(at=at) == 1
    assert (now(case).state, succeeding.sweep(at=at)) == (CaseState.CLOSED, 0)


def test_owner_who_is_erased_lets_go_too(at, scene):
    case = caring.concern(scene, at, to="coordinator")
    Case.objects.filter(pk=case.pk).update(owner=None)
    assert succeeding.sweep(at=at) == 1
    assert now(case).state == CaseState.WAITING


def test_nobody_is_given_a_case_where_nobody_may_look_after_it(at, scene):
    case = caring.by_hand(scene, at)
    scene.pair.mentor.person = scene.second
    scene.pair.mentor.save()
    leaves(scene, "coordinator", at)
    assert (now(case).owner, succeeding.sweep(at=at)) == (scene.coordinator, 0)
    third = factories.member(scene.pair.round.programme)
    assert (succeeding.sweep(at=at), now(case).owner) == (1, third)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_choose_one(at, at_once):
    made = caring.scene(at)
    made.second = factories.member(made.pair.round.programme)
    case = choice(made, at)
    chosen = [made.second.pk, made.contact.pk]
    said = at_once(
        *(partial(succeeding.choose, now(case), one, by=made.by("mentee"), at=at) for one in chosen),
    )
    assert [type(one) for one in said].count(AlreadyMoved) == 1
    after = now(case)
    assert sealed.readers(after.words_id) == {made.pair.mentee.person_id, after.owner_id}
    assert Letter.objects.filter(kind="case", key__contains="chosen").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_ask_once(at, at_once):
    made = caring.scene(at)
    caring.concern(made, at)
    queries.contacts(made.pair.round.programme).delete()
    assert sorted(at_once(*[partial(succeeding.sweep, at=at)] * 2)) == [0, 1]
    assert Letter.objects.filter(kind="case-choice").count() == 1
