"""Peer pairs: proposed the best, changed by hand, told to the two, ended kindly, and made again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.matching.actions import ruling
from fairlead.matching.enums import RulingKind
from fairlead.matching.queries import peering
from fairlead.matching.queries.computing import CannotMatch
from fairlead.notifications.models import Letter
from fairlead.peers import tasks
from fairlead.peers.actions import arranging, keeping, proposing, telling
from fairlead.peers.enums import PeerPairState, PeerSetState, Work
from fairlead.peers.models import PeerPair, PeerSeat, PeerSet
from fairlead.peers.queries import introducing, pairs, wording
from fairlead.peers.queries import telling as queries
from fairlead.preferences.actions import arranging as wishes
from fairlead.preferences.actions import stating
from fairlead.preferences.enums import Deed
from fairlead.preferences.queries import cards
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.keeping import Part
from tests import factories
from tests.peers.peering import GIVEN, scene

pytestmark = pytest.mark.django_db
BEST = {"Chen Dana", "Eva Finn"}


@pytest.fixture
def here(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return scene(at)


def letters(name):
    """The kinds of letters to somebody, in their order."""
    sent = Letter.objects.filter(to_email=f"{name.lower()}@northport.example", kind__startswith="peers")
    return list(sent.order_by("written_at", "kind").values_list("kind", flat=True))


def leaves(here, name):
    part = here.part(name)
    part.state = ParticipationState.LEFT
    part.save()


def test_those_who_have_chosen_the_same_are_paired_and_it_is_proven(here):
    now = here.propose()
    assert here.pairs() == BEST
    figures = {key: now.figures[key] for key in ("people", "pairs", "most_pairs", "points_short", "proven")}
    assert figures == {"people": 4, "pairs": 2, "most_pairs": 2, "points_short": 0, "proven": True}
    before = set(PeerPair.objects.values_list("pk", flat=True))
    here.propose()
    assert here.pairs() == BEST
    assert not before & set(PeerPair.objects.values_list("pk", flat=True))


def test_both_directions_count_and_both_must_be_allowed(here):
    suits = peering.suitable(here.people.round, pairs.free(here.now()), at=here.at)
    points = suits.points()
    for (one, other), total in ((sorted(two), total) for two, total in points.items()):
        ((first, second),) = suits.halves([(one, other)])
        assert (first.participation, second.participation) == (one, other)
        assert first.points + second.points == total
        assert first.points == sum(part["points"] for part in first.parts)
    assert len(points) == 6


def test_an_odd_pool_leaves_one_alone_and_says_so(client, here):
    here.people.mentee("Gus")
    here.propose()
    board = pairs.board(here.now())
    assert (len(board.proposed), len(board.alone)) == (2, 1)
    client.force_login(here.people.coordinator)
    page = client.get(reverse("peers:set", args=[here.peers.pk])).content.decode()
    assert "The number of people is odd" in page


def test_somebody_left_out_is_paired_with_nobody_until_let_in(here):
    here.propose()
    here.leave_out("Chen")
    assert here.pairs() == {"Eva Finn"}
    here.leave_out("Finn")
    here.propose()
    assert here.pairs() == {"Dana Eva"}
    here.leave_out("Chen", out=False)
    here.leave_out("Finn", out=False)
    here.propose()
    assert here.pairs() == BEST


def test_two_chosen_by_hand_stay_and_the_others_are_fitted_around_them(here):
    here.propose()
    here.join("Chen", "Eva")
    assert here.pairs() == {"Chen Eva"}
    assert (here.pair("Chen").locked, here.pair("Chen").by_hand) == (True, True)
    now = here.propose()
    assert here.pairs() == {"Chen Eva", "Dana Finn"}
    assert now.figures["proven"]
    assert (here.pair("Chen").by_hand, here.pair("Dana").by_hand) == (True, False)
    acts = {"by": here.people.by, "at": here.at}
    proposing.lock(here.pair("Chen"), False, seen=now.revision, **acts)
    here.propose()
    assert here.pairs() == BEST
    proposing.part(here.pair("Eva"), seen=here.now().revision, **acts)
    assert here.pairs() == {"Chen Dana"}


def test_a_choice_by_hand_tells_what_it_comes_to_and_solving_again_agrees(here):
    here.people.mentee("Gus")
    now = here.propose()
    total, board = now.figures["points"], pairs.board(now)
    who = next(one for one in board.members if one.participation == here.part("Chen"))
    suits = peering.suitable(here.people.round, pairs.free(now), at=here.at)
    some = pairs.choices(board, who, suits.points())
    told = pairs.with_effects(some, who, suits, board)
    assert {one.member.participation.person.name for one in told} == {"Eva", "Finn", "Gus", "Dana"} - {
        who.partner
    }
    for one in told:
        here.join("Chen", one.member.participation.person.name)
        lost = total - here.propose().figures["points"]
        words = f"in all {lost} points fewer" if lost else "in all as good as it can be"
        assert one.effect == words
    assert pairs.is_settled(here.now(), pairs.board(here.now()))
    here.people.mentee("Hal")
    assert not pairs.is_settled(here.now(), pairs.board(here.now()))


def test_what_two_give_each_other_is_told_without_a_mentor(here):
    here.propose()
    told = {half.told for row in pairs.board(here.now()).proposed for half in row.halves}
    others = "Dual career; both in the same grade; both can meet in person or online"
    assert told == {f"2 of 2 areas in common: {area}; {others}" for area in ("Housing", "Taxation")}
    facts = {"wanted": ["Housing"], "covered": []}
    assert wording.areas(facts) == "no area in common"
    steps = [wording.grade({"steps": one}) for one in (None, 0, 1, -2)]
    assert steps == [
        "a grade is not known",
        "both in the same grade",
        "the other is 1 grade above",
        "the other is 2 grades below",
    ]


def test_pairs_of_mentors_and_what_a_coordinator_forbids(here, at):
    for name in ("Boris", "Cara", "Dora"):
        here.people.mentor(name)
    given = GIVEN | {"title": "Mentors", "side": Side.MENTOR, "until": here.peers.until}
    peers = arranging.begin(here.people.round, given, by=here.people.by, at=at)
    proposing.propose(peers, seen=0, by=here.people.by, at=at)
    assert len(pairs.board(peers).proposed) == 2


def test_who_is_or_was_a_pair_or_forbidden_as_one_is_no_pair_of_peers(here):
    also = here.people.mentor("Also", who=here.part("Chen").person)
    factories.mentorship(here.people.round, also.participation, here.part("Dana"))
    here.propose()
    assert here.pairs() == {"Chen Eva", "Dana Finn"} or here.pairs() == {"Chen Finn", "Dana Eva"}
    ruling.rule(
        kind=RulingKind.FORBID,
        reason="",
        mentee=here.part("Eva"),
        mentor=also.participation,
        by=here.people.by,
        at=here.at,
    )
    here.propose()
    assert here.pairs() == {"Chen Finn", "Dana Eva"}


def rather_not(here, who, other):
    """Somebody says in confidence, as a mentee of a mentor, with whom they would rather not be paired."""
    wishes.arrange(here.people.round, until=here.at.date() + timedelta(days=7), by=here.people.by, at=here.at)
    key = cards.key_of(here.of[who], other.participation_id)
    by = factories.actor(here.of[who].person)
    stating.state(here.of[who], Deed.RATHER_NOT, key, by=by, at=here.at)


def test_whom_somebody_ruled_out_in_another_role_is_not_their_peer_and_nothing_tells_it(client, here):
    also = here.people.mentor("Also", who=here.part("Dana").person)
    now = here.propose()
    assert here.pairs() == BEST
    rather_not(here, "Chen", also)
    with pytest.raises(telling.OutOfDate) as refused:
        telling.publish(now, seen=now.revision, by=here.people.by, at=here.at)
    assert not {"Chen", "Dana"} & set(str(refused.value.sentence).split())
    with pytest.raises(proposing.NotPossible) as apart:
        here.join("Dana", "Chen")
    assert str(apart.value.sentence) == "These two cannot be paired, for a reason that is not shown."
    here.publish()
    assert len(here.pairs()) == 2
    assert "Chen Dana" not in here.pairs()
    client.force_login(here.people.coordinator)
    pages = [reverse("peers:set", args=[here.peers.pk]) + f"?view={view}" for view in ("running", "people")]
    for page in pages:
        assert "ruled" not in client.get(page).content.decode()


def test_the_two_get_a_letter_with_who_the_other_is_and_what_they_share(here):
    published = here.publish()
    assert (published.state, published.published_at) == (PeerSetState.RUNNING, here.at)
    assert {name: letters(name) for name in here.of} == {
        "Ana": [],
        **{name: ["peers-published"] for name in ("Chen", "Dana", "Eva", "Finn")},
    }
    letter = Letter.objects.get(to_email="chen@northport.example", kind="peers-published")
    assert letter.subject == "Your peer: Dana"
    for words in (
        "Dana, dana@northport.example",
        "Dual career; Taxation",
        "Have a coffee.",
        "Neither of you",
    ):
        assert words in letter.text
    assert "Finn" not in letter.text
    (two,) = introducing.both([here.pair("Eva").pk]).values()
    assert introducing.shared(two).areas == ("Dual career", "Housing")


def test_one_ends_it_the_other_is_told_and_the_coordinator_asked(here):
    here.publish()
    coordinator, chen = here.people.by, factories.actor(here.part("Chen").person)
    assert queries.todos(coordinator, here.at) == []
    pair = here.pair("Chen")
    telling.end(pair, by=chen, at=here.at)
    with pytest.raises(AlreadyMoved):
        telling.end(pair, by=chen, at=here.at)
    assert (letters("Chen"), letters("Dana")) == (["peers-published"], ["peers-ended", "peers-published"])
    (todo,) = queries.todos(coordinator, here.at)
    assert (todo.count, todo.url) == (2, reverse("peers:set", args=[here.peers.pk]))
    here.propose()
    assert here.pairs() == {"Eva Finn"}
    telling.end(here.pair("Eva"), by=coordinator, at=here.at)
    assert letters("Eva") == letters("Finn") == ["peers-ended", "peers-published"]
    here.propose()
    assert here.pairs(PeerPairState.PROPOSED) in ({"Chen Eva", "Dana Finn"}, {"Chen Finn", "Dana Eva"})
    now = here.now()
    telling.publish(now, seen=now.revision, by=coordinator, at=here.at)
    assert queries.todos(coordinator, here.at) == []
    assert here.pairs(PeerPairState.ENDED) == BEST


def test_who_leaves_the_round_ends_the_pair_and_only_the_other_is_told(here):
    here.publish()
    leaves(here, "Chen")
    assert [tasks.sweep(at=here.at) for _twice in range(2)] == [1, 0]
    assert here.pairs() == {"Eva Finn"}
    assert (letters("Chen"), letters("Dana")) == (["peers-published"], ["peers-ended", "peers-published"])
    assert queries.todos(here.people.by, here.at)[0].count == 1
    here.leave_out("Dana")
    assert queries.todos(here.people.by, here.at) == []


def test_on_the_day_after_the_last_all_pairs_are_over(here):
    here.publish()
    on_the_last = here.at + timedelta(days=21)
    assert tasks.sweep(at=on_the_last) == 0
    assert tasks.sweep(at=on_the_last + timedelta(days=1)) == 1
    assert here.pairs(PeerPairState.COMPLETED) == BEST
    assert here.now().state == PeerSetState.FINISHED
    assert not PeerSeat.objects.filter(live=True).exists()
    with pytest.raises(arranging.Closed):
        here.propose()


def test_two_tabs_begin_publish_and_change_once(here):
    given = GIVEN | {"until": here.peers.until}
    assert arranging.begin(here.people.round, given, by=here.people.by, at=here.at) == here.peers
    with pytest.raises(arranging.NotSo):
        arranging.begin(here.people.round, given | {"side": Side.MENTOR}, by=here.people.by, at=here.at)
    old = here.propose()
    here.leave_out("Chen")
    acts = {"seen": old.revision, "by": here.people.by, "at": here.at}
    for late in (
        lambda: telling.publish(old, **acts),
        lambda: proposing.propose(old, **acts),
        lambda: arranging.change(old, given, **acts),
        lambda: arranging.cancel(old, **acts),
    ):
        with pytest.raises(AlreadyMoved):
            late()
    assert PeerSet.objects.count() == 1


def test_what_cannot_be_is_refused(here):
    given = GIVEN | {"until": here.peers.until}
    acts = {"by": here.people.by, "at": here.at}
    for day in (here.at.date(), date(9999, 12, 31)):
        with pytest.raises(arranging.NotSo, match="Choose a day"):
            arranging.begin(here.people.round, given | {"title": "Other", "until": day}, **acts)
    with pytest.raises(Refused, match="no proposed pair"):
        telling.publish(here.now(), seen=0, **acts)
    with pytest.raises(arranging.NotSo):
        here.leave_out("Ana")
    here.publish()
    with pytest.raises(arranging.NotSo):
        here.leave_out("Chen")
    with pytest.raises(arranging.NotSo):
        arranging.change(here.now(), given | {"side": Side.MENTOR}, seen=here.now().revision, **acts)
    with pytest.raises(proposing.NotPossible):
        here.join("Chen", "Eva")
    second = arranging.begin(here.people.round, given | {"title": "Second"}, **acts)
    with pytest.raises(arranging.NotSo):
        arranging.change(second, given, seen=0, **acts)
    arranging.cancel(second, seen=0, **acts)
    with pytest.raises(arranging.Closed):
        proposing.propose(second, seen=1, **acts)


def test_nobody_sits_in_two_pairs_at_once(here):
    here.propose()
    pair = PeerPair.objects.create(peer_set=here.peers, made_at=here.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerSeat.objects.create(peer_set=here.peers, pair=pair, participation=here.part("Chen"), place=0)


def test_a_large_pool_waits_for_a_worker_that_may_be_lost(here, monkeypatch):
    monkeypatch.setattr(proposing, "AT_ONCE", 3)
    now = here.now()
    assert proposing.propose(now, seen=now.revision, by=here.people.by, at=here.at) is None
    assert here.now().work == Work.QUEUED
    with pytest.raises(arranging.Closed):
        here.propose()
    assert proposing.waiting(at=here.at) == [here.peers.pk]
    PeerSet.objects.update(work=Work.RUNNING, attempts=1, lease_until=here.at + timedelta(minutes=1))
    proposing.carry_out(here.peers.pk, at=here.at)
    assert (here.pairs(), proposing.waiting(at=here.at)) == (set(), [])
    proposing.carry_out(here.peers.pk, at=here.at + timedelta(minutes=2))
    assert (here.pairs(), here.now().work) == (BEST, Work.NONE)
    proposing.carry_out(here.peers.pk, at=here.at)
    assert here.pairs() == BEST


def test_a_worker_that_fails_says_why_and_three_lost_ones_are_enough(here, monkeypatch):
    def fails(*_given, **_more):
        raise CannotMatch("It cannot be done.")

    monkeypatch.setattr(proposing.peering, "pair_up", fails)
    PeerSet.objects.update(work=Work.QUEUED)
    proposing.carry_out(here.peers.pk, at=here.at)
    assert (here.now().work, here.now().problem) == (Work.FAILED, "It cannot be done.")
    PeerSet.objects.update(work=Work.QUEUED, attempts=3)
    proposing.carry_out(here.peers.pk, at=here.at)
    assert here.now().work == Work.FAILED


def test_more_than_four_hundred_are_refused(here, monkeypatch):
    monkeypatch.setattr(peering, "MOST_PEOPLE", 3)
    with pytest.raises(CannotMatch):
        here.propose()


def test_the_application_tells_the_pair_while_it_is_under_way(here):
    here.propose()
    assert queries.notes(here.of["Chen"], here.at) == []
    here.publish()
    (note,) = queries.notes(here.of["Chen"], here.at)
    assert (note.title, note.url) == ("Your peer: Dana", reverse("peers:mine", args=[here.pair("Chen").pk]))
    telling.end(here.pair("Chen"), by=here.people.by, at=here.at)
    assert queries.notes(here.of["Chen"], here.at) == []


def test_what_was_arranged_goes_with_the_round_and_is_told_to_its_people(here):
    here.publish()
    here.people.mentee("Gus")
    here.leave_out("Gus")
    chen, gus = here.part("Chen"), here.part("Gus")
    part = Part(here.people.round.pk, chen.person_id)
    held = keeping.held(here.people.round.programme_id)
    assert (held["peers", part], held["peers", Part(here.people.round.pk, gus.person_id)]) == (1, 1)
    rows = {one.key: len(one.rows) for one in queries.export(factories.actor(chen.person))}
    assert rows == {"peer_pairs": 1, "left_out_of_peer_pairs": 0}
    assert keeping.prune([part], at=here.at) == {"peers": 1}
    assert keeping.prune([part], at=here.at) == {}
    assert here.pairs() == {"Eva Finn"}
