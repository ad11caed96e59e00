"""A logo as a PNG that holds nothing but its picture: checked against the format's rules, written anew.

PNG (Third Edition), W3C 2025: https://www.w3.org/TR/png-3/. Only the chunks that make the picture are kept;
words, places, dates and whatever else a camera or a stranger put into the file are left out.
"""

import hashlib
import struct
import zlib
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 512 * 1024
LEAST, MOST = 16, 2000
MOST_PIXELS = 1_000_000
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
FILTERS = 5
PALETTE, MOST_COLOURS = 3, 256


class NotAPicture(Exception):
    """The file is no PNG to show; `why` is "kind", "large", "size", "broken" or "interlaced"."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Picture:
    """A PNG of our own writing, its size in pixels, and the start of its fingerprint."""

    content: bytes
    width: int
    height: int

    @property
    def mark(self) -> str:
        """Sixteen characters that change with the picture, for its address."""
        return hashlib.sha256(self.content).hexdigest()[:16]


def read(given: bytes) -> Picture:
    """The picture of a PNG file of at most 512 kB. Raises `NotAPicture`."""
    if len(given) > MOST_BYTES:
        raise NotAPicture("large")
    if not given.startswith(SIGNATURE):
        raise NotAPicture("kind")
    try:
        return _read(_chunks(given))
    except (struct.error, zlib.error, IndexError, KeyError, ValueError):
        raise NotAPicture("broken") from None


def _chunks(given: bytes) -> dict[bytes, bytes]:
    """The chunks that make the picture, those of the picture's own data joined."""
    found: dict[bytes, bytes] = {}
    at = len(SIGNATURE)
    while b"IEND" not in found:
        length, kind = struct.unpack_from(">I4s", given, at)
        body = given[at + 8 : at + 8 + length]
        (crc,) = struct.unpack_from(">I", given, at + 8 + length)
        if zlib.crc32(kind + body) != crc or (kind in found and kind != b"IDAT"):
            raise NotAPicture("broken")
        if kind in KEPT:
            found[kind] = found.get(kind, b"") + body
        elif not kind[0] & 0x20:
            raise NotAPicture("broken")
        at += 12 + length
    return found


def _read(chunks: dict[bytes, bytes]) -> Picture:
    width, height, depth, colour, packing, filtering, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if not (LEAST <= width <= MOST and LEAST <= height <= MOST) or width * height > MOST_PIXELS:
        raise NotAPicture("size")
    if interlaced:
        raise NotAPicture("interlaced")
    if depth not in DEPTHS.get(colour, ()) or packing or filtering:
        raise NotAPicture("broken")
    palette = chunks.get(b"PLTE", b"")
    if (colour == PALETTE) != bool(palette) and colour in (0, PALETTE, 4):
        raise NotAPicture("broken")
    if len(palette) % 3 or len(palette) > 3 * MOST_COLOURS:
        raise NotAPicture("broken")
    row = 1 + (width * depth * CHANNELS[colour] + 7) // 8
    lines = _unpacked(chunks[b"IDAT"], row * height)
    if any(lines[start] >= FILTERS for start in range(0, len(lines), row)):
        raise NotAPicture("broken")
    written = {**chunks, b"IDAT": zlib.compress(lines, 9), b"IEND": b""}
    body = b"".join(chunk(kind, written[kind]) for kind in KEPT if kind in written)
    return Picture(SIGNATURE + body, width, height)


def _unpacked(packed: bytes, size: int) -> bytes:
    """Exactly `size` bytes and no more: what unpacks to something else is no picture."""
    reader = zlib.decompressobj()
    lines = reader.decompress(packed, size + 1)
    if len(lines) != size or not reader.eof:
        raise NotAPicture("broken")
    return lines


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a PNG file: length, kind, body, checksum."""
    return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))
