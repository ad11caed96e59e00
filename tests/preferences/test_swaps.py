"""Somebody of two pairs proposes a swap; all four say yes, the coordinators confirm it, and it is made."""

from datetime import timedelta
from functools import partial
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fairlead.audit.models import Entry
from fairlead.kernel.errors import Refused
from fairlead.matching import tasks
from fairlead.matching.actions import keeping, ruling, swaps
from fairlead.matching.actions.swaps import CannotSwap
from fairlead.matching.enums import RulingKind
from fairlead.matching.models import Swap, SwapAnswer
from fairlead.matching.queries import swapnotes
from fairlead.matching.queries import swaps as reading
from fairlead.mentorships.actions import begin, end_early
from fairlead.mentorships.models import Mentorship
from fairlead.notifications.models import Letter
from fairlead.preferences.enums import Deed
from fairlead.preferences.models import Terms
from fairlead.programmes import actions as programmes
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.keeping import Part
from fairlead.programmes.models import Round
from tests import factories
from tests.preferences.wishing import scene

pytestmark = pytest.mark.django_db
CROSSED = {"Chen": "Boris", "Dana": "Ana"}
OFF = "The swap does not come about"
FOUR = ("Chen", "Boris", "Dana", "Ana")


def paired(at, couples=CROSSED, **terms):
    """Chen has Boris and Dana has Ana, though Chen and Ana share more."""
    here = scene(at, **{"swap_weeks": 4, **terms})
    Round.objects.update(starts_on=None, ends_on=None)
    here.at = at
    for mentee, mentor in couples.items():
        couple(here, mentee, mentor)
    return here


def couple(here, mentee, mentor):
    two = {"mentee": here.people.people[mentee], "mentor": here.people.people[mentor]}
    begin(**two, reasons=[], by=here.people.by, at=here.at)


@pytest.fixture
def here(at):
    return paired(at)


def pair_of(here, who):
    mine = here.people.people[who]
    either = Mentorship.objects.filter(mentee=mine) | Mentorship.objects.filter(mentor=mine)
    return either.select_related("round__programme", "mentee__person", "mentor__person").get(
        state__in=["starting", "active"]
    )


def who_is(here, who):
    pair, mine = pair_of(here, who), here.people.people[who]
    return pair, pair.mentee if pair.mentee_id == mine.pk else pair.mentor, factories.actor(mine.person)


def trades(here, who, at=None):
    return reading.trades(pair_of(here, who), Terms.objects.get(), at=at or here.at)


def propose(here, who, other="", at=None):
    pair, half, by = who_is(here, who)
    found = reading.by_key(trades(here, who, at), half.side)
    keys = {reading.partner(one.other, half.side).person.name: key for key, one in found.items()}
    return swaps.propose(pair, half, keys[other] if other else "", by=by, at=at or here.at)


def answer(here, who, *, yes=True, at=None):
    pair, half, by = who_is(here, who)
    swaps.answer(pair, half, yes=yes, by=by, at=at or here.at)


def agreed(here):
    made = propose(here, "Chen", "Ana")
    for who in ("Boris", "Dana", "Ana"):
        answer(here, who)
    return reading.open_swaps().get(pk=made.pk)


def couples():
    live = Mentorship.objects.filter(state__in=["starting", "active"])
    return dict(live.values_list("mentee__person__name", "mentor__person__name"))


def letters_to(here, who):
    found = Letter.objects.filter(to_email=here.of[who].person.email, kind="swap")
    return dict(found.values_list("subject", "text"))


def test_four_yes_and_a_confirmation_make_the_swap(here):
    old = pair_of(here, "Chen")
    swap = agreed(here)
    assert (swap.state, couples()) == ("agreed", CROSSED)
    swaps.confirm(swap, by=here.people.by, at=here.at)
    assert couples() == {"Chen": "Ana", "Dana": "Boris"}
    assert set(Mentorship.objects.filter(state="ended_early").values_list("end_reason", flat=True)) == {
        "swapped"
    }
    assert (pair_of(here, "Chen").ends_on, Swap.objects.get().state) == (old.ends_on, "made")
    assert "The swap is made: Ana is your mentor" in letters_to(here, "Chen")
    assert "The swap is made: Dana is your mentee" in letters_to(here, "Boris")
    assert not SwapAnswer.objects.exists()


def test_effect_is_told_before_it_is_confirmed(here):
    agreed(here)
    ((_swap, trade),) = reading.agreed(here.people.round)
    assert (trade.gain > 0, trade.loss, trade.after[0] > trade.before[0]) == (True, 0, True)


@pytest.mark.parametrize("who", ["Boris", "Dana", "Ana", "Chen"])
def test_no_of_anybody_writes_all_four_the_same_letter_and_leaves_no_trace_of_who(here, who):
    propose(here, "Chen", "Ana")
    answer(here, who, yes=False)
    assert (Swap.objects.get().state, couples()) == ("off", CROSSED)
    bodies = {
        letters_to(here, one)[OFF]
        .replace(one, "X")
        .replace(reverse("matching:swap", args=[pair_of(here, one).pk]), "page")
        for one in FOUR
    }
    assert len(bodies) == 1
    assert not SwapAnswer.objects.exists()
    assert not Entry.objects.filter(verb__contains="swap").exists()


def test_silence_reads_like_a_no(here):
    propose(here, "Chen", "Ana")
    tasks.sweep(at=here.at + timedelta(days=7))
    assert Swap.objects.get().state == "asked"
    tasks.sweep(at=here.at + timedelta(days=8))
    assert (Swap.objects.get().state, OFF in letters_to(here, "Chen")) == ("off", True)


def test_coordinators_see_nothing_before_all_have_agreed_and_can_decline(here):
    propose(here, "Chen", "Ana")
    assert reading.agreed(here.people.round) == []
    assert swapnotes.todos(here.people.by, at=here.at) == []
    for who in ("Boris", "Dana", "Ana"):
        answer(here, who)
    assert [one.title for one in swapnotes.todos(here.people.by, at=here.at)] == [
        "Confirm a swap of two pairs"
    ]
    swaps.decline(reading.open_swaps().get(), by=here.people.by, at=here.at)
    assert OFF in letters_to(here, "Ana")
    assert couples() == CROSSED


def test_cards_without_names_name_nobody_in_letters(here):
    propose(here, "Chen", "Ana")
    told = " ".join(text for who in ("Boris", "Dana", "Ana") for text in letters_to(here, who).values())
    assert "Your mentee would be Mentee " in told
    assert not any(f"would be {who}" in told for who in FOUR)


def test_same_swap_is_not_proposed_twice_nor_a_pair_in_an_open_one(here):
    couple(here, *mentee_and_mentor(here))
    propose(here, "Chen", "Ana")
    assert {one.other.mentee.person.name for one in trades(here, "Emil")} == set()
    answer(here, "Ana", yes=False)
    assert {one.other.mentee.person.name for one in trades(here, "Chen")} == {"Emil"}


def mentee_and_mentor(here):
    here.people.mentee("Emil", ("Dual career",))
    here.people.mentor("Faye", ("Dual career",))
    return "Emil", "Faye"


def test_matching_takes_the_best_swap_that_gives_nobody_else_less(here):
    couple(here, *mentee_and_mentor(here))
    made = propose(here, "Chen")
    assert trades(here, "Emil") == []
    assert made.second.mentor.person.name == "Ana"


def test_matching_takes_no_swap_that_gives_the_other_pair_less(at):
    here = paired(at, {"Chen": "Ana", "Dana": "Boris"})
    with pytest.raises(CannotSwap, match="weaker pair"):
        propose(here, "Dana")


def test_matching_passes_by_what_the_newest_run_found_impossible(at):
    here = scene(at, swap_weeks=4)
    here.say("Ana", Deed.RATHER_NOT, "Chen")
    here.run()
    Round.objects.update(starts_on=None, ends_on=None)
    for mentee, mentor in CROSSED.items():
        couple(here, mentee, mentor)
    with pytest.raises(CannotSwap, match="weaker pair"):
        propose(here, "Chen")


def test_who_was_ruled_out_is_on_the_list_all_the_same_and_a_yes_takes_it_back(at):
    here = scene(at, swap_weeks=4)
    here.say("Ana", Deed.RATHER_NOT, "Chen")
    Round.objects.update(starts_on=None, ends_on=None)
    for mentee, mentor in CROSSED.items():
        couple(here, mentee, mentor)
    agreed(here)
    assert here.lists("Ana") == ([], [])


@pytest.mark.parametrize("weeks", [None, 0, 2])
def test_nobody_proposes_without_the_term_or_after_its_weeks(at, weeks):
    here = paired(at, swap_weeks=weeks)
    pair, half, by = who_is(here, "Chen")
    with pytest.raises(CannotSwap, match="cannot propose"):
        swaps.propose(pair, half, "", by=by, at=at + timedelta(weeks=weeks or 0, days=1))


def test_pair_that_ends_meanwhile_ends_the_swap(here):
    swap = agreed(here)
    end_early(pair_of(here, "Dana"), reason=None, by=here.people.by, at=here.at)
    with pytest.raises(CannotSwap, match="cannot be made"):
        swaps.confirm(swap, by=here.people.by, at=here.at)
    tasks.sweep(at=here.at)
    assert Swap.objects.get().state == "off"


def test_letter_of_a_swap_that_ends_with_a_pair_says_nothing_of_pairs_that_go_on(here):
    propose(here, "Chen", "Ana")
    dana = pair_of(here, "Dana")
    end_early(dana, reason=None, by=here.people.by, at=here.at)
    tasks.sweep(at=here.at)
    assert all("goes on as it is" in letters_to(here, who)[OFF] for who in ("Chen", "Boris"))
    assert not any("goes on as it is" in letters_to(here, who)[OFF] for who in ("Dana", "Ana"))


def test_who_has_left_reads_nothing_of_a_swap_that_ends(here):
    propose(here, "Chen", "Ana")
    programmes.leave(here.people.people["Dana"])
    tasks.sweep(at=here.at)
    assert [OFF in letters_to(here, who) for who in FOUR] == [True, True, False, True]


def test_one_point_is_told_as_one(client):
    here = paired(timezone.now())
    agreed(here)
    client.force_login(here.people.coordinator)
    url = reverse("matching:swaps", args=[here.people.round.pk])
    with patch.object(reading.Trade, "gain", 1):
        assert "+1 point in all" in client.get(url).content.decode()


def test_page_of_swaps_asks_as_many_questions_for_one_as_for_three(client):
    here = paired(timezone.now())
    agreed(here)
    client.force_login(here.people.coordinator)
    url = reverse("matching:swaps", args=[here.people.round.pk])

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert "Confirm the swap" in client.get(url).content.decode()
        return len(queries)

    asked()
    first = asked()
    for n in range(2):
        for one in ("A", "B"):
            here.people.mentee(f"Mentee {one}{n}".replace(" ", ""), ("Dual career",))
            here.people.mentor(f"Mentor {one}{n}".replace(" ", ""), ("Dual career",))
            couple(here, f"Mentee{one}{n}", f"Mentor{one}{n}")
        pairs = [pair_of(here, f"Mentee{one}{n}") for one in ("A", "B")]
        two = {"first": pairs[0], "second": pairs[1], "asked_at": here.at, "answer_by": here.at.date()}
        Swap.objects.create(round=here.people.round, state="agreed", **two)
    assert len(reading.agreed(here.people.round)) == 3
    assert asked() == first


def test_matching_asks_as_many_questions_for_one_pair_passed_by_as_for_three(at):
    here, counts = paired(at, {"Dana": "Ana"}), []
    for n in range(3):
        here.people.mentee(f"Gus{n}", ("Dual career",))
        here.people.mentor(f"Hal{n}", ("Dual career",))
        couple(here, f"Gus{n}", f"Hal{n}")
        for mentee, mentor in (("Dana", f"Hal{n}"), (f"Gus{n}", "Ana")):
            two = here.people.people[mentor], here.people.people[mentee]
            factories.mentorship(here.people.round, *two, state="ended_early")
        found = trades(here, "Dana")
        with CaptureQueriesContext(connection) as queries:
            assert (len(found), reading.best(found, None)) == (n + 1, None)
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_pair_that_coordinators_forbid_is_not_made(here):
    swap = agreed(here)
    two = {"mentee": here.people.people["Chen"], "mentor": here.people.people["Ana"]}
    ruling.rule(**two, kind=RulingKind.FORBID, reason="", by=here.people.by, at=here.at)
    with pytest.raises(CannotSwap, match="forbidden"):
        swaps.confirm(swap, by=here.people.by, at=here.at)
    assert couples() == CROSSED


def test_swap_goes_with_the_time_of_the_first_of_its_people(here):
    propose(here, "Chen", "Ana")
    round, dana = here.people.round, here.of["Dana"].person_id
    part = Part(round.pk, here.of["Chen"].person_id)
    assert keeping.held(round.programme_id)["swaps", part] == 1
    assert keeping.prune([Part(round.pk, dana)], at=here.at)["swaps"] == 1


def page(client, here, who, **do):
    client.force_login(here.of[who].person)
    url = reverse("matching:swap", args=[pair_of(here, who).pk])
    return client.post(url, do) if do else client.get(url).content.decode()


def test_all_do_it_on_their_pages(client):
    here = paired(timezone.now())
    assert "Propose this swap" in page(client, here, "Chen")
    page(client, here, "Chen", do="any:")
    assert "You have said yes" in page(client, here, "Chen")
    for who in ("Boris", "Dana", "Ana"):
        body = page(client, here, who)
        assert "Yes, I would swap" in body
        assert not any(f">{one}<" in body for one in FOUR if one not in (who, CROSSED.get(who)))
        page(client, here, who, do="yes:")
    assert "The coordinators look at it now" in page(client, here, "Ana")
    client.force_login(here.people.coordinator)
    url = reverse("matching:swaps", args=[here.people.round.pk])
    assert "points in all" in client.get(url).content.decode()
    client.post(url, {"do": f"confirm:{Swap.objects.get().pk}"})
    assert couples() == {"Chen": "Ana", "Dana": "Boris"}
    assert "The swap is made" in client.get(url).content.decode()


def asked_by(client, here):
    with CaptureQueriesContext(connection) as queries:
        page(client, here, "Chen")
    return len(queries)


def test_page_asks_as_many_questions_for_one_as_for_three(client):
    here = paired(timezone.now())
    page(client, here, "Chen")
    first = asked_by(client, here)
    for mentee, mentor in (("Gus", "Hal"), ("Ida", "Jon")):
        here.people.mentee(mentee, ("Dual career",))
        here.people.mentor(mentor, ("Dual career",))
        couple(here, mentee, mentor)
    assert asked_by(client, here) == first


@pytest.mark.django_db(transaction=True)
def test_two_swaps_of_one_pair_at_one_moment_are_one(at, at_once):
    here = paired(at)
    couple(here, *mentee_and_mentor(here))
    outcomes = at_once(partial(propose, here, "Chen", "Ana"), partial(propose, here, "Emil", "Ana"))
    assert sorted(isinstance(one, Refused) for one in outcomes) == [False, True]
    assert (Swap.objects.count(), SwapAnswer.objects.count()) == (1, 4)


def test_nobody_swaps_of_an_institution_that_approves_its_own_pairs(here):
    boris = pair_of(here, "Boris")
    assert trades(here, "Ana")
    programme, home = boris.round.programme, here.people.away
    swap = propose(here, "Chen", "Ana")
    factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=home)
    assert trades(here, "Ana") == []
    with pytest.raises(CannotSwap, match="decides on one"):
        agree_and_confirm(here, swap)
    assert Mentorship.objects.filter(state="ended_early").count() == 0


def agree_and_confirm(here, swap):
    for who in FOUR[1:]:
        pair, half, by = who_is(here, who)
        swaps.answer(pair, half, yes=True, by=by, at=here.at)
    swap.refresh_from_db()
    swaps.confirm(swap, by=here.people.by, at=here.at)
