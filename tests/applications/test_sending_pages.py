"""Sending an application, and where it stands."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from fairlead.applications.actions import approving, deciding, drafting
from fairlead.applications.actions.letters import secret_of
from fairlead.applications.models import Application
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import Side
from tests import factories
from tests.applications.answering import YES, draft, no, sent
from tests.applications.pages import apply_page, close, status_of, step_page, text

pytestmark = pytest.mark.django_db


def test_an_incomplete_application_lists_what_is_missing_with_links(client, ana, round, at):
    made = draft(round, ana, at, languages=[], job_title="")
    response = client.post(step_page(made, "check"))
    page = text(response)
    assert response.status_code == 422
    for step in ("you", "meeting"):
        assert f'<li><a href="{step_page(made, step)}">' in page


def test_a_double_click_sends_once_and_shows_the_status(client, ana, round, at):
    made = draft(round, ana, at)
    for _ in range(2):
        response = client.post(step_page(made, "check"))
        assert response.headers["Location"] == reverse("applications:status", args=[made.pk])
    assert Letter.objects.filter(kind="application-received").count() == 1


def test_two_clicks_at_the_same_moment_are_explained(client, ana, round, at, monkeypatch):
    made = draft(round, ana, at)
    submit = drafting.submit

    def just_before(application, by, at):
        submit(Application.objects.get(pk=application.pk), by, at)
        submit(application, by, at)

    monkeypatch.setattr(drafting, "submit", just_before)
    with zeal_ignore():
        response = client.post(step_page(made, "check"), follow=True)
    assert "already changed" in text(response)


def test_going_back_after_sending_leads_to_the_status(client, ana, round, at):
    made = sent(round, ana, at)
    status = reverse("applications:status", args=[made.pk])
    assert [client.get(step_page(made, step)).headers["Location"] for step in ("you", "check")] == [
        status,
        status,
    ]
    late = client.post(step_page(made, "hopes"), {"hopes": "More"}, follow=True)
    assert "can no longer be changed" in text(late)
    typing = client.post(step_page(made, "hopes"), {"hopes": "More"}, headers={"X-Autosave": "true"})
    assert (typing.status_code, "can no longer be changed" in text(typing)) == (200, True)


def test_an_intake_that_closes_meanwhile_keeps_the_draft(client, ana, round, at):
    made = draft(round, ana, at)
    close(round)
    assert client.post(step_page(made, "hopes"), {"hopes": "Kept"}).status_code == 302
    assert "The intake is closed." in text(client.get(step_page(made, "check")))
    refused = client.post(step_page(made, "check"), follow=True)
    assert "What you wrote stays here" in text(refused)
    made.refresh_from_db()
    assert (made.state, made.hopes) == ("draft", "Kept")


def test_after_the_first_of_two_comes_the_second(client, ana, round, at):
    client.post(apply_page("both"))
    mentee, mentor = Application.objects.get(side="mentee"), Application.objects.get(side="mentor")
    draft(round, ana, at)
    response = client.post(step_page(mentee, "check"), follow=True)
    assert response.redirect_chain[-1][0] == step_page(mentor, "you")
    assert 'value="Adviser"' in text(response)
    assert "still a draft" in text(client.get(reverse("applications:status", args=[mentee.pk])))


def test_the_status_page_says_what_comes_next(client, ana, round, at):
    cora = factories.actor(factories.member(round.programme))
    made = draft(round, ana, at)
    said = [status_of(client, made)]
    drafting.submit(made, factories.actor(ana), at)
    said.append(status_of(client, made))
    approving.answer(secret_of(made.approval), YES, at)
    said.append(status_of(client, made))
    deciding.waitlist(made, cora, at)
    said.append(status_of(client, made))
    deciding.accept(made, cora, at)
    said.append(status_of(client, made))
    drafting.withdraw(made, factories.actor(ana), at)
    said.append(status_of(client, made))
    titles = [
        "Finish your application",
        "Waiting for Bea Boss to approve",
        "The coordinator reads your application",
        "You are on the waiting list",
        "You are in the pool for matching",
        "You have withdrawn",
    ]
    assert [title in page for title, page in zip(titles, said, strict=True)] == [True] * 6
    assert "asked, until 15 Oct 2026" in said[1]
    assert "from 1 Mar 2099" in said[4]
    assert ["Withdraw this application" in page for page in said] == [True] * 5 + [False]


def test_a_supervisors_no_is_told_with_what_can_be_done(client, ana, round, at):
    made = sent(round, ana, at)
    approving.answer(secret_of(made.approval), no("Not now", share=True), at)
    page = status_of(client, made)
    assert "Bea Boss has not approved" in page
    assert "Not now" in page


def test_a_declined_applicant_reads_why(client, ana, round, at):
    made = sent(round, ana, at)
    deciding.decline(made, "No place this time.", factories.actor(factories.person()), at)
    assert "No place this time." in status_of(client, made)


def test_a_draft_without_a_line_of_its_own_says_no_date(client, ana, at):
    round = factories.round(rolling=True, closes_on=None, starts_on=None, ends_on=None)
    made = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    assert "Finish your application" in status_of(client, made)
    pool = factories.application(round, Side.MENTOR, ana)
    assert "You are in the pool" in status_of(client, pool)


def test_withdrawing_is_possible_once(client, ana, round, at):
    made = sent(round, ana, at)
    address = reverse("applications:withdraw", args=[made.pk])
    assert "You have withdrawn your application." in text(client.post(address, follow=True))
    assert "already changed" in text(client.post(address, follow=True))


def test_my_applications_are_listed(client, ana, round, at):
    address = reverse("applications:mine")
    assert "No application yet" in text(client.get(address))
    draft(round, ana, at, Side.MENTOR)
    sent(round, ana, at + timedelta(days=1))
    page = text(client.get(address))
    assert page.index("Harbour</bdi>: Mentee") < page.index("Harbour</bdi>: Mentor")
    assert "sent on 6 Oct 2026" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_my_list_costs_the_same_whatever_its_length(client, ana, django_assert_num_queries, rows):
    for _ in range(rows):
        factories.application(factories.round(), Side.MENTEE, ana)
    with django_assert_num_queries(4):
        client.get(reverse("applications:mine"))


def test_names_that_run_from_right_to_left_keep_their_direction(client, round, at):
    person = factories.person("عائشة بنت يوسف")
    client.force_login(person)
    made = sent(round, person, at, line_manager_name="שרה כהן")
    page = text(client.get(reverse("applications:status", args=[made.pk])))
    assert "<bdi>שרה כהן boss@northport.example</bdi>" in page


def test_nobody_reads_another_persons_draft(round, at):
    made = draft(round, factories.person(), at)
    for who in (factories.person(), factories.member(round.programme)):
        client = Client()
        client.force_login(who)
        doors = [step_page(made, "you"), reverse("applications:status", args=[made.pk])]
        doors.append(reverse("applications:detail", args=[made.pk]))
        assert [client.get(door).status_code for door in doors] == [404, 404, 404]
