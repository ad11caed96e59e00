"""A mentee suggests a mentor of their own."""

import pytest
from django.urls import reverse

from fairlead.applications.enums import ApplicationState
from fairlead.kernel.errors import Refused
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Round
from fairlead.recruitment import queries, tasks
from fairlead.recruitment.actions import suggesting
from fairlead.recruitment.enums import InvitationState
from fairlead.recruitment.models import Invitation, NeverAgain
from fairlead.recruitment.queries.standing import mark
from tests import factories
from tests.recruitment import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    round = factories.round()
    factories.member(round.programme, who=factories.person("Cora", email="cora@northport.example"))
    return factories.application(
        round,
        who=factories.person("Eva Weber", email="eva@northport.example"),
        state=ApplicationState.WAITLISTED,
    )


def suggest(application, at, **given):
    said = {"name": "Ana", "email": "ana@southport.example", "note": "You know so much.", "named": True}
    return suggesting.suggest(application, **{**said, **given}, by=factories.actor(application.person), at=at)


def invitation_letter(at):
    tasks.sweep(at=at)
    return Letter.objects.get(kind="mentor-invitation").text


def test_the_letter_names_the_mentee_who_agreed(application, at):
    suggest(application, at)
    text = invitation_letter(at)
    assert ("Eva Weber" in text, "You know so much." in text) == (True, True)


def test_the_letter_names_nobody_who_did_not_agree(application, at):
    suggest(application, at, named=False)
    text = invitation_letter(at)
    assert ("Eva Weber" in text, "You know so much." in text) == (False, False)


def test_coordinators_see_the_suggestion_at_once(application, at):
    suggest(application, at)
    assert asking.letters("suggestion-made") == ["cora@northport.example"]


def test_mentee_and_coordinators_hear_once_that_the_person_applied(application, at):
    invitation = suggest(application, at)
    factories.application(
        application.round,
        Side.MENTOR,
        factories.person("Ana", email="ana@southport.example"),
        state=ApplicationState.SUBMITTED,
    )
    tasks.sweep(at=at)
    tasks.sweep(at=at)
    assert asking.state_of(invitation) == InvitationState.APPLIED
    assert asking.letters("suggestion-applied") == ["eva@northport.example"]
    assert asking.letters("suggestion-came") == ["cora@northport.example"]
    assert "no promise" in Letter.objects.get(kind="suggestion-applied").text


def test_the_mentee_does_not_learn_why_somebody_is_not_asked(application, at):
    NeverAgain.objects.create(
        programme=application.programme, fingerprint=mark("never@a.example"), said_at=at
    )
    factories.application(application.round, Side.MENTOR, factories.person(email="mentor@a.example"))
    sentences = set()
    for email in ("never@a.example", "mentor@a.example"):
        with pytest.raises(suggesting.CannotBeAsked) as refusal:
            suggest(application, at, email=email)
        sentences.add(str(refusal.value.sentence))
    assert len(sentences) == 1


def test_nobody_suggests_themselves(application, at):
    with pytest.raises(suggesting.OneselfSuggested):
        suggest(application, at, email="EVA@northport.example")


def test_nobody_suggests_their_line_manager(application, at):
    application.line_manager_email = "boss@a.example"
    with pytest.raises(suggesting.LineManagerSuggested):
        suggest(application, at, email="BOSS@a.example")


def test_three_suggestions_are_enough(application, at):
    for number in range(3):
        suggest(application, at, email=f"p{number}@a.example")
    with pytest.raises(suggesting.EnoughSuggested):
        suggest(application, at, email="p4@a.example")


def test_nobody_is_suggested_to_a_closed_intake(application, at):
    Round.objects.update(state=RoundState.CLOSED)
    application.refresh_from_db()
    with pytest.raises(Refused):
        suggest(application, at)


def test_the_page_invites_and_shows_what_was_suggested(client, application):
    client.force_login(application.person)
    address = reverse("recruitment:suggest", args=[application.pk])
    given = {"name": "نور", "email": "nour@southport.example", "named": "on"}
    page = client.post(address, given, follow=True).content.decode()
    assert "<bdi>نور</bdi>" in page
    assert Invitation.objects.get().named


@pytest.mark.parametrize(
    "given",
    [
        {"name": "Ana", "email": "nonsense"},
        {"name": "", "email": "a@a.example"},
        {"name": "www.x.example", "email": "a@a.example"},
        {"name": "Ana", "email": "a@a.example", "note": "See https://x.example"},
    ],
)
def test_a_suggestion_that_cannot_be_read_is_asked_again(client, application, given):
    client.force_login(application.person)
    response = client.post(reverse("recruitment:suggest", args=[application.pk]), given)
    assert (response.status_code, Invitation.objects.count()) == (422, 0)


def test_a_refusal_stands_at_the_field(client, application):
    client.force_login(application.person)
    address = reverse("recruitment:suggest", args=[application.pk])
    given = {"name": "Eva", "email": application.person.email}
    page = client.post(address, given)
    assert (page.status_code, "This is your own address" in page.content.decode()) == (422, True)


def offered(application, at):
    return [str(note.action) for note in queries.notes(application, at)]


def test_a_waiting_mentee_reads_where_to_suggest_somebody(application, at):
    assert offered(application, at) == ["Suggest a mentor"]


def test_nothing_is_offered_to_mentors_the_paired_and_closed_intakes(application, at):
    mentor = factories.application(application.round, Side.MENTOR)
    mentee = factories.application(application.round)
    factories.mentorship(application.round, mentor.participation, mentee.participation)
    application.round.state = RoundState.CLOSED
    assert [offered(one, at) for one in (mentor, mentee, application)] == [[], [], []]


def test_somebody_suggested_by_two_at_the_same_moment_is_asked_once(application, at, monkeypatch):
    suggest(application, at)
    monkeypatch.setattr(suggesting.Standing, "why_not", lambda *_given: "")
    with pytest.raises(suggesting.CannotBeAsked):
        suggest(application, at, email="ANA@southport.example")
    assert Invitation.objects.count() == 1
