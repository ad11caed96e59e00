"""Open Badges 3.0 as VC-JWT: the issuer's DID document, credentials, and the list that takes them back.

Signed with Ed25519 (RFC 8032, EdDSA in RFC 8037); did:web; Bitstring Status List v1.0. Everything here is a
function of what it is given.
"""

import gzip
import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
LIST_ENTRIES = 131_072  # the least that the standard allows, so that nobody stands out
LIST_HOLDS = timedelta(days=1)


@dataclass(frozen=True)
class Issuer:
    """An institution as it signs: its DID, its name, the page about it."""

    did: str
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Award:
    """What one badge says."""

    url: str
    achievement: UUID
    name: str
    description: str
    criteria: str
    role: str
    email: str
    salt: str
    first: date
    last: date
    issued_at: datetime
    status_url: str
    status_index: int


def did(base: str, *path: str) -> str:
    """The did:web whose document lies at `<base>/<path>/did.json`."""
    parts = urlsplit(base)
    whole = [quote(parts.netloc, safe=""), *(piece for piece in parts.path.split("/") if piece), *path]
    return ":".join(["did", "web", *whole])


def key_id(seed: bytes) -> str:
    """By which a key is named: the thumbprint of its public half (RFC 7638)."""
    jwk = _public(seed)
    canonical = json.dumps({name: jwk[name] for name in ("crv", "kty", "x")}, separators=(",", ":"))
    return _base64(hashlib.sha256(canonical.encode()).digest())


def document(issuer: Issuer, seeds: Sequence[bytes]) -> dict[str, Any]:
    """The DID document: every key still verifies, the first one signs."""
    methods = [
        {
            "id": f"{issuer.did}#{key_id(seed)}",
            "type": "JsonWebKey",
            "controller": issuer.did,
            "publicKeyJwk": {**_public(seed), "kid": key_id(seed), "alg": "EdDSA", "use": "sig"},
        }
        for seed in seeds
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": issuer.did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
        "service": [{"id": f"{issuer.did}#profile", "type": "LinkedDomains", "serviceEndpoint": issuer.url}],
    }


def badge(award: Award, issuer: Issuer, seed: bytes) -> str:
    """The credential, signed."""
    credential = {
        "@context": [CREDENTIALS, BADGES],
        "id": award.url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.name,
        "issuer": {"id": issuer.did, "type": ["Profile"], "name": issuer.name, "url": issuer.url},
        "validFrom": _moment(award.issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_holder(award.email, award.salt)],
            "role": award.role,
            "activityStartDate": _moment(datetime.combine(award.first, time.min, tzinfo=UTC)),
            "activityEndDate": _moment(datetime.combine(award.last, time.min, tzinfo=UTC)),
            "achievement": {
                "id": f"urn:uuid:{award.achievement}",
                "type": ["Achievement"],
                "achievementType": "CertificateOfCompletion",
                "name": award.name,
                "description": award.description,
                "criteria": {"narrative": award.criteria},
            },
        },
        "credentialStatus": {
            "id": f"{award.status_url}#{award.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(award.status_index),
            "statusListCredential": award.status_url,
        },
    }
    return _signed(credential, issuer, seed)


def status_list(url: str, taken_back: Iterable[int], issuer: Issuer, seed: bytes, *, at: datetime) -> str:
    """The list of what was taken back, signed; it holds for a day and is made anew when it is asked for."""
    bits = bytearray(LIST_ENTRIES // 8)
    for index in taken_back:
        bits[index // 8] |= 0x80 >> (index % 8)
    packed = _base64(gzip.compress(bytes(bits), mtime=0))
    credential = {
        "@context": [CREDENTIALS],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": _moment(at),
        "validUntil": _moment(at + LIST_HOLDS),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": f"u{packed}",
        },
    }
    return _signed(credential, issuer, seed)


def _signed(credential: Mapping[str, Any], issuer: Issuer, seed: bytes) -> str:
    began = datetime.fromisoformat(str(credential["validFrom"]))
    claims = {"iss": issuer.did, "jti": credential["id"], "nbf": int(began.timestamp())}
    key = Ed25519PrivateKey.from_private_bytes(seed)
    header = {"typ": "JWT", "kid": f"{issuer.did}#{key_id(seed)}"}
    return jwt.encode({**credential, **claims}, key, algorithm="EdDSA", headers=header)


def _holder(email: str, salt: str) -> dict[str, Any]:
    """Whose badge it is, so that who knows the address can check it and nobody else can read it."""
    digest = hashlib.sha256(f"{email}{salt}".encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": salt,
    }


def _public(seed: bytes) -> dict[str, str]:
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return {"kty": "OKP", "crv": "Ed25519", "x": _base64(key.public_bytes_raw())}


def _base64(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
