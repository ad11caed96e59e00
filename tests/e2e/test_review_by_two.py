"""Two reviewers at one inbox: by keys and by mouse, and neither overwrites the other."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.programmes.enums import Side, TeamRole
from tests import factories
from tests.e2e.scene import click, heading, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
REVIEWERS = {"Ásta": "asta@northport.example", "Nomvula": "nomvula@northport.example"}


@pytest.fixture
def round():
    round = factories.round(factories.programme("Harbour", supervisor_approval=False), name="Autumn")
    for name, email in REVIEWERS.items():
        factories.member(
            round.programme, TeamRole.COORDINATOR, factories.person(name, email=email, password=True)
        )
    for name in ("Ana", "Bob", "Chen", "Dana"):
        factories.application(round, Side.MENTEE, factories.person(name), state=ApplicationState.SUBMITTED)
    return round


@pytest.fixture
def inbox(round):
    return reverse("applications:list", args=[round.pk]) + "?state=submitted"


def states():
    return dict(Application.objects.values_list("person__name", "state"))


def at_work(visitor, name, inbox):
    page = visitor()
    sign_in(page, REVIEWERS[name])
    page.goto(inbox)
    return page


def press(page, title, key):
    """Press the key on the page with this heading, once it listens."""
    heading(page, title)
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    page.keyboard.press(key)


def test_two_reviewers_work_at_once(visitor, inbox):
    asta, nomvula = (at_work(visitor, name, inbox) for name in REVIEWERS)
    for key in "jxjx":
        press(asta, "Applications", key)
    nomvula.get_by_role("link", name="Ana", exact=True).click()
    click(nomvula, "Put on the waiting list")
    expect(nomvula.locator("main")).to_contain_text("On the waiting list.")
    asta.keyboard.press("a")
    heading(asta, "Admit to the pool")
    click(asta, "Admit to the pool")
    skipped = re.compile("Nomvula put it on the waiting list a moment ago")
    expect(asta.locator("main")).to_contain_text(skipped)
    assert states() == {"Ana": "waitlisted", "Bob": "accepted", "Chen": "submitted", "Dana": "submitted"}


def test_a_decline_is_read_before_it_is_sent(visitor, inbox):
    asta = at_work(visitor, "Ásta", inbox)
    asta.get_by_role("link", name="Chen").click()
    press(asta, "Chen", "j")
    press(asta, "Dana", "d")
    heading(asta, "Decline Dana kindly")
    asta.get_by_label("In your own words").fill("It was close.")
    click(asta, "Show the letter")
    expect(asta.locator(".letter")).to_contain_text("It was close.")
    click(asta, "Send it and decline")
    expect(asta.locator("main")).to_contain_text("Declined. The applicant gets the letter.")
    assert states()["Dana"] == "declined"


def test_keys_are_turned_off_and_never_meddle_with_typing(visitor, inbox):
    asta = at_work(visitor, "Ásta", inbox)
    press(asta, "Applications", "/")
    asta.keyboard.type("jxad")
    expect(asta.get_by_label("Find a person")).to_have_value("jxad")
    asta.get_by_role("button", name="Keys").click()
    asta.get_by_label("Use these keys").uncheck()
    click(asta, "Close")
    asta.reload()
    asta.keyboard.press("a")
    asta.keyboard.press("?")
    expect(asta.get_by_role("dialog")).to_have_count(0)
    heading(asta, "Applications")
