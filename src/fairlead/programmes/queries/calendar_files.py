"""A round's calendar as a file for any calendar programme (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from fairlead.programmes.models import Round
from fairlead.programmes.queries.planning import Entry, calendar

LONGEST = 75


def calendar_file(round: Round, *, at: datetime) -> str:
    """The round's calendar as all-day events, with lines and line ends as RFC 5545 asks."""
    name = f"{round.programme.name}: {round.name}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fairlead//Round//EN", "METHOD:PUBLISH"]
    lines += ["CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_escaped(name)}"]
    for entry in calendar(round):
        lines += _event(entry, round, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(entry: Entry, round: Round, at: datetime) -> Iterable[str]:
    own = str(entry.milestone.pk) if entry.milestone else sha256(entry.title.encode()).hexdigest()[:12]
    summary = f"{entry.title} ({round.programme.name}, {round.name})"
    yield "BEGIN:VEVENT"
    yield f"UID:{own}.{round.pk}@fairlead"
    yield f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.until + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(summary)}"
    if entry.note:
        yield f"DESCRIPTION:{_escaped(entry.note)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    for raw, written in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\\n"),
        ("\n", "\\n"),
        ("\r", ""),
    ):
        text = text.replace(raw, written)
    return text


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 bytes; each further piece begins with a space."""
    piece, room = "", LONGEST
    for character in line:
        size = len(character.encode())
        if size > room:
            yield piece
            piece, room = " ", LONGEST - 1
        piece, room = piece + character, room - size
    yield piece
