"""Mentors are found: from a list, from last year, and by a mentee; each answers by the mailed link."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.programmes.enums import RoundState, Side
from fairlead.recruitment.models import Invitation
from tests import factories
from tests.e2e.scene import click, heading, letter_link, sign_in, stage

pytestmark = pytest.mark.django_db(transaction=True)

ANA, BO, MILAN = (f"{name}@northport.example" for name in ("ana", "bo", "milan"))


@pytest.fixture
def here(live_server, settings):
    settings.BASE_URL = live_server.url
    found = stage()
    found.round.state = RoundState.OPEN
    found.round.save()
    return found


@pytest.fixture
def office(here, visitor):
    page = visitor()
    sign_in(page, here.coordinator.email)
    return page


def states():
    return dict(Invitation.objects.values_list("email", "state"))


def test_a_list_is_looked_at_and_each_answers_without_an_account(here, office, visitor):
    office.goto(f"/rounds/{here.round.pk}/recruitment/invite/")
    office.get_by_label("one person on each line").fill(f"Ana Silva, {ANA}\n=1+1, nobody\nBo <{BO}>\n{ANA}")
    click(office, "Look at the list")
    expect(office.get_by_role("heading", level=2).first).to_have_text(
        "2 people can be invited, 2 lines are left out"
    )
    click(office, "Invite these 2 people")
    heading(office, "Invitations")

    ana, bo = visitor(width=360), visitor(width=360, scheme="dark")
    ana.goto(letter_link(ana, ANA, "Would you be a mentor"))
    click(ana, "Apply as mentor")
    ana.goto(letter_link(ana, ANA, "sign in"))
    click(ana, "Sign in")
    heading(ana, "Apply as mentor")
    bo.goto(letter_link(bo, BO, "Would you be a mentor"))
    click(bo, "Not this time")
    expect(bo.locator("main")).to_contain_text("You said: not this time")
    assert states() == {ANA: "opened", BO: "declined"}
    office.goto(f"/rounds/{here.round.pk}/recruitment/invitations/?search=bo")
    expect(office.locator("tbody tr")).to_have_count(1)
    expect(office.locator("tbody tr")).to_contain_text("Said no")


def test_a_mentor_of_last_year_continues_with_more_places_and_a_second_click_says_so(here, office, visitor):
    last_year = timezone.now() - timedelta(days=300)
    earlier = factories.round(here.programme, name="Last year", state=RoundState.FINISHED)
    factories.application(
        earlier, Side.MENTOR, factories.person("Milan", email=MILAN), places=1, submitted_at=last_year
    )
    office.goto(f"/rounds/{here.round.pk}/recruitment/past/")
    click(office, "Ask the one who can be asked")
    heading(office, "Invitations")

    milan, again = visitor(width=360), visitor(expected=(409,))
    link = letter_link(milan, MILAN, "mentor")
    milan.goto(link)
    again.goto(link)
    milan.locator("summary", has_text="more or fewer mentees").click()
    milan.get_by_label("Mentees I can take").fill("2")
    click(milan, "Continue with these places")
    heading(milan, "Thank you!")
    click(again, "Not this time")
    expect(again.locator("main")).to_contain_text("This invitation needs no answer any more.")
    made = Application.objects.get(round=here.round)
    assert (made.state, made.places, states()) == (ApplicationState.SUBMITTED, 2, {MILAN: "applied"})


def test_a_mentee_brings_a_mentor(here, office, visitor):
    eva = factories.person("Eva Weber", email="eva@northport.example", password=True)
    application = factories.application(here.round, who=eva, state=ApplicationState.WAITLISTED)
    page, bo = visitor(width=360), visitor()
    sign_in(page, eva.email)
    page.goto(f"/my/applications/{application.pk}/")
    page.get_by_role("link", name="Suggest a mentor").click()
    page.get_by_label("Their name").fill("Bo")
    page.get_by_label("Their work e-mail address").fill(BO)
    page.get_by_label("The letter may say that I suggested them").check()
    click(page, "Suggest this person")
    expect(page.locator("main")).to_contain_text("Thank you. They are invited; you hear when they apply.")
    bo.goto(letter_link(bo, BO, "mentor"))
    expect(bo.locator("main")).to_contain_text("Eva Weber has suggested you.")
    office.goto(f"/mailbox/?to={here.coordinator.email}")
    expect(office.locator("main")).to_contain_text("Eva Weber suggests a mentor")
    assert states() == {BO: "sent"}
