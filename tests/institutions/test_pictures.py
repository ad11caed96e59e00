"""A logo is written anew from what makes the picture; anything else is refused."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.institutions import pictures
from tests.institutions.drawing import SIGNATURE, chunk, png


def why(given):
    with pytest.raises(pictures.NotAPicture) as refused:
        pictures.read(given)
    return refused.value.why


def test_a_logo_keeps_its_picture_and_size():
    found = pictures.read(png())
    assert (found.width, found.height, len(found.mark)) == (40, 20, 16)
    assert pictures.read(found.content) == found


def test_what_the_file_says_besides_the_picture_is_left_out():
    found = pictures.read(png(more=chunk(b"tEXt", b"Author\0Marta")) + b"<script>alert(1)</script>")
    assert (b"Marta" in found.content, b"script" in found.content) == (False, False)
    assert found == pictures.read(png())


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (b"", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "kind"),
        (b"GIF89a" + bytes(100), "kind"),
        (SIGNATURE, "broken"),
        (png()[:-20], "broken"),
        (png().replace(b"IDAT", b"IDAX"), "broken"),
        (png(8, 8), "size"),
        (png(2001, 16), "size"),
        (png(1200, 1200, lines=b""), "size"),
        (png(interlaced=1), "interlaced"),
        (png(lines=b"\0" * 10), "broken"),
        (png(lines=bytes(20 * (1 + 4 * 40) + 1)), "broken"),
        (png(lines=b"\7" + bytes(20 * (1 + 4 * 40) - 1)), "broken"),
        (png(more=chunk(b"IHDR", bytes(13))), "broken"),
        (png(more=chunk(b"ABCD", b"")), "broken"),
        (SIGNATURE + bytes(pictures.MOST_BYTES), "large"),
    ],
)
def test_what_is_no_logo_is_refused_with_its_reason(given, reason):
    assert why(given) == reason


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused_without_unpacking_it():
    bomb = zlib.compress(bytes(50_000_000), 9)
    assert why(png(lines=b"").replace(chunk(b"IDAT", zlib.compress(b"")), chunk(b"IDAT", bomb))) == "broken"


@given(st.binary(max_size=300), st.integers(8, 120))
def test_whatever_is_written_into_a_file_it_is_a_picture_or_refused(noise, at):
    given = png()
    try:
        found = pictures.read(given[:at] + noise + given[at + len(noise) :])
    except pictures.NotAPicture:
        return
    assert pictures.read(found.content) == found
