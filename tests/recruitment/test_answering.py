"""What invited people, returning mentors and those who come by a call answer."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fairlead.applications.actions.drafting import IntakeClosed
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.notifications.models import Letter
from fairlead.people.models import Person, SignInLink
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Area, Round
from fairlead.recruitment import queries, tasks
from fairlead.recruitment.actions import answering, calling, inviting
from fairlead.recruitment.actions.letters import secret_of
from fairlead.recruitment.enums import InvitationKind, InvitationState
from fairlead.recruitment.models import Call, Invitation, NeverAgain, PausedMentor
from tests import factories
from tests.applications.forms import publish, q
from tests.recruitment import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return factories.round(factories.programme(slug="harbour", most_places=4), closes_on=date(2099, 1, 1))


@pytest.fixture
def lead(round):
    return factories.actor(factories.member(round.programme))


@pytest.fixture
def returning(round, lead, at):
    """A mentor of the last round, with two places, who has been asked."""
    earlier = factories.round(round.programme, state=RoundState.FINISHED)
    before = factories.application(
        earlier,
        Side.MENTOR,
        factories.person("Milan", email="milan@northport.example"),
        areas=("Dual career", "Taxation"),
        places=2,
        hopes="To give back.",
        submitted_at=at - timedelta(days=300),
    )
    inviting.ask_past(round=round, mentors=[before.participation], note="", by=lead, at=at)
    tasks.sweep(at=at)
    return Invitation.objects.select_related("round__programme", "past__person").get()


def press(client, invitation, said, **given):
    return client.post(reverse("recruitment:answer", args=[secret_of(invitation), said]), given, follow=True)


def test_opening_the_link_answers_nothing(client, round, at):
    invitation = asking.invitation(round, at)
    assert client.get(reverse("recruitment:invited", args=[secret_of(invitation)])).status_code == 200
    assert asking.state_of(invitation) == InvitationState.SENT


def test_who_wants_to_apply_gets_a_link_to_the_form_at_the_invited_address(client, round, at):
    invitation = asking.invitation(round, at)
    page = press(client, invitation, "apply").content.decode()
    link = SignInLink.objects.select_related("person").get()
    assert (link.person.email, link.person.name, link.next_path) == (
        "ana@southport.example",
        "Ana Silva",
        "/take-part/harbour/apply/mentor/",
    )
    assert "ana@southport.example" in page
    assert asking.state_of(invitation) == InvitationState.OPENED


def test_who_is_signed_in_goes_straight_to_the_form_and_is_known_by_it(client, round, at):
    invitation = asking.invitation(round, at)
    other = factories.person(email="private@southport.example")
    client.force_login(other)
    response = client.post(reverse("recruitment:answer", args=[secret_of(invitation), "apply"]))
    assert response.url == "/take-part/harbour/apply/mentor/"
    application = factories.application(round, Side.MENTOR, other, state=ApplicationState.SUBMITTED)
    tasks.sweep(at=at)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.application) == (InvitationState.APPLIED, application)


def test_nobody_applies_while_the_intake_is_closed(client, round, at):
    invitation = asking.invitation(round, at)
    Round.objects.update(state=RoundState.PLANNED)
    with pytest.raises(IntakeClosed):
        answering.come_in(secret_of(invitation), name="", person=None, at=at)
    assert press(client, invitation, "apply").status_code == 409
    assert Person.objects.filter(email=invitation.email).count() == 0


def test_not_this_time_is_one_click_and_can_be_taken_back(client, round, at):
    invitation = asking.invitation(round, at)
    page = press(client, invitation, "no").content.decode()
    assert "You said: not this time" in page
    assert asking.state_of(invitation) == InvitationState.DECLINED
    assert press(client, invitation, "apply").status_code == 200
    assert SignInLink.objects.count() == 1


def test_never_again_is_kept_as_a_fingerprint_and_respected(client, round, lead, at):
    invitation = asking.invitation(round, at)
    press(client, invitation, "no", **{"no-never": "on"})
    kept = NeverAgain.objects.get()
    assert (kept.programme, "ana" in kept.fingerprint) == (round.programme, False)
    later = factories.round(round.programme, state=RoundState.PLANNED)
    with pytest.raises(inviting.NobodyToInvite):
        inviting.invite(round=later, text="ANA@southport.example", note="", by=lead, at=at)
    elsewhere = factories.round()
    assert inviting.invite(round=elsewhere, text="ana@southport.example", note="", by=lead, at=at) == 1


def test_never_again_takes_back_what_else_the_programme_asks_of_the_address(client, round, at):
    invitation = asking.invitation(round, at)
    others = [
        asking.invitation(factories.round(round.programme, state=RoundState.PLANNED), at, state=state)
        for state in (InvitationState.QUEUED, InvitationState.SENT, InvitationState.DECLINED)
    ]
    elsewhere = asking.invitation(factories.round(), at)
    press(client, invitation, "no", **{"no-never": "on"})
    assert [asking.state_of(one) for one in (*others, elsewhere)] == [
        InvitationState.WITHDRAWN,
        InvitationState.WITHDRAWN,
        InvitationState.DECLINED,
        InvitationState.SENT,
    ]


def test_a_pause_holds_in_the_next_round_until_its_day(client, round, at):
    invitation = asking.invitation(round, at)
    answering.decline(secret_of(invitation), until=date(2027, 3, 1), never=False, at=at)
    later = factories.round(round.programme, state=RoundState.PLANNED)
    before, after = date(2027, 2, 28), date(2027, 3, 1)
    left_out = queries.preview(later, "ana@southport.example", today=before).left_out
    assert [line.problem for line in left_out] == ["pauses until 1 Mar 2027"]
    assert len(queries.preview(later, "ana@southport.example", today=after).ready) == 1


@pytest.mark.parametrize("until", ["2020-01-01", "2099-01-01", "soon"])
def test_a_pause_needs_a_day_of_the_coming_years(client, round, at, until):
    invitation = asking.invitation(round, at)
    response = press(client, invitation, "no", **{"no-until": until})
    assert response.status_code in {409, 422}
    assert asking.state_of(invitation) == InvitationState.SENT


def test_continuing_as_before_sends_an_application_with_the_last_answers(client, round, returning):
    page = press(client, returning, "continue", places=2).content.decode()
    made = Application.objects.get(round=round)
    assert (made.state, made.places, made.hopes, made.side) == (
        ApplicationState.SUBMITTED,
        2,
        "To give back.",
        Side.MENTOR,
    )
    assert [choice.area.name for choice in made.chosen_areas.all()] == ["Dual career", "Taxation"]
    assert made.consented_at is not None
    assert "You have applied" in page
    assert asking.state_of(returning) == InvitationState.APPLIED


def test_continuing_with_more_places_keeps_the_number(client, round, returning):
    press(client, returning, "continue", places=4)
    assert Application.objects.get(round=round).places == 4


@pytest.mark.parametrize("places", ["0", "5", "many", ""])
def test_places_beyond_the_programme_are_asked_again(client, round, returning, places):
    response = press(client, returning, "continue", places=places)
    assert (response.status_code, Application.objects.filter(round=round).count()) == (422, 0)


def test_what_the_form_asks_anew_is_asked_and_the_rest_is_kept(client, round, returning):
    Application.objects.update(languages=[])
    page = press(client, returning, "continue", places=2).content.decode()
    made = Application.objects.get(round=round)
    assert (made.state, made.places) == (ApplicationState.DRAFT, 2)
    assert "the languages you can meet in" in page
    assert asking.state_of(returning) == InvitationState.OPENED


def test_areas_no_longer_in_use_are_not_taken_over(client, round, returning):
    Area.objects.filter(name="Taxation").update(in_use=False)
    press(client, returning, "continue", places=1)
    made = Application.objects.get(round=round)
    assert [choice.area.name for choice in made.chosen_areas.all()] == ["Dual career"]


def test_only_answers_that_hold_under_the_form_of_today_are_taken_over(client, round, returning):
    film = {"kind": "consent", "consent_text": {"en": "A photo and a film."}}
    publish(
        round.programme, q("photo", **film), q("club", "choice", options=["go"]), q("why"), side=Side.MENTOR
    )
    old = {"agreed": True, "version": 1, "text": "of-the-old-text"}
    Application.objects.update(own_answers={"photo": old, "club": "chess", "why": "So"})
    press(client, returning, "continue", places=2)
    made = Application.objects.get(round=round)
    assert (made.state, made.own_answers) == (ApplicationState.SUBMITTED, {"why": "So"})


def test_continuing_twice_makes_one_application(client, round, returning):
    press(client, returning, "continue", places=2)
    assert press(client, returning, "continue", places=3).status_code == 409
    assert [one.places for one in Application.objects.filter(round=round)] == [2]


def test_a_new_invitation_cannot_be_continued(client, round, at):
    assert press(client, asking.invitation(round, at), "continue", places=1).status_code == 409


def test_pausing_and_coming_back(client, round, returning):
    until = (timezone.localdate() + timedelta(days=90)).isoformat()
    press(client, returning, "pause", **{"pause-until": until})
    assert PausedMentor.objects.get().person == returning.past.person
    assert asking.state_of(returning) == InvitationState.PAUSED
    press(client, returning, "continue", places=1)
    assert (PausedMentor.objects.count(), asking.state_of(returning)) == (0, InvitationState.APPLIED)


def test_a_pause_without_a_day_is_asked_again(client, returning):
    assert press(client, returning, "pause").status_code == 422


def test_leaving_for_good_is_respected(client, round, returning, lead, at):
    press(client, returning, "leave")
    later = factories.round(round.programme, state=RoundState.PLANNED)
    mentor = queries.past_mentors(later, today=at.date())[0]
    assert mentor.why_not == "does not want to be asked by this programme again"
    with pytest.raises(inviting.NobodyToInvite):
        inviting.ask_past(round=later, mentors=[mentor.participation], note="", by=lead, at=at)


def test_past_mentors_stand_with_what_they_did_and_are_asked_once(client, round, returning, lead, at):
    found = queries.past_mentors(round, today=at.date())
    assert [(one.person.name, one.rounds, one.pairs, one.why_not) for one in found] == [
        ("Milan", 1, 0, "has been invited already (sent)")
    ]
    assert asking.letters("mentor-invitation") == ["milan@northport.example"]


def test_a_past_mentor_who_left_is_not_asked(round, lead, at):
    earlier = factories.round(round.programme, state=RoundState.FINISHED)
    mentor = factories.participation(earlier, Side.MENTOR)
    factories.affiliation(mentor.person, ended_on=date(2026, 9, 30))
    found = queries.past_mentors(round, today=at.date())
    assert [one.why_not for one in found] == ["left the institution on 30 Sep 2026"]
    with pytest.raises(inviting.NobodyToInvite):
        inviting.ask_past(round=round, mentors=[mentor], note="", by=lead, at=at)


def test_who_comes_by_a_call_is_counted_and_led_to_the_form(client, round, at):
    call = asking.call(round, at)
    address = reverse("recruitment:call", args=[call.slug])
    client.post(address, {"name": "Jo", "email": "jo@southport.example"})
    came = Invitation.objects.get()
    assert (came.kind, came.state, came.call) == (InvitationKind.CALL, InvitationState.OPENED, call)
    factories.application(round, Side.MENTOR, Person.objects.get(name="Jo"), state=ApplicationState.SUBMITTED)
    tasks.sweep(at=at)
    counted = queries.all_calls(round).get()
    assert (counted.arrivals, counted.applied) == (1, 1)


def test_who_is_signed_in_comes_by_a_call_without_a_letter(client, round, at):
    call = asking.call(round, at)
    client.force_login(factories.person())
    response = client.post(reverse("recruitment:call", args=[call.slug]))
    assert (response.url, Letter.objects.count()) == ("/take-part/harbour/apply/mentor/", 0)


def test_a_call_needs_name_and_address(client, round, at):
    call = asking.call(round, at)
    response = client.post(reverse("recruitment:call", args=[call.slug]), {"email": "nonsense"})
    assert (response.status_code, Call.objects.get().arrivals) == (422, 0)


def test_a_closed_call_says_so_and_takes_nobody(client, round, lead, at):
    call = asking.call(round, at)
    calling.close(call, by=lead, at=at)
    address = reverse("recruitment:call", args=[call.slug])
    assert "This call is closed just now." in client.get(address).content.decode()
    answer = client.post(address, {"name": "Jo", "email": "jo@southport.example"})
    assert (answer.status_code, Invitation.objects.count()) == (409, 0)


def test_a_call_of_a_hidden_programme_is_not_found(client, round, at):
    call = asking.call(round, at)
    round.programme.published = False
    round.programme.save()
    assert client.get(reverse("recruitment:call", args=[call.slug])).status_code == 404


def test_who_came_by_a_call_can_still_be_invited(client, round, lead, at):
    call = asking.call(round, at)
    client.post(
        reverse("recruitment:call", args=[call.slug]), {"name": "Jo", "email": "jo@southport.example"}
    )
    assert inviting.invite(round=round, text="jo@southport.example", note="", by=lead, at=at) == 1
    assert [one.kind for one in Invitation.objects.all()] == [InvitationKind.NEW]


@pytest.mark.parametrize("state", [InvitationState.OPENED, InvitationState.DECLINED])
def test_who_came_by_a_call_is_invited_however_the_address_is_written(round, lead, at, state):
    asking.invitation(round, at, email="Jo@Southport.example", kind=InvitationKind.CALL, state=state)
    assert inviting.invite(round=round, text="jo@southport.example", note="", by=lead, at=at) == 1
    assert [(one.kind, one.email) for one in Invitation.objects.all()] == [
        (InvitationKind.NEW, "jo@southport.example")
    ]


def test_only_who_is_on_the_list_afterwards_is_counted_as_invited(round, lead, at, monkeypatch):
    asked = "ana@southport.example\nbo@southport.example"
    monkeypatch.setattr(inviting, "preview", lambda *_given, **_more: both)
    both = queries.preview(round, asked, today=at.date())
    asking.invitation(round, at, email="ANA@southport.example")
    assert inviting.invite(round=round, text=asked, note="", by=lead, at=at) == 1
