"""The pages of a round."""

import re
from datetime import date

import pytest
from django.urls import reverse

from fairlead.programmes.enums import RoundState, TeamRole
from fairlead.programmes.models import Programme, Round
from tests import factories
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db


AHEAD = {
    "opens_on": date(2099, 2, 1),
    "closes_on": date(2099, 3, 8),
    "starts_on": date(2099, 4, 12),
    "ends_on": date(2099, 10, 12),
}
ROUND = {
    "name": "Autumn",
    "opens_on": "2026-10-05",
    "closes_on": "2026-11-09",
    "starts_on": "2026-12-14",
    "ends_on": "2027-06-14",
    "approval_days": "10",
    "offer_days": "10",
    "reminder_days": "7",
}


def test_a_round_is_planned_from_suggested_dates(client, cora, programme):
    address = reverse("programmes:round_new", args=[programme.pk])
    assert 'type="date"' in text(client.get(address))
    response = client.post(address, ROUND)
    made = Round.objects.get()
    assert response.headers["Location"] == reverse("programmes:round", args=[made.pk])
    assert (made.state, made.closes_on, made.ends_on) == ("planned", date(2026, 11, 9), date(2027, 6, 14))
    again = client.post(address, ROUND)
    assert (again.status_code, "already has a round with this name" in text(again)) == (422, True)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"closes_on": "2026-10-01"}, "The last day comes before the opening."),
        ({"ends_on": "2026-12-14"}, "Pairs end after they start."),
        ({"closes_on": ""}, "Write the last day, or choose a rolling intake."),
        ({"reminder_days": "10"}, "The reminder comes before the offer ends."),
    ],
)
def test_dates_that_contradict_each_other_are_explained(client, cora, programme, wrong, words):
    response = client.post(reverse("programmes:round_new", args=[programme.pk]), ROUND | wrong)
    assert (response.status_code, words in text(response)) == (422, True)


def test_a_rolling_intake_has_no_last_day(client, cora, programme):
    client.post(
        reverse("programmes:round_new", args=[programme.pk]), ROUND | {"rolling": "on", "closes_on": ""}
    )
    made = Round.objects.get()
    assert (made.rolling, made.closes_on) == (True, None)
    assert "Rolling: people apply at any time" in text(
        client.get(reverse("programmes:round", args=[made.pk]))
    )


def test_a_round_is_changed(client, cora, programme):
    round = factories.round(programme, name="Autumn")
    factories.round(programme, name="Spring", state=RoundState.CLOSED)
    address = reverse("programmes:round_edit", args=[round.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, ROUND | {"approval_days": "14"}).status_code == 302
    assert client.post(address, ROUND | {"name": "Spring"}).status_code == 422
    round.refresh_from_db()
    assert (round.approval_days, round.name) == (14, "Autumn")


def test_an_intake_is_opened_and_closed_by_one_button(client, cora, programme):
    round = factories.round(programme, state=RoundState.PLANNED, **AHEAD)
    page, move = (
        reverse("programmes:round", args=[round.pk]),
        reverse("programmes:round_move", args=[round.pk]),
    )
    seen = []
    for to, words in (
        ("open", "Open the intake"),
        ("closed", "Close the intake"),
        ("finished", "Finish the round"),
    ):
        assert words in text(client.get(page))
        response = client.post(move, {"to": to}, follow=True)
        seen.append(Round.objects.get().state)
    assert seen == ["open", "closed", "finished"]
    assert "The round is finished." in text(response)
    assert "<button" not in text(client.get(page)).split("<main")[1].split("</main>")[0]


def test_an_open_intake_has_a_link_to_tell_staff(client, cora, programme):
    round = factories.round(programme)
    address = reverse("programmes:public", args=[programme.slug])
    page = client.get(reverse("programmes:round", args=[round.pk]))
    assert (address in text(page), "Tell your staff" in text(page)) == (True, True)
    Programme.objects.update(published=False)
    assert "Tell your staff" not in text(client.get(reverse("programmes:round", args=[round.pk])))


def test_a_refused_opening_is_explained(client, cora, programme):
    factories.round(programme, name="Autumn")
    spring = factories.round(programme, state=RoundState.PLANNED, **AHEAD)
    response = client.post(reverse("programmes:round_move", args=[spring.pk]), {"to": "open"}, follow=True)
    assert "Autumn is still open for applications." in text(response)
    assert (
        client.post(reverse("programmes:round_move", args=[spring.pk]), {"to": "planned"}).status_code == 404
    )


def test_an_intake_open_too_long_is_pointed_out(client, cora, programme):
    round = factories.round(programme, closes_on=date(2020, 1, 2), opens_on=date(2020, 1, 1))
    assert "The intake is still open" in text(client.get(reverse("programmes:round", args=[round.pk])))


@pytest.mark.parametrize("rows", [1, 3])
def test_a_rounds_page_costs_the_same_whatever_its_size(
    client, cora, programme, django_assert_num_queries, rows
):
    round = factories.round(programme)
    for _ in range(rows):
        factories.application(round)
    with django_assert_num_queries(6):
        page = text(client.get(reverse("programmes:round", args=[round.pk])))
    assert f"{rows} mentee" in page


def test_who_does_not_see_all_sees_no_figures(client, programme):
    client.force_login(factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=programme.lead))
    round = factories.round(programme)
    factories.application(round)
    page = text(client.get(reverse("programmes:round", args=[round.pk])))
    assert "in the pool" not in page
    assert "Close the intake" not in page


@pytest.mark.parametrize(
    ("role", "tabs"),
    [
        (
            TeamRole.COORDINATOR,
            ["Overview", "Applications", "Calendar", "Import", "Training", "Matching", "Pairs", "Surveys"],
        ),
        (
            TeamRole.HR_LEAD,
            ["Overview", "Applications", "Calendar", "Training", "Matching", "Pairs", "Surveys"],
        ),
        (TeamRole.PARTNER_COORDINATOR, ["Overview", "Applications", "Calendar", "Pairs"]),
    ],
)
def test_each_role_sees_the_tabs_it_may_open(client, programme, role, tabs):
    round = factories.round(programme)
    client.force_login(factories.member(programme, role, institution=programme.lead))
    page = text(client.get(reverse("programmes:round", args=[round.pk])))
    shown = page.split('<ul class="tabs">')[1].split("</ul>")[0]
    assert re.findall(r">([A-Z][a-z]+)</a>", shown) == tabs
