"""The stage of the journey: a programme of three institutions, its coordinator, and how to walk the pages."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from fairlead.people.models import Person
from fairlead.programmes.enums import RoundState, TeamRole
from fairlead.programmes.models import Partner, Programme, Round
from tests import factories
from tests.integrations.form_csv.known import AREAS, INSTITUTIONS


@dataclass
class Stage:
    """What the journey starts from."""

    programme: Programme
    round: Round
    coordinator: Person


def stage() -> Stage:
    """A designed programme with a planned round that nobody has applied to."""
    lead, *others = [factories.institution(name) for name in INSTITUTIONS]
    programme = factories.programme(
        "Safe Harbour",
        AREAS,
        slug="safe-harbour",
        lead=lead,
        supervisor_approval=True,
        privacy_notice="We keep it.",
    )
    for institution in others:
        Partner.objects.create(programme=programme, institution=institution)
    today = timezone.localdate()
    round = factories.round(
        programme,
        name="Autumn",
        state=RoundState.PLANNED,
        opens_on=today,
        closes_on=today + timedelta(days=30),
        starts_on=today + timedelta(days=40),
        ends_on=today + timedelta(days=220),
    )
    coordinator = factories.member(
        programme,
        TeamRole.COORDINATOR,
        factories.person("Ásta Jónsdóttir", email="asta@northport.example", password=True),
    )
    return Stage(programme, round, coordinator)


def sign_in(page: Page, email: str, password: str = "password") -> None:
    """Sign in with a password, that of the factories unless another is named."""
    page.goto("/sign-in/")
    by_password = page.get_by_role("region", name="With your password")
    by_password.get_by_label("Your work e-mail address").fill(email)
    by_password.get_by_label("Password").fill(password)
    by_password.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welcome")


def letter_link(page: Page, to: str, subject: str) -> str:
    """Open the newest letter to an address in the mailbox and give the link of its button."""
    page.goto(f"/mailbox/?to={to}")
    page.get_by_role("link", name=re.compile(subject)).first.click()
    return str(page.locator("main a[href^=http]").first.get_attribute("href"))


def click(page: Page, name: str | re.Pattern[str], **more: Any) -> None:
    """Press the visible button with this name."""
    page.get_by_role("button", name=name, **more).locator("visible=true").first.click()


def heading(page: Page, text: str) -> None:
    """The page's first heading says this."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def come_in(page: Page, person: Person) -> None:
    """Be signed in already, without the page of signing in."""
    client = Client()
    client.force_login(person)
    kept = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": kept.key, "value": kept.value, "url": settings.BASE_URL}])
