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
    for name, places in (("Ana", 1), ("Boris", 1), ("Carla", 2)):
        people.mentor(name, ("Dual career", "Taxation"), places=places)
    for name in ("Dana", "Emil", "Fay"):
        people.mentee(name, ("Dual career", "Taxation"))
    return people


def mentor_of(here, run, mentee):
    return here.pairs(run).get(mentee)


def row(page, here, name):
    return page.locator(f"#pair-{here.people[name].pk}")


def test_two_coordinators_lose_nothing(here, visitor):
    run = here.run(timezone.now())
    before = here.pairs(run)
    one, other = visitor(), visitor(width=360, scheme="dark", expected=(409,))
    sign_in(one, "asta@northport.example")
    sign_in(other, "mei@northport.example")
    one.goto(f"/runs/{run.pk}/")
    other.goto(f"/runs/{run.pk}/")

    # By pointer: Dana is dragged onto the mentor of Emil; what it comes to is shown and nothing is done yet.
    target = row(one, here, "Emil").locator("[data-mentor]")
    row(one, here, "Dana").locator("[data-mentee]").drag_to(target)
    expect(one.locator("#ways")).to_contain_text("points in all")
    expect(one.locator("#ways")).to_contain_text(f"Dana with {before['Emil']}")
    assert here.pairs(run) == before
    click(one, "Pair them: Swap with Emil")
    expect(row(one, here, "Dana")).to_contain_text("Changed by Ásta Jónsdóttir")
    assert mentor_of(here, run, "Dana") == before["Emil"]

    # The other sees it within seconds, without loading the page.
    expect(other.locator("#news")).to_contain_text(f"Ásta Jónsdóttir: gave Dana to {before['Emil']}")
    expect(row(other, here, "Dana")).to_contain_text(f"The engine chose {before['Dana']}.")

    # A page that is older than a change of the same people shows both and does nothing.
    other.goto(f"/runs/{run.pk}/board/mentees/{here.people['Fay'].pk}/{here.people[before['Fay']].pk}/")
    row(one, here, "Fay").get_by_role("button", name=re.compile("Lock")).click()
    expect(row(one, here, "Fay")).to_contain_text("Locked")
    other.get_by_label("Why, although it gets worse").fill("Fay is on leave.")
    click(other, "Take apart")
    expect(other.locator("main")).to_contain_text(f"Ásta Jónsdóttir: locked Fay with {before['Fay']}.")
    expect(other.locator("main")).to_contain_text(f"Not done yet: took Fay and {before['Fay']} apart.")
    assert mentor_of(here, run, "Fay") == before["Fay"]
    click(other, "Take apart")
    expect(row(other, here, "Fay")).to_contain_text("A coordinator’s change on this board")
    assert Proposal.objects.filter(run=run).count() == 2

    # By keyboard: undo is the coordinator's own newest change, and it is refused after the other's.
    one.goto(f"/runs/{run.pk}/")
    one.keyboard.press("u")
    expect(one.locator("main")).to_contain_text("Undo that first.")
    other.keyboard.press("u")
    expect(other.locator("main")).to_contain_text("Mei Lin undid:")
    one.keyboard.press("u")
    expect(one.locator("main")).to_contain_text("Ásta Jónsdóttir undid: locked Fay")
    one.keyboard.press("u")
    expect(one.locator("main")).to_contain_text("Ásta Jónsdóttir undid: gave Dana to")
    assert here.pairs(run) == before
    assert not Ruling.objects.exists()
    one.keyboard.press("y")
    expect(row(one, here, "Dana")).to_contain_text("Changed by Ásta Jónsdóttir")

    # Taken up and put down by keys, the same effect opens.
    row(one, here, "Emil").get_by_role("link").first.focus()
    one.keyboard.press("g")
    row(one, here, "Fay").get_by_role("link").first.focus()
    one.keyboard.press("g")
    expect(one.locator("#ways")).to_contain_text(f"Emil with {before['Fay']}")
