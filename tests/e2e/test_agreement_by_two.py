"""Two people write an agreement at the same time, sign it, and print it on a clean sheet."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.queries import agreements as queries
from fairlead.programmes.enums import Side
from tests import factories
from tests.e2e.scene import click, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair():
    round = factories.round(factories.programme("Harbour"))
    halves = {
        side: factories.participation(
            round, side, factories.person(name, email=f"{name.lower()}@northport.example", password=True)
        )
        for side, name in ((Side.MENTOR, "Bo"), (Side.MENTEE, "Ana"))
    }
    return factories.mentorship(round, halves[Side.MENTOR], halves[Side.MENTEE], state=MentorshipState.ACTIVE)


def at_the_form(visitor, name, pair, **size):
    page = visitor(**size)
    sign_in(page, f"{name}@northport.example")
    page.goto(reverse("mentorships:agreement", args=[pair.pk]))
    page.locator("main").get_by_role(
        "link", name=re.compile("Draw up our agreement|Change the words")
    ).click()
    return page


def saved(page):
    expect(page.locator(".autosave")).to_contain_text(re.compile(r"Saved \d"))


def test_two_write_at_once_and_sign_what_both_have_read(visitor, pair):
    ana, bo = (
        at_the_form(visitor, name, pair, **size) for name, size in (("ana", {}), ("bo", {"width": 360}))
    )
    ana.get_by_label("Where", exact=True).fill("The botanical garden")
    saved(ana)
    bo.get_by_label("What else you agree").fill("We speak French.")
    saved(bo)
    bo.get_by_label("Where", exact=True).fill("The canteen")
    expect(bo.locator("main")).to_contain_text("Ana has changed this at the same time: “Where”.")
    bo.get_by_label("Where", exact=True).fill("The botanical garden")
    click(bo, "Save and read it")
    expect(bo.locator(".agreement")).to_contain_text("Where: The botanical garden")
    click(bo, "I agree and sign")
    expect(bo.locator("main")).to_contain_text("Waiting for the other signature")
    assert bo.evaluate("document.documentElement.scrollWidth") <= 360

    click(ana, "Save and read it")
    expect(ana.locator(".agreement")).to_contain_text("We speak French.")
    click(ana, "I agree and sign")
    expect(ana.locator("main")).to_contain_text("Both of you have signed. The agreement is in force.")
    assert len(queries.signed_by(queries.shelf(pair).in_force)) == 2


def test_it_prints_as_a_sheet_of_paper(visitor, pair):
    page = at_the_form(visitor, "ana", pair)
    click(page, "Save and read it")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.emulate_media(media="print")
    for hidden in ("nav", ".aside", ".notice", "button", "footer"):
        assert page.locator(hidden).locator("visible=true").count() == 0, hidden
    expect(page.locator(".agreement")).to_be_visible()
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))
    assert len(sheets) <= 2
