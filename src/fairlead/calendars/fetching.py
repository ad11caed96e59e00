"""Ask the server of a calendar: at public addresses only, over TLS, for some seconds and megabytes at most.

The name of the server is resolved once, every address it has is judged, and the connection goes to one that
was judged; so a name cannot lead to another place between the two. Nothing of the address is ever logged or
raised; what went wrong is a `Problem`.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from fairlead.calendars.addresses import Place, allowed_inside, may_be_asked, place
from fairlead.calendars.enums import Problem

SECONDS = 15.0
SECONDS_TO_CONNECT = 5.0
MOST_BYTES = 10_000_000
MOST_REDIRECTS = 4
CHUNK = 65_536
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
MOVED = {301, 302, 303, 307, 308}
HEADERS = {
    "Accept": "text/calendar, text/plain;q=0.5, */*;q=0.1",
    "Accept-Encoding": "identity",
    "User-Agent": "Fairlead (calendar)",
    "Connection": "close",
}


class Unread(Exception):
    """The calendar could not be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.value)


@dataclass(frozen=True)
class _Answer:
    status: int
    location: str
    body: bytes


def fetched(found: Place, *, seconds: float = SECONDS) -> bytes:
    """What lies at this place, following a few redirects. Raises `Unread`; nothing else.

    `seconds` is for all of it together: connecting, every redirect, the last byte.
    """
    deadline = time.monotonic() + seconds
    for _redirect in range(MOST_REDIRECTS + 1):
        answer = _ask(found, deadline)
        if answer.status not in MOVED:
            return _body(answer)
        found = _next(found, answer.location)
    raise Unread(Problem.ASTRAY)


def addresses_of(found: Place) -> list[str]:
    """The addresses of the place's host. Raises `Unread` when there is none, or one in a closed network."""
    try:
        infos = socket.getaddrinfo(found.host, found.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unread(Problem.UNREACHABLE) from None
    known = list(dict.fromkeys(str(info[4][0]) for info in infos))
    if not known:
        raise Unread(Problem.UNREACHABLE)
    if not allowed_inside(found.host) and not all(is_public(address) for address in known):
        raise Unread(Problem.INSIDE)
    return known


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet, also when it hides in another one."""
    try:
        one = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(one, ipaddress.IPv6Address):
        if one in NAT64:
            return is_public(str(ipaddress.IPv4Address(int(one) & 0xFFFFFFFF)))
        hidden = one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else None)
        if hidden is not None:
            return is_public(str(hidden))
    return one.is_global and not one.is_multicast and not one.is_reserved


def _next(found: Place, location: str) -> Place:
    """Where a redirect leads. Raises `Unread` when it may not be followed."""
    try:
        parts = urlsplit(urljoin(found.address, location))
        there = place(parts, port=parts.port)
    except (ValueError, UnicodeError):
        raise Unread(Problem.ASTRAY) from None
    if not location or parts.username or parts.password:
        raise Unread(Problem.ASTRAY)
    if not may_be_asked(there):
        raise Unread(Problem.ASTRAY if there.secure else Problem.INSECURE)
    return there


def _body(answer: _Answer) -> bytes:
    if answer.status == HTTPStatus.OK:
        return answer.body
    if answer.status in {401, 403, 407}:
        raise Unread(Problem.REFUSED)
    if answer.status in {404, 410}:
        raise Unread(Problem.GONE)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Unread(Problem.FAILED)
    raise Unread(Problem.NO_CALENDAR)


def _ask(found: Place, deadline: float) -> _Answer:
    """One request and its answer. Raises `Unread`."""
    try:
        with _connected(found, deadline) as connected:
            connection = http.client.HTTPConnection(found.host, found.port)
            connection.sock = connected
            connection.request("GET", found.target, headers=HEADERS)
            with connection.getresponse() as response:
                body = b"" if response.status in MOVED else _read(response)
                answer = _Answer(response.status, response.getheader("Location") or "", body)
    except Unread:
        raise
    except ssl.SSLCertVerificationError:
        raise Unread(Problem.UNTRUSTED) from None
    except Exception:  # whatever a server may send; the words of an error may hold the address
        raise Unread(Problem.SLOW if time.monotonic() >= deadline else Problem.UNREACHABLE) from None
    if time.monotonic() >= deadline:
        raise Unread(Problem.SLOW)  # what was cut off may look as if it had ended
    return answer


def _read(response: http.client.HTTPResponse) -> bytes:
    """The body, as long as it is of a bearable size and comes as it is."""
    if (response.getheader("Content-Encoding") or "identity").lower() != "identity":
        raise Unread(Problem.NO_CALENDAR)
    body = bytearray()
    while chunk := response.read(CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            raise Unread(Problem.TOO_BIG)
    if response.length:
        raise Unread(Problem.FAILED)  # it promised more than it sent
    return bytes(body)


@contextmanager
def _connected(found: Place, deadline: float) -> Iterator[socket.socket]:
    """A connection to one of the host's judged addresses, cut off when the deadline comes."""
    bare = _first(addresses_of(found), found.port, deadline)
    with bare:
        # The handshake waits until the watch is set: a server may be slow there, too.
        trust = ssl.create_default_context() if found.secure else None
        connected = (
            trust.wrap_socket(bare, server_hostname=found.host, do_handshake_on_connect=False)
            if trust
            else bare
        )
        with connected:
            watch = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, [connected])
            watch.daemon = True
            watch.start()
            try:
                if isinstance(connected, ssl.SSLSocket):
                    connected.do_handshake()
                yield connected
            finally:
                watch.cancel()


def _first(addresses: list[str], port: int, deadline: float) -> socket.socket:
    """A connection to the first of the addresses that answers."""
    for address in addresses:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Unread(Problem.SLOW)
        try:
            return socket.create_connection((address, port), timeout=min(SECONDS_TO_CONNECT, left))
        except OSError:
            continue
    raise Unread(Problem.UNREACHABLE)


def _cut(connected: socket.socket) -> None:
    """End a connection under whoever waits for it."""
    try:
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
    except OSError:
        return
