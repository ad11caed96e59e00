"""The pages and files of the yearly assessment."""

import csv
import html
import io
import json
import re
from datetime import timedelta

import docx
import pdfua
import pypdf
import pytest
from django.urls import reverse

from fairlead.evaluation.models import AgreedAction, Assessment
from fairlead.evaluation.models.assessments import Voice
from fairlead.evaluation.queries import assessments as queries
from fairlead.kernel.fingerprints import digest
from fairlead.mentorships.actions import closing
from fairlead.mentorships.enums import MentorshipState, Naming
from fairlead.programmes.enums import Side, TeamRole
from tests import factories
from tests.evaluation import assessing, spending
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db
ODD = "=1+1 “Ünïcode” 国際 <b>#read</b>"


@pytest.fixture
def programme():
    return factories.programme(aim=ODD, goal_kinds=[])


@pytest.fixture
def people(programme):
    partner = factories.institution("Northport Academy")
    return {
        "coordinator": factories.member(programme),
        "iro": factories.member(programme, TeamRole.IRO_LEAD),
        "hr": factories.member(programme, TeamRole.HR_LEAD),
        "partner": factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=partner),
    }


@pytest.fixture
def year(programme, people):
    spending.entry(programme, factories.AT.date(), hours="7")
    return assessing.begun(programme)


def closed_pair(programme):
    round = factories.round(programme)
    mentor, mentee = (factories.participation(round, side) for side in (Side.MENTOR, Side.MENTEE))
    days = {"starts_on": factories.AT.date() - timedelta(days=180), "ends_on": factories.AT.date()}
    done = {"state": MentorshipState.COMPLETED, "ended_on": factories.AT.date()}
    return factories.mentorship(round, mentor, mentee, **days, **done)


def page(year):
    return reverse("evaluation:assessment", args=[year.pk])


def hidden(response, name):
    return html.unescape(re.search(f'name="{name}" value="([^"]*)"', response.content.decode())[1])


def test_one_button_prepares_the_year(client, programme, people):
    spending.entry(programme, factories.AT.date(), hours="7")
    client.force_login(people["coordinator"])
    address = reverse("evaluation:assessments", args=[programme.pk])
    assert "Prepare 2026" in text(client.get(address))
    made = client.post(address, {"year": "2026"})
    shown = text(client.get(made.headers["Location"]))
    assert ("Delivery: hours" in shown, ">7.0<" in shown) == (True, True)
    assert "No recommendations are written." in shown
    assert client.post(address, {"year": "2026"}).headers["Location"] == address
    assert client.post(address, {"year": "1999"}).headers["Location"] == address
    assert Assessment.objects.count() == 1


def test_only_coordinators_prepare(client, programme, people):
    client.force_login(people["hr"])
    address = reverse("evaluation:assessments", args=[programme.pk])
    assert "Prepare" not in text(client.get(address))
    assert client.post(address, {"year": "2026"}).status_code == 404


def test_the_report_is_written_part_by_part(client, year, people):
    client.force_login(people["iro"])
    address = {
        part: reverse("evaluation:assessment_write", args=[year.pk, part])
        for part in ("words", "aims", "self-check")
    }
    shown = client.get(address["words"])
    client.post(address["words"], {"as_shown": hidden(shown, "as_shown"), "recommendations": "Go on."})
    aim = year.aims.get()
    shown = client.get(address["aims"])
    fields = {f"text-{aim.pk}": ODD, f"reached-{aim.pk}": "partly", f"note-{aim.pk}": "Half of it"}
    sent = fields | {"as_shown": hidden(shown, "as_shown"), "new": "Another aim"}
    assert client.post(address["aims"], sent).headers["Location"] == address["aims"]
    shown = client.get(address["self-check"])
    sent = {"as_shown": hidden(shown, "as_shown"), "level-ethics": "3", "note-ethics": "Contacts named"}
    client.post(address["self-check"], sent)
    year.refresh_from_db()
    assert year.recommendations == "Go on."
    assert year.checks == {"ethics": {"level": 3, "note": "Contacts named"}}
    assert list(year.aims.values_list("text", "reached", "note")) == [
        (ODD, "partly", "Half of it"),
        ("Another aim", "open", ""),
    ]
    assert client.get(reverse("evaluation:assessment_write", args=[year.pk, "else"])).status_code == 404


def test_two_who_write_at_once_do_not_undo_each_other(client, year, people):
    client.force_login(people["iro"])
    address = reverse("evaluation:assessment_write", args=[year.pk, "words"])
    early, late = (hidden(client.get(address), "as_shown") for _time in range(2))
    client.post(address, {"as_shown": late, "training": "Two sessions."})
    clash = client.post(address, {"as_shown": early, "training": "Three sessions."})
    assert clash.status_code == 422
    assert "It is now: “Two sessions.”" in text(clash)
    client.post(address, {"as_shown": early, "support": "Little."})
    year.refresh_from_db()
    assert (year.training, year.support) == ("Two sessions.", "Little.")


def test_from_presenting_to_frozen_by_two_leads(client, year, people):
    client.force_login(people["coordinator"])
    client.post(reverse("evaluation:assessment_move", args=[year.pk]), {"to": "present"})
    speak = reverse("evaluation:assessment_speak", args=[year.pk])
    for lead, voice in (("iro", "iro_lead:"), ("hr", "hr_lead:")):
        client.force_login(people[lead])
        seen = hidden(client.get(page(year)), "seen")
        empty = client.post(speak, {"voice": voice, "text": " ", "do": "sign", "seen": seen})
        assert empty.status_code == 422
        client.post(speak, {"voice": voice, "text": f"Fine, says {lead}.", "do": "sign", "seen": seen})
        assert "You have signed." in text(client.get(page(year))) or lead == "hr"
    year = queries.whole(year.pk)
    shown = text(client.get(page(year)))
    assert (year.state, year.digest in shown) == ("signed", True)
    assert "Fine, says iro." in shown
    assert "your statement" not in shown


def test_nobody_speaks_for_an_office_they_do_not_lead(client, year, people):
    assessing.presented(year)
    client.force_login(people["hr"])
    speak = reverse("evaluation:assessment_speak", args=[year.pk])
    assert client.post(speak, {"voice": "iro_lead:", "text": "x"}).status_code == 404
    client.force_login(people["coordinator"])
    assert client.post(speak, {"voice": "hr_lead:", "text": "x"}).status_code == 404


def test_a_partner_reads_it_once_it_is_presented_and_speaks_for_the_institution(client, year, people):
    client.force_login(people["partner"])
    listed = reverse("evaluation:assessments", args=[year.programme_id])
    assert client.get(page(year)).status_code == 404
    assert page(year) not in text(client.get(listed))
    assessing.presented(year)
    assert page(year) in text(client.get(listed))
    shown = client.get(page(year))
    assert "Partner: Northport Academy: your statement" in text(shown)
    sent = {"voice": hidden(shown, "voice"), "text": "Well for us.", "do": "keep"}
    client.post(reverse("evaluation:assessment_speak", args=[year.pk]), sent)
    assert "Well for us." in text(client.get(page(year)))


def test_what_was_tampered_with_is_noticed(client, year, people):
    assessing.presented(year)
    assessing.signed(year, Voice("iro_lead"))
    assessing.signed(year, Voice("hr_lead"))
    signed = Assessment.objects.get()
    Assessment.objects.update(document={**signed.document, "year": 1999})
    client.force_login(people["hr"])
    assert "What is stored is not what was signed" in text(client.get(page(year)))


def test_actions_are_agreed_taken_out_and_followed_up(client, year, people):
    client.force_login(people["hr"])
    address = reverse("evaluation:assessment_agree", args=[year.pk])
    assert client.post(address, {"text": "Train", "owner": "", "due_on": "soon"}).status_code == 422
    for what in ("Train", "Ask"):
        client.post(address, {"text": what, "owner": "HR", "due_on": "2027-02-01"})
    train, ask = AgreedAction.objects.order_by("-text")
    client.post(reverse("evaluation:unagree", args=[ask.pk]))
    client.post(reverse("evaluation:agreed", args=[train.pk]), {"state": "done", "outcome": "Two people"})
    assert list(AgreedAction.objects.values_list("text", "state", "outcome")) == [
        ("Train", "done", "Two people")
    ]


def test_a_comment_taken_back_is_quoted_nowhere_and_the_signed_year_stays_true(client, programme, people):
    pair = closed_pair(programme)
    by = factories.actor(pair.mentee.person)
    closing.leave_comment(pair, "I would do it again.", naming=Naming.NAMED, by=by, at=factories.AT)
    year = assessing.begun(programme)
    assessing.presented(year)
    assessing.signed(year, Voice("iro_lead"))
    assessing.signed(year, Voice("hr_lead"))
    client.force_login(people["hr"])
    assert "I would do it again." in text(client.get(page(year)))
    assert "do it again" not in json.dumps(Assessment.objects.get().document)
    closing.withdraw_comment(pair, by=by, at=factories.AT)
    shown = text(client.get(page(year)))
    assert ("do it again" in shown, "1 comment was taken back." in shown) == (False, True)
    assert "What is stored is not what was signed" not in shown
    file = client.get(reverse("evaluation:assessment_file", args=[year.pk, "json"])).content
    assert b"do it again" not in file


@pytest.mark.parametrize("kind", ["pdf", "docx", "csv", "json"])
def test_it_is_taken_along_as_a_file(client, year, people, kind, tmp_path):
    assessing.agreed(year, ODD)
    assessing.presented(year)
    assessing.signed(year, Voice("iro_lead"), text=ODD)
    assessing.signed(year, Voice("hr_lead"))
    client.force_login(people["hr"])
    answer = client.get(reverse("evaluation:assessment_file", args=[year.pk, kind]))
    assert f"-2026.{kind}" in answer.headers["Content-Disposition"]
    CHECKS[kind](answer.content, tmp_path)


def _pdf(content, tmp_path):
    file = tmp_path / "assessment.pdf"
    file.write_bytes(content)
    assert [(one.rule_id, one.message) for one in pdfua.validate(str(file)).findings] == []
    reader = pypdf.PdfReader(io.BytesIO(content))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Assessment 2026" in words
    assert "<b>#read</b>" in words
    assert "Signatures" in words


def _docx(content, _tmp_path):
    made = docx.Document(io.BytesIO(content))
    headings = [one.text for one in made.paragraphs if one.style.name.startswith("Heading")]
    assert (headings[0], "Effort and cost" in headings) == ("Aims of the year", True)
    cells = [row.cells[0].text for table in made.tables for row in table.rows]
    assert "Delivery: hours" in cells


def _csv(content, _tmp_path):
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert ["Effort and cost", "Delivery: hours", "2026", "7.0"] in rows


def _json(content, _tmp_path):
    document = json.loads(content)
    assert document.pop("quoted") == []
    assert document.pop("digest") == digest(document)


CHECKS = {"pdf": _pdf, "docx": _docx, "csv": _csv, "json": _json}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_whatever_it_lists(client, year, people, django_assert_max_num_queries, rows):
    for number in range(rows):
        assessing.agreed(year, f"Action {number}")
    client.force_login(people["hr"])
    with django_assert_max_num_queries(20):
        client.get(page(year))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    client, programme, people, django_assert_max_num_queries, rows
):
    for number in range(rows):
        assessing.begun(programme, 2020 + number)
    client.force_login(people["hr"])
    with django_assert_max_num_queries(12):
        client.get(reverse("evaluation:assessments", args=[programme.pk]))
