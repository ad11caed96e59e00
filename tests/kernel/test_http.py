"""What every web door shares."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from fairlead.kernel.actors import NOBODY
from fairlead.kernel.http import asked, fetch, safe_next
from fairlead.people.models import Person
from tests import factories


@pytest.mark.django_db
def test_absent_hidden_and_forbidden_are_the_same_not_found():
    person, hidden = factories.person(), factories.person()
    seen = Person.objects.exclude(pk=hidden.pk)

    def found(pk, allowed=True):
        return fetch(seen, pk, actor=NOBODY, to=lambda _actor, _one: allowed)

    assert found(person.pk) == person
    for pk, allowed in (
        (hidden.pk, True),
        (person.pk, False),
        ("3f2b1f0e-0000-4000-8000-000000000000", True),
    ):
        with pytest.raises(Http404) as error:
            found(pk, allowed)
        assert str(error.value) == ""


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/programmes/", "/programmes/"),
        ("https://evil.example/", "/home"),
        ("//evil.example/", "/home"),
        ("/\\evil.example", "/home"),
        ("javascript:alert(1)", "/home"),
        ("home", "/home"),
        ("http://testserver/programmes/", "/home"),
        ("/programmes/\x00", "/home"),
        ("/" + "a" * 500, "/home"),
        ("", "/home"),
    ],
)
def test_next_path_stays_on_this_site(wanted, goes_to):
    assert safe_next(RequestFactory().get("/", {"next": wanted}), "/home") == goes_to
    assert safe_next(RequestFactory().post("/", {"next": wanted}), "/home") == goes_to


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (" Zsófia ", "Zsófia"),
        ("a\x00b\n", "ab"),
        ("نی\u200cنا", "نی\u200cنا"),
        ("x" * 300, "x" * 254),
        (None, ""),
    ],
)
def test_search_words_can_be_looked_for_whatever_is_typed(typed, wanted):
    given = {} if typed is None else {"q": typed}
    assert asked(RequestFactory().get("/", given), "q") == wanted


def test_pages_allow_nothing_inline_and_nothing_from_elsewhere(client):
    policy = client.get("/livez").headers["Content-Security-Policy"]
    assert policy.split("; ")[0] == "default-src 'self'"
    assert "unsafe" not in policy
