"""Read the environment: one function per kind of value, each failing with the variable's name."""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_WAITS_SECONDS = 60  # for whoever writes just now: a slow machine makes nobody fail
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?")


def text(name: str, default: str = "") -> str:
    """The variable as written, or `default` when it is absent or empty."""
    return os.environ.get(name) or default


def flag(name: str, default: bool = False) -> bool:
    """True for 1, yes, true, on; False for 0, no, false, off."""
    value = text(name).strip().lower()
    if not value:
        return default
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"0", "no", "false", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r}: expected 1 or 0.")


def whole(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, not under `least`."""
    value = text(name, str(default)).strip()
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name}={value!r}: expected a whole number of at least {least}.")
    return int(value)


def listing(name: str, default: str = "") -> list[str]:
    """Comma-separated values, without empty ones."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def pairs(name: str) -> dict[str, str]:
    """`host=value` parted by semicolons, hosts in lower case; each host stands there once."""
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in text(name).split(";"))):
        host, sign, value = (word.strip() for word in part.partition("="))
        host = host.lower()
        if not (sign and value) or not HOST.fullmatch(host) or host in found:
            raise ImproperlyConfigured(f"{name}: expected host=institution;host=institution, got {part!r}.")
        found[host] = value
    return found


def without_ports(hosts: Iterable[str]) -> list[str]:
    """The hosts as Django compares them."""
    return [host.partition(":")[0] for host in hosts]


def database(url: str, data: Path) -> dict[str, object]:
    """Django's database settings for `sqlite:///path` or `postgres://user:password@host:port/name`.

    An empty URL is the embedded SQLite database in the data folder.
    """
    if not url:
        return _sqlite(str(data / "fairlead.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.path[1:])
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"FAIRLEAD_DATABASE_URL: expected sqlite:///… or postgres://…, got {parts.scheme}://"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": SQLITE_WAITS_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def secret_key(data: Path) -> str:
    """The secret from FAIRLEAD_SECRET_KEY, or one made once and kept in the data folder."""
    given = text("FAIRLEAD_SECRET_KEY")
    if given:
        return given
    path = data / "secret-key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def words_keys(data: Path) -> list[bytes]:
    """The keys under which words are sealed, 32 bytes each: the first seals, the others still open."""
    return _keys("FAIRLEAD_WORDS_KEY_FILE", data / "words-key")


def badge_keys(data: Path) -> list[bytes]:
    """The keys that sign badges (Ed25519, 32 bytes): the first signs, those signed by others still verify."""
    return _keys("FAIRLEAD_BADGE_KEY_FILE", data / "badge-key")


def _keys(variable: str, default: Path) -> list[bytes]:
    """The keys of the file named in the variable, one a line in URL-safe base64; else of one made once.

    A file that is named must be there: a new key in its place would open nothing that was sealed, and verify
    nothing that was signed.
    """
    given = text(variable)
    path = Path(given) if given else default
    if given and not path.exists():
        raise ImproperlyConfigured(f"{variable}: there is no file {path}.")
    if not path.exists():
        _make_key(path)
    keys = [_key(line, path, variable) for line in path.read_text(encoding="ascii").split()]
    if not keys:
        raise ImproperlyConfigured(f"{variable}: {path} holds no key.")
    return keys


def _make_key(path: Path) -> None:
    """A new key, whole or not at all: of two processes that start at once, one key remains."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    made.touch(mode=0o600)
    made.write_text(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(), encoding="ascii")
    try:
        with suppress(FileExistsError):
            os.link(made, path)
    finally:
        made.unlink()


def _key(line: str, path: Path, variable: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(line)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise ImproperlyConfigured(
            f"{variable}: a line of {path} is no key; expected 32 bytes in URL-safe base64."
        )
    return key
