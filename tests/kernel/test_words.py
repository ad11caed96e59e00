"""Words of others in a line."""

import pytest

from fairlead.kernel.words import one_line


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Ana\n→ Click here: x", "Ana → Click here: x"),
        ("Ana \u202eavliS\u202c", "Ana avliS"),
        ("\u2067نور\u2069  حداد", "نور حداد"),
        ("مینا\u200cپور", "مینا\u200cپور"),
        ("", ""),
    ],
    ids=["a break", "an override", "an isolate", "a joiner of Persian letters stays", "nothing"],
)
def test_a_line_holds_no_breaks_and_turns_no_direction(typed, line):
    assert one_line(typed) == line
