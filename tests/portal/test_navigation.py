"""The navigation shows where somebody can go, and where they are."""

import pytest

from fairlead.kernel.actors import NOBODY
from fairlead.portal.navigation import person_links, places
from tests import factories

pytestmark = pytest.mark.django_db


def labels(actor, path="/"):
    return [place.label for place in places(actor, path)]


def test_stranger_sees_the_programmes_and_nothing_else():
    assert labels(NOBODY) == ["Take part"]


def test_participant_has_home_and_applications_and_a_team_its_programmes():
    person = factories.person()
    assert labels(factories.actor(person)) == ["Home", "My applications", "Take part"]
    factories.member(factories.programme(), who=person)
    assert labels(factories.actor(person)) == ["Home", "Programmes", "My applications", "Take part"]


def test_only_the_place_where_one_is_is_marked():
    actor = factories.actor(factories.member(factories.programme()))

    def current(path):
        return [place.label for place in places(actor, path) if place.current]

    assert current("/") == ["Home"]
    assert current("/programmes/3/edit/") == ["Programmes"]


def test_letters_to_oneself_are_offered_only_where_letters_stay(settings):
    actor = factories.actor(factories.person(email="a+b@x.example"))
    letters = "/mailbox/?to=a%2Bb%40x.example"
    own = [
        link.url for link in person_links(factories.actor(factories.person())) if "mailbox" not in link.url
    ]
    assert ("/my/password/" in own, "/reminders/" in own) == (True, True)
    assert [link.url for link in person_links(actor)] == [*own, letters]
    assert person_links(NOBODY) == []
    settings.MAILBOX = False
    assert [link.url for link in person_links(actor)] == own
