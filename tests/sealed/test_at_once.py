"""Two texts sealed at the same moment for somebody who has no key yet."""

import pytest

from fairlead.sealed import actions, queries
from fairlead.sealed.models import PersonKey
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_person_gets_one_key_and_both_texts_open(at, at_once):
    person = factories.person()
    outcomes = at_once(
        *[lambda word=word: actions.seal(word, kind="note", readers=[person.pk], at=at) for word in "ab"]
    )
    assert PersonKey.objects.filter(person=person).count() == 1
    assert [queries.said(factories.actor(person), one.pk) for one in outcomes] == ["a", "b"]
