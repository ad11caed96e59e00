"""An institution's own face: who settles it, what pages and letters show of it."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.audit.models import Entry
from fairlead.institutions import actions
from fairlead.institutions.models import Logo
from fairlead.notifications import actions as outbox
from fairlead.notifications.faces import at_host, sender
from fairlead.programmes.enums import TeamRole
from tests import factories
from tests.institutions.drawing import png

pytestmark = pytest.mark.django_db
FACE = dict.fromkeys(actions.FACE_FIELDS, "")


def dress(institution, at, **face):
    by = factories.actor(factories.person())
    actions.set_face(institution, face={**FACE, **face}, by=by, at=at)
    institution.refresh_from_db()
    return institution


def letter(to, programme, at, key="one"):
    return outbox.write(
        key=key,
        kind="test",
        to_email=to,
        to_name="Ana",
        template="institutions_test.txt",
        context={"programme": programme},
        at=at,
    )


@pytest.fixture(autouse=True)
def template(settings, tmp_path):
    words = "{% autoescape off %}Hello\n\n→ See: http://localhost:8000/my/\n\n"
    ending = '{% include "programmes/letters/ending.txt" %}{% endautoescape %}'
    (tmp_path / "institutions_test.txt").write_text(words + ending)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]


def staff_of(institution, email):
    person = factories.person(email=email)
    factories.affiliation(person, factories.unit(institution))
    return person


def test_a_page_of_a_programme_shows_the_face_of_its_lead(client, at):
    programme = factories.programme()
    address = reverse("programmes:public", args=[programme.slug])
    plain = client.get(address).content.decode()
    dress(programme.lead, at, accent="#7a1fa2")
    actions.set_logo(programme.lead, given=png(), by=factories.actor(), at=at)
    programme.lead.refresh_from_db()
    page = client.get(address).content.decode()
    sheet = reverse("institutions:stylesheet", args=[programme.lead.pk, "7a1fa2"])
    logo = reverse("institutions:logo", args=[programme.lead.pk, programme.lead.logo_mark])
    assert (sheet in plain, "/faces/" in plain, "· Fairlead</title>" in plain) == (False, False, True)
    title = f"· {programme.lead.short_name}</title>"
    assert (sheet in page, logo in page, title in page) == (True, True, True)


def test_a_page_with_a_face_costs_no_query_more(client, at):
    programme = factories.programme()
    client.force_login(factories.member(programme))
    address = reverse("programmes:detail", args=[programme.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    dress(programme.lead, at, accent="#7a1fa2")
    with CaptureQueriesContext(connection) as after:
        page = client.get(address)
    assert "7a1fa2.css" in page.content.decode()
    assert len(after) == len(before)


def test_the_style_sheet_holds_the_readable_shades_and_nothing_of_a_stranger(client, at):
    institution = dress(factories.institution(), at, accent="#ffd400")
    found = client.get(reverse("institutions:stylesheet", args=[institution.pk, "ffd400"]))
    assert found["Content-Type"] == "text/css; charset=utf-8"
    assert "--harbour:light-dark(#" in found.content.decode()
    assert client.get(reverse("institutions:stylesheet", args=[institution.pk, "000000"])).status_code == 404


def test_a_logo_is_served_as_a_picture_that_nothing_else_can_be_read_from(client, at):
    institution = factories.institution()
    actions.set_logo(institution, given=png(), by=factories.actor(), at=at)
    institution.refresh_from_db()
    found = client.get(reverse("institutions:logo", args=[institution.pk, institution.logo_mark]))
    assert (found["Content-Type"], found["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "immutable" in found["Cache-Control"]
    assert "sandbox" in found["Content-Security-Policy"]
    actions.remove_logo(institution, by=factories.actor(), at=at)
    institution.refresh_from_db()
    assert (institution.logo_mark, Logo.objects.count()) == ("", 0)


def test_letters_show_the_sender_and_closing_of_the_recipients_own_institution(at):
    programme = factories.programme(letter_ending="Fair winds")
    dress(programme.lead, at, sender_name="Mentoring at Northport", letter_closing="From the lead")
    partner = dress(
        factories.institution("Coast Academy"),
        at,
        sender_name="Coast Academy",
        reply_to="care@coast.example",
        letter_closing="From the coast",
    )
    staff_of(partner, "pia@coast.example")
    home = letter("nobody@elsewhere.example", programme, at, "home")
    away = letter("Pia@coast.example", programme, at, "away")
    assert (home.sender_name, home.reply_to) == ("Mentoring at Northport", "")
    assert (away.sender_name, away.reply_to) == ("Coast Academy", "care@coast.example")
    assert ("Fair winds" in home.text, "From the coast" in away.text) == (True, True)


def test_the_mail_comes_from_the_installation_in_the_institutions_name(at, settings):
    settings.MAILBOX = False
    programme = factories.programme()
    dress(programme.lead, at, sender_name='Žilina, "mentoring"', reply_to="care@lead.example")
    outbox.send(letter("a@b.example", programme, at).pk, at=at)
    sent = mail.outbox[-1]
    assert (sent.reply_to, "fairlead@localhost" in sent.message()["From"]) == (["care@lead.example"], True)


def test_its_own_address_is_refused_unless_a_setting_allows_the_domain(at, settings):
    institution = factories.institution()
    with pytest.raises(actions.SenderNotAllowed):
        dress(institution, at, sender_address="post@lead.example")
    settings.SENDER_DOMAINS = ["lead.example"]
    dress(institution, at, sender_address="post@lead.example")
    programme = factories.programme(lead=institution)
    assert letter("a@b.example", programme, at).sender_address == "post@lead.example"
    settings.SENDER_DOMAINS = []
    assert letter("a@b.example", programme, at, "later").sender_address == ""


def test_a_sender_is_one_line_whatever_the_name():
    assert sender("", "") == "Fairlead <fairlead@localhost>"
    assert "\n" not in sender("A\nBcc: x@y.example", "")


def test_only_links_to_the_installation_lead_to_another_host():
    words = "→ See: http://localhost:8000/my/ and http://localhost:80001/ and http://other.example/"
    assert at_host(words, "https://m.example") == (
        "→ See: https://m.example/my/ and http://localhost:80001/ and http://other.example/"
    )


def form(**given):
    return {"accent": "", "sender_name": "", "reply_to": "", "letter_closing": "", **given}


def test_a_coordinator_settles_the_face_of_their_own_institution_only(client):
    programme = factories.programme()
    partner = factories.institution("Coast Academy")
    factories.Partner.objects.create(programme=programme, institution=partner)
    pia = factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=partner)
    client.force_login(pia)
    own = reverse("partnerships:institution", args=[partner.pk])
    assert client.post(own, form(accent="7A1FA2", sender_name=" Coast\r\nBcc: x ")).status_code == 302
    partner.refresh_from_db()
    assert (partner.accent, partner.sender_name) == ("#7a1fa2", "Coast Bcc: x")
    assert client.get(reverse("partnerships:institution", args=[programme.lead.pk])).status_code == 404
    entry = Entry.objects.get(verb="institution face")
    assert entry.details == {"changed": ["accent", "sender_name"]}


def test_a_partner_coordinator_whose_institution_has_left_settles_nothing(client, at):
    programme = factories.programme()
    partner = factories.institution("Coast Academy")
    factories.Partner.objects.create(programme=programme, institution=partner, left_on=at.date())
    client.force_login(factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=partner))
    assert client.get(reverse("partnerships:institution", args=[partner.pk])).status_code == 404


@pytest.mark.parametrize("wrong", ["red", "#12", "#0b6e7}", "#0b6e75}"])
def test_a_wrong_colour_is_said_beside_its_field_and_nothing_is_stored(client, wrong):
    programme = factories.programme()
    client.force_login(factories.member(programme))
    where = reverse("partnerships:institution", args=[programme.lead.pk])
    answer = client.post(where, form(accent=wrong))
    programme.lead.refresh_from_db()
    assert (answer.status_code, programme.lead.accent) == (422, "")


def test_a_file_that_is_no_logo_is_refused_with_a_sentence(client):
    programme = factories.programme()
    client.force_login(factories.member(programme))
    where = reverse("partnerships:institution", args=[programme.lead.pk])
    wrong = client.post(where, form(logo=SimpleUploadedFile("logo.svg", b"<svg/>")))
    assert (wrong.status_code, "The file is not a PNG picture." in wrong.content.decode()) == (422, True)
    right = client.post(where, form(logo=SimpleUploadedFile("logo.png", png())))
    programme.lead.refresh_from_db()
    assert (right.status_code, len(programme.lead.logo_mark)) == (302, 16)
    assert client.post(where, form(remove_logo="on")).status_code == 302
    programme.lead.refresh_from_db()
    assert programme.lead.logo_mark == ""
