"""A programme from nothing to an open intake, and an applicant who moves from desk to phone meanwhile."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from fairlead.applications.models import Application
from fairlead.people.models import Role
from fairlead.programmes.enums import Step
from fairlead.programmes.models import Round
from tests import factories
from tests.e2e.scene import click, heading, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "asta@northport.example"
APPLICANT = "sebastian@northport.example"


@pytest.fixture
def northport():
    """An institution with staff of whom one has too low a grade, and somebody who founds programmes."""
    office = factories.unit(factories.institution("Northport"), "Welcome centre")
    owner = factories.person("Ásta", email=EMAIL, password=True)
    factories.grant(owner, Role.PROGRAMME_OWNER)
    applicant = factories.person("Sebastián", email=APPLICANT, password=True)
    for person, grade in ((owner, 9), (applicant, 6), (factories.person("Low"), 2)):
        factories.affiliation(person, office, grade=grade)
    return office


def go_on(page, title):
    """Save this step and arrive at the next."""
    click(page, "Save and continue")
    heading(page, title)


def found(page):
    page.goto("/programmes/")
    page.get_by_role("link", name="Found a programme").first.click()
    page.get_by_label("Name of the programme").fill("Lantern")
    click(page, "Found the programme")
    heading(page, "Aim and goals")


def add_rule(page):
    """Write a rule; the count of staff follows while it is written."""
    page.get_by_role("link", name="Write rules").click()
    page.get_by_label("The rule says").select_option(label="Grade is at least …")
    click(page, "Write the rule")
    page.get_by_label("Grade is at least").fill("5")
    expect(page.locator("#trial")).to_contain_text(re.compile(r"2\s+of 3\s+would be eligible"))
    click(page, "Save the rule")
    page.get_by_role("link", name="not met by 1").click()
    expect(page.locator("#why-not")).to_contain_text("Low")


def ask(page, kind, label, **more):
    """Add a question of this kind to the last page of the draft."""
    page.get_by_role("link", name=re.compile("^Add a question")).last.click()
    page.get_by_role("link", name=kind, exact=True).click()
    page.get_by_label("Question", exact=True).fill(label)
    for name, text in more.items():
        page.get_by_label(name.replace("_", " ")).fill(text)


def publish(page):
    page.get_by_role("link", name="Look through and publish").click()
    click(page, "Publish this version")
    expect(page.locator("main")).to_contain_text("Published.")


def build_form(page):
    """A choice, a question that depends on it, and a text to consent to."""
    page.get_by_role("link", name="Change the forms").click()
    click(page, "Change the mentees’ form")
    ask(page, "One answer out of several", "Where do you work?", Answers_to_choose_from="Campus\nHome")
    page.get_by_label("May be used for matching").check()
    click(page, "Save in the draft")
    ask(page, "Short text", "Which room?")
    expect(page.get_by_label("May be used for matching")).to_have_count(0)
    page.get_by_text("Show it only for certain answers").click()
    page.get_by_label("It depends on the answer to").select_option(label="Where do you work?")
    page.get_by_label("Campus").check()
    click(page, "Save in the draft")
    publish(page)


def design(page):
    """Every step from nothing to an open intake."""
    found(page)
    go_on(page, "Independent or part of another")
    expect(page.get_by_label("Name of the broader programme")).to_be_hidden()
    go_on(page, "Format, length and meetings")
    go_on(page, "Intake and first dates")
    page.get_by_label("At any time (rolling intake)").check()
    expect(page.get_by_label("Name of the first round")).to_be_hidden()
    page.get_by_label("In rounds with dates").check()
    for title in (Step.EXPECTATIONS, Step.RULES, Step.AREAS, Step.APPLYING):
        go_on(page, str(title.label))
    here = page.url
    for errand in (add_rule, build_form):
        errand(page)
        page.goto(here)
    for title in (Step.PEOPLE, Step.PRACTICE, Step.CONTACT, Step.CHECK):
        go_on(page, str(title.label))
    page.get_by_role("button", name=re.compile("^Show it to staff and open")).click()
    expect(page.locator("main")).to_contain_text("The intake is open.")
    return page.get_by_label("Link to the public page").input_value()


def begin_at_the_desk(page, link):
    page.goto(urlsplit(link).path)
    expect(page.locator("main")).to_contain_text("Grade is at least 5")
    page.get_by_role("link", name="Apply as mentee").click()
    click(page, "Begin")
    page.get_by_label("Job title").fill("Adviser")
    page.get_by_label("Line manager’s name").fill("Mara")
    page.get_by_label("Line manager’s work address").fill("mara@northport.example")
    expect(page.get_by_text(re.compile(r"^Saved \d"))).to_be_visible()


def ask_for_consent_meanwhile(page):
    """The coordinator publishes another version while somebody writes."""
    page.goto(f"/programmes/{Round.objects.get().programme_id}/forms/")
    click(page, "Change the mentees’ form")
    ask(page, "Consent to a text", "You may photograph me", Text_to_agree_to="Only at the welcome day.")
    click(page, "Save in the draft")
    publish(page)


def finish_on_the_phone(page):
    page.goto("/my/applications/")
    page.get_by_role("link", name=re.compile("Lantern")).first.click()
    page.get_by_role("link", name=re.compile("Go on|Continue")).first.click()
    expect(page.locator("main")).to_contain_text("New: “You may photograph me”.")
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_label("Job title")).to_have_value("Adviser")
    click(page, "Continue")
    page.get_by_label("Taxation").check()
    click(page, "Continue")
    page.get_by_label("English").check()
    page.get_by_label("Either").check()
    click(page, "Continue")
    click(page, "Continue")
    page.get_by_label(re.compile("I have read the privacy notice")).check()
    expect(page.get_by_label("Which room?")).to_be_hidden()
    page.get_by_label("Campus").check()
    page.get_by_label("Which room?").fill("A 12")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    click(page, "Continue")
    click(page, "Send the application")
    expect(page.locator("main")).to_contain_text("Your application is sent.")


def test_a_new_programme_is_designed_opened_and_applied_to(visitor, northport):
    coordinator = visitor()
    sign_in(coordinator, EMAIL)
    link = design(coordinator)
    desk = visitor()
    sign_in(desk, APPLICANT)
    begin_at_the_desk(desk, link)
    ask_for_consent_meanwhile(coordinator)
    phone = visitor(width=360, scheme="dark")
    sign_in(phone, APPLICANT)
    finish_on_the_phone(phone)
    sent = Application.objects.get()
    assert (sent.state, sent.form_version.number) == ("submitted", 2)
    assert sent.own_answers == {"where-do-you-work": "campus", "which-room": "A 12"}
