"""Where mentors are missing against what mentees ask."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.applications.enums import ApplicationState
from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Area
from fairlead.recruitment import queries
from fairlead.recruitment.views import telling
from tests import factories
from tests.recruitment import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return factories.round(factories.programme(areas=("Dual career", "Taxation", "Housing")))


def needs(found, kind="areas"):
    return {
        need.name: (need.asked, need.chiefly, need.admitted, need.sent, need.missing)
        for need in getattr(found, kind)
    }


def test_places_stand_against_mentees_admitted_and_sent_apart(round):
    factories.application(round, Side.MENTOR, areas=("Taxation",), places=2)
    factories.application(round, Side.MENTOR, areas=("Taxation",), places=3, state=ApplicationState.SUBMITTED)
    factories.application(round, areas=("Dual career", "Taxation"))
    factories.application(round, areas=("Dual career",), state=ApplicationState.SUBMITTED)
    found = queries.coverage(round)
    assert needs(found) == {
        "Dual career": (2, 2, 0, 0, 2),
        "Taxation": (1, 0, 2, 3, 0),
        "Housing": (0, 0, 0, 0, 0),
    }
    assert (found.places, found.sent, found.mentees, found.approved) == (2, 3, 2, 1)


def test_counting_every_area_shows_more_missing(round):
    factories.application(round, areas=("Dual career", "Taxation"))
    every = queries.coverage(round, every_area=True)
    assert [need.name for need in every.missing_areas] == ["Dual career", "Taxation"]
    assert [need.name for need in queries.coverage(round).missing_areas] == ["Dual career"]


def test_a_language_is_missing_for_whom_it_is_the_only_one(round):
    factories.application(round, languages=["de"])
    factories.application(round, languages=["de", "en"])
    factories.application(round, Side.MENTOR, languages=["en"])
    assert needs(queries.coverage(round), "languages") == {
        "English": (1, 0, 1, 0, 0),
        "German": (2, 1, 0, 0, 1),
    }


def test_institutions_are_told_apart(round):
    unit = factories.unit()
    factories.application(round, unit=unit)
    factories.application(round, Side.MENTOR, unit=unit, places=2)
    assert needs(queries.coverage(round), "institutions") == {unit.institution.name: (1, 1, 2, 0, 0)}


def test_drafts_withdrawn_and_declined_do_not_count(round):
    for state in (ApplicationState.DRAFT, ApplicationState.WITHDRAWN, ApplicationState.DECLINED):
        factories.application(round, state=state)
        factories.application(round, Side.MENTOR, state=state)
    found = queries.coverage(round)
    assert (found.mentees, found.places, found.sent, found.ratio) == (0, 0, 0, None)


def test_who_has_a_pair_asks_for_nothing_and_takes_a_place(round):
    mentor = factories.application(round, Side.MENTOR, places=3)
    mentee = factories.application(round)
    factories.application(round)
    factories.mentorship(round, mentor.participation, mentee.participation)
    found = queries.coverage(round)
    assert needs(found)["Dual career"] == (1, 1, 2, 0, 0)
    assert found.ratio == 1.5


def test_a_completed_pair_frees_its_place_and_has_served_its_mentee(round, at):
    mentor = factories.application(round, Side.MENTOR, places=1)
    mentee = factories.application(round)
    factories.mentorship(
        round,
        mentor.participation,
        mentee.participation,
        state=MentorshipState.COMPLETED,
        ended_on=at.date(),
    )
    assert needs(queries.coverage(round))["Dual career"] == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(("places", "enough"), [(5, False), (6, True)])
def test_coverage_is_enough_from_one_point_two(round, places, enough):
    factories.application(round, Side.MENTOR, places=places)
    for _number in range(5):
        factories.application(round)
    assert queries.coverage(round).enough is enough


def test_what_is_missing_is_said_in_a_sentence(round):
    factories.application(round, areas=("Housing",), languages=["de"])
    assert telling.missing_sentence(queries.coverage(round)) == (
        "Mentors are missing in Housing (1 place). "
        "Mentees who have no other language wait for mentors in German (1 place)."
    )


def test_nothing_missing_is_said_too(round):
    assert "nothing is missing yet" in telling.missing_sentence(queries.coverage(round))
    factories.application(round)
    factories.application(round, Side.MENTOR)
    assert "enough places" in telling.missing_sentence(queries.coverage(round))


def test_coverage_asks_as_often_for_three_of_everything_as_for_one(round):
    def asked(rounds):
        with CaptureQueriesContext(connection) as watched:
            queries.coverages(rounds)
        return len(watched)

    def fill(one):
        pair = factories.application(one, Side.MENTOR), factories.application(one)
        factories.mentorship(one, pair[0].participation, pair[1].participation)

    fill(round)
    once = asked([round])
    others = [factories.round(), factories.round()]
    for one in [round, round, *others]:
        fill(one)
    assert (once, asked([round, *others])) == (5, 5)


def test_the_call_is_prepared_for_exactly_what_is_missing(client, round):
    factories.application(round, areas=("Housing",), languages=["de"])
    client.force_login(factories.member(round.programme))
    page = client.get(reverse("recruitment:coverage", args=[round.pk]))
    housing = Area.objects.get(name="Housing", programme=round.programme)
    address = page.context["call_url"]
    assert address.endswith(f"?area={housing.pk}&language=de#new")
    form = client.get(address).context["form"]
    assert (form.initial["areas"], form.initial["languages"]) == ([str(housing.pk)], ["de"])


def test_publishing_a_call_makes_its_page(client, round):
    client.force_login(factories.member(round.programme))
    housing = Area.objects.get(name="Housing", programme=round.programme)
    address = reverse("recruitment:calls", args=[round.pk])
    page = client.post(address, {"title": "Hilfe! نداء", "areas": [housing.pk]}, follow=True)
    link = page.context["shown"][0]["link"]
    assert "Housing" in client.get("/" + link.split("/", 3)[3]).content.decode()


@pytest.mark.parametrize("given", [{"title": "Come"}, {"areas": ["nonsense"]}])
def test_a_call_for_nothing_is_asked_again(client, round, given):
    client.force_login(factories.member(round.programme))
    assert client.post(reverse("recruitment:calls", args=[round.pk]), given).status_code == 422


def test_coordinator_is_told_of_missing_areas_and_silent_invitations(round, at):
    lead = factories.actor(factories.member(round.programme))
    factories.application(round, areas=("Housing",))
    asking.invitation(round, at.replace(month=8))
    found = queries.todos(lead, at=at)
    assert [(todo.title, todo.count) for todo in found] == [
        ("Find a mentor for 1 area", 1),
        ("1 invitation has no answer", 1),
    ]


def test_nothing_is_to_do_in_rounds_that_are_not_open(round, at):
    lead = factories.actor(factories.member(round.programme))
    assert queries.todos(lead, at=at) == []
    factories.application(round, areas=("Housing",))
    round.state = RoundState.CLOSED
    round.save()
    assert queries.todos(lead, at=at) == []
    assert queries.todos(factories.actor(factories.person()), at=at) == []
