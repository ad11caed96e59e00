"""The home page of a coordinator whose institution has left leads to the pairs that still run."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.mentorships.models import Mentorship
from fairlead.portal.queries.home import home
from fairlead.programmes.enums import Side, TeamRole
from fairlead.programmes.models import Partner
from tests import factories

pytestmark = pytest.mark.django_db


class Stage:
    """A partner that has left, its coordinator, and pairs of its people and of others."""

    def __init__(self):
        self.round = factories.round()
        self.gone = factories.institution()
        self.pia = factories.member(self.round.programme, TeamRole.PARTNER_COORDINATOR, institution=self.gone)
        self.partner = Partner.objects.create(programme=self.round.programme, institution=self.gone)
        self.pair = self.add(self.gone)
        self.add(self.round.programme.lead)

    def add(self, institution):
        unit = factories.unit(institution)
        mentor = factories.application(self.round, Side.MENTOR, unit=unit)
        factories.affiliation(mentor.person, unit)
        mentee = factories.application(self.round)
        return factories.mentorship(self.round, mentor.participation, mentee.participation)

    def leave(self, at):
        Partner.objects.filter(pk=self.partner.pk).update(left_on=at.date())

    def home(self, at):
        return home(factories.actor(self.pia), at=at)


@pytest.fixture
def stage():
    return Stage()


def test_running_pairs_of_its_people_are_a_click_away_and_those_of_others_are_not(stage, at, client):
    assert stage.home(at).parted == ()
    stage.leave(at)
    (parted,) = stage.home(at).parted
    assert (parted.programme, parted.pairs) == (stage.round.programme, (stage.pair,))
    assert stage.home(at).rest.text == "Below are the pairs of your people that still run."
    client.force_login(stage.pia)
    url = reverse("mentorships:detail", args=[stage.pair.pk])
    assert client.get("/").content.decode().count(f'href="{url}"') == 1
    assert client.get(url).status_code == 200


def test_once_they_are_over_nothing_is_shown(stage, at):
    stage.leave(at)
    Mentorship.objects.update(state="completed", ended_on=at.date())
    assert stage.home(at).parted == ()
    assert stage.home(at).rest.url == reverse("programmes:public_list")


def test_a_pair_of_the_coordinators_own_is_her_journey_and_not_listed_again(stage, at):
    stage.leave(at)
    half = stage.pair.mentor
    half.person = stage.pia
    half.save()
    assert stage.home(at).parted == ()


def test_home_takes_the_same_queries_for_one_pair_and_for_three(stage, at):
    stage.leave(at)
    counted = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            found = stage.home(at).parted
        counted.append((len(asked), len(found[0].pairs)))
        stage.add(stage.gone)
        stage.add(stage.gone)
    assert [number for _queries, number in counted] == [1, 3]
    assert counted[0][0] == counted[1][0]
