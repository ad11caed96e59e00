"""What staff read about programmes."""

from datetime import date

import pytest
from django.urls import reverse

from fairlead.programmes.enums import RoundState, TeamRole
from fairlead.programmes.models import EligibilityRule, Partner
from tests import factories
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db


def test_staff_find_programmes_with_what_they_ask_and_when(client, programme):
    factories.round(programme, closes_on=date(2026, 10, 31))
    rolling = factories.programme("Rolling")
    factories.round(rolling, rolling=True, closes_on=None)
    planned = factories.programme("Planned")
    factories.round(
        planned,
        state=RoundState.PLANNED,
        opens_on=date(2099, 2, 1),
        closes_on=None,
        starts_on=None,
        ends_on=None,
    )
    factories.programme("Resting")
    factories.programme("Hidden", published=False)
    page = text(client.get(reverse("programmes:public_list")))
    for words in ("Apply until 31 Oct 2026.", "Apply at any time.", "The next round opens on 1 Feb 2099."):
        assert words in page
    assert "The date of the next round is not fixed yet." in page
    assert "6 meetings of 60 minutes" in page
    assert "Hidden" not in page


def test_the_public_list_says_so_when_it_is_empty(client):
    assert "No programme takes part yet" in text(client.get(reverse("programmes:public_list")))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_list_costs_the_same_whatever_its_length(client, django_assert_num_queries, rows):
    for _ in range(rows):
        factories.round()
    with django_assert_num_queries(3):
        client.get(reverse("programmes:public_list"))


def test_an_open_programme_offers_three_ways_to_apply(client, programme):
    factories.round(programme)
    programme.part_of, programme.part_of_link = "Staff mentoring", "https://staff.example/"
    programme.contact_name, programme.contact_email = "Cora", "cora@x.example"
    programme.save()
    page = text(client.get(reverse("programmes:public", args=["harbour"])))
    for side in ("mentor", "mentee", "both"):
        assert reverse("applications:apply", args=["harbour", side]) in page
    assert "Part of <a href=" in page
    assert "8 </span>" in page or ">8<" in page
    assert "cora@x.example" in page


def test_a_closed_programme_says_when_the_next_round_opens(client, programme):
    factories.round(
        programme,
        state=RoundState.PLANNED,
        opens_on=date(2099, 2, 1),
        closes_on=None,
        starts_on=None,
        ends_on=None,
    )
    page = text(client.get(reverse("programmes:public", args=["harbour"])))
    assert "opens on <strong>1 Feb 2099</strong>" in page
    assert "Apply as" not in page


def test_staff_read_who_may_apply_before_they_begin(client, programme):
    EligibilityRule.objects.create(
        programme=programme, side="mentor", subject="grade", test="at_least", value=[5], exceptions_by="HR"
    )
    page = text(client.get(reverse("programmes:public", args=["harbour"])))
    assert page.count("You may apply when") == 1
    assert "Grade is at least 5</bdi>" in page
    assert "(exceptions: HR)" in page


def test_a_hidden_programme_has_no_public_page(client):
    hidden = factories.programme(published=False)
    assert client.get(reverse("programmes:public", args=[hidden.slug])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_public_page_costs_the_same_whatever_it_lists(client, programme, django_assert_num_queries, rows):
    factories.round(programme)
    for number in range(rows):
        factories.member(programme, TeamRole.HR_LEAD)
        Partner.objects.create(programme=programme, institution=factories.institution(f"Partner {number}"))
    with django_assert_num_queries(7):
        client.get(reverse("programmes:public", args=["harbour"]))
