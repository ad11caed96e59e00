"""Three institutions at once: limits and approvals, a decline replaced, and a case that two of them share."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes.enums import RoundState, Side, TeamRole
from fairlead.programmes.models import Partner
from fairlead.support.models import Sharing
from tests import factories
from tests.e2e.scene import click, heading, sign_in
from tests.matching.pools import Pool

pytestmark = pytest.mark.django_db(transaction=True)
COAST, HILL = "Coast Academy", "Hill College"
WHY_NOT = "They share an office."
SUMMARY = "Their dates keep moving."
ANSWER = "Tuesdays are kept free now."
OWN = "Ask his head about the spring."


@pytest.fixture
def here(live_server, settings):
    """An open round with people of three institutions, and a pair across two of them."""
    settings.BASE_URL = live_server.url
    programme = factories.programme("Safe Harbour", lead=factories.institution("Harbour University"))
    office = factories.person("Ásta Lead", email="asta@harbour.example", password=True)
    factories.member(programme, who=office)
    places = {"lead": programme.lead}
    for key, name, who in (("coast", COAST, "Pia Coast"), ("hill", HILL, "Tara Hill")):
        places[key] = factories.institution(name)
        Partner.objects.create(programme=programme, institution=places[key])
        person = factories.person(who, email=f"{who.split()[0].lower()}@{key}.example", password=True)
        factories.member(programme, TeamRole.PARTNER_COORDINATOR, person, institution=places[key])
    made = Pool(factories.round(programme, name="Autumn"), office, places["lead"], places["coast"])
    people(made, places)
    paired(programme, places)
    return made


def people(made, places):
    """Ann and Ben want what one partner each has the best mentor for; Hana could stand in for Ben."""
    units = {key: factories.unit(one) for key, one in places.items()}
    made.add("Ann", Side.MENTEE, ("Taxation",), unit=units["lead"])
    made.add("Ben", Side.MENTEE, ("Dual career",), unit=units["lead"])
    made.add("Carlos", Side.MENTOR, ("Taxation",), unit=units["coast"])
    made.add("Henk", Side.MENTOR, ("Dual career",), unit=units["hill"])
    made.add("Hana", Side.MENTOR, ("Dual career",), unit=factories.unit(places["lead"]), grade=3)


def paired(programme, places):
    """Ming, of the leading institution, is the mentee of Moana, of the coast."""
    before = factories.round(programme, name="Spring", state=RoundState.CLOSED)
    halves = {}
    for name, side, place in (("Ming", Side.MENTEE, "lead"), ("Moana", Side.MENTOR, "coast")):
        halves[side] = factories.participation(before, side, factories.person(name))
        factories.affiliation(halves[side].person, factories.unit(places[place]))
    sides = (halves[Side.MENTOR], halves[Side.MENTEE])
    factories.mentorship(before, *sides, state=MentorshipState.ACTIVE)


def matches_within_limits(lead, here):
    """Set a limit of each partner, find the best pairs, and send them for approval."""
    lead.goto(f"/rounds/{here.round.pk}/quotas/")
    for name in (COAST, HILL):
        lead.get_by_label(f"Mentors of {name}: pairs at most").fill("1")
    click(lead, "Keep the limits")
    lead.goto(f"/rounds/{here.round.pk}/matching/")
    click(lead, "Find the best pairs")
    heading(lead, "The best pairs, run 1")
    expect(lead.locator("main")).to_contain_text(f"Pairs with mentors of {COAST}: 1 (at most 1).")
    click(lead, "Send for approval")
    expect(lead.locator("main")).to_contain_text("2 pairs were sent for approval.")


def side(page, institution):
    """The row of an institution among the approvals of a run."""
    return page.locator("#approvals tbody tr").filter(has_text=institution)


def opens_a_case_and_offers_it(lead, here):
    """A case by hand about the pair across, with a note of her own, offered to the coast."""
    lead.goto(f"/programmes/{here.round.programme_id}/support/cases/new/")
    lead.get_by_label("About which pair?").select_option(label="Ming – Moana")
    lead.get_by_label("A first note").fill("Rang Ming.")
    click(lead, "Open the case")
    lead.get_by_role("link", name="Share it").click()
    heading(lead, "Share it with another institution")
    expect(lead.locator("form.card")).not_to_contain_text("Tara Hill")
    lead.get_by_label("What the two coordinators write").check()
    lead.get_by_label("The summary they read").fill(SUMMARY)
    click(lead, "Offer it")
    heading(lead, "Shared case")
    return str(Sharing.objects.get().case_id)


def each_sees_their_own(pia, tara, here):
    """On the page of approvals stand the pairs of one's own people."""
    for page, theirs, not_theirs in ((pia, "Carlos", "Henk"), (tara, "Henk", "Carlos")):
        page.goto(f"/rounds/{here.round.pk}/approvals/")
        expect(page.locator("main")).to_contain_text(theirs)
        expect(page.locator("main")).not_to_contain_text(not_theirs)


def answer_while_the_lead_looks_on(lead, pia, tara):
    """One partner approves and the other declines with a reason; the lead's page follows."""
    expect(side(lead, COAST)).to_contain_text("1 pair, until")
    click(pia, "Approve")
    expect(pia.locator("main")).to_contain_text("1 pair is approved.")
    lead.reload()
    expect(side(lead, COAST)).to_contain_text("1 of 1")
    expect(side(lead, HILL)).to_contain_text("1 pair, until")
    tara.locator("summary", has_text="Decline").click()
    tara.get_by_label("Why not?").fill(WHY_NOT)
    click(tara, "Decline this pair")
    expect(tara.locator("main")).to_contain_text("The pair is declined")
    lead.reload()
    expect(lead.locator("#approvals")).to_contain_text(WHY_NOT)


def replaces_with_the_least_change(lead):
    """The declined pair is made anew, and the other stays."""
    click(lead, "Replace and change the least")
    heading(lead, "The best pairs, run 2")
    rows = lead.locator("li.pair-row")
    expect(rows.filter(has_text="Ann")).to_contain_text("Carlos")
    expect(rows.filter(has_text="Ben")).to_contain_text("Hana")


def accepts_and_writes(pia):
    """From her home page to the shared case: a note of her own, and a word for both."""
    pia.goto("/")
    expect(pia.locator("main")).to_contain_text("Ásta Lead offers to share a case")
    pia.goto(shared_page())
    heading(pia, "A case is offered to you")
    expect(pia.locator("main")).not_to_contain_text(SUMMARY)
    click(pia, "Accept")
    expect(pia.locator("main")).to_contain_text(SUMMARY)
    expect(pia.locator("main")).not_to_contain_text("Rang Ming.")
    pia.get_by_label("A note for yourself").fill(OWN)
    click(pia, "Keep the note")
    expect(pia.locator("#own")).to_contain_text(OWN)
    pia.get_by_label("What do you want to say?").fill(ANSWER)
    click(pia, "Write to both")
    expect(pia.locator("#words")).to_contain_text(ANSWER)


def shared_page():
    """The one page of what is shared."""
    return reverse("support:sharing", args=[Sharing.objects.get().pk])


def closes(lead, case):
    """The lead says what became of it."""
    lead.goto(f"/cases/{case}/")
    lead.get_by_text("Close the case").first.click()
    lead.get_by_label("The two agreed on something new").check()
    click(lead, "Close the case")
    expect(lead.locator("main")).to_contain_text("The case is closed.")


def sees_nothing_of_it(tara):
    """Neither the page, nor the list, nor a letter."""
    tara.goto(shared_page())
    expect(tara.locator("body")).not_to_contain_text(SUMMARY)
    tara.goto("/cases/?state=shared")
    expect(tara.locator("main")).to_contain_text("Nothing is shared with you")
    tara.goto("/mailbox/?to=tara@hill.example")
    expect(tara.locator("main")).not_to_contain_text("share")


def test_three_coordinators_supervise_one_programme_at_once(here, visitor):
    lead, pia, tara = visitor(), visitor(width=360, scheme="dark"), visitor(expected=(404,))
    sign_in(lead, "asta@harbour.example")
    sign_in(pia, "pia@coast.example")
    sign_in(tara, "tara@hill.example")

    matches_within_limits(lead, here)
    each_sees_their_own(pia, tara, here)
    answer_while_the_lead_looks_on(lead, pia, tara)
    replaces_with_the_least_change(lead)
    pia.reload()
    expect(pia.locator("main")).not_to_contain_text(WHY_NOT)

    case = opens_a_case_and_offers_it(lead, here)
    accepts_and_writes(pia)
    lead.goto(shared_page())
    expect(lead.locator("#words")).to_contain_text(ANSWER)
    expect(lead.locator("main")).not_to_contain_text(OWN)
    sees_nothing_of_it(tara)

    closes(lead, case)
    pia.reload()
    expect(pia.locator("main")).to_contain_text("The two agreed on something new")
    expect(pia.get_by_label("What do you want to say?")).to_have_count(0)
