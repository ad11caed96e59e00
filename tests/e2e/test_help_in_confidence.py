"""A mentee says she is unsure and writes in confidence; the coordinator cares; the mentor sees nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from fairlead.support.models import Case
from tests import factories
from tests.e2e.scene import click, heading, sign_in
from tests.support import scenes

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Our dates move at an hour’s notice."


@pytest.fixture
def pair():
    one = scenes.pair(timezone.now(), met=[3])
    for half, name in ((one.mentee, "Ming Mentee"), (one.mentor, "Moana Mentor")):
        half.person.name, half.person.email = name, f"{name.split()[0].lower()}@northport.example"
        half.person.set_password("password")
        half.person.save()
    who = factories.person("Cora Coordinator", email="cora@northport.example", password=True)
    factories.member(one.round.programme, who=who)
    return one


def test_help_reaches_one_person_and_not_the_other_half(visitor, pair):
    address = reverse("support:help", args=[pair.pk])
    mentee = visitor(width=360)
    sign_in(mentee, "ming@northport.example")
    mentee.goto(address)
    click(mentee, "I am unsure")
    expect(mentee.locator("#unsure")).to_contain_text("You told Cora Coordinator")
    mentee.get_by_role("link", name="Write in confidence").click()
    mentee.get_by_label("What would you like to say?").fill(WORDS)
    click(mentee, "Send")
    expect(mentee.locator("#concern")).to_contain_text(WORDS)

    cora = visitor()
    sign_in(cora, "cora@northport.example")
    cora.goto(reverse("support:case", args=[Case.objects.get(origin="concern").pk]))
    expect(cora.locator("main")).to_contain_text(WORDS)
    cora.get_by_label("A note").fill("Called her.")
    click(cora, "Add the note")
    expect(cora.locator("#notes")).to_contain_text("Called her.")
    cora.get_by_text("Close the case").first.click()
    cora.get_by_label("Talked through; the pair goes on").check()
    click(cora, "Close the case")
    expect(cora.locator("main")).to_contain_text("The case is closed.")
    cora.goto(reverse("support:pairs", args=[pair.round.programme_id]))
    heading(cora, "How pairs fare")
    expect(cora.locator("tbody tr")).to_contain_text("One of the two has asked for a quiet word.")

    mentor = visitor()
    sign_in(mentor, "moana@northport.example")
    mentor.goto(address)
    expect(mentor.locator("main")).not_to_contain_text(WORDS)
    expect(mentor.locator("main")).not_to_contain_text("You told")
