"""What the page of an application says of pairs that are on their way."""

import pytest
from django.urls import reverse

from fairlead.applications.models import Application
from fairlead.matching.queries import noting
from fairlead.mentorships.enums import MentorshipState
from tests import factories
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return pool()


def test_who_is_paired_reads_it_where_the_application_stands_until_the_pair_has_ended(people, client, at):
    for name in ("Ana", "Boris"):
        people.mentor(name)
    chen = people.mentee("Chen")
    client.force_login(chen.person)

    def shown():
        page = client.get(reverse("applications:status", args=[chen.pk])).content.decode()
        sentences = (
            "You are in the pool for matching",
            "You are paired with Ana",
            "You are paired with Boris",
        )
        return [words in page for words in sentences]

    assert shown() == [True, False, False]
    part = people.people
    pairs = [
        factories.mentorship(people.round, part[one], part["Chen"], mentee_place=place)
        for place, one in enumerate(("Ana", "Boris"), start=1)
    ]
    assert shown() == [False, True, True]
    ana = Application.objects.get(person__name="Ana")
    (note,) = noting.notes(ana, at)
    assert (note.title, note.url) == (
        "You are paired with Chen",
        reverse("mentorships:detail", args=[pairs[0].pk]),
    )
    for one in pairs:
        type(one).objects.filter(pk=one.pk).update(state=MentorshipState.ENDED_EARLY, ended_on=at.date())
    assert shown() == [True, False, False]
