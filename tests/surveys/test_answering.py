"""Answering: once, in part, without a name, by two tabs, and in time."""

from datetime import timedelta

import pytest

from fairlead.sealed.models import Sealed
from fairlead.sealed.queries import said
from fairlead.surveys import queries
from fairlead.surveys.actions import answering, waves
from fairlead.surveys.enums import AskState
from fairlead.surveys.models import Ask, Box
from fairlead.surveys.queries import boxed
from tests import factories
from tests.surveys import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(at):
    return asking.wave(asking.round_with_pairs(6), at=at)


def in_box(wave):
    box = Box.objects.get(wave=wave)
    waiting, shown = boxed.lists(box, boxed.key_of(box))
    return [*waiting, *shown]


def test_answer_lies_in_the_box_without_name(at, wave):
    ask = asking.asks(wave, "mentee")[0]
    answering.send(ask, {"sure-rules": 3, "hopes": "Fewer mails"}, at=at)
    (answer,) = in_box(wave)
    assert (answer["side"], answer["answers"]) == ("mentee", {"sure-rules": 3, "hopes": "Fewer mails"})
    assert len(answer["mark"]) == 64
    assert Ask.objects.get(pk=ask.pk).state == AskState.ANSWERED


def test_each_answers_once(at, wave):
    ask = asking.asks(wave)[0]
    answering.send(ask, {"sure-rules": 3}, at=at)
    for again in (answering.send, answering.save_draft):
        more = {"by": answering.actor_of(ask)} if again is answering.save_draft else {}
        with pytest.raises(answering.AnsweredAlready):
            again(ask, {"sure-rules": 5}, at=at, **more)
    with pytest.raises(answering.AnsweredAlready):
        answering.decline(ask, at=at)
    assert [one["answers"] for one in in_box(wave)] == [{"sure-rules": 3}]


def test_nothing_is_no_answer(at, wave):
    with pytest.raises(answering.AnswersMissing):
        answering.send(asking.asks(wave)[0], {"hopes": None}, at=at)


def test_after_the_closing_nothing_is_taken(at, wave):
    ask = asking.asks(wave)[0]
    waves.close_wave(wave, at=at)
    with pytest.raises(answering.WaveOver):
        answering.send(ask, {"sure-rules": 3}, at=at)
    with pytest.raises(answering.WaveOver):
        answering.save_draft(ask, {"sure-rules": 3}, by=answering.actor_of(ask), at=at)


def test_draft_is_read_by_its_writer_alone_and_gone_once_sent(at, wave):
    ask, other = asking.asks(wave)[:2]
    me = answering.actor_of(ask)
    answering.save_draft(ask, {"hopes": "Fewer mails"}, by=me, at=at)
    answering.save_draft(ask, {"hopes": "Fewer mails", "sure-hard": 2}, by=me, at=at)
    stored = Ask.objects.get(pk=ask.pk)
    assert queries.draft_of(me, stored) == {"hopes": "Fewer mails", "sure-hard": 2}
    lead = factories.actor(factories.member(wave.round.programme))
    for stranger in (lead, answering.actor_of(other)):
        assert said(stranger, stored.draft_id) == ""
    assert Sealed.objects.filter(kind="survey").count() == 1
    answering.send(ask, queries.draft_of(me, stored), at=at)
    assert Sealed.objects.filter(kind="survey").count() == 0


def test_draft_is_destroyed_unread_when_the_wave_closes_or_its_writer_does_not_want_to(at, wave):
    first, second = asking.asks(wave)[:2]
    for one in (first, second):
        answering.save_draft(one, {"sure-hard": 2}, by=answering.actor_of(one), at=at)
    answering.decline(first, at=at)
    assert Sealed.objects.filter(kind="survey").count() == 1
    waves.close_wave(wave, at=at)
    assert Sealed.objects.filter(kind="survey").count() == 0
    assert in_box(wave) == []


def test_anonymous_answers_carry_no_sign(at):
    wave = asking.wave(asking.round_with_pairs(1), "pulse", at=at)
    answering.send(asking.asks(wave)[0], {"going": 4}, at=at)
    assert [one["mark"] for one in in_box(wave)] == [""]


def test_confidential_answers_of_one_person_carry_one_sign_in_a_round_and_another_in_the_next(at):
    person = factories.person()
    signs = []
    for _number in range(2):
        round = factories.round(**asking.DAYS)
        mentee = factories.participation(round, who=person)
        factories.mentorship(round, factories.participation(round, "mentor"), mentee)
        for instrument in ("baseline", "end"):
            wave = asking.wave(round, instrument, at=at)
            answering.send(asking.ask_of(wave, person), {"sure-rules": 3}, at=at)
            signs.append(in_box(wave)[0]["mark"])
    assert (signs[0], signs[2]) == (signs[1], signs[3])
    assert signs[0] != signs[2]


def test_erased_persons_answers_stay_and_nobody_can_make_their_sign_again(at, wave):
    from fairlead.sealed import actions as sealed

    ask = asking.asks(wave)[0]
    answering.send(ask, {"sure-rules": 3}, at=at)
    sign = in_box(wave)[0]["mark"]
    answering.erase(ask.person)
    sealed.forget(ask.person_id)
    assert [one["answers"] for one in in_box(wave)] == [{"sure-rules": 3}]
    assert Ask.objects.filter(person=ask.person).count() == 0
    assert sealed.mark(ask.person_id, purpose=f"surveys:{wave.round_id}") != sign


def test_a_month_after_the_last_wave_the_signs_are_replaced_and_still_join(at):
    from fairlead.surveys import tasks
    from fairlead.surveys.models import Wave

    round = asking.round_with_pairs(3)
    before = [asking.wave(round, instrument, at=at) for instrument in ("baseline", "end")]
    for wave in before:
        asking.answered(wave, [{"sure-rules": number % 5 + 1} for number in range(6)], at=at)
    old = [{one["mark"] for one in in_box(wave)} for wave in before]
    for wave in before:
        waves.close_wave(wave, at=at)
    assert tasks.sweep(at=at + timedelta(days=29)) == 0
    assert tasks.sweep(at=at + timedelta(days=31)) == 1
    new = [{one["mark"] for one in in_box(wave)} for wave in before]
    assert (len(new[0]), new[0]) == (6, new[1])
    assert new[0] & old[0] == set()
    assert all(wave.unlinked for wave in Wave.objects.all())
    assert tasks.sweep(at=at + timedelta(days=32)) == 0


def test_keys_of_boxes_are_renewed_with_the_others(at, wave, settings):
    from fairlead.sealed import ciphers
    from fairlead.sealed.actions import renew_keys

    answering.send(asking.asks(wave)[0], {"sure-rules": 3}, at=at)
    fresh = ciphers.fresh_key()
    settings.WORDS_KEYS = [fresh, *settings.WORDS_KEYS]
    assert renew_keys() == 2
    settings.WORDS_KEYS = [fresh]
    assert [one["answers"] for one in in_box(wave)] == [{"sure-rules": 3}]


@pytest.mark.django_db(transaction=True)
def test_answers_sent_at_the_same_moment_are_all_kept_and_a_double_click_counts_once(at, at_once):
    wave = asking.wave(asking.round_with_pairs(4), at=at)
    asks = asking.asks(wave)
    calls = [
        lambda ask=ask, number=number: answering.send(ask, {"sure-rules": number % 5 + 1}, at=at)
        for number, ask in enumerate([*asks, asks[0]])
    ]
    outcomes = at_once(*calls)
    assert [type(one) for one in outcomes if one is not None] == [answering.AnsweredAlready]
    assert len(in_box(wave)) == 8
