"""The pages of peer pairs: a coordinator does it all from them, and each of the two has one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.peers.actions import proposing
from fairlead.peers.models import PeerSeat, PeerSet
from tests.peers.peering import GIVEN, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return scene(at)


@pytest.mark.parametrize("view", ["proposed", "people", "choose"])
def test_pages_ask_as_often_for_many_as_for_few(client, here, view):
    here.propose()
    client.force_login(here.people.coordinator)
    url = reverse("peers:set", args=[here.peers.pk]) + f"?view={view}"
    if view == "choose":
        url = reverse("peers:choose", args=[here.peers.pk, here.part("Chen").pk])

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    asked()
    few = asked()
    for name in ("Gus", "Hal"):
        here.people.mentee(name)
    here.propose()
    assert asked() == few


def test_a_coordinator_does_it_all_from_the_pages(client, here):
    client.force_login(here.people.coordinator)
    url = reverse("peers:round", args=[here.people.round.pk])
    made = client.post(url, GIVEN | {"title": "Second", "until": here.peers.until.isoformat()})
    second = PeerSet.objects.get(title="Second")
    assert made.url == reverse("peers:set", args=[second.pk])
    assert client.post(url, GIVEN | {"until": "2000-01-01"}).status_code == 422
    assert "Propose pairs" in client.get(made.url).content.decode()

    def act(deed, **given):
        seen = PeerSet.objects.get(pk=second.pk).revision
        at = reverse("peers:act", args=[second.pk, deed]) + f"?seen={seen}"
        return client.post(at, given | {"seen": seen} if given else {}, follow=True).content.decode()

    assert "Nobody has been told yet" in act("propose")
    changed = GIVEN | {"title": "Other", "until": here.peers.until.isoformat(), "seen": 1}
    assert client.post(reverse("peers:change", args=[second.pk]), changed).status_code == 302
    chen = here.part("Chen")
    choose = reverse("peers:choose", args=[second.pk, chen.pk])
    page = client.get(choose).content.decode()
    assert [f'Choose<span class="visually-hidden">: {name}' in page for name in ("Dana", "Eva", "Finn")] == [
        False,
        True,
        True,
    ]
    client.post(choose, {"seen": 2, "other": here.part("Eva").pk})
    pair = PeerSeat.objects.get(peer_set=second, participation=chen).pair
    assert "It is open again" in act("open", pair=pair.pk)
    assert "It stays when" in act("lock", pair=pair.pk)
    assert "The two are apart" in act("part", pair=pair.pk)
    act("propose")
    assert "the two of each pair know" in act("publish")
    running = PeerSeat.objects.get(peer_set=second, participation=chen).pair
    assert "both are told" in act("end", pair=running.pk)


def test_what_was_only_prepared_is_called_off_and_other_deeds_are_unknown(client, here):
    client.force_login(here.people.coordinator)
    assert client.post(reverse("peers:act", args=[here.peers.pk, "nothing"])).status_code == 404
    off = client.post(reverse("peers:act", args=[here.peers.pk, "cancel"]) + "?seen=0", follow=True)
    assert "Called off" in off.content.decode()


def test_one_of_the_two_reads_their_page_and_ends_the_pair(client, here):
    here.publish()
    client.force_login(here.part("Chen").person)
    mine = reverse("peers:mine", args=[here.pair("Chen").pk])
    page = client.get(mine).content.decode()
    assert [word in page for word in ("dana@northport.example", "Taxation", "Finn", "points")] == [
        True,
        True,
        False,
        False,
    ]
    client.post(reverse("peers:end", args=[here.pair("Chen").pk]))
    page = client.get(mine).content.decode()
    assert ("This pair has ended" in page, "dana@northport.example" in page) == (True, False)
    assert client.post(reverse("peers:end", args=[here.pair("Chen").pk])).status_code == 404


def shown(client, here):
    client.force_login(here.people.coordinator)
    page = client.get(reverse("peers:set", args=[here.peers.pk])).content.decode()
    return " ".join(page.split())


PROVEN, COME_OR_GONE = "Proven: no other pairs", "Somebody has come or gone"


def test_the_page_calls_pairs_proven_only_of_those_who_are_there(client, here):
    here.propose()
    assert PROVEN in shown(client, here)
    here.leave_out("Chen")
    page = shown(client, here)
    assert (PROVEN in page, COME_OR_GONE in page) == (False, True)
    here.propose()
    assert PROVEN in shown(client, here)
    here.people.mentee("Gus")
    assert PROVEN not in shown(client, here)


def test_the_page_says_that_pairs_are_proven_around_locked_ones(client, here):
    here.propose()
    here.join("Chen", "Eva")
    here.propose()
    page = shown(client, here)
    assert (PROVEN in page, "Proven: around the locked pairs no others" in page) == (False, True)


def test_one_is_told_as_one(client, here):
    here.propose()
    here.leave_out("Chen")
    page = shown(client, here)
    assert "pair proposed" in page
    assert "has nobody" in page
    assert "pairs proposed" not in page


def test_a_large_pool_is_not_said_to_be_proposed_while_it_waits(client, here, monkeypatch):
    monkeypatch.setattr(proposing, "AT_ONCE", 3)
    client.force_login(here.people.coordinator)
    url = reverse("peers:act", args=[here.peers.pk, "propose"]) + f"?seen={here.peers.revision}"
    page = client.post(url, follow=True).content.decode()
    assert "This is what is proposed" not in page
    assert "The pairs are being worked out" in page


@pytest.mark.parametrize("other", [{"words": "Have a tea."}, {"until": "2026-12-24"}])
def test_other_pairs_of_a_title_that_stands_are_refused_not_lost(client, here, other):
    client.force_login(here.people.coordinator)
    given = GIVEN | {"until": here.peers.until.isoformat()} | other
    page = client.post(reverse("peers:round", args=[here.people.round.pk]), given)
    assert page.status_code == 422
    assert other.get("words", "") in page.content.decode()
