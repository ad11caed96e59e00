"""The fingerprint of a document, which signatures under it name."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def digest(content: Mapping[str, Any]) -> str:
    """The fingerprint of a document of plain values: SHA-256 over its canonical JSON, 64 hex digits.

    Keys are sorted and nothing but what JSON knows counts, so that the same words always give the same.
    """
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()
