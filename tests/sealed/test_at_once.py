"""Two texts sealed at the same moment for somebody who has no key yet."""

import pytest

from fairlead.sealed import actions, queries
from fairlead.sealed.models import PersonKey, Sealed
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_person_gets_one_key_and_both_texts_open(at, at_once):
    person = factories.person()
    outcomes = at_once(
        *[lambda word=word: actions.seal(word, kind="note", readers=[person.pk], at=at) for word in "ab"]
    )
    assert PersonKey.objects.filter(person=person).count() == 1
    assert [queries.said(factories.actor(person), one.pk) for one in outcomes] == ["a", "b"]


def test_a_reader_named_while_the_words_change_reads_the_new_ones(at, at_once):
    writer, other, newcomer = factories.person(), factories.person(), factories.person()
    text = actions.seal("old", kind="note", readers=[writer.pk, other.pk], at=at)
    again = Sealed.objects.get(pk=text.pk)
    by = factories.actor(writer)
    outcomes = at_once(
        lambda: actions.rewrite(text, "new", by=by, at=at),
        lambda: actions.let_read(again, person=newcomer.pk, by=factories.actor(other)),
    )
    assert outcomes == [None, None]
    assert queries.said(factories.actor(newcomer), text.pk) == "new"
