"""From a form export to an accepted pair, as the four people involved walk it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from fairlead.matching.models import Proposal
from fairlead.people.models import Person
from tests.e2e.scene import click, heading, letter_link, sign_in, stage

pytestmark = pytest.mark.django_db(transaction=True)

ZOE = "zoe@northport.example"
SUPERVISOR = "olena.dvorak@universityof.example"
EXPORT = Path(__file__).parents[1] / "integrations" / "form_csv" / "files" / "autumn-2026-form-export.csv"


@pytest.fixture
def here(live_server, settings):
    settings.BASE_URL = live_server.url
    return stage()


def open_intake(page, here):
    page.goto(f"/rounds/{here.round.pk}/")
    click(page, "Open the intake")
    expect(page.locator("main")).to_contain_text("Close the intake")


def apply_as_mentee(page):
    """Somebody new finds the programme, follows the mailed link, and sends an application in five pages."""
    page.goto("/take-part/")
    page.get_by_role("link", name="Safe Harbour").first.click()
    page.get_by_role("link", name="Apply as mentee").click()
    page.get_by_label("Your name").fill("Zoë Ní Bhriain")
    page.get_by_label("work e-mail address").fill(ZOE)
    click(page, "Send me the link")
    page.goto(letter_link(page, ZOE, "sign in"))
    click(page, "Sign in")
    click(page, "Begin")
    page.get_by_label("Institution", exact=True).select_option(label="University of Northport")
    page.get_by_label("Unit or department").fill("Doctoral School")
    page.get_by_label("Job title").fill("Officer")
    page.get_by_label("Grade").fill("6")
    page.get_by_label("Line manager’s name").fill("Olena Dvořák")
    page.get_by_label("Line manager’s work address").fill(SUPERVISOR)
    click(page, "Continue")
    page.get_by_label("Dual career").check()
    page.get_by_label("Taxation").check()
    page.get_by_label("Most important to me").select_option(label="Dual career")
    click(page, "Continue")
    page.get_by_label("English", exact=True).check()
    page.get_by_label("Either").check()
    click(page, "Continue")
    page.get_by_label("What do you hope to get out of it?").fill("To know what partners of newcomers need.")
    click(page, "Continue")
    page.get_by_label("I have read the privacy notice").check()
    click(page, "Continue")
    heading(page, "Check your answers")
    expect(page.locator("main")).to_contain_text("Dual career")
    click(page, "Send the application")
    expect(page.locator("main")).to_contain_text("Olena Dvořák")


def approve(page):
    """The supervisor answers by the link in the letter, without an account."""
    page.goto(letter_link(page, SUPERVISOR, "Zoë"))
    expect(page.locator("main")).to_contain_text("Zoë Ní Bhriain")
    expect(page.locator("main")).not_to_contain_text("partners of newcomers")
    click(page, "approve")


def import_export(page, here):
    """Choose the file, keep the columns as guessed, accept what is proposed, and bring it in."""
    page.goto(f"/rounds/{here.round.pk}/import/")
    page.locator("input[type=file]").set_input_files(EXPORT)
    click(page, "Read the file")
    heading(page, "What the columns mean")
    click(page, "See the preview")
    heading(page, "Preview")
    expect(page.locator("main")).to_contain_text(
        "130 rows: 118 to bring in, as 66 mentors and 67 mentees; 12 left out"
    )
    click(page, "Save these choices")
    page.get_by_label("The approvals are in hand").check()
    click(page, "Bring in 133 applications")
    heading(page, "Brought in")
    expect(page.locator("main")).to_contain_text("133 new applications")


def import_again(page, here):
    """The same file a second time: the columns are remembered, and nothing would change."""
    page.goto(f"/rounds/{here.round.pk}/import/")
    page.locator("input[type=file]").set_input_files(EXPORT)
    click(page, "Read the file")
    expect(page.locator("main")).to_contain_text("set as last time")
    click(page, "See the preview")
    expect(page.locator("main")).to_contain_text("Nothing would change")


def match(page, here):
    """Find the best pairs with the weights as they are."""
    page.goto(f"/rounds/{here.round.pk}/matching/")
    click(page, "Find the best pairs")
    heading(page, "The best pairs, run 1")
    expect(page.locator("header.top")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("proven and checked")


def choose_another_mentor(page):
    """Zoë's second-ranked mentor, with the cost in view; then run again and see that it stays."""
    find(page, "Zoë")
    page.get_by_role("link", name=re.compile("Re-pair")).click()
    page.get_by_role("link", name=re.compile("What each would have cost")).click()
    heading(page, "Mentors for Zoë Ní Bhriain")
    choice = page.locator("li.pair-row").first
    expect(choice).to_contain_text(re.compile("[Cc]osts|fewer"))
    chosen = choice.locator(".person-name").inner_text()
    click(choice, "Choose")
    heading(page, "The best pairs, run 1")
    expect(page.locator("main")).to_contain_text("1 decision of yours is not in these pairs yet")
    click(page, "Run again")
    heading(page, "The best pairs, run 2")
    find(page, "Zoë")
    expect(page.locator("li.pair-row")).to_contain_text(chosen)
    expect(page.locator("li.pair-row")).to_contain_text("Locked")
    page.get_by_role("link", name="Compare with run 1").click()
    expect(page.locator("main")).to_contain_text("Zoë Ní Bhriain")
    return chosen


def find(page, name):
    page.get_by_label("Find a person").fill(name)
    click(page, "Show")
    expect(page.locator("li.pair-row")).to_have_count(1)


def send_offers(page, here):
    page.goto(f"/rounds/{here.round.pk}/matching/")
    page.get_by_role("link", name="Run 2").first.click()
    page.get_by_role("link", name="Send offers").click()
    click(page, "Send the offers now")
    expect(page.locator("main")).to_contain_text("have been written to")


def answer(page, email, subject, *, yes, reason=""):
    """Open the letter in the mailbox, follow its link, and answer with one click."""
    page.goto(letter_link(page, email, subject))
    if yes:
        click(page, "Yes, gladly")
        return
    page.get_by_text("No, not this time").click()
    page.get_by_label("Your reason").fill(reason)
    click(page, "No, thank you")


def test_coordinator_brings_in_an_export_matches_decides_and_both_accept(here, visitor):
    office, newcomer, supervisor, mentor = visitor(), visitor(width=360), visitor(), visitor(width=360)
    sign_in(office, here.coordinator.email)
    open_intake(office, here)
    apply_as_mentee(newcomer)
    approve(supervisor)
    import_export(office, here)
    import_again(office, here)
    match(office, here)
    chosen = choose_another_mentor(office)
    send_offers(office, here)

    answer(newcomer, ZOE, "A mentor for you", yes=True)
    heading(newcomer, "Thank you, your yes is noted")
    their_mentor = Person.objects.get(name=chosen)
    answer(mentor, their_mentor.email, "A mentee for you.*Zoë", yes=True)
    heading(mentor, "Zoë Ní Bhriain is your mentee")
    newcomer.goto(f"/mailbox/?to={ZOE}")
    expect(newcomer.locator("main")).to_contain_text(f"{chosen} will be your mentor")
    newcomer.goto("/")
    expect(newcomer.locator("main")).to_contain_text(chosen)

    other = Proposal.objects.filter(state="offered").select_related("mentee__person").order_by("pk")[0]
    answer(mentor, other.mentee.person.email, "A mentor for you", yes=False, reason="We share a flat.")
    office.goto(f"/runs/{other.run_id}/?show=refused")
    expect(office.locator("li.pair-row")).to_contain_text("We share a flat.")
    office.get_by_role("link", name="Pairs", exact=True).click()
    expect(office.locator("tbody tr")).to_have_count(1)
    expect(office.locator("tbody tr")).to_contain_text("Zoë Ní Bhriain")
