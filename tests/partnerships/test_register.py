"""Each side’s own record of processing, from the arrangement and the design."""

import csv
import io
import json
from datetime import date

import pypdf
import pytest
from django.urls import reverse

from fairlead.partnerships.queries import register
from fairlead.programmes.enums import TeamRole
from tests import factories
from tests.partnerships.arranging import in_force, propose, talking
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)


def said(found):
    return {field.key: field.values for field in found.fields}


def own(two, kind=""):
    name = "partnerships:own_register_file" if kind else "partnerships:own_register"
    return reverse(name, args=[two.partnership.pk, *([kind] if kind else [])])


def leads(two, kind=""):
    name = "partnerships:register_file" if kind else "partnerships:register"
    return reverse(name, args=[two.programme.pk, *([kind] if kind else [])])


def test_each_side_names_itself_and_the_other_as_joint_controller(at):
    two = in_force(at)
    lead = said(register.of_lead(two.programme, today=TODAY))
    partner = said(register.of_partner(two.stored(), today=TODAY))
    assert lead["controller"] == (two.programme.lead.name, "lead contact, contact@lead.example")
    assert partner["controller"] == ("Coast Academy", "partner contact, contact@partner.example")
    assert partner["officer"] == ("partner dpo, dpo@partner.example",)
    other = (
        f"{two.programme.lead.name}. Both together, as joint controllers (Article 26). "
        "Contact: lead contact, contact@lead.example. "
        "Data-protection officer: lead dpo, dpo@lead.example."
    )
    assert partner["joint"] == (other,)
    assert lead["joint"][0].startswith("Coast Academy. Both together")


def test_every_field_that_article_30_asks_for_says_something(at):
    two = in_force(at)
    for found in (
        register.of_lead(two.programme, today=TODAY),
        register.of_partner(two.stored(), today=TODAY),
    ):
        assert [key for key, values in said(found).items() if not values] == []
    assert {"purposes", "persons", "data", "recipients", "transfers", "retention", "security"} <= set(
        said(found)
    )


def test_what_the_design_does_not_do_is_not_recorded(at):
    two = in_force(at)
    plain = factories.programme(
        supervisor_approval=False, mentor_training="none", mentee_training="none", retention_months=1
    )
    with_all = said(register.of_lead(two.programme, today=TODAY))
    without = said(register.of_lead(plain, today=TODAY))
    assert "Training completed" in with_all["data"]
    assert "Training completed" not in without["data"]
    assert not any("upervisor" in line for line in (*without["data"], *without["persons"]))
    assert without["retention"] == (
        "Applications: 1 month after their round",
        "What pairs wrote: as long after their last day; of runs and offers only figures stay",
    )
    assert (without["joint"], without["officer"]) == (("None",), ("Not named in an arrangement yet",))


def test_a_version_that_is_not_signed_by_both_changes_no_record(at):
    two = in_force(at)
    propose(two, two.lead, at, transfers="The moon")
    assert said(register.of_lead(two.programme, today=TODAY))["transfers"] == ("None",)
    assert said(register.of_partner(two.stored(), today=TODAY))["transfers"] == ("None",)


def test_only_the_side_that_asks_reads_its_record(client, at):
    two = in_force(at)
    third = factories.institution("Third")
    factories.Partner.objects.create(programme=two.programme, institution=third)
    people = {
        "lead": (two.cora, 200, 404),
        "hr": (factories.member(two.programme, TeamRole.HR_LEAD), 200, 404),
        "partner": (two.pia, 404, 200),
        "third": (
            factories.member(two.programme, TeamRole.PARTNER_COORDINATOR, institution=third),
            404,
            404,
        ),
        "somebody": (factories.person(), 404, 404),
    }
    for name, (person, of_lead, of_partner) in people.items():
        client.force_login(person)
        for kind in ("", "csv", "json", "pdf"):
            answers = (client.get(leads(two, kind)).status_code, client.get(own(two, kind)).status_code)
            assert (name, kind, answers) == (name, kind, (of_lead, of_partner))


def test_the_page_and_its_files_say_the_same(client, at):
    two = in_force(at, security="=cmd()", purpose="Ζωή <b>&</b>")
    client.force_login(two.pia)
    assert "Ζωή &lt;b&gt;&amp;&lt;/b&gt;" in text(client.get(own(two)))
    content = json.loads(client.get(own(two, "json")).content)
    values = {field["key"]: field["values"] for field in content["fields"]}
    assert values["security"][1] == "=cmd()"
    rows = list(csv.reader(io.StringIO(client.get(own(two, "csv")).content.decode("utf-8-sig"))))
    assert rows[0] == ["institution", "programme", "field", "value"]
    assert len(rows) == 1 + sum(len(one) for one in values.values())
    assert not any(cell.startswith("=") for row in rows for cell in row)
    paper = pypdf.PdfReader(io.BytesIO(client.get(own(two, "pdf")).content))
    assert "=cmd()" in " ".join(page.extract_text() for page in paper.pages)


def test_a_kind_of_file_that_does_not_exist_is_not_found(client, at):
    two = in_force(at)
    client.force_login(two.pia)
    assert client.get(own(two, "exe")).status_code == 404
    client.force_login(two.cora)
    assert client.get(leads(two, "exe")).status_code == 404


def test_before_both_have_signed_the_partner_has_nothing_to_record(client, at):
    two = talking(at)
    client.force_login(two.pia)
    assert client.get(own(two)).status_code == 404
    assert client.get(own(two, "csv")).status_code == 404
    assert client.get(reverse("partnerships:page", args=[two.partnership.pk])).status_code == 200
