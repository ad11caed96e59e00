"""The supervisor's page."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.applications.actions import approving, drafting, reminding
from fairlead.applications.actions.letters import secret_of
from fairlead.applications.models import SupervisorApproval
from fairlead.notifications.models import Letter
from tests import factories
from tests.applications.answering import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(at):
    programme = factories.programme("Harbour", meetings_expected=6, meeting_minutes=90, training_minutes=120)
    return sent(factories.round(programme), factories.person("Ana"), at, hopes="To leave this office")


@pytest.fixture
def page(application):
    return reverse("applications:approve", args=[secret_of(application.approval)])


def text(response):
    return html.unescape(" ".join(response.content.decode().split()))


def test_the_page_says_what_is_asked_and_how_much_time_it_takes(client, page):
    words = text(client.get(page))
    assert "May <bdi>Ana</bdi> take part in mentoring?" in words
    assert '<span class="big-number">11</span> working hours in 6 months' in words
    assert "6 meetings of 90 minutes, and 120 minutes of training." in words


def test_the_page_holds_none_of_the_answers(client, page, application):
    words = text(client.get(page))
    assert [answer for answer in ("To leave this office", "Dual career", "Slovak") if answer in words] == []


def test_opening_the_link_answers_nothing(client, page):
    client.get(page)
    assert SupervisorApproval.objects.get().state == "waiting"


@pytest.mark.parametrize(
    ("given", "state", "words"),
    [
        ({"answer": "approve"}, "approved", "approved this on"),
        (
            {"answer": "later", "approved_from": "2099-03-01"},
            "approved",
            "<strong>1 Mar 2099</strong> on",
        ),
        ({"answer": "decline", "reason": "Because."}, "declined", "did not approve this on"),
    ],
)
def test_one_click_answers_and_the_page_then_shows_the_written_record(client, page, given, state, words):
    response = client.post(page, given, follow=True)
    assert SupervisorApproval.objects.get().state == state
    assert words in text(response)
    assert "Ana takes part in Harbour as mentee." in text(response)


def test_the_answer_can_be_changed_from_the_page_that_shows_it(client, page):
    client.post(page, {"answer": "approve"})
    seen = SupervisorApproval.objects.get().answered_at.isoformat()
    assert f'value="{seen}"' in client.get(page).content.decode()
    client.post(page, {"answer": "decline", "reason": "The audit", "seen": seen})
    assert SupervisorApproval.objects.get().state == "declined"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"answer": "later"}, "Choose the day from which you approve."),
        ({"answer": "later", "approved_from": "2001-01-01"}, "Choose a day that is still to come"),
        ({"answer": "decline"}, "Say why. You decide below whether the applicant sees it."),
    ],
)
def test_an_answer_that_lacks_something_says_what(client, page, given, words):
    response = client.post(page, given)
    assert (response.status_code, words in text(response)) == (422, True)
    assert SupervisorApproval.objects.get().state == "waiting"


def test_a_second_answer_changes_nothing_and_says_so(client, page):
    client.post(page, {"answer": "approve"})
    response = client.post(page, {"answer": "decline", "reason": "No"})
    assert (response.status_code, SupervisorApproval.objects.get().state) == (422, "approved")
    assert "already been answered" in text(response)


def test_an_answer_without_a_button_is_asked_for_again(client, page):
    response = client.post(page, {"answer": "perhaps"})
    assert (response.status_code, "Press one of the buttons." in text(response)) == (422, True)
    assert client.post(page, {"answer": "approve", "reason": "x" * 1001}).status_code == 422


def test_a_wrong_link_is_met_kindly(client):
    response = client.get(reverse("applications:approve", args=["made-up"]))
    assert (response.status_code, "This link does not work any more" in text(response)) == (404, True)


def test_after_a_withdrawal_no_answer_is_needed(client, page, application, at):
    drafting.withdraw(application, factories.actor(application.person), at)
    assert "No answer needed" in text(client.get(page))
    assert client.post(page, {"answer": "approve"}).status_code == 422


def test_an_answer_noted_by_the_coordinator_is_shown(client, page, application, at):
    approving.record(application, True, "Mail of 3 October", factories.actor(factories.person()), at)
    assert "Mail of 3 October" in text(client.get(page))


def test_applicant_and_team_read_the_record_and_only_the_team_an_unshared_reason(client, page, application):
    client.post(page, {"answer": "decline", "reason": "Two of us are on leave."})
    url = reverse("applications:approval_record", args=[application.pk])
    cora = factories.member(application.programme)
    seen = []
    for person in (application.person, cora):
        client.force_login(person)
        seen.append("Two of us are on leave." in text(client.get(url)))
    assert seen == [False, True]


def test_there_is_no_record_before_an_answer(client, application):
    client.force_login(application.person)
    assert client.get(reverse("applications:approval_record", args=[application.pk])).status_code == 404


def test_the_applicant_names_another_supervisor(client, application):
    client.force_login(application.person)
    url = reverse("applications:my_supervisor", args=[application.pk])
    assert client.post(url, {"name": "Cy", "email": "broken"}).status_code == 422
    response = client.post(url, {"name": "Cy Chief", "email": "cy@northport.example"}, follow=True)
    assert "Cy Chief has been asked." in text(response)
    own = client.post(url, {"name": "Ana", "email": application.person.email})
    assert (own.status_code, "Nobody can approve for themselves" in text(own)) == (422, True)


def test_the_coordinator_gives_time_and_asks_somebody_else(client, application):
    client.force_login(factories.member(application.programme))
    give = reverse("applications:give_time", args=[application.pk])
    assert "has more time" in text(client.post(give, {"days": "7"}, follow=True))
    assert "from 1 to 60" in text(client.post(give, {"days": "900"}, follow=True))
    url = reverse("applications:supervisor", args=[application.pk])
    given = {"name": "Cy Chief", "email": "cy@northport.example"}
    assert "Cy Chief has been asked." in text(client.post(url, given, follow=True))
    SupervisorApproval.objects.update(state="approved")
    assert "no longer waits" in text(client.post(give, {"days": "7"}, follow=True))


def test_supervisors_pages_and_letters_hold_no_answer_of_the_applicant(client, page, application, at):
    later = at + timedelta(days=12)
    reminding.remind_supervisors(at=later)
    shown = [text(client.get(page)), text(client.post(page, {"answer": "approve"}, follow=True))]
    shown += [letter.text + letter.html for letter in Letter.objects.filter(kind__startswith="supervisor-")]
    planted = ("To leave this office", "Dual career", "Slovak", "Adviser")
    assert len(shown) == 4
    assert [word for word in planted for one in shown if word in one] == []
