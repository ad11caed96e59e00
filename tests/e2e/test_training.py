"""Somebody reads, answers and comes to a session; the coordinator ticks them at the door on a telephone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from fairlead.programmes.enums import Side
from fairlead.training.enums import Kind, Need, Track
from fairlead.training.models import Session
from tests import factories
from tests.e2e.scene import click, heading, sign_in
from tests.training.learning import asked, module, planned

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def round():
    found = factories.round(factories.programme("Harbour"))
    factories.member(
        found.programme, who=factories.person("Ásta", email="asta@northport.example", password=True)
    )
    bo = factories.person("Bo", email="bo@northport.example", password=True)
    factories.participation(found, Side.MENTOR, bo)
    return found


def narrow(page):
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_from_my_training_to_the_attendance_list(visitor, round):
    reading = module(round.programme, "Role and boundaries", need=Need.BEFORE_MATCHING)
    asked(reading)
    live = module(round.programme, "First meeting", kind=Kind.LIVE, track=Track.MENTOR)
    planned(live, timezone.now(), places=1)

    bo = visitor(width=360)
    sign_in(bo, "bo@northport.example")
    expect(bo.locator("main")).to_contain_text("Complete 2 modules before the matching")
    bo.goto(reverse("training:mine"))
    expect(bo.locator("main")).to_contain_text("0 of 2 completed")
    narrow(bo)
    bo.get_by_role("link", name="Go on with “Role and boundaries”").click()
    heading(bo, "Role and boundaries")
    expect(bo.locator("main")).to_contain_text("nobody but you sees which answers you choose")
    bo.get_by_label("Tell", exact=True).check()
    click(bo, "Check my answers")
    expect(bo.locator("main")).to_contain_text("Not quite")
    expect(bo.locator("main")).to_contain_text("Completed")
    narrow(bo)
    bo.get_by_role("link", name="Next: First meeting").click()
    click(bo, "I will come")
    expect(bo.locator("main")).to_contain_text("You have a place")
    narrow(bo)

    session = Session.objects.get()
    Session.objects.update(starts_at=timezone.now() + timedelta(minutes=20))
    asta = visitor(width=360)
    sign_in(asta, "asta@northport.example")
    asta.goto(reverse("training:session", args=[session.pk]))
    asta.get_by_label("Bo", exact=True).check()
    narrow(asta)
    click(asta, "Keep who was there")
    expect(asta.locator("main")).to_contain_text("1 person was there and has completed the module")
    asta.goto(reverse("training:standing", args=[round.pk]))
    expect(asta.locator("main")).to_contain_text("Nobody here.")
    narrow(asta)

    bo.goto(reverse("training:mine"))
    expect(bo.locator("main")).to_contain_text("2 of 2 completed")


def test_coordinator_begins_with_the_starter_curriculum_and_makes_it_theirs(visitor, round):
    page = visitor()
    sign_in(page, "asta@northport.example")
    page.goto(reverse("training:curriculum", args=[round.programme_id]))
    click(page, "Begin with the starter curriculum")
    expect(page.locator("main")).to_contain_text("10 modules were added.")
    page.get_by_role("link", name="Change The mentor’s role and its boundaries").click()
    page.get_by_label("Title").fill("What we ask of mentors")
    click(page, "Save")
    expect(page.locator("main")).to_contain_text("Saved.")
    page.goto(reverse("training:curriculum", args=[round.programme_id]))
    page.get_by_role("link", name="What we ask of mentors", exact=True).click()
    heading(page, "What we ask of mentors")
    expect(page.get_by_role("heading", name="What a mentor is not")).to_be_visible()
