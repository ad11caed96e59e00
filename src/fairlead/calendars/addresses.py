"""Addresses of calendars as people paste them: tidied, or refused with what to paste instead."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.errors import Refused

LONGEST = 2000
PORTS = frozenset({443, 8443})
PLAIN_PORTS = frozenset({80, 8080})
FIT = re.compile(r"[!-~]+")


class NotAnAddress(Refused):
    """What was given is no address at which a calendar could lie."""


@dataclass(frozen=True)
class Place:
    """Where to ask: the host, its port, the path with its query, and whether over TLS."""

    host: str
    port: int
    target: str
    secure: bool

    @property
    def address(self) -> str:
        """The whole address."""
        usual = 443 if self.secure else 80
        port = "" if self.port == usual else f":{self.port}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}{port}{self.target}"


def allowed_inside(host: str) -> bool:
    """Whether the administrator lets this host be asked also where its address is a private one."""
    return any(
        host == one or (one.startswith(".") and host.endswith(one))
        for one in (name.lower() for name in settings.CALENDAR_HOSTS)
    )


def tidied(pasted: str) -> Place:
    """The place that a pasted address names. Raises `NotAnAddress` with what to paste instead."""
    words = pasted.strip().strip("<>\"'")
    if len(words) > LONGEST:
        raise NotAnAddress(_("This is longer than an address can be. Paste the address alone."))
    if not FIT.fullmatch(words) or "://" not in words:
        raise NotAnAddress(_("This is no address. It begins with https:// or webcal:// and has no spaces."))
    scheme, _colon, rest = words.partition("://")
    # webcal names a calendar and leaves open how it is fetched: over TLS.
    words = f"https://{rest}" if scheme.lower() in {"webcal", "webcals"} else words
    try:
        parts = urlsplit(words)
        found = place(parts, port=parts.port)
    except ValueError:
        raise NotAnAddress(_("This address cannot be read. Copy it once more.")) from None
    _must_be_meant(parts, found)
    return found


def place(parts: SplitResult, *, port: int | None) -> Place:
    """The place an address names, without what is only for browsers. Raises ValueError without a host."""
    secure = parts.scheme.lower() == "https"
    host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii") if parts.hostname else ""
    if not host or parts.scheme.lower() not in {"https", "http"}:
        raise ValueError
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(host.lower(), port or (443 if secure else 80), target, secure)


def may_be_asked(found: Place) -> bool:
    """Whether a place may be asked at all: over TLS, unless the administrator allows that host without."""
    inside = allowed_inside(found.host)
    if found.secure:
        return inside or found.port in PORTS
    return inside and settings.CALENDAR_HTTP


def _must_be_meant(parts: SplitResult, found: Place) -> None:
    if parts.username or parts.password:
        raise NotAnAddress(
            _(
                "There is a name or a password in this address. Fairlead keeps nobody's password: use the "
                "secret or public address of the calendar instead."
            )
        )
    if not found.secure and not may_be_asked(found):
        raise NotAnAddress(
            _("This address is not encrypted. Use one that begins with https:// or webcal://.")
        )
    if not may_be_asked(found):
        raise NotAnAddress(
            _("Calendars are read at the usual port only. Leave out the number after the host.")
        )
    if found.host == "calendar.google.com" and "cid" in parse_qs(parts.query):
        raise NotAnAddress(
            _(
                "This is the link by which others add your calendar in Google. Fairlead needs the “Secret "
                "address in iCal format” from the calendar's settings, which ends in .ics."
            )
        )
    if found.target.partition("?")[0].endswith((".html", ".htm")):
        raise NotAnAddress(
            _("This is the address of a page to look at. Copy the other one, which ends in .ics.")
        )
