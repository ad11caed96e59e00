"""Questions asked back, two reviewers at one application, declines taken back, and who decided why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.applications.actions import clarifying, deciding
from fairlead.applications.actions.overtaken import Overtaken
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application, Clarification
from fairlead.audit.models import Entry
from fairlead.kernel.errors import AlreadyMoved
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState, Side
from tests import factories
from tests.applications.answering import letters
from tests.applications.pages import status_of, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return factories.round(factories.programme("Harbour"), name="Autumn")


@pytest.fixture
def cora(round):
    return factories.member(round.programme)


@pytest.fixture
def by(cora):
    return factories.actor(cora)


@pytest.fixture
def ana(round):
    return factories.application(
        round, Side.MENTOR, factories.person("Ana"), state=ApplicationState.SUBMITTED
    )


def fresh(application):
    return Application.objects.get(pk=application.pk)


def test_a_question_goes_by_letter_and_the_state_stays(ana, by, at):
    clarifying.ask(ana, " Which campus? ", by, at)
    letter = Letter.objects.get()
    assert (letter.to_email, letter.subject) == (
        ana.person.email,
        "A question about your application to Harbour",
    )
    assert "Which campus?" in letter.text
    assert reverse("applications:answer", args=[ana.pk]) in letter.text
    assert (ana.state, ana.revision) == ("submitted", 1)


def test_one_question_at_a_time(ana, by, at):
    clarifying.ask(ana, "Which campus?", by, at)
    with pytest.raises(clarifying.CannotAskBack, match="one at a time"):
        clarifying.ask(ana, "Which unit?", by, at)
    clarifying.answer(ana, "North.", factories.actor(ana.person), at)
    clarifying.ask(ana, "Which unit?", by, at)
    assert Clarification.objects.count() == 2


def test_nothing_is_asked_or_answered_after_the_decision(ana, by, at):
    clarifying.ask(ana, "Which campus?", by, at)
    deciding.decline(ana, "", by, at)
    with pytest.raises(clarifying.NothingAsked, match="decided meanwhile"):
        clarifying.answer(ana, "North.", factories.actor(ana.person), at)
    with pytest.raises(clarifying.CannotAskBack, match="is decided"):
        clarifying.ask(ana, "Which unit?", by, at)


def test_an_answer_needs_a_question(ana, at):
    with pytest.raises(clarifying.NothingAsked, match="No question waits"):
        clarifying.answer(ana, "North.", factories.actor(ana.person), at)


def test_the_record_holds_no_words_of_question_answer_or_reason(ana, by, at):
    clarifying.ask(ana, "SECRET question", by, at)
    clarifying.answer(ana, "SECRET answer", factories.actor(ana.person), at)
    deciding.decline(ana, "SECRET reason", by, at)
    told = [(entry.verb, entry.details) for entry in Entry.objects.order_by("number")]
    assert told == [
        ("applicant asked", {"revision": 1}),
        ("applicant answered", {"revision": 2}),
        ("application declined", {"revision": 3}),
    ]


def test_the_applicant_answers_on_a_page_of_their_own(client, ana, by, at):
    client.force_login(ana.person)
    address = reverse("applications:answer", args=[ana.pk])
    assert "No question waits for an answer from you." in text(client.get(address, follow=True))
    clarifying.ask(ana, "Which campus?", by, at)
    assert address in status_of(client, ana)
    assert "Which campus?" in text(client.get(address))
    assert client.post(address, {"answer": " "}).status_code == 422
    assert "go on" in text(client.post(address, {"answer": "North."}, follow=True))
    assert "No question waits" in text(client.post(address, {"answer": "South."}, follow=True))
    assert Clarification.objects.get().answer == "North."


def test_a_coordinator_asks_and_reads_the_answer_on_the_application(client, cora, ana, at):
    client.force_login(cora)
    page = reverse("applications:detail", args=[ana.pk])
    address = reverse("applications:clarify", args=[ana.pk])
    assert client.post(address, {"question": ""}).status_code == 422
    response = client.post(address, {"question": "Which campus?", "seen": 0}, follow=True)
    assert "Your question is on its way" in text(response)
    assert "Waiting for the answer" in text(response)
    assert "one at a time" in text(client.post(address, {"question": "Again?", "seen": 1}, follow=True))
    clarifying.answer(ana, "On the north one.", factories.actor(ana.person), at)
    assert "On the north one." in text(client.get(page))
    assert "asked back" not in text(client.get(reverse("applications:list", args=[ana.round_id])))


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda one, by, at: deciding.accept(one, by, at), "admitted it to the pool"),
        (lambda one, by, at: deciding.waitlist(one, by, at), "put it on the waiting list"),
        (lambda one, by, at: deciding.decline(one, "", by, at), "declined it"),
        (lambda one, by, at: clarifying.ask(one, "Which?", by, at), "asked the applicant a question"),
    ],
)
def test_who_comes_second_reads_what_the_other_did(ana, by, at, act, sentence):
    nomvula = factories.actor(factories.person("Nomvula"))
    act(fresh(ana), nomvula, at)
    later = at + timedelta(minutes=2)
    with pytest.raises(Overtaken, match=f"Nomvula {sentence} 2\xa0minutes ago"):
        deciding.waitlist(fresh(ana), by, later, seen=ana.revision)
    with pytest.raises(Overtaken, match=f"Nomvula {sentence} a moment ago"):
        deciding.decline(fresh(ana), "", by, at, seen=ana.revision)


def test_ones_own_second_click_is_told_as_ones_own(ana, by, at):
    deciding.waitlist(fresh(ana), by, at, seen=0)
    with pytest.raises(Overtaken, match="You put it on the waiting list"):
        deciding.waitlist(fresh(ana), by, at, seen=0)
    assert letters() == [(ana.person.email, "You are on the waiting list of Harbour")]


def test_an_open_page_overwrites_nothing(client, cora, ana, at):
    client.force_login(cora)
    nomvula = factories.actor(factories.person("Nomvula"))
    deciding.waitlist(fresh(ana), nomvula, at)
    address = reverse("applications:decide", args=[ana.pk, "admit"])
    assert "Nomvula put it on the waiting list" in text(client.post(address, {"seen": 0}, follow=True))
    given = {"seen": 0, "kind": "full", "words": "Sorry.", "go": "send"}
    address = reverse("applications:decline", args=[ana.pk])
    assert "Nomvula put it on the waiting list" in text(client.post(address, given, follow=True))
    assert "Nomvula put it on the waiting list" in text(client.get(f"{address}?seen=0", follow=True))
    assert "First say why." in text(client.get(f"{address}?seen=1", follow=True))
    assert fresh(ana).state == "waitlisted"
    deciding.decline(fresh(ana), "", nomvula, at)
    assert "Nomvula declined it" in text(client.get(address, follow=True))


def test_a_decline_is_taken_back_with_a_letter(client, cora, ana, by, at):
    client.force_login(cora)
    deciding.decline(ana, "Too late.", by, at)
    page = text(client.get(reverse("applications:detail", args=[ana.pk])))
    assert "Take the decline back?" in page
    address = reverse("applications:decide", args=[ana.pk, "reopen"]) + f"?seen={ana.revision}"
    response = client.post(address, {"reason": "A mix-up"}, follow=True)
    assert "The decline is taken back" in text(response)
    assert "A mix-up" in text(response)
    assert (fresh(ana).state, fresh(ana).decision_reason) == ("submitted", "")
    assert letters("application-reopened") == [
        (ana.person.email, "Your application to Harbour is open again")
    ]


def test_a_second_decline_after_a_reopening_is_told_again(ana, by, at):
    deciding.decline(ana, "", by, at)
    deciding.reopen(ana, by, at + timedelta(hours=1))
    deciding.decline(ana, "", by, at + timedelta(hours=2))
    assert len(letters("application-declined")) == 2


def test_a_decline_stands_when_the_round_is_over_or_the_person_applied_again(round, ana, by, at):
    deciding.decline(ana, "", by, at)
    again = factories.application(round, Side.MENTOR, ana.person, state=ApplicationState.DRAFT)
    with pytest.raises(deciding.CannotReopen, match="applied again"):
        deciding.reopen(ana, by, at)
    again.delete()
    round.state = RoundState.FINISHED
    round.save()
    with pytest.raises(deciding.CannotReopen, match="finished"):
        deciding.reopen(fresh(ana), by, at)


def test_only_a_decline_is_taken_back(ana, by, at):
    with pytest.raises(AlreadyMoved):
        deciding.reopen(ana, by, at)


def test_every_decision_keeps_who_when_and_why(client, cora, ana, by, at):
    deciding.waitlist(ana, by, at, note="Later")
    deciding.accept(ana, by, at + timedelta(days=1), note="There is room")
    kept = [(one.to, one.made_by, one.made_at, one.reason, one.told) for one in ana.decisions.all()]
    assert kept == [
        ("accepted", cora, at + timedelta(days=1), "There is room", False),
        ("waitlisted", cora, at, "Later", False),
    ]
    client.force_login(cora)
    page = text(client.get(reverse("applications:detail", args=[ana.pk])))
    assert "Later" in page
    assert "There is room" in page


def test_the_note_of_a_decision_is_not_for_the_applicant(client, ana, by, at):
    deciding.waitlist(ana, by, at, note="SECRET note")
    client.force_login(ana.person)
    assert "SECRET" not in status_of(client, ana)
    assert "SECRET" not in Letter.objects.get().text
