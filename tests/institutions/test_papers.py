"""Certificates, arrangements and records on paper carry the face of their institution."""

import io

import pdfua
import pypdf
import pytest

from fairlead.institutions import actions, papers
from fairlead.institutions.colours import contrast
from fairlead.partnerships import files, printing
from fairlead.partnerships.queries import register
from fairlead.programmes.enums import Side
from fairlead.recognition.queries import sheets
from fairlead.recognition.queries.wording import unwritten
from tests import factories
from tests.institutions.drawing import png
from tests.partnerships import arranging
from tests.recognition import ended

pytestmark = pytest.mark.django_db
PALE = "#ffd200"


def dressed(institution, at, *, accent="", logo=None):
    institution.accent = accent
    institution.save(update_fields=["accent"])
    if logo is not None:
        actions.set_logo(institution, given=logo, by=factories.actor(), at=at)
    institution.refresh_from_db()
    return institution


def reader(content):
    return pypdf.PdfReader(io.BytesIO(content))


def pictures(content):
    """What stands instead of each picture of a file, for whoever does not see it."""
    found, waiting = [], [reader(content).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if not isinstance(node, dict):
            continue
        if "/Alt" in node:
            found.append(str(node["/Alt"]))
        inside = node.get("/K", [])
        waiting += inside if isinstance(inside, list) else [inside]
    return sorted(found)


def findings(content, tmp_path):
    file = tmp_path / "sheet.pdf"
    file.write_bytes(content)
    return [(one.rule_id, one.message) for one in pdfua.validate(str(file)).findings]


@pytest.mark.parametrize(
    ("size", "shown"),
    [((40, 20), (30.0, 15.0)), ((400, 20), (52.0, 2.6)), ((20, 400), (0.75, 15.0)), ((16, 16), (15.0, 15.0))],
)
def test_a_logo_keeps_its_proportions_and_fits_the_head_of_a_sheet(at, size, shown):
    lead = dressed(factories.institution("Delta"), at, logo=png(*size))
    (logo,) = papers.letterhead(lead, logos_of=[lead])["logos"]
    assert (logo["width"], logo["height"]) == shown


def test_a_pale_colour_is_darkened_until_it_can_be_read_on_paper(at):
    colour = papers.letterhead(dressed(factories.institution("Delta"), at, accent=PALE), logos_of=[])[
        "colour"
    ]
    assert colour != PALE
    assert contrast(colour, "#ffffff") >= 4.5


def test_without_a_face_a_sheet_is_as_the_installation_has_it(at, django_assert_num_queries):
    plain = factories.institution("Delta")
    with django_assert_num_queries(0):
        assert papers.letterhead(plain, logos_of=[plain]) == {"colour": papers.PLAIN, "logos": []}


def test_a_certificate_carries_colour_and_logo_and_stays_accessible(at, tmp_path):
    one = ended.certificate(ended.pair(), at)
    plain = sheets.pdf(one)
    name = one.institution.name
    dressed(one.institution, at, accent=PALE, logo=png())
    content = sheets.pdf(one)
    assert (pictures(plain), pictures(content)) == (
        pictures(plain),
        sorted([*pictures(plain), f"Logo of {name}"]),
    )
    assert (findings(content, tmp_path), len(reader(content).pages)) == ([], 1)
    assert content == sheets.pdf(one)


def test_an_arrangement_carries_the_logos_of_both(at, tmp_path):
    two = arranging.in_force(at)
    dressed(two.programme.lead, at, accent=PALE, logo=png())
    dressed(two.coast, at, logo=png(16, 16))
    content = printing.pdf(two.shelf().in_force)
    assert pictures(content) == sorted([f"Logo of {two.programme.lead.name}", "Logo of Coast Academy"])
    assert findings(content, tmp_path) == []


def test_a_record_of_processing_carries_the_logo_of_whose_it_is(at):
    two = arranging.in_force(at)
    dressed(two.programme.lead, at, logo=png())
    dressed(two.coast, at, logo=png(16, 16))
    theirs = register.of_partner(two.stored(), today=at.date())
    assert pictures(files.pdf(theirs, at=at)) == ["Logo of Coast Academy"]


def test_the_largest_logo_is_printed(at):
    lead = dressed(factories.institution("Delta"), at, logo=png(1000, 1000))
    programme = factories.programme(lead=lead)
    content = sheets.sample(programme, unwritten(programme), Side.MENTOR, at=at)
    assert "Logo of Delta" in pictures(content)
