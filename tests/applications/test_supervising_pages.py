"""The supervisor's page."""

import html

import pytest
from django.urls import reverse

from fairlead.applications.actions import approving, drafting
from fairlead.applications.actions.letters import secret_of
from fairlead.applications.models import SupervisorApproval
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
    ("answer", "state", "words"),
    [("approve", "approved", "you approved that"), ("decline", "declined", "you did not approve that")],
)
def test_one_click_answers_and_the_page_then_shows_it(client, page, answer, state, words):
    response = client.post(page, {"answer": answer, "reason": "Because."}, follow=True)
    assert SupervisorApproval.objects.get().state == state
    assert words in text(response)
    assert "Because." in text(response)
    assert "<button" not in text(response)


def test_a_second_answer_changes_nothing_and_says_so(client, page):
    client.post(page, {"answer": "approve"})
    response = client.post(page, {"answer": "decline"})
    assert (response.status_code, SupervisorApproval.objects.get().state) == (422, "approved")
    assert "already been answered" in text(response)


def test_an_answer_without_a_button_is_asked_for_again(client, page):
    response = client.post(page, {"answer": "perhaps"})
    assert (response.status_code, "Press one of the two buttons." in text(response)) == (422, True)
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
