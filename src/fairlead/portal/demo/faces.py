"""The faces of the demo’s institutions: their colours, logos and the sender of their letters."""

import struct
import zlib
from collections.abc import Callable, Mapping

from fairlead.institutions import pictures
from fairlead.institutions.models import Institution, Logo

FACES: dict[str, dict[str, str]] = {
    "northport": {
        "accent": "#1d4f91",
        "sender_name": "Mentoring at Northport",
        "reply_to": "mentoring@northport.example",
        "letter_closing": "With kind regards from the Welcome Centre",
    },
    "nuas": {
        "accent": "#e0a100",
        "sender_name": "NUAS People and Culture",
        "reply_to": "mentoring@nuas.example",
        "letter_closing": "Warmly, your colleagues of People and Culture",
    },
    "coastal": {
        "accent": "#7a1fa2",
        "sender_name": "Coastal Research Administration",
        "reply_to": "mentoring@coastal.example",
        "letter_closing": "Fair winds from Saltmouth",
    },
}
SIZE = 96
Inside = Callable[[float, float], bool]
SHAPES: dict[str, Inside] = {
    "northport": lambda x, y: (
        -0.62 < y < 0.42 and (0.06 < x < 0.62 * (y + 0.62) or -0.5 * (y + 0.5) < x < -0.06)
    ),
    "nuas": lambda x, y: abs(x) + abs(y) < 0.62 and not abs(x) + abs(y) < 0.3,
    "coastal": lambda x, y: (
        int((y + 1 + 0.18 * (1 - abs(2 * ((x + 1) % 1) - 1))) * 4) % 2 == 0 and x * x + y * y < 0.6
    ),
}


def draw_logos(institutions: Mapping[str, Institution]) -> None:
    """Store a drawn logo for each institution: a disc in its colour with a shape in white."""
    for key, institution in institutions.items():
        picture = pictures.read(drawn(FACES[key]["accent"], SHAPES[key]))
        Logo.objects.create(
            institution=institution,
            content=picture.content,
            mark=picture.mark,
            width=picture.width,
            height=picture.height,
        )
        institution.logo_mark = picture.mark
        institution.save(update_fields=["logo_mark"])


def drawn(colour: str, inside: Inside) -> bytes:
    """A PNG of 96 pixels; `inside` says of a place between -1 and 1 whether it is white."""
    painted = (*bytes.fromhex(colour[1:]), 255)
    rows = bytearray()
    for row in range(SIZE):
        rows.append(0)
        for column in range(SIZE):
            x, y = 2 * (column + 0.5) / SIZE - 1, 2 * (row + 0.5) / SIZE - 1
            if x * x + y * y > 1:
                rows += bytes(4)
            else:
                rows += bytes((255, 255, 255, 255) if inside(x, y) else painted)
    head = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return pictures.SIGNATURE + b"".join(pictures.chunk(kind, body) for kind, body in parts)
