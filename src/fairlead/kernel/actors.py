"""Who is acting now, and in which roles."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

T = TypeVar("T")


@dataclass(frozen=True)
class Actor:
    """A person in their roles at this moment; `person_id` is None for somebody not signed in.

    `memory` keeps what a policy has already looked up for this request.
    """

    person_id: UUID | None = None
    name: str = ""
    email: str = ""
    memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def signed_in(self) -> bool:
        """Whether we know who this is."""
        return self.person_id is not None

    def remembered(self, key: str, find: Callable[[], T]) -> T:
        """What `find` gives, asked once per actor."""
        if key not in self.memory:
            self.memory[key] = find()
        found: T = self.memory[key]
        return found


NOBODY = Actor()
