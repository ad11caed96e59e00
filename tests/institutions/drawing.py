"""PNG files for tests."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind, body):
    """One chunk with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width=40, height=20, *, colour=(11, 110, 117, 255), more=b"", lines=None, interlaced=0):
    """A picture in one colour; `more` stands between its head and its picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, interlaced)
    drawn = (b"\0" + bytes(colour) * width) * height if lines is None else lines
    body = chunk(b"IHDR", head) + more + chunk(b"IDAT", zlib.compress(drawn)) + chunk(b"IEND", b"")
    return SIGNATURE + body
