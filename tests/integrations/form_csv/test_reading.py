"""Files become tables, or a sentence says why not."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.integrations.form_csv.reading import MOST_ROWS, Unreadable, letters, read
from tests.integrations.form_csv.known import COMMA, SEMICOLON

ADVICE = "The delimiter may be wrong, or a quotation mark is missing in this row or above."
HEADINGS = ["Name", "Email", "Hopes"]
ENCODED = {
    "utf-8-sig": st.characters(exclude_categories=("Cs", "Cc")),
    "utf-16": st.characters(exclude_categories=("Cs", "Cc")),
}
ENCODED["cp1252"] = st.sampled_from("abc ÄÖüßéø–’€\n,;|\t\"'=0123456789")
ENCODED["cp1250"] = st.sampled_from("abc ŠŽřěůłąő\n,;|\t\"'=0123456789")


def written(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def why(content: bytes, **how: str) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(content, **how)
    return str(refusal.value.sentence)


@pytest.mark.parametrize("encoding", list(ENCODED))
@given(data=st.data(), delimiter=st.sampled_from(",;\t|"))
def test_whatever_a_spreadsheet_writes_comes_back(encoding, data, delimiter):
    cell = st.text(ENCODED[encoding], max_size=12)
    rows = data.draw(st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=6))
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return
    table = read(written([HEADINGS, *rows], delimiter, encoding), encoding=encoding)
    assert table.delimiter == delimiter
    assert table.headings == tuple(HEADINGS)
    assert [list(row.cells) for row in table.rows] == filled


@given(
    rows=st.lists(
        st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), min_size=3, max_size=3), min_size=1
    )
)
def test_unicode_is_recognised_with_and_without_its_mark(rows):
    rows = [[f"x{row[0]}", *row[1:]] for row in rows]
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert [list(row.cells) for row in read(written([HEADINGS, *rows], ";", encoding)).rows] == rows


def test_the_two_exports_are_recognised():
    comma, semicolon = read(COMMA), read(SEMICOLON)
    assert (comma.encoding, comma.delimiter, len(comma.rows)) == ("utf-8-sig", ",", 130)
    assert (semicolon.encoding, semicolon.delimiter, len(semicolon.rows)) == ("cp1252", ";", 45)
    assert comma.headings == semicolon.headings
    assert semicolon.rows[2].cells[4] == "Maud Østergaard"


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    table = read(
        written(
            [HEADINGS, ["Ana", "a@x.example", "one\ntwo\nthree"], ["", "", ""], ["Bo", "b@x.example", ""]]
        )
    )
    assert [row.number for row in table.rows] == [2, 4]


def test_a_line_that_only_tells_a_spreadsheet_the_delimiter_is_no_row():
    table = read(b"sep=;\r\nName;Email\r\nAna;a@x.example\r\n")
    assert (table.delimiter, table.headings, table.rows[0].number) == (";", ("Name", "Email"), 2)


def test_columns_have_letters():
    assert [letters(position) for position in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b" \r\n ", "The file is empty."),
        (b"Name,Email\r\n", "The file holds headings but no answers."),
        (b"Name,Email\r\n,\r\n", "The file holds headings but no answers."),
        (b",\r\nAna,a@x.example\r\n", "The first row is empty. It must hold the headings of the columns."),
        (b"PK\x03\x04rest", "This is a spreadsheet workbook. Save it as “CSV UTF-8” and choose that file."),
        (b"\x00\x01\x02\x03", "This is not a text file. Choose a file that ends in .csv or .tsv."),
        (b"%PDF-1.7\n\x00\x01\x02", "This is not a text file. Choose a file that ends in .csv or .tsv."),
        (b"Name\r\nAna\r\n", "Only one column was found: “Name”. Choose another delimiter."),
        (b"Name,,Email\r\nAna,x,a@x.example", "Column B has no heading."),
        (
            b"Name,Email,name\r\nAna,a@x.example,Ana",
            "Columns A and C both have the heading “name”. Rename one.",
        ),
        (
            b"Name,Email,Unit\r\nAna,a@x.example,U\r\nBo,b@x.example\r\n",
            "Row 3 ends before column C (“Unit”). " + ADVICE,
        ),
        (
            b"Name,Email\r\nAna,a@x.example,more\r\n",
            "Row 2 has a cell in column C, beyond the last heading. " + ADVICE,
        ),
        (
            b'Name,Email\r\n"Ana"x,a@x.example\r\n',
            "Row 2 cannot be read: a quotation mark is missing or stands where none belongs.",
        ),
        (
            b'Name,Email\r\n"Ana,a@x.example\r\nBo,b@x.example\r\n',
            "Row 2 cannot be read: a quotation mark is missing or stands where none belongs.",
        ),
    ],
)
def test_what_cannot_be_read_is_said(content, said):
    assert why(content) == said


def test_empty_cells_beyond_the_headings_do_no_harm():
    assert read(b"Name,Email,,\r\nAna,a@x.example,,\r\n").rows[0].cells == ("Ana", "a@x.example")


def test_large_files_are_refused():
    assert why(b"a" * (5 * 1024 * 1024 + 1)) == "The file is larger than 5 MB. Split it into parts."
    most = b"Name,Email\r\n" + b"Ana,a@x.example\r\n" * MOST_ROWS
    assert len(read(most).rows) == MOST_ROWS
    assert why(most + b"Ana,a@x.example\r\n") == (
        "The file has 1001 rows; at most 1000 can be brought in at once. Split it into parts."
    )


def test_a_wrong_encoding_or_delimiter_chosen_by_hand_is_said():
    assert why(SEMICOLON, encoding="utf-8-sig") == (
        "The file is no Unicode (UTF-8) text. Choose another encoding, or save it as CSV UTF-8."
    )
    assert why(b"Name;Email\r\nAna;a@x.example", delimiter=",") == (
        "Only one column was found: “Name;Email”. Choose another delimiter."
    )
