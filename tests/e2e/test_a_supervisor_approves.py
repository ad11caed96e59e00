"""A supervisor answers by the mailed link, thinks again, is replaced; the others read along."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fairlead.applications.models import ApprovalRecord
from fairlead.programmes.enums import RoundState
from tests import factories
from tests.applications.answering import BOSS, sent
from tests.e2e.scene import click, heading, letter_link, sign_in, stage

pytestmark = pytest.mark.django_db(transaction=True)

ANA = "ana@northport.example"
CY = "cy@northport.example"


@pytest.fixture
def here(live_server, settings):
    settings.BASE_URL = live_server.url
    found = stage()
    found.round.state = RoundState.OPEN
    found.round.save()
    return found


@pytest.fixture
def application(here):
    ana = factories.person("Ana Silva", email=ANA, password=True)
    return sent(here.round, ana, timezone.now(), hopes="To leave this office one day.")


def answers_until_it_is_right(boss):
    """No without a reason is asked again; a later day; then, by the same link, yes from now on."""
    link = letter_link(boss, BOSS, "Ana Silva asks for your approval")
    boss.goto(link)
    heading(boss, "May Ana Silva take part in mentoring?")
    expect(boss.locator("main")).to_contain_text("working hours in 6 months")
    expect(boss.locator("main")).not_to_contain_text("leave this office")
    boss.locator("summary", has_text="Do not approve").click()
    click(boss, "Do not approve")
    expect(boss.get_by_role("link", name="Say why")).to_be_visible()
    boss.locator("summary", has_text="Approve from a later day").click()
    boss.get_by_label("From which day?").fill("2096-05-04")
    click(boss, "Approve from that day")
    expect(boss.locator("main")).to_contain_text("from 4 May 2096 on")
    return link


def test_a_supervisor_thinks_again_and_the_record_keeps_both_answers(here, application, visitor):
    boss, ana, office = visitor(width=360, expected=(422,)), visitor(), visitor()
    link = answers_until_it_is_right(boss)
    sign_in(ana, ANA)
    ana.goto(f"/my/applications/{application.pk}/")
    expect(ana.locator("main")).to_contain_text("Bea Boss approves from 4 May 2096 on")

    boss.goto(link)
    boss.locator("summary", has_text="Change your answer").click()
    click(boss, "Approve", exact=True)
    heading(boss, "Thank you for your answer")
    expect(boss.locator("main")).not_to_contain_text("2096")

    sign_in(office, here.coordinator.email)
    office.goto(f"/applications/{application.pk}/")
    office.get_by_role("link", name="The written record").click()
    office.emulate_media(media="print")
    records = office.locator("main section.card")
    expect(records).to_have_count(2)
    expect(records.first).to_contain_text("Bea Boss approved this on")
    expect(records.first).to_contain_text(application.approval.fingerprint[:16])
    expect(records.last).to_contain_text("from 4 May 2096 on")
    expect(office.get_by_role("navigation").first).to_be_hidden()
    assert ApprovalRecord.objects.count() == 2


def test_another_supervisor_is_asked_and_says_no(application, visitor):
    boss, cy, ana = visitor(expected=(404,)), visitor(width=360, scheme="dark"), visitor()
    old = letter_link(boss, BOSS, "Ana Silva asks for your approval")
    sign_in(ana, ANA)
    ana.goto(f"/my/applications/{application.pk}/")
    ana.get_by_role("link", name="Ask another supervisor").click()
    ana.get_by_label("The supervisor’s name").fill("Cy Chief")
    ana.get_by_label("The supervisor’s address").fill(CY)
    click(ana, "Ask this supervisor")
    expect(ana.locator("main")).to_contain_text("Waiting for Cy Chief to approve")

    boss.goto(old)
    heading(boss, "This link does not work any more")
    boss.goto(f"/mailbox/?to={BOSS}")
    expect(boss.locator("main")).to_contain_text("No answer needed any more about Ana Silva")

    cy.goto(letter_link(cy, CY, "Ana Silva asks for your approval"))
    cy.locator("summary", has_text="Do not approve").click()
    cy.get_by_label("Your reason").fill("We are three people short.")
    cy.get_by_label("The applicant may read the reason too").check()
    click(cy, "Do not approve")
    heading(cy, "Thank you for your answer")
    ana.reload()
    expect(ana.locator("main")).to_contain_text("Cy Chief has not approved")
    expect(ana.locator("main")).to_contain_text("We are three people short.")
