"""Two people on their phones, from their introduction to a certificate that a stranger can check."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from fairlead.kernel import sweeping
from fairlead.kernel.times import start_of_day
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.recognition.models import Certificate
from tests import factories
from tests.e2e.axe import assert_accessible
from tests.e2e.scene import click, letter_link, sign_in
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 360


@pytest.fixture
def pair():
    """Bo and Ana, paired and introduced; their programme asks for one meeting, so that the test is short."""
    made = pool()
    made.round.programme.meetings_expected = 1
    made.round.programme.save()
    for join, name in ((made.mentor, "Bo"), (made.mentee, "Ana")):
        join(name, who=factories.person(name, email=f"{name.lower()}@northport.example", password=True))
    today = timezone.localdate()
    return factories.mentorship(
        made.round,
        made.people["Bo"],
        made.people["Ana"],
        starts_on=today - timedelta(days=40),
        ends_on=today,
        introduced_at=timezone.now() - timedelta(days=40),
    )


def shown(page: Page, words: str) -> None:
    """The page says this, fits the phone, and can be used by everybody."""
    expect(page.locator("main")).to_contain_text(words)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert_accessible(page)


def introduce(ana: Page, pair: Mentorship) -> None:
    ana.goto(reverse("mentorships:detail", args=[pair.pk]))
    ana.get_by_role("link", name="Read your introduction").click()
    shown(ana, "What Bo reads about you")


def agree(ana: Page, bo: Page, pair: Mentorship) -> None:
    ana.get_by_role("link", name="Look at the draft").click()
    ana.locator("main").get_by_role("link", name="Draw up our agreement").click()
    click(ana, "Save and read it")
    click(ana, "I agree and sign")
    shown(ana, "Waiting for the other signature")
    bo.goto(reverse("mentorships:agreement", args=[pair.pk]))
    click(bo, "I agree and sign")
    shown(bo, "Both of you have signed. The agreement is in force.")


def plan(ana: Page, bo: Page, pair: Mentorship) -> None:
    ana.goto(reverse("mentorships:plan", args=[pair.pk]))
    ana.get_by_role("link", name="Begin from an example").click()
    ana.get_by_role("link", name="Begin from this").first.click()
    click(ana, "Save")
    ana.goto(reverse("mentorships:plan", args=[pair.pk]))
    click(ana, "I agree to this plan")
    shown(ana, "Bo reads the plan next")
    bo.goto(reverse("mentorships:plan", args=[pair.pk]))
    click(bo, "I agree to this plan")
    shown(bo, "agreed on")


def meet(ana: Page, pair: Mentorship) -> None:
    ana.goto(reverse("mentorships:log_meeting", args=[pair.pk]))
    ana.get_by_label("On which day?").fill(timezone.localdate().isoformat())
    ana.get_by_label("How many minutes?").fill("75")
    click(ana, "worth our time")
    shown(ana, "75")


def test_two_people_from_introduction_to_certificate(visitor, pair, live_server, settings):
    settings.BASE_URL = live_server.url
    ana, bo = visitor(width=PHONE), visitor(width=PHONE)
    sign_in(ana, "ana@northport.example")
    sign_in(bo, "bo@northport.example")
    introduce(ana, pair)
    agree(ana, bo, pair)
    plan(ana, bo, pair)
    meet(ana, pair)

    sweeping.sweep(start_of_day(pair.ends_on + timedelta(days=40)) + timedelta(hours=10))
    assert Mentorship.objects.get().state == MentorshipState.COMPLETED
    assert set(Certificate.objects.values_list("person__name", "minutes")) == {("Ana", 75), ("Bo", 75)}

    ana.goto(letter_link(ana, "ana@northport.example", "Your certificate of"))
    shown(ana, "1 hour 15 minutes")
    paper = ana.request.get(ana.get_by_role("link", name="Open the PDF").get_attribute("href"))
    assert (paper.status, paper.headers["content-type"]) == (200, "application/pdf")
    with ana.expect_download() as badge:
        ana.get_by_role("link", name="Download the badge").click()
    assert badge.value.suggested_filename.endswith(".jwt")
    ana.get_by_role("link", name="Note for my appraisal").click()
    ana.get_by_label("In your own words").fill("I know now whom to ask.")
    click(ana, "Show me the note")
    shown(ana, "I know now whom to ask.")
    bo.goto(reverse("recognition:record"))
    shown(bo, "Altogether")

    stranger = visitor(width=PHONE)
    stranger.goto(f"/verify/{Certificate.objects.get(person__name='Ana').code}/")
    shown(stranger, "Genuine")
    expect(stranger.locator("main")).to_contain_text("Ana")
