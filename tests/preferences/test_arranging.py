"""Coordinators say on which terms people are asked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from fairlead.preferences.actions.arranging import CannotArrange
from fairlead.preferences.enums import Cards
from fairlead.preferences.models import Terms
from fairlead.programmes.enums import RoundState
from tests.matching.pools import pool
from tests.preferences.wishing import scene

pytestmark = pytest.mark.django_db
GIVEN = {
    "mode": "suggested",
    "cards": "named",
    "ranking": "mentees",
    "counting": "alike",
    "most_ranked": "5",
    "most_out": "2",
}


def answer(client, people, **given):
    client.force_login(people.coordinator)
    url = reverse("preferences:terms", args=[people.round.pk])
    return client.post(url, given) if given else client.get(url)


def test_nobody_is_asked_until_a_coordinator_asks(client):
    people = pool()
    assert "Nobody is asked" in answer(client, people).content.decode()
    day = timezone.localdate() + timedelta(days=5)
    assert answer(client, people, **GIVEN, until=day.isoformat()).status_code == 302
    terms = Terms.objects.get()
    assert (terms.cards, terms.ranking, terms.most_ranked, terms.most_out, terms.until) == (
        "named",
        "mentees",
        5,
        2,
        day,
    )


def test_day_that_is_over_is_no_last_day_to_begin_with(client):
    people = pool()
    past = timezone.localdate() - timedelta(days=1)
    assert answer(client, people, **GIVEN, until=past.isoformat()).status_code == 422
    assert not Terms.objects.exists()


def test_page_of_matching_says_whether_wishes_are_still_asked(client):
    here = scene(timezone.now())
    client.force_login(here.people.coordinator)
    url = reverse("matching:round", args=[here.people.round.pk])
    assert "are asked in confidence until" in client.get(url).content.decode()
    with here.over():
        assert "were asked in confidence until" in client.get(url).content.decode()


def test_once_somebody_has_said_something_only_the_day_changes(client, at):
    here = scene(at)
    here.arrange(most_ranked=5)
    here.wish("Chen", "Ana")
    with pytest.raises(CannotArrange, match="begun"):
        here.arrange(most_ranked=5, cards=Cards.NAMED)
    here.arrange(most_ranked=5, until=at.date())
    assert (Terms.objects.get().cards, Terms.objects.get().until) == ("anonymised", at.date())
    Terms.objects.update(until=timezone.localdate())
    day = timezone.localdate() + timedelta(days=9)
    assert answer(client, here.people, until=day.isoformat()).status_code == 302
    assert (Terms.objects.get().most_ranked, Terms.objects.get().until) == (5, day)


def test_wishes_are_not_opened_again_once_they_have_been_heard(at):
    here = scene(at, until=at.date())
    over = at.date() - timedelta(days=1)
    Terms.objects.update(until=over)
    here.arrange()
    here.wish("Chen", "Ana")
    Terms.objects.update(until=over)
    with pytest.raises(CannotArrange, match="over"):
        here.arrange()
    assert Terms.objects.get().until == over


def test_finished_round_asks_nobody(at):
    here = scene(at)
    here.people.round.state = RoundState.FINISHED
    here.people.round.save()
    with pytest.raises(CannotArrange, match="finished"):
        here.arrange()


def test_terms_stay_within_what_a_statement_holds(at):
    scene(at)
    for name in ("most_ranked", "most_out"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Terms.objects.update(**{name: 11})


def test_weight_of_wishes_is_offered_where_people_are_asked(client, at):
    here = scene(at)
    client.force_login(here.people.coordinator)

    def shown(of):
        return client.get(reverse("matching:round", args=[of.pk])).content.decode()

    assert 'name="weight_wishes" value="20"' in shown(here.people.round)
    other = pool()
    client.force_login(other.coordinator)
    assert "weight_wishes" not in shown(other.round)
