"""A coordinator tries other ways beside a run, publishes one, and arranges an afternoon of short meetings."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fairlead.matching.models import Run
from tests.e2e.axe import assert_accessible
from tests.e2e.scene import click, come_in, heading
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db(transaction=True)
BY_GRADE, MORE = "Grade counts", "One more place each"


@pytest.fixture
def here(live_server, settings):
    """Dana wants what Boris offers, and by grade Ana would be right for her."""
    settings.BASE_URL = live_server.url
    people = pool()
    people.mentor("Ana", ("Dual career", "Housing"), grade=8)
    people.mentor("Boris", ("Dual career", "Taxation"), grade=6)
    people.mentee("Chen", ("Dual career",), grade=4)
    people.mentee("Dana", ("Dual career", "Taxation"), grade=6)
    people.mentee("Emil", ("Housing",), grade=6)
    return people


def try_another_way(page, name):
    """From the list of scenarios to the form, with the name filled in."""
    page.get_by_role("link", name="Scenarios", exact=True).first.click()
    page.get_by_role("link", name="Try another way").click()
    page.get_by_label("name").first.fill(name)


def tried(page, name):
    """Try it, and see what came out."""
    click(page, "Try it")
    heading(page, name)
    expect(page.get_by_role("heading", name="What is gained, and what is lost")).to_be_visible()


def two_ways(page, run):
    page.goto(f"/runs/{run.pk}/")
    page.get_by_role("link", name=re.compile("^Scenarios: another policy")).click()
    page.get_by_label("name").first.fill(BY_GRADE)
    page.get_by_label("Covering all wanted areas counts").fill("5")
    page.get_by_label("Grade: counts").fill("45")
    assert_accessible(page)
    tried(page, BY_GRADE)
    assert_accessible(page)
    try_another_way(page, MORE)
    page.get_by_label("Mentors").first.select_option("all:")
    page.get_by_label("Places more for each").first.fill("1")
    tried(page, MORE)
    expect(page.get_by_role("row", name=re.compile("^Dana"))).to_contain_text("gets a mentor")


def compared(page):
    page.get_by_role("link", name="Scenarios", exact=True).first.click()
    assert_accessible(page)
    for name in ("Run 1", BY_GRADE, MORE):
        page.get_by_label(name, exact=True).check()
    click(page, "Compare")
    expect(page.get_by_role("heading", name=re.compile("mentees? changes?"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^Dana"))).to_contain_text("gets a mentor")
    assert_accessible(page)


def published(page, here):
    page.get_by_role("link", name=MORE).first.click()
    page.get_by_role("link", name="Publish as a run").click()
    expect(page.locator("main")).to_contain_text("2 places instead of 1")
    assert_accessible(page)
    page.get_by_label(re.compile("said yes to it")).check()
    click(page, "Publish as a new run")
    heading(page, "The best pairs, run 2")
    assert here.pairs(Run.objects.get(number=2)).keys() == {"Chen", "Dana", "Emil"}


def flash_afternoon(page, here):
    page.goto(f"/rounds/{here.round.pk}/matching/")
    page.get_by_role("link", name="Flash meetings").click()
    page.get_by_label("What is it called?").fill("Ten minutes with each")
    begins = timezone.localtime() + timedelta(days=6)
    page.get_by_label("When does it begin?").fill(begins.strftime("%Y-%m-%dT14:00"))
    page.get_by_label("How many meetings one after another?").fill("2")
    page.get_by_label("Where?").fill("Boat house")
    assert_accessible(page)
    click(page, "Prepare it")
    heading(page, "Ten minutes with each")
    page.get_by_role("link", name=re.compile("^Mentees")).click()
    page.get_by_label("How many Emil meets at most").select_option(label="At most 1")
    click(page, re.compile("^Keep.*Emil"))
    click(page, "Make the timetable")
    expect(page.locator("main")).to_contain_text("Timetable made")
    assert_accessible(page)
    click(page, "Publish")
    click(page, "Yes, send it")
    expect(page.locator("main")).not_to_contain_text("Timetable made")


def own_timetable(page, here):
    come_in(page, here.people["Chen"].person)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Your timetable|See whom you meet")).first.click()
    heading(page, "Ten minutes with each")
    expect(page.locator("main .tasks li")).to_have_count(2)
    expect(page.locator("main .tasks")).to_contain_text("Ana")
    assert_accessible(page)


def test_scenarios_are_compared_and_one_is_published(here, visitor):
    run = here.run(timezone.now())
    page = visitor()
    come_in(page, here.coordinator)
    two_ways(page, run)
    compared(page)
    published(page, here)


def test_people_of_a_round_meet_shortly_by_a_timetable_of_their_own(here, visitor):
    office, mentee = visitor(), visitor(width=360, scheme="dark")
    come_in(office, here.coordinator)
    flash_afternoon(office, here)
    own_timetable(mentee, here)
