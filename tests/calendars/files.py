"""Calendars as Outlook, Google, Apple and free/busy servers write them, put together for the tests."""

from datetime import UTC, datetime

from fairlead.calendars.times import Span

SECRET = "Kestrel-Nine"
PARIS = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def calendar(*parts, head="PRODID:-//Test//EN"):
    """A calendar of these parts, with the line endings of the standard."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", head, *parts, "END:VCALENDAR", ""]
    return "\r\n".join(line for part in lines for line in part.split("\n")).encode()


def event(*lines, uid="one"):
    """An event of these lines, with words that nobody is to find again."""
    words = [f"SUMMARY:{SECRET}", f"DESCRIPTION:{SECRET} and more\\, and", "  folded", f"LOCATION:{SECRET}"]
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "END:VALARM"]
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, *words, *alarm, "END:VEVENT"])


def span(begins, ends):
    """A span of UTC: `span("2026-10-06T08:00", "2026-10-06T09:00")`."""
    return Span(*(datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (begins, ends)))


OUTLOOK = calendar(
    PARIS.format(name="Romance Standard Time"),
    event(
        "DTSTART;TZID=Romance Standard Time:20261019T090000",
        "DTEND;TZID=Romance Standard Time:20261019T100000",
        "RRULE:FREQ=WEEKLY;UNTIL=20261109T080000Z;INTERVAL=1;BYDAY=MO;WKST=MO",
        "EXDATE;TZID=Romance Standard Time:20261102T090000",
        "TRANSP:OPAQUE",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        uid="series",
    ),
    event(
        "RECURRENCE-ID;TZID=Romance Standard Time:20261026T090000",
        "DTSTART;TZID=Romance Standard Time:20261026T140000",
        "DTEND;TZID=Romance Standard Time:20261026T150000",
        "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
        uid="series",
    ),
    event(
        "DTSTART;TZID=Romance Standard Time:20261020T090000",
        "DTEND;TZID=Romance Standard Time:20261020T100000",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        uid="free",
    ),
    event(
        "DTSTART;VALUE=DATE:20261021",
        "DTEND;VALUE=DATE:20261022",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        uid="birthday",
    ),
    event(
        "DTSTART;VALUE=DATE:20261022",
        "DTEND;VALUE=DATE:20261023",
        "X-MICROSOFT-CDO-BUSYSTATUS:OOF",
        uid="away",
    ),
    head="METHOD:PUBLISH\nPRODID:Microsoft Exchange Server 2010\nX-WR-CALNAME:Calendar",
)
GOOGLE = calendar(
    event("DTSTART:20261006T080000Z", "DTEND:20261006T083000Z", "STATUS:CONFIRMED", "TRANSP:OPAQUE", uid="a"),
    event("DTSTART:20261006T100000Z", "DTEND:20261006T110000Z", "STATUS:CANCELLED", uid="b"),
    event(
        "DTSTART:20261007T100000Z",
        "DTEND:20261007T110000Z",
        "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;CN=Ann:mailto:ann@northport.example",
        "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=DECLINED;CN=Ming",
        " Mentee;X-NUM-GUESTS=0:mailto:Ming@northport.example",
        uid="declined",
    ),
    event("DTSTART:20261008T090000", "DURATION:PT45M", uid="floating"),
    event("DTSTART;VALUE=DATE:20261009", "DTEND;VALUE=DATE:20261010", uid="whole day, nothing said"),
    event("DTSTART;VALUE=DATE:20261012", "DTEND;VALUE=DATE:20261014", "TRANSP:OPAQUE", uid="whole days"),
    head="PRODID:-//Google Inc//Google Calendar 70.9054//EN\nX-WR-TIMEZONE:Asia/Tokyo",
)
APPLE = calendar(
    PARIS.format(name="Europe/Paris"),
    event(
        "DTSTART;TZID=Europe/Paris:20261020T180000",
        "DTEND;TZID=Europe/Paris:20261020T190000",
        "RRULE:FREQ=DAILY;COUNT=8",
        "EXDATE;TZID=Europe/Paris:20261021T180000,20261022T180000",
        uid="evenings",
    ),
    event("DTSTART;VALUE=DATE:16040229", "RRULE:FREQ=YEARLY", "TRANSP:TRANSPARENT", uid="leap day"),
    head="PRODID:-//Apple Inc.//macOS 15.0//EN",
)
FREE_BUSY = calendar(
    "BEGIN:VFREEBUSY\nDTSTAMP:20261005T090000Z\nDTSTART:20261005T000000Z\nDTEND:20261130T000000Z\n"
    "FREEBUSY:20261006T080000Z/20261006T090000Z,20261006T093000Z/PT30M\n"
    "FREEBUSY;FBTYPE=FREE:20261007T080000Z/PT8H\n"
    "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261008T080000Z/20261008T100000Z\nEND:VFREEBUSY"
)
