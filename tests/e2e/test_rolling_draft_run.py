"""A rolling intake makes its draft run, offers reserve people, and whoever waits is told the truth."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fairlead.matching import tasks
from fairlead.matching.actions import running
from fairlead.matching.enums import RunState
from fairlead.matching.models import Run, Schedule
from fairlead.programmes.enums import Side
from tests import factories
from tests.e2e.scene import click, heading, letter_link, sign_in
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db(transaction=True)

ASTA = "asta@northport.example"
CHEN, DANA = "chen@northport.example", "dana@northport.example"


@pytest.fixture
def here(live_server, settings):
    """A rolling intake with a mentor for Chen, and nobody for what Dana wants."""
    settings.BASE_URL = live_server.url
    made = pool()
    made.round.rolling, made.round.name = True, "All year round"
    made.round.save()
    factories.member(made.round.programme, who=factories.person("Ásta Jónsdóttir", email=ASTA, password=True))
    made.mentor("Ana")
    made.mentee("Chen")
    dana = factories.person("Dana", email=DANA, password=True)
    made.mentee("Dana", ("Taxation",), who=dana)
    return made


def noon(days):
    """Midday so many days from today, where the programme is at home."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(12)))


def sweep(days):
    """What the worker does by itself on that day; whether a draft was made."""
    before = Run.objects.count()
    tasks.sweep(at=noon(days))
    for run in Run.objects.filter(state=RunState.QUEUED):
        running.carry_out(run.pk, at=noon(days))
    return Run.objects.count() > before


def set_schedule_by_keyboard(office, here):
    """From the matching page to a daily schedule, without a mouse."""
    office.goto(f"/rounds/{here.round.pk}/matching/")
    office.get_by_role("link", name="Schedule").press("Enter")
    heading(office, "Draft runs by themselves")
    expect(office.locator("main")).to_contain_text("No schedule is set")
    expect(office.get_by_label("Day of the week")).to_be_visible()
    office.get_by_label("Every week").press("ArrowUp")
    expect(office.get_by_label("Every day")).to_be_checked()
    expect(office.get_by_label("Day of the week")).to_be_hidden()
    office.get_by_role("button", name="Keep the schedule").press("Enter")
    expect(office.locator("main")).to_contain_text("Every draft waits for your decision.")
    expect(office.locator("main")).to_contain_text("Next draft run:")


def decide_on_the_draft(office):
    """From the letter to the pairs, and the offers sent."""
    office.goto(letter_link(office, ASTA, "A draft of new pairs waits for you"))
    heading(office, "The best pairs, run 1")
    expect(office.locator("li.pair-row")).to_have_count(1)
    expect(office.locator("li.pair-row")).to_contain_text("Chen")
    expect(office.locator("li.unmatched")).to_contain_text("Dana")
    office.get_by_role("link", name="Send offers").click()
    click(office, "Send the offers now")
    expect(office.locator("main")).to_contain_text("1 pair has been written to.")


def test_a_draft_is_made_decided_on_and_its_people_are_reserved(here, visitor):
    office = visitor()
    sign_in(office, ASTA)
    set_schedule_by_keyboard(office, here)
    assert (sweep(1), sweep(1)) == (True, False)
    decide_on_the_draft(office)

    office.goto(f"/rounds/{here.round.pk}/matching/")
    expect(office.locator("main")).to_contain_text(
        "Held back by mentorships and open offers: mentees 1, places 1."
    )
    assert sweep(2) is False
    here.mentor("Boris", ("Taxation",), languages=["fr"])
    here.add("Emil", Side.MENTEE, unit=factories.unit(here.home), languages=["fr"], areas=("Taxation",))
    assert sweep(3) is True
    office.goto(f"/rounds/{here.round.pk}/matching/")
    office.get_by_role("link", name="Run 2").first.click()
    expect(office.locator("li.pair-row")).to_have_count(1)
    expect(office.locator("li.pair-row")).to_contain_text("Emil")


def test_a_schedule_is_paused_and_taken_up_again(here, visitor):
    office = visitor(width=360, scheme="dark")
    sign_in(office, ASTA)
    set_schedule_by_keyboard(office, here)
    click(office, "Pause")
    expect(office.locator("main")).to_contain_text("The schedule is paused")
    assert sweep(1) is False
    click(office, "Go on")
    expect(office.locator("main")).to_contain_text("Next draft run:")
    Schedule.objects.update(last_looked_at=timezone.now() - timedelta(days=1))
    assert sweep(1) is True


def test_who_waits_reads_the_truth_gets_letters_and_may_leave(here, visitor):
    office, dana = visitor(), visitor(width=360)
    sign_in(office, ASTA)
    set_schedule_by_keyboard(office, here)
    assert sweep(1) is True
    assert sweep(16) is False
    sign_in(dana, DANA)
    dana.goto(letter_link(dana, DANA, "How your wait stands"))
    heading(dana, "Your application as mentee")
    for words in (
        " of 2, by how long people have waited",
        "No mentor with a free place offers what you want to develop (Taxation).",
        "We cannot say yet",
        "Next matching planned",
    ):
        expect(dana.locator("main")).to_contain_text(words)
    dana.get_by_role("link", name="Suggest a mentor").click()
    heading(dana, "mentor")
    dana.go_back()
    dana.get_by_role("button", name="Withdraw this application").click()
    dana.get_by_role("dialog").get_by_role("button", name="Yes, withdraw it").click()
    expect(dana.locator("main")).to_contain_text("withdrawn")
    office.goto(f"/rounds/{here.round.pk}/waiting/")
    expect(office.locator("main")).not_to_contain_text("Dana")
