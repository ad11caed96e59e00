"""What ties each entry of the record to the one before it."""

import hashlib
import json
from datetime import UTC

from fairlead.audit.models import Entry


def link(entry: Entry) -> str:
    """The hash that ties an entry to the one before: SHA-256 over its content and the previous hash."""
    content = [
        entry.previous_hash,
        entry.at.astimezone(UTC).isoformat(),
        str(entry.actor_id or ""),
        entry.actor_label,
        entry.verb,
        entry.thing,
        entry.thing_id,
        entry.thing_label,
        entry.details,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
