"""Two people come to the end: one asks to go on, they close instead, and the mentee becomes a mentor."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from fairlead.applications.models import Application
from fairlead.mentorships.actions import ending
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Comment, Mentorship, Thanks
from fairlead.programmes.enums import Side, TeamRole
from tests import factories
from tests.e2e.scene import click, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair():
    today = timezone.localdate()
    programme = factories.programme("Harbour", published=True)
    dates = {"opens_on": today - timedelta(days=5), "closes_on": None, "starts_on": None, "ends_on": None}
    round = factories.round(programme, rolling=True, **dates)
    halves = {
        side: factories.participation(
            round, side, factories.person(name, email=f"{name.lower()}@northport.example", password=True)
        )
        for side, name in ((Side.MENTOR, "Bo"), (Side.MENTEE, "Ana"))
    }
    factories.member(
        programme,
        TeamRole.COORDINATOR,
        factories.person("Cora", email="cora@northport.example", password=True),
    )
    span = {"starts_on": today - timedelta(days=180), "ends_on": today + timedelta(days=7)}
    return factories.mentorship(
        round, halves[Side.MENTOR], halves[Side.MENTEE], state=MentorshipState.ACTIVE, **span
    )


def at_home(visitor, name, **size):
    page = visitor(**size)
    sign_in(page, f"{name}@northport.example")
    return page


def test_two_close_well(visitor, pair):
    ana, bo = at_home(visitor, "ana"), at_home(visitor, "bo", width=360)
    detail = reverse("mentorships:detail", args=[pair.pk])
    ana.goto(detail)
    ana.get_by_role("link", name="Go on longer").click()
    click(ana, "Ask Bo")
    expect(ana.locator("main")).to_contain_text("You get a letter as soon as the other has answered.")

    bo.goto(reverse("mentorships:extend", args=[pair.pk]))
    click(bo, "Rather keep the last day")
    expect(bo.locator("main")).to_contain_text("nobody asks why")

    bo.get_by_role("link", name="Closing").click()
    bo.get_by_label("Your thanks").fill("Your questions made me think anew.")
    click(bo, "Say thank you")
    assert bo.evaluate("document.documentElement.scrollWidth") <= 360

    pair.refresh_from_db()
    ending.complete(
        Mentorship.objects.select_related("round__programme", "mentor__person", "mentee__person").get(),
        by=factories.actor(),
        at=timezone.now(),
    )
    ana.goto(reverse("mentorships:closing", args=[pair.pk]))
    expect(ana.locator("blockquote")).to_contain_text("Your questions made me think anew.")
    ana.get_by_label("Your words for the programme").fill("Worth every hour.")
    ana.get_by_label("Without my name").check()
    click(ana, "Keep it this way")
    expect(ana.locator("main")).to_contain_text("You agreed to this on")
    click(ana, "Yes, I would")
    expect(ana.locator("main")).to_contain_text("Your application is begun")

    cora = at_home(visitor, "cora")
    cora.goto(reverse("mentorships:comments", args=[pair.round.programme_id]))
    expect(cora.locator("main")).to_contain_text("Worth every hour.")
    expect(cora.locator("main")).not_to_contain_text("Ana")
    assert (Thanks.objects.count(), Comment.objects.count()) == (1, 1)
    assert Application.objects.get().side == Side.MENTOR


def test_one_ends_in_two_clicks_and_asks_for_another(visitor, pair):
    ana = at_home(visitor, "ana", width=360)
    ana.goto(reverse("mentorships:detail", args=[pair.pk]))
    ana.get_by_role("link", name="End the mentorship").click()
    click(ana, "End the mentorship today")
    expect(ana.locator("main")).to_contain_text("Would you like another mentor?")
    click(ana, "Yes, find me another mentor")
    expect(ana.locator("main")).to_contain_text("You are back in the pool")
    assert ana.evaluate("document.documentElement.scrollWidth") <= 360
