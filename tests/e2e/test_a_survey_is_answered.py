"""A pulse is answered from the letter without signing in, on a phone; the team sees only groups."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from fairlead.surveys.actions import answering
from fairlead.surveys.actions.letters import secret_of
from tests import factories
from tests.e2e.scene import click, sign_in
from tests.surveys import asking

pytestmark = pytest.mark.django_db(transaction=True)


def test_pulse_is_answered_on_a_phone_and_shown_in_groups(visitor):
    now = timezone.now()
    today = timezone.localdate()
    round = asking.round_with_pairs(6, starts_on=today, ends_on=today + timedelta(days=180))
    lead = factories.member(
        round.programme, who=factories.person(email="asta@northport.example", password=True)
    )
    wave = asking.wave(round, "pulse", at=now)
    first, *others = asking.asks(wave)
    phone = visitor(width=360)
    phone.goto(reverse("surveys:by_link", args=[secret_of(first)]))
    expect(phone.locator("main")).to_contain_text("Anonymous")
    phone.get_by_label("4", exact=True).check()
    phone.get_by_label("Is there anything the programme could do?").fill("A list of partner offices.")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    click(phone, "Keep them and go on later")
    expect(phone.get_by_label("4", exact=True)).to_be_checked()
    click(phone, "Send my answers")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Thank you!")
    for ask in others[:8]:
        answering.send(ask, {"going": 3}, at=now)
    team = visitor()
    sign_in(team, lead.email)
    team.goto(reverse("surveys:wave", args=[wave.pk]))
    expect(team.locator("main")).to_contain_text("9 of 12 people asked have answered.")
    expect(team.locator("main")).to_contain_text("Nothing to show yet")
    click(team, "Close it now")
    click(team, "Yes, close it")
    expect(team.locator("main")).to_contain_text("From 9 answers.")
    expect(team.locator("main")).not_to_contain_text("A list of partner offices.")
