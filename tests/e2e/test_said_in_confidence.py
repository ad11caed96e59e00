"""A mentee ranks and rules out on cards and nobody sees it; two young pairs swap when all four agree."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fairlead.mentorships.actions import begin
from fairlead.mentorships.models import Mentorship
from fairlead.preferences.enums import Cards
from fairlead.preferences.models import Terms
from fairlead.preferences.queries import said
from fairlead.programmes.models import Round
from tests import factories
from tests.e2e.axe import assert_accessible
from tests.e2e.scene import click, come_in, heading
from tests.preferences.wishing import scene

pytestmark = pytest.mark.django_db(transaction=True)
CROSSED = {"Chen": "Boris", "Dana": "Ana"}


@pytest.fixture
def here(live_server, settings):
    settings.BASE_URL = live_server.url
    return scene(timezone.now(), cards=Cards.NAMED, swap_weeks=4)


@pytest.fixture
def visit(here, visitor):
    """Everybody by name, each in a browser of their own; mentees on a phone, mentors by night."""
    pages = {}

    def of(name):
        if name not in pages:
            pages[name] = visitor(
                width=360 if name in CROSSED else 1280, scheme="light" if name in CROSSED else "dark"
            )
            come_in(pages[name], here.people.coordinator if name == "office" else here.of[name].person)
        return pages[name]

    return of


def words_are_said(page):
    """Chen would like Ana, thinks better of the order, and would rather not have Boris."""
    page.goto("/")
    page.get_by_role("link", name="Look at the cards").first.click()
    heading(page, "With whom you would like to be paired")
    for name in ("Boris", "Ana"):
        click(page, re.compile(f"^Add to my wishes.*{name}"))
        expect(page.locator("#wishes")).to_contain_text(name)
    click(page, re.compile("^Move up.*Ana"))
    expect(page.locator("#wishes li").first).to_contain_text("1. Ana")
    click(page, re.compile("^Rather not.*Boris"))
    expect(page.locator("#rather-not")).to_contain_text("Boris")
    expect(page.locator("#wishes li")).to_have_count(1)
    assert_accessible(page)


def nobody_else_reads_it(visit, here):
    """The other side finds the same page as before, and the coordinators no word of whom Chen meant."""
    other = visit("Boris")
    other.goto(f"/my/applications/{here.of['Boris'].pk}/people/")
    expect(other.locator("#wishes")).to_contain_text("None so far")
    expect(other.locator("#rather-not")).to_have_count(0)
    expect(other.locator("#cards h3")).to_have_text(["Chen", "Dana"])
    office = visit("office")
    office.goto(f"/rounds/{here.people.round.pk}/preferences/")
    assert_accessible(office)
    for name in ("Ana", "Boris", "Chen", "Dana"):
        expect(office.locator("main")).not_to_contain_text(name)
    Terms.objects.update(until=timezone.localdate() - timedelta(days=1))
    office.goto(f"/rounds/{here.people.round.pk}/matching/")
    click(office, "Find the best pairs")
    heading(office, "The best pairs, run 1")
    office.get_by_role("link", name=re.compile("^Why.*Chen with Ana")).click()
    expect(office.locator("main")).not_to_contain_text("rather not")


def pairs():
    live = Mentorship.objects.filter(state__in=["starting", "active"])
    return dict(live.values_list("mentee__person__name", "mentor__person__name"))


def swap_is_agreed(visit, here):
    """Chen and Dana have begun the other way round; Chen proposes, the others say yes."""
    Round.objects.update(starts_on=None, ends_on=None)
    for mentee, mentor in CROSSED.items():
        two = {"mentee": here.people.people[mentee], "mentor": here.people.people[mentor]}
        begin(**two, reasons=[], by=here.people.by, at=here.at)
    page = visit("Chen")
    mine = Mentorship.objects.get(mentee=here.people.people["Chen"])
    page.goto(f"/pairs/{mine.pk}/")
    page.get_by_role("link", name="Look at possible swaps").click()
    assert_accessible(page)
    click(page, re.compile("^Propose this swap.*Ana"))
    expect(page.locator("main")).to_contain_text("You have said yes")
    for name in ("Boris", "Dana", "Ana"):
        page = visit(name)
        page.goto("/")
        page.get_by_role("link", name="Look at it").first.click()
        heading(page, "Swap with another pair")
        expect(page.locator("main")).not_to_contain_text("proposed by")
        if name == "Boris":
            assert_accessible(page)
        click(page, "Yes, I would swap")
        expect(page.locator("main")).to_contain_text("you can still say no")


def swap_is_confirmed(office):
    assert pairs() == CROSSED
    office.goto("/")
    office.get_by_role("link", name="Confirm a swap of two pairs").click()
    heading(office, "Swaps to confirm")
    expect(office.locator("main")).to_contain_text("points in all")
    assert_accessible(office)
    click(office, "Confirm the swap")
    expect(office.locator("main")).to_contain_text("No swap waits for you")
    assert pairs() == {"Chen": "Ana", "Dana": "Boris"}


def test_wishes_are_nobodys_to_read_and_four_agree_on_a_swap(here, visit):
    words_are_said(visit("Chen"))
    nobody_else_reads_it(visit, here)
    mine = said.own(factories.actor(here.of["Chen"].person), here.people.people["Chen"].pk)
    assert (len(mine.ranked), len(mine.out)) == (1, 1)
    swap_is_agreed(visit, here)
    swap_is_confirmed(visit("office"))
