"""How the printed assessment sets its tables over several pages."""

import io

import pypdf
import pytest

from fairlead.evaluation.assessing.files import SHEET
from fairlead.kernel import printing
from tests import factories

ROWS_AT_LEAST = 3


def printed(lines, rows):
    """The pages of a report with so many lines before a table of so many rows."""
    table = {
        "headings": ["Indicator", "This year"],
        "rows": [[f"Row {number}", "1"] for number in range(rows)],
        "shares": [50] * rows,
        "numbers": True,
    }
    blocks = [
        {"heading": "Words", "paragraphs": ["Line."] * lines, "points": [], "table": None},
        {"heading": "Figures", "paragraphs": ["Of the year."], "points": [], "table": table},
    ]
    words = dict.fromkeys(
        ("title", "programme", "institution", "period", "state", "digest", "fingerprint"), "x"
    )
    words |= {"language": "en", "glance": [], "blocks": blocks, "signatures": [], "signed-by": "x"}
    made = printing.pdf(SHEET, words, at=factories.AT)
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]


@pytest.mark.parametrize("lines", range(26, 40, 2))
def test_a_table_that_goes_on_over_the_page_begins_with_some_rows(lines):
    counts = [page.count("Row ") for page in printed(lines, rows=14)]
    assert sum(counts) == 14
    assert [count for count in counts if 0 < count < ROWS_AT_LEAST and count == counts[0]] == []


@pytest.mark.parametrize("lines", range(26, 40, 2))
def test_a_short_table_stays_whole(lines):
    assert sorted(page.count("Row ") for page in printed(lines, rows=5))[-1] == 5
