"""A coordinator invites an institution; its coordinator comes by the link, proposes words, both sign."""

import pytest
from playwright.sync_api import expect

from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.programmes.models import Partner
from tests import factories
from tests.e2e.scene import click, heading, letter_link, sign_in, stage

pytestmark = pytest.mark.django_db(transaction=True)

PIA = "pia@coast.example"


@pytest.fixture
def here(live_server, settings):
    settings.BASE_URL = live_server.url
    found = stage()
    factories.person("Pia Partner", email=PIA, password=True)
    return found


def invites(lead, programme):
    """Name a new institution and send the words with the link."""
    sign_in(lead, "asta@northport.example")
    lead.goto(f"/programmes/{programme.pk}/partners/")
    lead.get_by_role("link", name="Invite a partner").click()
    lead.get_by_label("Name of an institution that is not in the list").fill("Akadémia pobrežia")
    lead.get_by_label("Who coordinates there").fill("Pia Partner")
    lead.get_by_label("Their work e-mail address").fill(PIA)
    click(lead, "Go on to the arrangement")
    heading(lead, "Write the arrangement")
    for side, institution in (("lead", programme.lead.name), ("partner", "Akadémia pobrežia")):
        officer = f"Data-protection officer of {institution}"
        lead.get_by_label(officer, exact=True).fill("Ewa Officer")
        lead.get_by_label(f"Address of the d{officer[1:]}").fill(f"dpo@{side}.example")
    click(lead, "Send it with the invitation")
    heading(lead, "Akadémia pobrežia")


def test_two_institutions_come_to_the_same_words(here, visitor):
    lead, partner = visitor(), visitor(width=360, scheme="dark")
    invites(lead, here.programme)

    link = letter_link(partner, PIA, "Will you run Safe Harbour together with us")
    sign_in(partner, PIA)
    partner.goto(link)
    click(partner, "Read the arrangement")
    heading(partner, "Akadémia pobrežia")
    partner.get_by_role("link", name="Propose other words").first.click()
    partner.get_by_label("Mentors the partner gives a year").fill("2")
    partner.get_by_label("To the other side").fill("Two is what we can promise.")
    click(partner, "Propose this version")
    expect(partner.locator("#changes")).to_contain_text("2 mentors a year")
    click(partner, "We agree: sign")
    expect(partner.locator("main")).to_contain_text("You have signed")
    assert not Partner.objects.filter(institution__name="Akadémia pobrežia").exists()

    lead.goto("/")
    expect(lead.locator("main")).to_contain_text("Read and sign the arrangement with Akadémia pobrežia")
    lead.goto(f"/partnerships/{Partnership.objects.get().pk}/")
    expect(lead.locator("main")).to_contain_text("Two is what we can promise.")
    click(lead, "We agree: sign")
    expect(lead.locator("main")).to_contain_text("Signed by both sides: the arrangement is in force.")
    assert [one.state for one in Arrangement.objects.order_by("number")] == ["overtaken", "in_force"]

    partner.goto(f"/programmes/{here.programme.pk}/")
    heading(partner, "Safe Harbour")
    partner.goto(link)
    heading(partner, "Akadémia pobrežia")
