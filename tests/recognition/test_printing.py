"""The certificate on paper: accessible, with its fonts inside, closed to files and networks."""

import io
import json

import pdfua
import pypdf
import pytest
import typst

from fairlead.kernel import printing as kernel_printing
from fairlead.kernel.printing import FONTS
from fairlead.programmes.enums import Side
from fairlead.recognition import printing
from fairlead.recognition.queries import sheets
from fairlead.recognition.queries.wording import unwritten
from tests import factories
from tests.recognition import ended

pytestmark = pytest.mark.django_db
MARKUP = '#read("/etc/hostname") $x$ *bold* @quill <b>'
# Polish, Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic, Vietnamese.
OWN = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
SCRIPTS = ["Żółć", "Νίκη", "Їжак", "Արամ", "ნათია", "שרה", "يوسف", "Nguyễn"]


def reader(content):
    return pypdf.PdfReader(io.BytesIO(content))


def text(content):
    return " ".join(" ".join(page.extract_text() for page in reader(content).pages).split())


def fonts(content):
    """Whether each font of the file lies in it, by name."""
    found = {}
    for page in reader(content).pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            described = inner["/FontDescriptor"].get_object()
            name = str(font["/BaseFont"]).split("+")[-1]
            found[name] = any(f"/FontFile{number}" in described for number in ("", "2", "3"))
    return found


def findings(content, tmp_path):
    file = tmp_path / "sheet.pdf"
    file.write_bytes(content)
    return [(one.rule_id, one.message) for one in pdfua.validate(str(file)).findings]


def test_certificate_is_one_accessible_page_with_its_fonts(at, tmp_path):
    content = sheets.pdf(ended.certificate(ended.pair(), at))
    catalogue = reader(content).trailer["/Root"]
    assert findings(content, tmp_path) == []
    assert (len(reader(content).pages), bool(catalogue["/MarkInfo"]["/Marked"])) == (1, True)
    assert (catalogue["/Lang"], reader(content).metadata.title) == ("en", "Certificate of mentoring")
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    assert set(fonts(content).values()) == {True}


def test_certificate_says_who_what_when_and_how_long(at):
    one = ended.certificate(ended.pair(), at, Side.MENTOR)
    said = text(sheets.pdf(one))
    for words in (
        one.institution_name,
        "Certificate of mentoring",
        "Moana Mentor",
        "who took part as a mentor in the programme Safe Harbour.",
        "2 March 2026 to 31 August 2026",
        "6 hours 30 minutes",
        "Issued on 5 October 2026",
        one.code,
    ):
        assert words in said
    assert "Ming" not in said


def test_picture_leads_to_the_page_that_confirms(at):
    one = ended.certificate(ended.pair(), at)
    links = [note.get_object()["/A"]["/URI"] for note in reader(sheets.pdf(one)).pages[0]["/Annots"]]
    assert set(links) == {f"http://localhost:8000/verify/{one.code}/"}


def test_same_certificate_is_the_same_file(at):
    one = ended.certificate(ended.pair(), at)
    assert sheets.pdf(one) == sheets.pdf(one)


def test_what_a_person_typed_is_printed_and_never_read_as_markup(at):
    one = ended.certificate(ended.pair(mentee=factories.person(MARKUP)), at)
    assert MARKUP in text(sheets.pdf(one))


@pytest.mark.parametrize("name", SCRIPTS)
def test_names_of_many_scripts_are_printed_from_our_own_fonts(at, name, tmp_path, monkeypatch):
    monkeypatch.setattr(kernel_printing, "_fonts", lambda: OWN)
    one = ended.certificate(ended.pair(mentee=factories.person(name)), at)
    assert findings(sheets.pdf(one), tmp_path) == []


def test_name_that_no_font_can_print_is_refused_with_a_sentence(at, monkeypatch):
    monkeypatch.setattr(kernel_printing, "_fonts", lambda: OWN)
    one = ended.certificate(ended.pair(mentee=factories.person("田中")), at)
    with pytest.raises(printing.CannotPrint, match="no font here can print"):
        sheets.pdf(one)


def test_sheets_cannot_leave_their_folder(tmp_path):
    outside = tmp_path / "secret.txt"
    outside.write_text("secret")
    source = f"#read({json.dumps(str(outside))})".encode()
    with pytest.raises(typst.TypstError):
        typst.compile(source, root=str(printing.SHEETS))


def test_sheets_read_no_file_and_fetch_no_package():
    for sheet in printing.SHEETS.glob("*.typ"):
        source = sheet.read_text()
        assert [word for word in ("read(", "#import", "#include", "plugin(", "eval(") if word in source] == []


def test_longest_words_stay_on_one_page(at):
    programme = factories.programme("A programme with a name " * 6)
    wording = unwritten(programme)
    wording.mentor_words = "Words of thanks that go on and on. " * 17
    wording.first_name = wording.second_name = (
        "Prof. Dr. Alexandra-Theodora Papadopoulou-von Waldenburg of Northport"
    )
    wording.first_role = wording.second_role = (
        "Vice-rector for international relations, mobility and staff matters"
    )
    content = sheets.sample(programme, wording, Side.MENTOR, at=at)
    assert len(reader(content).pages) == 1
    assert "Sample" in text(content)
