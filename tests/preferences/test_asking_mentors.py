"""Where mentees may ask, one asks one mentor at a time, and a yes locks the pair."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from fairlead.kernel.errors import Refused
from fairlead.matching.actions import afterwards, ruling
from fairlead.matching.enums import RulingKind
from fairlead.matching.models import Ruling
from fairlead.mentorships.actions import begin, end_early
from fairlead.notifications.models import Letter
from fairlead.preferences import tasks
from fairlead.preferences.actions import asking, keeping
from fairlead.preferences.actions.stating import CannotState
from fairlead.preferences.enums import Deed, Mode
from fairlead.preferences.models import Request, Terms
from fairlead.preferences.queries import asking as home_notes
from fairlead.preferences.queries import cards, requests
from fairlead.programmes import actions as programmes
from fairlead.programmes.enums import RoundState
from fairlead.programmes.keeping import Part
from fairlead.programmes.models import Round
from tests import factories
from tests.preferences.wishing import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at):
    return scene(at, mode=Mode.CHOSEN)


def ask(here, who, other, at=None):
    by = factories.actor(here.of[who].person)
    return asking.ask(here.of[who], here.key(who, other), by=by, at=at or here.at)


def answer(here, who, request, *, yes, at=None):
    by = factories.actor(here.of[who].person)
    asking.answer(here.of[who], request.pk, yes=yes, by=by, at=at or here.at)


def take_back(here, who):
    asking.take_back(here.of[who], by=factories.actor(here.of[who].person), at=here.at)


def letters_to(here, who):
    found = Letter.objects.filter(to_email=here.of[who].person.email).order_by("written_at", "pk")
    return list(found.values_list("subject", "text"))


def test_yes_makes_the_pair_and_the_matching_pairs_the_rest(here):
    request = ask(here, "Chen", "Boris")
    assert letters_to(here, "Boris")[0][0].startswith("Would you be the mentor of Mentee ")
    answer(here, "Boris", request, yes=True)
    assert (Ruling.objects.get().kind, Request.objects.get().state) == ("lock", "yes")
    assert here.people.pairs(here.run()) == {"Chen": "Boris", "Dana": "Ana"}
    assert "has said yes" in letters_to(here, "Chen")[0][0]


def test_mentor_who_is_asked_finds_it_at_home_until_it_is_answered(here):
    request = ask(here, "Chen", "Boris")

    def waits_for(who):
        return [str(one.title) for one in home_notes.todos(factories.actor(here.of[who].person), at=here.at)]

    assert waits_for("Boris") == ["A mentee asks whether you would be their mentor"]
    assert waits_for("Ana") == ["Say with whom you would like to be paired"]
    answer(here, "Boris", request, yes=False)
    assert "A mentee asks whether you would be their mentor" not in waits_for("Boris")


def test_no_makes_nothing_and_somebody_else_can_be_asked(here):
    answer(here, "Ana", ask(here, "Chen", "Ana"), yes=False)
    assert not Ruling.objects.exists()
    with pytest.raises(CannotState, match="already"):
        ask(here, "Chen", "Ana")
    assert ask(here, "Chen", "Boris").state == "waiting"


def test_silence_reads_like_a_no(here):
    answer(here, "Ana", ask(here, "Chen", "Ana"), yes=False)
    ask(here, "Dana", "Ana")
    assert tasks.sweep(at=here.at + timedelta(days=7)) == 0
    assert tasks.sweep(at=here.at + timedelta(days=8)) == 1
    assert tasks.sweep(at=here.at + timedelta(days=8)) == 0
    (no,), (silence,) = letters_to(here, "Chen"), letters_to(here, "Dana")

    def words(letter, who):
        page = reverse("preferences:people", args=[here.of[who].pk])
        return letter[0], letter[1].replace(who, "X").replace(page, "page")

    assert words(no, "Chen") == words(silence, "Dana")


def test_one_is_asked_at_a_time_and_can_be_taken_back(here):
    request = ask(here, "Chen", "Ana")
    with pytest.raises(CannotState, match="wait for the answer"):
        ask(here, "Chen", "Boris")
    take_back(here, "Chen")
    with pytest.raises(CannotState, match="taken back"):
        answer(here, "Ana", request, yes=True)
    assert ask(here, "Chen", "Ana").state == "waiting"


def test_nobody_says_yes_to_somebody_who_has_left(here):
    request = ask(here, "Chen", "Ana")
    programmes.leave(here.people.people["Chen"])
    assert requests.to_mentor(here.of["Ana"], Terms.objects.get(), at=here.at) == []
    with pytest.raises(CannotState, match="taken back or its time is over"):
        answer(here, "Ana", request, yes=True)
    assert not Ruling.objects.exists()


def test_nobody_says_yes_in_a_round_that_is_over(here):
    request = ask(here, "Chen", "Ana")
    Round.objects.update(state=RoundState.FINISHED)
    assert requests.to_mentor(here.of["Ana"], Terms.objects.get(), at=here.at) == []
    with pytest.raises(CannotState, match="taken back or its time is over"):
        answer(here, "Ana", request, yes=True)
    assert (Ruling.objects.count(), letters_to(here, "Chen")) == (0, [])


def test_silence_of_a_round_that_is_over_writes_to_nobody(here):
    ask(here, "Chen", "Ana")
    Round.objects.update(state=RoundState.FINISHED)
    assert tasks.sweep(at=here.at + timedelta(days=8)) == 1
    assert (Request.objects.get().state, letters_to(here, "Chen")) == ("expired", [])


def test_mentor_is_asked_by_the_same_mentee_three_times_at_most(here):
    for _time in range(3):
        ask(here, "Chen", "Ana")
        take_back(here, "Chen")
    with pytest.raises(CannotState, match="asked this mentor already"):
        ask(here, "Chen", "Ana")
    assert len(letters_to(here, "Ana")) == 3


def test_lock_that_is_lifted_or_replaced_on_the_board_frees_both(here, at):
    here.run()
    pair = {"mentee": here.people.people["Chen"], "mentor": here.people.people["Ana"]}
    answer(here, "Ana", ask(here, "Chen", "Ana"), yes=True)
    ruling.say(**pair, kind="lift", reason="", by=here.people.by, at=at)
    answer(here, "Boris", ask(here, "Chen", "Boris"), yes=True)
    ruling.say(**pair, kind="lock", reason="", by=here.people.by, at=at)
    states = Request.objects.order_by("mentor__person__name").values_list("state", flat=True)
    assert list(states) == ["taken_back", "taken_back"]


def over(here, mentor):
    """Chen and this mentor were a pair, which ended early, and Chen asks for another."""
    Round.objects.update(starts_on=None, ends_on=None)
    two = {"mentee": here.people.people["Chen"], "mentor": here.people.people[mentor]}
    pair = begin(**two, reasons=[], by=here.people.by, at=here.at)
    assert requests.of_mentee(here.of["Chen"], Terms.objects.get()) is None
    end_early(pair, reason=None, by=here.people.by, at=here.at)
    afterwards.ask_again(pair, by=factories.actor(here.of["Chen"].person), at=here.at)


def test_who_had_a_mentor_and_asks_for_another_can_ask_again_but_not_the_same(here):
    answer(here, "Ana", ask(here, "Chen", "Ana"), yes=True)
    over(here, "Ana")
    here.people.mentor("Carla")
    assert here.key("Chen", "Ana") not in cards.keys(here.of["Chen"])
    answer(here, "Boris", ask(here, "Chen", "Boris"), yes=True)
    assert {one.mentor.person.name for one in Ruling.objects.all()} == {"Boris"}


def test_nobody_says_yes_to_more_than_they_have_places(here):
    first, second = ask(here, "Chen", "Ana"), ask(here, "Dana", "Ana")
    answer(here, "Ana", first, yes=True)
    with pytest.raises(Refused, match="places"):
        answer(here, "Ana", second, yes=True)
    second.refresh_from_db()
    assert (second.state, Ruling.objects.count()) == ("waiting", 1)


@pytest.mark.parametrize(("kind", "mentor"), [(RulingKind.LOCK, "Boris"), (RulingKind.FORBID, "Ana")])
def test_word_of_the_coordinators_stands(here, at, kind, mentor):
    request = ask(here, "Chen", "Ana")
    pair = {"mentee": here.people.people["Chen"], "mentor": here.people.people[mentor]}
    ruling.rule(**pair, kind=kind, reason="", by=here.people.by, at=at)
    with pytest.raises(Refused, match="decided otherwise"):
        answer(here, "Ana", request, yes=True)
    assert Ruling.objects.get().mentor == here.people.people[mentor]


def test_mentor_who_ruled_the_mentee_out_is_asked_like_anybody_and_may_change_their_mind(here):
    here.say("Ana", Deed.RATHER_NOT, "Chen")
    request = ask(here, "Chen", "Ana")
    assert here.people.pairs(here.run())["Chen"] == "Boris"
    answer(here, "Ana", request, yes=True)
    assert here.lists("Ana") == ([], [])
    assert here.people.pairs(here.run())["Chen"] == "Ana"


def test_who_has_asked_or_agreed_rules_the_other_out_no_more(here):
    here.say("Chen", Deed.RATHER_NOT, "Ana")
    request = ask(here, "Chen", "Ana")
    assert here.lists("Chen") == ([], [])
    with pytest.raises(CannotState, match="Take your question back"):
        here.say("Chen", Deed.RATHER_NOT, "Ana")
    answer(here, "Ana", request, yes=True)
    for who, other in (("Chen", "Ana"), ("Ana", "Chen")):
        with pytest.raises(CannotState, match="have agreed"):
            here.say(who, Deed.RATHER_NOT, other)


def test_lock_that_is_lifted_or_replaced_frees_both(here, at):
    answer(here, "Ana", ask(here, "Chen", "Ana"), yes=True)
    ruling.lift(Ruling.objects.get(), by=here.people.by, at=at)
    answer(here, "Boris", ask(here, "Chen", "Boris"), yes=True)
    pair = {"mentee": here.people.people["Chen"], "mentor": here.people.people["Ana"]}
    ruling.rule(**pair, kind=RulingKind.LOCK, reason="", by=here.people.by, at=at)
    here.say("Boris", Deed.RATHER_NOT, "Chen")
    ruling.rule(**pair, kind=RulingKind.FORBID, reason="", by=here.people.by, at=at)
    states = Request.objects.order_by("mentor__person__name").values_list("state", flat=True)
    assert list(states) == ["taken_back", "taken_back"]


@pytest.mark.parametrize("mode", [Mode.CENTRAL, Mode.SUGGESTED])
def test_nobody_asks_where_the_round_does_not_say_so(at, mode):
    with pytest.raises(CannotState, match="Nobody can be asked"):
        ask(scene(at, mode=mode), "Chen", "Ana")


def test_nobody_asks_after_the_last_day_nor_as_a_mentor(here):
    with pytest.raises(CannotState, match="Nobody can be asked"):
        ask(here, "Chen", "Ana", here.at + timedelta(days=8))
    with pytest.raises(CannotState, match="Nobody can be asked"):
        ask(here, "Ana", "Chen")


def test_question_is_answered_by_whom_it_was_asked(here):
    request = ask(here, "Chen", "Ana")
    with pytest.raises(CannotState, match="taken back"):
        answer(here, "Boris", request, yes=True)


def page(client, here, who, **do):
    client.force_login(here.of[who].person)
    url = reverse("preferences:people", args=[here.of[who].pk])
    return client.post(url, do) if do else client.get(url).content.decode()


def test_both_do_it_on_their_page(client, here):
    Terms.objects.update(until=timezone.localdate() + timedelta(days=2))
    assert "Ask to be my mentor" in page(client, here, "Chen")
    page(client, here, "Chen", do=f"ask:{here.key('Chen', 'Ana')}")
    assert "Waiting for an answer" in page(client, here, "Chen")
    assert "Ask to be my mentor" not in page(client, here, "Chen")
    assert "Would you be the mentor of" in page(client, here, "Ana")
    assert page(client, here, "Ana", do="yes:nonsense").status_code == 302
    page(client, here, "Ana", do=f"yes:{Request.objects.get().pk}")
    assert "Said yes" in page(client, here, "Chen")
    assert "Would you be the mentor of" not in page(client, here, "Ana")


def test_what_was_asked_goes_with_its_time(here, at):
    ask(here, "Chen", "Ana")
    round, ana = here.people.round, here.of["Ana"].person
    assert keeping.held(round.programme_id)["requests", Part(round.pk, here.of["Chen"].person_id)] == 1
    keeping.prune([Part(round.pk, ana.pk)], at=at)
    assert not Request.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_one_moment_never_give_a_place_twice(at, at_once):
    here = scene(at, mode=Mode.CHOSEN)
    requests = [ask(here, who, "Ana") for who in ("Chen", "Dana")]
    outcomes = at_once(*(partial(answer, here, "Ana", one, yes=True) for one in requests))
    assert sorted(isinstance(one, Refused) for one in outcomes) == [False, True]
    assert (Ruling.objects.count(), Request.objects.filter(state="yes").count()) == (1, 1)
