"""People look at cards and say, in confidence, whom they would like and whom rather not."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fairlead.applications.models import Application
from fairlead.audit.models import Entry
from fairlead.kernel.times import day_of
from fairlead.matching.actions import ruling
from fairlead.matching.enums import RulingKind
from fairlead.preferences.actions import keeping
from fairlead.preferences.actions.nudging import nudges
from fairlead.preferences.actions.stating import CannotState
from fairlead.preferences.enums import Cards, Deed, Ranking
from fairlead.preferences.models import Statement, Terms
from fairlead.preferences.queries import asking, exporting
from fairlead.preferences.queries.cards import label
from fairlead.programmes.actions import leave
from fairlead.programmes.keeping import Part
from fairlead.programmes.models import Participation
from fairlead.sealed.models import Sealed
from fairlead.sealed.queries import readers
from tests import factories
from tests.preferences.wishing import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at):
    return scene(at)


@pytest.fixture
def today(here):
    """The scene of a page: its last day is to come, whatever day it is."""
    Terms.objects.update(until=timezone.localdate() + timedelta(days=2))
    return here


def page_of(client, here, who, **query):
    client.force_login(here.of[who].person)
    answer = client.get(reverse("preferences:people", args=[here.of[who].pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def press(client, here, who, deed, other):
    client.force_login(here.of[who].person)
    do = {"do": f"{deed.value}:{here.key(who, other)}"}
    return client.post(reverse("preferences:people", args=[here.of[who].pk]), do)


def test_who_cannot_be_chosen_any_more_stays_on_the_lists_and_can_be_taken_off(client, today):
    here = today
    here.people.mentor("Carla")
    here.of["Carla"] = Application.objects.get(participation=here.people.people["Carla"])
    here.wish("Chen", "Ana", "Boris")
    here.say("Chen", Deed.RATHER_NOT, "Carla")
    assert "Cannot be chosen just now" not in page_of(client, here, "Chen")
    for who in ("Ana", "Carla"):
        leave(here.people.people[who])
    page = page_of(client, here, "Chen")
    assert page.count("Cannot be chosen just now") == 2
    for deed, who in ((Deed.DOWN, "Ana"), (Deed.DROP, "Ana"), (Deed.TAKE_BACK, "Carla")):
        assert f"{deed.value}:{here.key('Chen', who)}" in page
    press(client, here, "Chen", Deed.DROP, "Ana")
    press(client, here, "Chen", Deed.TAKE_BACK, "Carla")
    assert here.lists("Chen") == (["Boris"], [])


def test_wishes_are_ranked_moved_and_taken_back(here):
    here.wish("Chen", "Ana", "Boris")
    here.say("Chen", Deed.UP, "Boris")
    assert here.lists("Chen") == (["Boris", "Ana"], [])
    here.say("Chen", Deed.DOWN, "Boris")
    here.say("Chen", Deed.DOWN, "Boris")
    assert here.lists("Chen") == (["Ana", "Boris"], [])
    here.say("Chen", Deed.RATHER_NOT, "Ana")
    assert here.lists("Chen") == (["Boris"], ["Ana"])
    here.say("Chen", Deed.WISH, "Ana")
    here.say("Chen", Deed.DROP, "Boris")
    assert here.lists("Chen") == (["Ana"], [])


def test_no_more_are_ranked_or_ruled_out_than_the_round_allows(at):
    here = scene(at, most_ranked=1, most_out=1)
    here.wish("Chen", "Ana")
    with pytest.raises(CannotState, match="You can wish for 1 person"):
        here.wish("Chen", "Boris")
    here.say("Chen", Deed.RATHER_NOT, "Boris")
    with pytest.raises(CannotState, match="You can rule out 1 person"):
        here.say("Chen", Deed.RATHER_NOT, "Ana")
    assert here.lists("Chen") == (["Ana"], ["Boris"])


def test_side_that_does_not_rank_still_rules_out(at):
    here = scene(at, ranking=Ranking.MENTEES)
    with pytest.raises(CannotState, match="the other side ranks"):
        here.wish("Ana", "Chen")
    here.say("Ana", Deed.RATHER_NOT, "Chen")
    assert here.lists("Ana") == ([], ["Chen"])


def test_last_day_ends_with_its_day(here, at):
    terms = Terms.objects.get()
    terms.until = day_of(at)
    terms.save()
    here.wish("Chen", "Ana")
    with pytest.raises(CannotState, match="last day"):
        here.say("Chen", Deed.DROP, "Ana", at + timedelta(days=1))


def test_nobody_who_is_on_no_card_can_be_said_anything_of(here):
    here.people.mentor("Elsa", languages=["fi"])
    with pytest.raises(CannotState, match="not there to be chosen"):
        here.wish("Chen", "Elsa")
    with pytest.raises(CannotState, match="not there to be chosen"):
        here.wish("Chen", "Dana")


def test_what_is_said_is_sealed_for_its_writer_alone_and_has_one_length(here):
    here.wish("Chen", "Ana")
    here.say("Dana", Deed.RATHER_NOT, "Ana")
    texts = list(Sealed.objects.filter(kind="wishes"))
    assert len({len(bytes(one.sealed)) for one in texts}) == 1
    kept = {one.participation.person: readers(one.text_id) for one in Statement.objects.all()}
    assert kept == {here.of[who].person: {here.of[who].person_id} for who in ("Chen", "Dana")}


def test_no_record_is_kept_of_who_said_something(here):
    before = Entry.objects.count()
    here.wish("Chen", "Ana")
    here.say("Dana", Deed.RATHER_NOT, "Ana")
    assert Entry.objects.count() == before


def test_cards_without_names_tell_nothing_that_names(client, today):
    today.people.mentor("Fay", campus="North", job_title="Dean", hopes="To rest")
    fay = today.people.people["Fay"]
    shown = page_of(client, today, "Chen")
    application = fay.person.name, "North", "Dean", "To rest", fay.person.email
    institution = today.people.away.name
    assert [word for word in (*application, institution, "Ana", "Boris") if word in shown] == []
    assert shown.count("Offers") == 3
    assert label("mentor", fay.pk) in shown
    assert label("mentor", fay.pk) in page_of(client, today, "Dana")
    assert str(fay.pk) not in shown
    assert "Taxation" in shown


def test_cards_with_names_show_where_people_work(client, at):
    here = scene(at, cards=Cards.NAMED)
    Terms.objects.update(until=timezone.localdate())
    shown = page_of(client, here, "Chen")
    assert all(word in shown for word in ("Ana", "Boris", here.people.away.name))


def test_a_card_stays_whatever_anybody_says_of_anybody(client, today, at):
    def cards_of(who):
        return re.findall(r"wish:([\w-]+)", page_of(client, today, who))

    before = cards_of("Chen")
    today.say("Ana", Deed.RATHER_NOT, "Chen")
    today.of["Boris"].avoids.add(today.of["Chen"].person)
    pair = {"mentee": today.people.people["Chen"], "mentor": today.people.people["Boris"]}
    ruling.rule(**pair, kind=RulingKind.FORBID, reason="", by=today.people.by, at=at)
    today.run()
    assert cards_of("Chen") == before != []


def test_cards_are_found_by_what_stands_on_them(client, today):
    assert page_of(client, today, "Chen", search="taxation english").count("Add to my wishes") == 1
    assert "Nobody fits these words" in page_of(client, today, "Chen", search="taxation finnish")


def test_one_click_is_kept_and_shown(client, today):
    assert press(client, today, "Chen", Deed.WISH, "Ana").status_code == 302
    assert press(client, today, "Chen", Deed.RATHER_NOT, "Boris").status_code == 302
    assert today.lists("Chen") == (["Ana"], ["Boris"])
    shown = page_of(client, today, "Chen")
    assert "Wish 1" in shown
    assert shown.count("Take back") == 2


def test_click_that_is_none_is_not_found(client, today):
    client.force_login(today.of["Chen"].person)
    address = reverse("preferences:people", args=[today.of["Chen"].pk])
    assert client.post(address, {"do": "explode:1"}).status_code == 404


def test_page_stays_light_and_asks_as_much_for_one_as_for_many(client, today):
    def asked():
        with CaptureQueriesContext(connection) as watched:
            shown = page_of(client, today, "Chen")
        assert len(shown.encode()) < 100_000
        return len(watched)

    page_of(client, today, "Chen")
    few = asked()
    for number in range(30):
        today.people.mentor(f"More{number}")
    assert asked() == few


def test_people_are_asked_until_they_have_said_something(here, at):
    def asked():
        return {one.name for one in nudges(at=at)}

    assert asked() == {"Ana", "Boris", "Chen", "Dana"}
    here.wish("Chen", "Ana")
    assert asked() == {"Ana", "Boris", "Dana"}
    assert [one.title for one in asking.todos(factories.actor(here.of["Dana"].person), at=at)] != []
    assert asking.todos(factories.actor(here.of["Chen"].person), at=at) == []
    assert asking.notes(here.of["Chen"], at)[0].action == "Look at the cards"
    assert nudges(at=at + timedelta(days=30)) == []


def test_one_takes_along_what_one_said_and_not_what_others_did(here):
    here.wish("Chen", "Ana")
    here.say("Ana", Deed.RATHER_NOT, "Chen")
    mine, _asked = exporting.export(factories.actor(here.of["Chen"].person))
    ana = label("mentor", here.people.people["Ana"].pk)
    assert mine.rows == [{"round": here.people.round.name, "wishes": [ana], "rather_not": []}]


def test_what_was_said_goes_with_its_time_and_with_its_writer(here, at):
    here.wish("Chen", "Ana")
    here.wish("Dana", "Ana")
    round, chen = here.people.round, here.of["Chen"].person
    assert sum(keeping.held(round.programme_id).values()) == 2
    keeping.prune([Part(round.pk, chen.pk)], at=at)
    assert Sealed.objects.filter(kind="wishes").count() == Statement.objects.count() == 1
    assert Participation.objects.filter(person=chen).exists()
