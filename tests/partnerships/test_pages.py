"""The pages on which two institutions come to an arrangement."""

import io

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.institutions.models import Institution
from fairlead.partnerships import queries
from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.programmes.enums import TeamRole
from tests import factories
from tests.partnerships import arranging
from tests.partnerships.arranging import WORDS
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db


def posted(**words):
    return {"seen": "1", **WORDS, **words}


def write(client, two, **words):
    return client.post(reverse("partnerships:write", args=[two.partnership.pk]), posted(**words))


def page(client, two):
    return text(client.get(reverse("partnerships:page", args=[two.partnership.pk])))


def test_a_coordinator_names_a_new_institution_and_writes_the_words_with_the_invitation(client, at):
    programme = factories.programme()
    client.force_login(factories.member(programme))
    where = reverse("partnerships:invite", args=[programme.pk])
    given = {"new_name": "  Ωmega   Институт ", "name": "Zoë Ó", "email": "zoe@omega.example"}
    sent = client.post(where, given)
    made = Partnership.objects.get()
    assert (sent.url, made.institution.name) == (
        reverse("partnerships:write", args=[made.pk]),
        "Ωmega Институт",
    )
    start = client.get(sent.url).context["form"].initial
    assert (start["partner_contact_email"], start["kept_months"]) == ("zoe@omega.example", 24)
    client.post(sent.url, posted(seen="0"))
    assert (Arrangement.objects.get().number, arranging.letters("invitation")) == (1, ["zoe@omega.example"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Choose an institution, or write the name of a new one."),
        ({"new_name": "A", "institution": "first"}, "Choose one or write one, not both."),
        ({"new_name": "x" * 201}, "At most 200 characters"),
        ({"new_name": "Lead"}, "This institution leads the programme"),
        ({"new_name": "a\x00b"}, "There is a character in it that cannot be kept."),
    ],
)
def test_an_invitation_names_one_institution(client, given, said):
    programme = factories.programme(lead=factories.institution("Lead"))
    other = factories.institution("Other")
    client.force_login(factories.member(programme))
    if given.get("institution"):
        given = {**given, "institution": other.pk}
    answer = client.post(
        reverse("partnerships:invite", args=[programme.pk]), {"name": "A", "email": "a@b.example", **given}
    )
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert (Partnership.objects.count(), Institution.objects.count()) == (0, 2)


def test_a_partner_without_an_arrangement_keeps_working_and_one_can_be_written(client, at):
    programme = factories.programme()
    coast = factories.institution("Coast")
    partner = factories.Partner.objects.create(programme=programme, institution=coast)
    pia = factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=coast)
    client.force_login(factories.member(programme))
    listed = text(client.get(reverse("partnerships:partners", args=[programme.pk])))
    invite = f"{reverse('partnerships:invite', args=[programme.pk])}?institution={partner.pk}"
    assert ("No written arrangement yet" in listed, invite in listed) == (True, True)
    assert client.get(invite).context["form"].initial == {
        "institution": coast.pk,
        "name": pia.name,
        "email": pia.email,
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"purpose": ""}, "Purpose: Fill this in."),
        ({"purpose": "x" * 5001}, "At most 5000 characters"),
        ({"ends_on": "2026-10-01"}, "It ends after it begins."),
        ({"lead_share": "61"}, "Together the shares make 100 per cent."),
        ({"lead_share": ""}, "Say how much this side bears"),
        ({"cost_kind": "money"}, "Say in which currency."),
        ({"mentors": "1000"}, "to 999."),
        ({"mentees": "-1"}, "Enter a whole number from 0 to 999."),
        ({"lead_dpo_email": "nobody"}, "Enter an e-mail address, such as name@example.org."),
        ({"shared": []}, "Data that are shared: Choose at least one."),
        ({"control": "nobody"}, "Choose one of those that are listed."),
        ({"supervision": "a\x00"}, "There is a character in it that cannot be kept."),
        ({"seen": "0"}, "A version was proposed since you opened the page."),
        ({"seen": "²"}, "A version was proposed since you opened the page."),
        ({}, "These are the words of version 1 already."),
    ],
)
def test_words_that_do_not_fit_are_told_and_what_was_typed_stays(client, at, words, said):
    two = arranging.talking(at)
    client.force_login(two.pia)
    answer = write(client, two, **words)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert "dpo@partner.example" in text(answer)
    assert Arrangement.objects.count() == 1


def test_the_partner_proposes_a_change_both_sign_and_the_page_says_how_it_stands(client, at):
    two = arranging.talking(at)
    client.force_login(two.pia)
    assert "Nobody has signed this version yet" in page(client, two)
    write(client, two, mentors="2", note="Four are <too> many.")
    shown = page(client, two)
    assert "<del>4 mentors a year</del>" in shown
    assert "<ins>2 mentors a year</ins>" in shown
    assert "Four are &lt;too&gt; many." in shown
    second = two.shelf().proposed
    client.post(reverse("partnerships:sign", args=[second.pk]), {"seen": second.digest})
    assert "You have signed" in page(client, two)
    client.force_login(two.cora)
    assert "It is your turn" in page(client, two)
    signed = client.post(reverse("partnerships:sign", args=[second.pk]), {"seen": second.digest}, follow=True)
    assert "Signed by both sides: the arrangement is in force." in text(signed)
    client.force_login(two.pia)
    assert client.get(reverse("programmes:detail", args=[two.programme.pk])).status_code == 200


def test_the_second_of_two_windows_that_signs_an_overtaken_version_is_told(client, at):
    two = arranging.talking(at)
    first = two.shelf().proposed
    client.force_login(two.cora)
    write(client, two, mentors="2")
    stale = client.post(reverse("partnerships:sign", args=[first.pk]), {"seen": first.digest}, follow=True)
    assert "Another version waits for signatures by now." in text(stale)


def test_declining_asks_for_a_reason(client, at):
    two = arranging.talking(at)
    client.force_login(two.pia)
    where = reverse("partnerships:decline", args=[two.partnership.pk])
    assert client.post(where, {"reason": " ", "seen": "1"}).status_code == 422
    client.post(where, {"reason": "No <b>means</b>.", "seen": "1"})
    assert "No &lt;b&gt;means&lt;/b&gt;." in page(client, two)
    again = client.post(where, {"reason": "Twice.", "seen": "1"}, follow=True)
    assert "settled by now" in text(again)


def test_the_coordinator_renews_and_withdraws_on_the_page(client, at):
    two = arranging.begun(at)
    client.force_login(two.cora)
    write(client, two, seen="0")
    before = arranging.link(two)
    renewed = client.post(
        reverse("partnerships:renew", args=[two.partnership.pk]), {"name": "Q", "email": "q@coast.example"}
    )
    assert (renewed.status_code, arranging.link(two) == before) == (302, False)
    assert client.get(before).status_code == 404
    client.post(reverse("partnerships:withdraw", args=[two.partnership.pk]))
    assert "The invitation is withdrawn" in page(client, two)
    assert client.get(arranging.link(two)).status_code == 410
    twice = client.post(reverse("partnerships:withdraw", args=[two.partnership.pk]), follow=True)
    assert "already changed" in text(twice)


def test_old_versions_are_read_as_they_were_and_printed_with_their_signatures(client, at):
    two = arranging.in_force(at)
    arranging.propose(two, two.lead, at, purpose="Καλημέρα, мир, 你好 #strong[x] = *a*")
    client.force_login(two.pia)
    looked = text(client.get(reverse("partnerships:version", args=[two.partnership.pk, 1])))
    assert "You are reading version 1 as it was written." in looked
    for number, words in ((1, "Learn from each other."), (2, "#strong[x] = *a*")):
        paper = client.get(reverse("partnerships:paper", args=[two.partnership.pk, number]))
        assert paper.headers["Content-Type"] == "application/pdf"
        read = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
        assert words in " ".join(read.split())
    assert two.shelf().numbered(2).digest[:20] in read


def test_the_list_and_the_page_ask_as_often_for_three_as_for_one(client, at):
    two = arranging.in_force(at)
    client.force_login(two.cora)
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("partnerships:partners", args=[two.programme.pk]))
            client.get(reverse("partnerships:page", args=[two.partnership.pk]))
        counts.append(len(asked))
        for number in range(2):
            arranging.propose(two, two.lead, at, mentors=10 + number)
            other = factories.institution()
            factories.Partner.objects.create(programme=two.programme, institution=other)
    assert counts[0] == counts[1]


def test_the_shelf_knows_what_a_version_is_compared_with(at):
    two = arranging.in_force(at)
    second = arranging.propose(two, two.lead, at, mentors=1)
    third = arranging.propose(two, two.lead, at, mentors=2)
    shelf = queries.shelf(two.stored())
    assert shelf.before(shelf.numbered(3)).number == 1
    assert shelf.before(shelf.numbered(2)).number == 1
    assert (shelf.before(shelf.numbered(1)), second.number, third.number) == (None, 2, 3)
