"""What letters say in a programme's own words, and how they end."""

import pytest
from django.urls import reverse

from fairlead.notifications.writing import render
from fairlead.programmes import actions, queries
from fairlead.programmes.enums import PART_FIELDS, Part
from fairlead.programmes.queries.letters import samples
from tests import factories
from tests.programmes.pages import edit, text

pytestmark = pytest.mark.django_db
WORDS = {name: f"Own words: {name}." for name in PART_FIELDS[Part.LETTERS]}


@pytest.fixture
def programme():
    return factories.programme(
        "Harbour",
        contact_name="Ásta",
        contact_email="asta@northport.example",
        privacy_notice="We keep it.",
        supervisor_approval=True,
    )


def test_a_letter_ends_as_the_programme_says(programme):
    def ending():
        return render("programmes/letters/ending.txt", {"programme": programme})[0:2]

    assert ending() == ("With kind regards", "Ásta\nHarbour · asta@northport.example\n")
    programme.letter_ending, programme.contact_name = "Fair winds", ""
    assert ending() == ("Fair winds", "Harbour\nHarbour · asta@northport.example\n")
    programme.contact_email = ""
    assert ending() == ("", "\n")


def test_the_team_reads_the_letters_with_its_own_words(client, programme, at):
    actions.edit(programme, WORDS, by=factories.actor(factories.person()), at=at)
    client.force_login(factories.member(programme))
    page = text(client.get(reverse("programmes:letters", args=[programme.pk])))
    assert [name for name, words in WORDS.items() if words not in page] == []
    assert page.count("Own words: letter_ending.") == 6


def test_without_approval_no_supervisor_gets_a_letter(programme, at):
    programme.supervisor_approval = False
    told = " ".join(one.text for one in samples(programme, at=at))
    assert ("approve" in told, len(samples(programme, at=at))) == (False, 5)


def test_letters_are_sampled_without_storing_anything(programme, at, django_assert_num_queries):
    with django_assert_num_queries(1):
        samples(programme, at=at)


def test_own_words_are_written_on_one_page_with_plain_line_breaks(client, programme):
    client.force_login(factories.member(programme))
    here = edit(programme, "applying")
    client.post(here, {"words_received": "One\r\n\r\ntwo", "letter_ending": "Fair winds"})
    programme.refresh_from_db()
    assert (programme.words_received, programme.letter_ending) == ("One\n\ntwo", "Fair winds")
    assert client.post(here, {"words_offer": "x" * 1001}).status_code == 422
    assert "Fair winds" in text(client.get(reverse("programmes:detail", args=[programme.pk])))


def test_a_sub_programme_takes_the_words_over(programme, at):
    by = factories.actor(factories.person())
    below = factories.programme("Part")
    actions.place(below, programme, taking_over=True, by=by, at=at)
    actions.edit(programme, {"words_admitted": "Welcome aboard."}, by=by, at=at)
    below.refresh_from_db()
    assert (below.words_admitted, queries.owner(below, Part.LETTERS)) == ("Welcome aboard.", programme)
