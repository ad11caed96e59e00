"""Outcomes by groups: counted again with the outcome, never kept with a person, told when nobody follows."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from fairlead.applications.enums import ApplicationState
from fairlead.evaluation.actions.inclusion import NothingToCount, count_outcomes
from fairlead.evaluation.models import OutcomeMark, OutcomeTally
from fairlead.evaluation.queries import inclusion
from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes.enums import RoundState, Side
from fairlead.questions.models import FormVersion
from tests import factories
from tests.applications.forms import publish, q
from tests.factories import AT

pytestmark = pytest.mark.django_db
CARE = q("care", "choice", options=["yes", "no"], label="Do you care for anybody?", reader="nobody")


@pytest.fixture
def round():
    made = factories.round(state=RoundState.CLOSED)
    publish(made.programme, CARE, q("why"))
    return made


def applied(round, state=ApplicationState.ACCEPTED):
    version = FormVersion.objects.get(form__programme=round.programme)
    return factories.application(round, state=state, form_version=version)


def paired(round, mentee, state):
    mentor = factories.application(round, Side.MENTOR)
    factories.mentorship(round, mentor.participation, mentee.participation, state=state)


def tallies():
    rows = OutcomeTally.objects.values_list("stage", "reached", "answer", "count")
    return sorted(tuple(row) for row in rows)


def test_each_known_outcome_is_counted_once_with_the_answer(round):
    mentee = applied(round)
    paired(round, mentee, MentorshipState.ACTIVE)
    count_outcomes(mentee, {"care": "yes"}, at=AT)
    assert tallies() == [("admitted", True, "yes", 1), ("paired", True, "yes", 1)]
    with pytest.raises(NothingToCount):
        count_outcomes(mentee, {"care": "no"}, at=AT)
    assert OutcomeMark.objects.count() == 2


def test_what_is_known_later_is_counted_later(round):
    mentee = applied(round)
    count_outcomes(mentee, {}, at=AT)
    assert tallies() == [("admitted", True, "", 1)]
    assert inclusion.open_stages(mentee, AT + timedelta(days=60)) == [("paired", False)]
    paired(round, mentee, MentorshipState.ENDED_EARLY)
    assert inclusion.open_stages(mentee, AT) == [("paired", True), ("completed", False)]


def test_a_decline_is_an_outcome_and_waiting_is_none(round):
    assert inclusion.open_stages(applied(round, ApplicationState.DECLINED), AT) == [("admitted", False)]
    assert inclusion.open_stages(applied(round, ApplicationState.WAITLISTED), AT) == []


def test_nothing_is_counted_once_the_round_is_finished(round):
    mentee = applied(round)
    round.state = RoundState.FINISHED
    round.save()
    mentee.refresh_from_db()
    assert inclusion.open_stages(mentee, AT) == []


def test_a_person_is_asked_on_their_page_counted_and_thanked(client, round):
    round.starts_on, round.ends_on = date(2999, 1, 1), date(2999, 7, 1)
    round.save()
    mentee = applied(round)
    (note,) = inclusion.notes(mentee, AT)
    client.force_login(mentee.person)
    assert "Do you care for anybody?" in client.get(note.url).content.decode()
    said = client.post(note.url, {"care": "yes"}, follow=True).content.decode()
    assert "Nothing of your answers is kept with your name." in said
    mentee.refresh_from_db()
    assert (mentee.own_answers, tallies()) == ({}, [("admitted", True, "yes", 1)])
    assert inclusion.notes(mentee, AT) == []
    assert "already" in client.post(note.url, {"care": "no"}, follow=True).content.decode()
    assert client.post(note.url, {"care": "perhaps"}).status_code == 422


def told(client, programme):
    client.force_login(factories.member(programme))
    return " ".join(client.get(reverse("evaluation:inclusion", args=[programme.pk])).content.decode().split())


def count(round, cells):
    for (answer, reached), number in cells.items():
        OutcomeTally.objects.create(
            round=round,
            side="mentee",
            stage="admitted",
            key="care",
            reached=reached,
            answer=answer,
            count=number,
        )


def test_finished_rounds_are_told_with_their_uncertainty(client, round, django_assert_num_queries):
    cells = {("yes", True): 12, ("yes", False): 8, ("no", True): 30, ("no", False): 14}
    count(round, cells)
    assert "Nothing may be told yet" in told(client, round.programme)
    round.state = RoundState.FINISHED
    round.save()
    page = told(client, round.programme)
    assert "Acceptance · Do you care for anybody?" in page
    assert "30 of 44 (68 %)" in page
    assert "a difference of up to 36 points would not be visible" in page
    with django_assert_num_queries(2):
        inclusion.of_programme(round.programme)
    earlier = factories.round(round.programme, state=RoundState.FINISHED, ends_on=date(2026, 11, 20))
    count(earlier, cells)
    with django_assert_num_queries(2):
        (found,) = inclusion.of_programme(round.programme)
    assert [(group.answer, group.reached, group.missed) for group in found.groups] == [
        ("no", 60, 28),
        ("yes", 24, 16),
    ]


def test_a_small_group_is_not_told(client, round):
    count(round, {("yes", True): 12, ("yes", False): 4, ("no", True): 30, ("no", False): 14})
    round.state = RoundState.FINISHED
    round.save()
    assert "Nothing may be told yet" in told(client, round.programme)
