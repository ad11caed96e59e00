"""Asking a calendar's server: where it may lead, how long it may take, how much it may send."""

import socket
import ssl
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fairlead.calendars import fetching
from fairlead.calendars.addresses import NotAnAddress, tidied
from fairlead.calendars.enums import Problem
from fairlead.calendars.fetching import Unread, fetched, is_public
from tests.calendars.files import OUTLOOK
from tests.calendars.serving import giving, serving


@pytest.fixture(autouse=True)
def this_machine_is_allowed(settings):
    settings.CALENDAR_HOSTS, settings.CALENDAR_HTTP = ["localhost"], True


def problem_of(place, **more):
    with pytest.raises(Unread) as refused:
        fetched(place, **more)
    assert str(refused.value) == refused.value.problem.value
    # No traceback shows the words of what went wrong: they may hold the address.
    assert refused.value.__context__ is None or refused.value.__suppress_context__
    return refused.value.problem


def test_calendar_is_fetched_as_it_is_and_nothing_is_said_of_who_asks():
    with serving(giving(OUTLOOK)) as (server, asked):
        assert fetched(tidied(f"{server}/kestrel/calendar.ics?key=nine")) == OUTLOOK
    ((path, headers),) = asked
    assert path == "/kestrel/calendar.ics?key=nine"
    assert set(headers) == {"Host", "Accept", "Accept-Encoding", "User-Agent", "Connection"}


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (401, Problem.REFUSED),
        (403, Problem.REFUSED),
        (404, Problem.GONE),
        (410, Problem.GONE),
        (429, Problem.FAILED),
        (500, Problem.FAILED),
        (503, Problem.FAILED),
        (204, Problem.NO_CALENDAR),
        (418, Problem.NO_CALENDAR),
    ],
)
def test_answer_that_is_no_calendar_has_its_reason(status, problem):
    with serving(giving(b"", status=status)) as (server, _asked):
        assert problem_of(tidied(f"{server}/")) == problem


def test_redirect_is_followed_with_its_path_made_whole():
    def answer(handler):
        if handler.path == "/old.ics":
            giving(b"", status=302, Location="new/one.ics")(handler)
        else:
            giving(OUTLOOK)(handler)

    with serving(answer) as (server, asked):
        assert fetched(tidied(f"{server}/old.ics")) == OUTLOOK
    assert [path for path, _headers in asked] == ["/old.ics", "/new/one.ics"]
    assert all("Referer" not in headers for _path, headers in asked)


def test_redirects_without_an_end_are_not_followed_for_long():
    with serving(giving(b"", status=301, Location="/again")) as (server, asked):
        assert problem_of(tidied(f"{server}/")) == Problem.ASTRAY
    assert len(asked) == fetching.MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("http://calendar.example/one.ics", Problem.INSECURE),
        ("file:///etc/passwd", Problem.ASTRAY),
        ("https://ann:word@calendar.example/", Problem.ASTRAY),
        ("https://calendar.example:22/", Problem.ASTRAY),
        ("https://[::1", Problem.ASTRAY),
        ("", Problem.ASTRAY),
    ],
)
def test_redirect_to_where_nobody_may_ask_is_not_followed(location, problem):
    with serving(giving(b"", status=302, Location=location)) as (server, asked):
        assert problem_of(tidied(f"{server}/")) == problem
    assert len(asked) == 1


def resolving(monkeypatch, *addresses):
    known = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *given, **more: known)
    opened = []
    monkeypatch.setattr(
        fetching.socket, "create_connection", lambda where, **more: opened.append(where) or failing()
    )
    return opened


def failing():
    raise OSError


CLOSED = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.9",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "not an address",
]


@pytest.mark.parametrize("address", CLOSED)
def test_host_with_an_address_in_a_closed_network_is_not_asked(monkeypatch, address):
    assert not is_public(address)
    opened = resolving(monkeypatch, "9.9.9.9", address)
    assert problem_of(tidied("https://calendar.example/x.ics")) == Problem.INSIDE
    assert opened == []


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_public_address_is_asked_at_the_address_that_was_judged(monkeypatch, address):
    assert is_public(address)
    opened = resolving(monkeypatch, address)
    assert problem_of(tidied("https://calendar.example/x.ics")) == Problem.UNREACHABLE
    assert opened == [(address, 443)]


@pytest.mark.parametrize("spelling", ["127.0.0.1", "[::1]", "2130706433", "0x7f.1", "127.1"])
def test_number_in_place_of_a_name_leads_inside_as_little_as_a_name(spelling):
    with suppress(NotAnAddress):
        assert problem_of(tidied(f"https://{spelling}/")) in {Problem.INSIDE, Problem.UNREACHABLE}


def test_own_host_of_the_university_is_asked_where_the_administrator_allows_it(settings, monkeypatch):
    settings.CALENDAR_HOSTS = [".northport.example"]
    opened = resolving(monkeypatch, "10.1.2.3")
    assert problem_of(tidied("https://mail.northport.example:8444/x")) == Problem.UNREACHABLE
    assert opened == [("10.1.2.3", 8444)]
    assert problem_of(tidied("https://northport.example.evil.example/x")) == Problem.INSIDE


def test_name_that_nobody_knows_is_said_to_be_unreachable(monkeypatch):
    def unknown(*given, **more):
        raise socket.gaierror

    monkeypatch.setattr(fetching.socket, "getaddrinfo", unknown)
    assert problem_of(tidied("https://calendar.example/x.ics")) == Problem.UNREACHABLE


@pytest.mark.parametrize("where", ["before the answer", "in the headers", "in the body"])
def test_server_that_drips_is_left_after_the_time_for_all_of_it(where):
    def answer(handler):
        with suppress(OSError):
            if where == "in the body":
                handler.send_response(200)
                handler.end_headers()
            for _second in range(100):
                if where == "in the headers":
                    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" if not _second else b"X-Slow: a\r\n")
                if where == "in the body":
                    handler.wfile.write(b"BEGIN:VCALENDAR\r\n")
                handler.wfile.flush()
                time.sleep(0.05)

    with serving(answer) as (server, _asked):
        begun = time.monotonic()
        assert problem_of(tidied(f"{server}/"), seconds=0.5) == Problem.SLOW
        assert time.monotonic() - begun < 3


def test_huge_file_is_not_read_to_its_end(monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 200_000)
    sent = []

    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        with suppress(OSError):
            for _part in range(2000):
                sent.append(handler.wfile.write(b"x" * 10_000))

    with serving(answer) as (server, _asked):
        assert problem_of(tidied(f"{server}/")) == Problem.TOO_BIG
    assert sum(sent) < 20_000_000


def test_packed_or_half_answer_is_refused():
    with serving(giving(OUTLOOK, Content_Encoding="gzip")) as (server, _asked):
        assert problem_of(tidied(f"{server}/")) == Problem.NO_CALENDAR

    def half(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(OUTLOOK[:100])

    with serving(half) as (server, _asked):
        assert problem_of(tidied(f"{server}/")) == Problem.FAILED


def test_server_that_speaks_something_else_is_said_to_be_unreachable():
    def answer(handler):
        handler.wfile.write(b"SSH-2.0-OpenSSH\r\n")

    with serving(answer) as (server, _asked):
        assert problem_of(tidied(f"{server}/")) == Problem.UNREACHABLE


def test_server_that_cannot_prove_its_name_is_not_read(tmp_path, monkeypatch):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    signed = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    certificate = signed.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    both = tmp_path / "both.pem"
    both.write_bytes(private + certificate)
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(both)
    with socket.create_server(("127.0.0.1", 0)) as front:

        def handshake():
            with suppress(OSError):
                shown.wrap_socket(front.accept()[0], server_side=True)

        threading.Thread(target=handshake, daemon=True).start()
        place = tidied(f"https://localhost:{front.getsockname()[1]}/")
        assert problem_of(place) == Problem.UNTRUSTED
