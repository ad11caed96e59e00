"""Applying twice, as both, after withdrawing, after leaving, to one of two intakes, and at midnight."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from fairlead.applications import queries
from fairlead.applications.actions import approving, deciding, drafting
from fairlead.applications.actions.letters import secret_of
from fairlead.applications.models import Application, ApprovalRecord
from fairlead.kernel.notes import Note
from fairlead.people.models import Affiliation
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation
from tests import factories
from tests.applications.answering import YES, draft, no, sent
from tests.applications.pages import apply_page, status_of, step_page, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def rolling(round):
    return factories.round(
        round.programme, name="Any time", rolling=True, closes_on=None, starts_on=None, ends_on=None
    )


def test_both_intakes_are_offered_and_the_dated_one_is_chosen_first(client, ana, round, rolling):
    page = text(client.get(apply_page()))
    assert "When would you like to begin?" in page
    assert "Send it until 31 Jan 2099; pairs start on 1 Mar 2099." in page
    assert "At any time; pairs are made as they come." in page
    client.post(apply_page())
    assert Application.objects.get().round == round


def test_the_rolling_intake_can_be_chosen_and_going_on_stays_with_it(client, ana, round, rolling):
    client.post(apply_page(), {"round": str(rolling.pk)})
    assert Application.objects.get().round == rolling
    assert f'value="{rolling.pk}" checked' in text(client.get(apply_page()))
    client.post(apply_page())
    assert Application.objects.get().round == rolling


def test_a_draft_moves_to_the_other_intake_when_that_is_chosen(client, ana, round, rolling):
    client.post(apply_page())
    client.post(apply_page(), {"round": str(rolling.pk)})
    assert [one.round for one in Application.objects.all()] == [rolling]


def test_nobody_applies_to_both_intakes_at_once(client, ana, round, rolling, at):
    made = sent(round, ana, at)
    response = client.post(apply_page(), {"round": str(rolling.pk)})
    assert response.headers["Location"] == reverse("applications:status", args=[made.pk])
    assert Application.objects.count() == 1


def test_an_intake_of_another_programme_cannot_be_chosen(client, ana, round):
    foreign = factories.round(factories.programme("Elsewhere", slug="elsewhere"))
    client.post(apply_page(), {"round": str(foreign.pk)})
    assert Application.objects.get().round == round


def test_one_intake_needs_no_choice(client, ana, rolling, round):
    round.delete()
    page = text(client.get(apply_page()))
    assert "When would you like to begin?" not in page
    assert "You can apply at any time; pairs are made as they come." in page


def test_who_withdrew_from_the_pool_applies_again_and_takes_part_again(ana, round, at):
    cora = factories.actor(factories.member(round.programme))
    for _ in range(2):
        made = sent(round, ana, at)
        approving.answer(secret_of(made.approval), YES, at)
        made.refresh_from_db()
        deciding.accept(made, cora, at)
        taking_part = Participation.objects.get()
        assert (taking_part.state, made.participation) == ("active", taking_part)
        drafting.withdraw(made, factories.actor(ana), at)
        taking_part.refresh_from_db()
        assert taking_part.state == "left"
    assert Application.objects.filter(state="withdrawn").count() == 2


def test_who_left_their_institution_is_asked_anew_where_they_work(ana, round, at):
    made = sent(round, ana, at)
    drafting.withdraw(made, factories.actor(ana), at)
    Affiliation.objects.filter(person=ana).update(ended_on=at.date())
    again = drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    told = (again.institution, again.unit, again.job_title, again.line_manager_email, again.languages)
    assert told == (None, None, "", "", ["en", "sk"])


def test_leaving_while_an_application_waits_keeps_it(client, ana, round, at):
    made = sent(round, ana, at)
    Affiliation.objects.filter(person=ana).update(ended_on=at.date())
    assert "Waiting for Bea Boss to approve" in status_of(client, made)


@pytest.mark.parametrize(
    ("last_day", "before", "after"),
    [
        (date(2026, 10, 24), (2026, 10, 24, 21, 59), (2026, 10, 24, 22, 0)),
        (date(2026, 10, 25), (2026, 10, 25, 22, 59), (2026, 10, 25, 23, 0)),
        (date(2027, 3, 27), (2027, 3, 27, 22, 59), (2027, 3, 27, 23, 0)),
        (date(2027, 3, 28), (2027, 3, 28, 21, 59), (2027, 3, 28, 22, 0)),
    ],
    ids=["summer", "the clocks go back", "winter", "the clocks go forward"],
)
def test_the_last_day_ends_at_midnight_here(settings, ana, round, at, last_day, before, after):
    settings.TIME_ZONE = "Europe/Bratislava"
    made = draft(round, ana, at)
    round.closes_on = last_day
    round.save()
    late = datetime(*after, tzinfo=UTC)
    assert queries.takes_applications(round, at=datetime(*before, tzinfo=UTC))
    assert not queries.takes_applications(round, at=late)
    with pytest.raises(drafting.IntakeClosed):
        drafting.submit(made, factories.actor(ana), late)
    drafting.submit(made, factories.actor(ana), late - timedelta(seconds=1))


def test_an_intake_that_is_over_by_its_date_offers_nothing(client, ana, round):
    round.opens_on, round.closes_on = date(2020, 1, 1), date(2020, 1, 31)
    round.save()
    assert "Begin" not in text(client.get(apply_page()))
    assert client.post(apply_page()).headers["Location"] == reverse("programmes:public", args=["harbour"])


def test_a_reason_the_supervisor_keeps_private_is_not_told(client, ana, round, at):
    made = sent(round, ana, at)
    approving.answer(secret_of(made.approval), no("Too slow"), at)
    page = status_of(client, made)
    assert ("Bea Boss has not approved" in page, "Too slow" in page) == (True, False)
    assert reverse("applications:my_supervisor", args=[made.pk]) in page


def test_an_approved_application_links_the_written_record(client, ana, round, at):
    made = sent(round, ana, at)
    record = reverse("applications:approval_record", args=[made.pk])
    assert record not in status_of(client, made)
    approving.answer(secret_of(made.approval), YES, at)
    assert ApprovalRecord.objects.count() == 1
    page = status_of(client, made)
    assert (record in page, reverse("applications:my_supervisor", args=[made.pk]) in page) == (True, False)


def test_an_approval_from_a_later_day_is_told_as_that(client, ana, round, at):
    made = sent(round, ana, at)
    approving.answer(secret_of(made.approval), YES, at)
    type(made.approval).objects.update(approved_from=date(2099, 2, 1))
    assert "Bea Boss approves from 1 Feb 2099 on" in status_of(client, made)


def test_a_page_that_says_more_than_one_thing_says_the_urgent_one_first(client, settings, ana, round, at):
    made = sent(round, ana, at)
    settings.APPLICANT_NOTES = [f"{__name__}.third"]
    assert "You are third in the line" in status_of(client, made)


def third(application, at):
    return [Note(title="You are third in the line")]


def test_a_post_that_is_far_too_large_is_refused_in_words(client, ana, round, at):
    made = draft(round, ana, at)
    response = client.post(step_page(made, "hopes"), {"hopes": "x" * (20 * 1024 * 1024)})
    assert (response.status_code, "larger than" in text(response)) == (400, True)
    made.refresh_from_db()
    assert made.hopes == "To learn."


@pytest.mark.parametrize("page", ["page-1", "nowhere", "check2"])
def test_a_page_the_form_does_not_have_is_not_found(client, ana, round, at, page):
    made = draft(round, ana, at)
    assert client.get(step_page(made, page)).status_code == 404
    assert client.post(step_page(made, page), {}).status_code == 404
