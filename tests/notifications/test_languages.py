"""Letters and pages speak the language of the reader's institution, unless the reader has their own."""

from datetime import date

import pytest
from django.utils import translation

from fairlead.kernel.times import said
from fairlead.notifications.models import Letter
from fairlead.people.models import Person
from tests import factories
from tests.partnerships import arranging

pytestmark = pytest.mark.django_db
FIRST = "2026-12-01"


@pytest.fixture(autouse=True)
def languages(settings):
    """An installation that speaks English, German and French."""
    settings.LANGUAGES = [("en-gb", "English"), ("de", "Deutsch"), ("fr", "Français")]


def speaking(language):
    """Somebody of an institution that speaks this language."""
    place = factories.institution(language or "Plain", language=language)
    person = factories.person()
    factories.affiliation(person, factories.unit(place))
    return person


def letter(kind, person):
    return Letter.objects.get(kind=kind, to_email__iexact=person.email).text


@pytest.mark.parametrize(("of_place", "read"), [("de", "de"), ("fr", "fr"), ("", "en-gb"), ("cy", "en-gb")])
def test_people_read_the_language_of_their_institution_if_the_installation_speaks_it(of_place, read):
    assert speaking(of_place).language == read


def test_what_somebody_chose_comes_before_their_institution():
    person = speaking("de")
    person.chosen_language = "fr"
    assert person.language == "fr"


def test_who_left_an_institution_reads_its_language_no_more():
    person = speaking("de")
    person.affiliations.update(ended_on=date(2026, 1, 1))
    assert person.language == "en-gb"


def test_with_one_language_nobody_asks_the_database(settings, django_assert_num_queries):
    settings.LANGUAGES = [("en-gb", "English")]
    person = speaking("de")
    with django_assert_num_queries(0):
        assert person.language == "en-gb"


def test_one_occasion_is_told_to_each_side_in_its_own_language(at):
    two = arranging.begun(at)
    two.coast.language = "de"
    two.coast.save()
    factories.affiliation(two.pia, factories.unit(two.coast))
    factories.affiliation(two.cora, factories.unit(two.programme.lead))
    version = arranging.propose(two, two.lead, at, starts_on=FIRST)
    arranging.inviting.come_in(arranging.secret_of(two.stored()), by=two.partner, at=at)
    arranging.sign(version, two.lead, at)
    arranging.sign(version, two.partner, at)
    assert "1 Dezember 2026" in letter("partnership-in-force", two.pia)
    assert "1 December 2026" in letter("partnership-in-force", two.cora)


def test_an_invitation_to_somebody_unknown_is_in_the_language_of_who_leads(at):
    two = arranging.begun(at)
    lead = two.programme.lead
    lead.language = "fr"
    lead.save()
    arranging.propose(two, two.lead, at)
    assert "novembre 2026" in letter("partnership-invitation", two.pia)


def test_a_day_is_written_in_the_language_of_where_it_is_shown():
    day = said(date(2026, 12, 1), "j F Y")
    with translation.override("fr"):
        assert str(day) == "1 décembre 2026"
    assert str(day) == "1 December 2026"


def test_pages_speak_it_too(client):
    person = speaking("de")
    client.force_login(person)
    assert '<html lang="de"' in client.get("/take-part/").content.decode()


def test_a_new_person_has_chosen_nothing():
    assert Person.objects.get(pk=speaking("").pk).chosen_language == ""
