"""Two coordinators at one board: each sees what the other changes, by pointer and by keyboard."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fairlead.matching.models import Proposal, Ruling
from fairlead.programmes.enums import TeamRole
from tests import factories
from tests.e2e.scene import click, sign_in
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(live_server, settings):
    settings.BASE_URL = live_server.url
    people = pool()
    for name, email in (("Ásta Jónsdóttir", "asta@northport.example"), ("Mei Lin", "mei@northport.example")):
        person = factories.person(name, email=email, password=True)
        factories.member(people.round.programme, TeamRole.COORDINATOR, person)
    for name, places in (("Ana", 1), ("Boris", 1), ("Carla", 1)):
        people.mentor(name, ("Dual career", "Taxation"), places=places)
    for name in ("Dana", "Emil", "Fay"):
        people.mentee(name, ("Dual career", "Taxation"))
    return people


def row(page, here, name):
    return page.locator(f"#pair-{here.people[name].pk}")


def changed_by_pointer(one, other, here, run, before):
    """Dana is dragged onto the mentor of Emil; nothing is done before it is said what it comes to."""
    target = row(one, here, "Emil").locator("[data-mentor]")
    row(one, here, "Dana").locator("[data-mentee]").drag_to(target)
    expect(one.locator("#ways")).to_contain_text("points in all")
    expect(one.locator("#ways")).to_contain_text(f"Dana with {before['Emil']}")
    assert here.pairs(run) == before
    one.get_by_role("button", name=re.compile("Pair them.*Swap with Emil")).click()
    expect(row(one, here, "Dana")).to_contain_text("Changed by Ásta Jónsdóttir")
    assert here.pairs(run)["Dana"] == before["Emil"]
    expect(other.locator("#news")).to_contain_text(f"Ásta Jónsdóttir: gave Dana to {before['Emil']}")
    expect(row(other, here, "Dana")).to_contain_text(f"The engine chose {before['Dana']}.")


def meanwhile(one, other, here, run, before):
    """A page that is older than a change of the same people shows both and does nothing."""
    other.goto(f"/runs/{run.pk}/board/mentees/{here.people['Fay'].pk}/{here.people[before['Fay']].pk}/")
    row(one, here, "Fay").get_by_role("button", name=re.compile("Lock")).click()
    expect(row(one, here, "Fay")).to_contain_text("Locked")
    other.get_by_label("Why, although it gets worse").fill("Fay is on leave.")
    click(other, "Take apart")
    expect(other.locator("main")).to_contain_text(f"Ásta Jónsdóttir: locked Fay with {before['Fay']}.")
    expect(other.locator("main")).to_contain_text(f"Not done yet: took Fay and {before['Fay']} apart.")
    assert here.pairs(run)["Fay"] == before["Fay"]
    click(other, "Take apart")
    expect(row(other, here, "Fay")).to_contain_text("A coordinator’s change on this board")
    assert Proposal.objects.filter(run=run).count() == 2


def turned_by_keys(one, other, here, run, before):
    """Undo is one's own newest change, and is refused while the other's of the same people holds."""
    one.goto(f"/runs/{run.pk}/")
    for page, key, said in (
        (one, "u", "Undo that first."),
        (other, "u", "Mei Lin undid:"),
        (one, "u", "Ásta Jónsdóttir undid: locked Fay"),
        (one, "u", "Ásta Jónsdóttir undid: gave Dana to"),
    ):
        page.wait_for_load_state()
        page.keyboard.press(key)
        expect(page.locator("main")).to_contain_text(said)
    assert here.pairs(run) == before
    assert not Ruling.objects.exists()
    one.wait_for_load_state()
    one.keyboard.press("y")
    expect(row(one, here, "Dana")).to_contain_text("Changed by Ásta Jónsdóttir")


def test_two_coordinators_lose_nothing(here, visitor):
    run = here.run(timezone.now())
    before = here.pairs(run)
    one, other = visitor(), visitor(width=360, scheme="dark", expected=(409,))
    for page, email in ((one, "asta@northport.example"), (other, "mei@northport.example")):
        sign_in(page, email)
        page.goto(f"/runs/{run.pk}/")
    changed_by_pointer(one, other, here, run, before)
    meanwhile(one, other, here, run, before)
    turned_by_keys(one, other, here, run, before)


def test_mentee_is_taken_up_and_put_down_by_keys(here, visitor):
    run = here.run(timezone.now())
    page = visitor()
    sign_in(page, "asta@northport.example")
    page.goto(f"/runs/{run.pk}/")
    row(page, here, "Emil").get_by_role("link").first.focus()
    page.keyboard.press("g")
    expect(page.locator("#taken")).to_contain_text("Taken up: Emil.")
    row(page, here, "Fay").get_by_role("link").first.focus()
    page.keyboard.press("g")
    expect(page.locator("#ways")).to_contain_text(f"Emil with {here.pairs(run)['Fay']}")
