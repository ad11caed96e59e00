"""Somebody begins an application on a telephone and sends it from a desk; a half-typed answer comes along."""

import pytest
from playwright.sync_api import expect

from fairlead.applications.models import Application
from tests.e2e.scene import click, heading, letter_link, sign_in, stage

pytestmark = pytest.mark.django_db(transaction=True)

ZOE = "zoe@northport.example"
SUPERVISOR = "olena.dvorak@universityof.example"


@pytest.fixture
def here(live_server, settings):
    settings.BASE_URL = live_server.url
    found = stage()
    found.round.state = "open"
    found.round.save()
    return found


def come_in(page):
    """Name and address, then the newest link in the mailbox."""
    page.goto("/take-part/")
    page.get_by_role("link", name="Safe Harbour").first.click()
    page.get_by_role("link", name="Apply as both").click()
    page.get_by_label("Your name").fill("Zoë Ní Bhriain")
    page.get_by_label("work e-mail address").fill(ZOE)
    click(page, "Send me the link")
    link = letter_link(page, ZOE, "sign in")
    page.goto(link)
    click(page, "Sign in")
    return link


def begin_on_the_way(telephone):
    """Some answers, typed and not sent with any button; the page says when they are saved."""
    link = come_in(telephone)
    click(telephone, "Begin")
    telephone.get_by_label("Institution", exact=True).select_option(label="University of Northport")
    telephone.get_by_label("Job title").fill("Officer")
    telephone.get_by_label("Line manager’s work address").fill("olena.dvorak@univ")
    expect(telephone.locator("p.autosave")).to_contain_text("Saved")
    telephone.context.close()
    return link


def press_enter_on(page, name):
    """Press the button without a mouse."""
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def go_on_at_the_desk(desk):
    """What was typed stands there; the rest is answered by keyboard alone."""
    come_in(desk)
    click(desk, "Go on")
    expect(desk.get_by_label("Job title")).to_have_value("Officer")
    expect(desk.get_by_label("Line manager’s work address")).to_have_value("olena.dvorak@univ")
    for label, words in {
        "Unit or department": "Doctoral School",
        "Grade": "6",
        "Line manager’s name": "Olena Dvořák",
        "Line manager’s work address": SUPERVISOR,
    }.items():
        desk.get_by_label(label).focus()
        desk.keyboard.press("Control+a")
        desk.keyboard.type(words)
    press_enter_on(desk, "Continue")
    for choice in ("Dual career", "English", "Either"):
        desk.get_by_label(choice, exact=True).focus()
        desk.keyboard.press("Space")
        if choice != "English":
            press_enter_on(desk, "Continue")
    press_enter_on(desk, "Continue")
    desk.get_by_label("I have read the privacy notice").focus()
    desk.keyboard.press("Space")
    press_enter_on(desk, "Continue")
    heading(desk, "Check your answers")


def test_a_draft_is_resumed_on_another_device_and_sent_once(here, visitor):
    used = begin_on_the_way(visitor(width=360, scheme="dark"))
    stranger = visitor(expected=(404, 410))
    stranger.goto(used)
    heading(stranger, "This link no longer works")

    desk = visitor()
    go_on_at_the_desk(desk)
    second = desk.context.new_page()
    second.goto(desk.url)
    press_enter_on(desk, "Send the application")
    expect(desk.locator("main")).to_contain_text("Sent. Now your second application")
    expect(desk.get_by_label("Job title")).to_have_value("Officer")
    click(second, "Send the application")
    expect(second.locator("main")).to_contain_text("Waiting for Olena Dvořák to approve")
    expect(second.locator("main")).to_contain_text("Your application as mentor is still a draft.")
    desk.go_back()
    desk.reload()
    expect(desk.locator("main")).to_contain_text("Waiting for Olena Dvořák to approve")

    states = Application.objects.order_by("side").values_list("side", "state", "job_title")
    assert list(states) == [("mentee", "submitted", "Officer"), ("mentor", "draft", "Officer")]
    desk.goto(f"/mailbox/?to={SUPERVISOR}")
    expect(desk.locator("main").get_by_role("link", name="asks for your approval")).to_have_count(1)


def test_another_persons_draft_is_nobodys_business(here, visitor):
    telephone = visitor(width=360)
    come_in(telephone)
    click(telephone, "Begin")
    address = telephone.url
    office = visitor(expected=(404,))
    sign_in(office, here.coordinator.email)
    office.goto(address)
    heading(office, "There is nothing here for you")
