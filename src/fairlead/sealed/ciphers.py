"""Authenticated encryption: AES-256-GCM (NIST SP 800-38D) with a fresh random nonce for every sealing.

A sealed value is 12 bytes of nonce followed by ciphertext and tag. `about` says what the value belongs to; it
is authenticated, so a value moved to another row does not open there.
"""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class CannotOpen(Exception):
    """The value was changed, belongs elsewhere, or was sealed under another key."""


def fresh_key() -> bytes:
    """A new random key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def close(value: bytes, *, under: bytes, about: str) -> bytes:
    """The value sealed under a key of 32 bytes."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(under).encrypt(nonce, value, about.encode())


def open_(sealed: bytes | memoryview, *, under: bytes, about: str) -> bytes:
    """The value that was sealed under this key for this purpose. Raises `CannotOpen`."""
    nonce, rest = bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:])
    try:
        return AESGCM(under).decrypt(nonce, rest, about.encode())
    except (InvalidTag, ValueError) as wrong:
        raise CannotOpen(about) from wrong


def name_of(key: bytes) -> str:
    """Sixteen hexadecimal digits by which a key is recognised; they say nothing of the key."""
    return hashlib.sha256(b"fairlead key name" + key).hexdigest()[:16]
