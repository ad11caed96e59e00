"""Words open for their readers and for nobody else."""

import secrets

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from fairlead.sealed import actions, ciphers, queries
from fairlead.sealed.models import Opening, PersonKey, Sealed
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = "Ich weiß nicht weiter. \u202eلماذا الآن؟ 🌊"


@pytest.fixture
def two():
    return factories.person("Ana"), factories.person("Bo")


def note(at, *readers, words=WORDS):
    return actions.seal(words, kind="note", readers=[one.pk for one in readers], at=at)


def said_to(person, text):
    return queries.said(factories.actor(person), text.pk)


def test_every_reader_opens_the_words_and_nobody_else_does(two, at):
    text = note(at, *two)
    assert [said_to(one, text) for one in two] == [WORDS, WORDS]
    assert said_to(factories.person(), text) == ""
    assert queries.said(factories.actor(), text.pk) == ""


def test_nothing_of_the_words_is_stored_in_the_clear(two, at):
    note(at, *two, words="Confidential-Word")
    stored = [bytes(one.sealed) for model in (Sealed, Opening, PersonKey) for one in model.objects.all()]
    assert len(stored) == 5
    assert not [row for row in stored if b"Confidential" in row]


def test_the_same_words_never_look_the_same_twice(two, at):
    first, second = note(at, *two), note(at, *two)
    assert bytes(first.sealed) != bytes(second.sealed)


def test_many_texts_open_with_two_queries(two, at, django_assert_num_queries):
    texts = [note(at, *two, words=str(number)) for number in range(5)]
    actor = factories.actor(two[0])
    with django_assert_num_queries(2):
        found = queries.opened(actor, [*(one.pk for one in texts), None])
    assert found == {one.pk: str(number) for number, one in enumerate(texts)}


def test_many_texts_are_sealed_with_as_many_queries_as_one(two, at, django_assert_num_queries):
    note(at, *two)
    with django_assert_num_queries(5):
        texts = actions.seal_all(["a", "b", "c"], kind="note", readers=[one.pk for one in two], at=at)
    assert [[said_to(one, text) for text in texts] for one in two] == [["a", "b", "c"], ["a", "b", "c"]]
    assert actions.seal_all([], kind="note", readers=[], at=at) == []


def test_destroyed_words_are_gone_for_every_reader(two, at):
    text, kept = note(at, *two), note(at, *two, words="kept")
    actions.destroy([text.pk, None])
    assert (said_to(two[0], text), said_to(two[1], kept)) == ("", "kept")
    assert Opening.objects.count() == 2


def test_other_words_take_the_place_for_the_same_readers(two, at):
    text = note(at, *two)
    actions.rewrite(text, "New", by=factories.actor(two[1]), at=at)
    assert said_to(two[0], text) == "New"
    assert queries.readers(text.pk) == {one.pk for one in two}


def test_who_cannot_read_can_neither_write_nor_pass_on(two, at):
    text, stranger = note(at, *two), factories.person()
    with pytest.raises(actions.NotAReader):
        actions.rewrite(text, "Mine", by=factories.actor(stranger), at=at)
    with pytest.raises(actions.NotAReader):
        actions.let_read(text, person=stranger.pk, by=factories.actor(stranger))
    assert said_to(two[0], text) == WORDS


def test_a_reader_lets_somebody_else_read(two, at):
    text = note(at, two[0])
    assert said_to(two[1], text) == ""
    for _again in range(2):
        actions.let_read(text, person=two[1].pk, by=factories.actor(two[0]))
    assert said_to(two[1], text) == WORDS


def test_words_moved_to_another_row_do_not_open(two, at):
    one, other = note(at, two[0]), note(at, two[0], words="other")
    Sealed.objects.filter(pk=one.pk).update(sealed=bytes(other.sealed))
    with pytest.raises(ciphers.CannotOpen):
        said_to(two[0], one)


def test_an_opening_given_to_somebody_else_by_hand_does_not_open(two, at):
    text = note(at, two[0])
    note(at, two[1])
    Opening.objects.filter(text=text).update(person=two[1])
    with pytest.raises(ciphers.CannotOpen):
        said_to(two[1], text)


def test_a_forgotten_person_takes_their_own_words_along_and_leaves_shared_ones(two, at):
    own, shared = note(at, two[0]), note(at, *two)
    actions.forget(two[0].pk)
    assert list(Sealed.objects.all()) == [shared]
    assert not Sealed.objects.filter(pk=own.pk).exists()
    assert (said_to(two[0], shared), said_to(two[1], shared)) == ("", WORDS)


def test_keys_are_renewed_and_older_words_still_open(two, at, settings, capsys):
    text, old = note(at, *two), settings.WORDS_KEYS[0]
    settings.WORDS_KEYS = [secrets.token_bytes(32), old]
    call_command("renew_words_keys")
    assert capsys.readouterr().out == "2 keys were renewed.\n"
    settings.WORDS_KEYS = settings.WORDS_KEYS[:1]
    assert said_to(two[0], text) == WORDS
    call_command("renew_words_keys")
    assert capsys.readouterr().out == "0 keys were renewed.\n"


def test_a_missing_key_is_said_and_nothing_is_changed(two, at, settings):
    note(at, *two)
    before = set(PersonKey.objects.values_list("under", flat=True))
    settings.WORDS_KEYS = [secrets.token_bytes(32)]
    with pytest.raises(CommandError, match="is missing from the file"):
        call_command("renew_words_keys")
    assert set(PersonKey.objects.values_list("under", flat=True)) == before


@given(st.binary(max_size=200), st.text(max_size=20))
def test_whatever_is_closed_opens_under_its_key_alone(value, about):
    key = ciphers.fresh_key()
    sealed = ciphers.close(value, under=key, about=about)
    assert ciphers.open_(sealed, under=key, about=about) == value
    for wrong in ({"under": ciphers.fresh_key(), "about": about}, {"under": key, "about": about + "x"}):
        with pytest.raises(ciphers.CannotOpen):
            ciphers.open_(sealed, **wrong)
    with pytest.raises(ciphers.CannotOpen):
        ciphers.open_(sealed[:-1] + bytes([sealed[-1] ^ 1]), under=key, about=about)
