"""Secrets that travel in links, and the fingerprints we keep of them."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from uuid import UUID

from django.conf import settings


def fresh() -> str:
    """A new secret of 256 bits for a link."""
    return secrets.token_urlsafe(32)


def derived(purpose: str, pk: UUID) -> str:
    """The secret of one record's link, made anew whenever a letter needs it, so that it is never stored.

    HMAC-SHA-256 of purpose and id under the installation's secret key (RFC 2104).
    """
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{purpose}:{pk}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def fingerprint(secret: str) -> str:
    """SHA-256 of a secret, in hexadecimal: enough to recognise it, useless to whoever reads the database."""
    return hashlib.sha256(secret.encode()).hexdigest()
