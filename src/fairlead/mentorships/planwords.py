"""What a plan says in words, as it is sealed: one text for each goal."""

import json
from dataclasses import asdict, dataclass

LEVEL_COUNT = 5


@dataclass(frozen=True)
class GoalWords:
    """A goal in the pair's own words; `scale` describes the levels from -2 to +2."""

    title: str
    why: str = ""
    evidence: str = ""
    scale: tuple[str, ...] = ("",) * LEVEL_COUNT

    @property
    def complete(self) -> bool:
        """Whether title and all five levels are written."""
        return bool(self.title) and len(self.scale) == LEVEL_COUNT and all(self.scale)

    def level(self, number: int) -> str:
        """What the level -2..+2 means for this goal."""
        return self.scale[number + 2]

    def sealed(self) -> str:
        """As one text."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read(text: str) -> GoalWords:
    """The words of a goal from its opened text; empty when nothing could be opened."""
    if not text:
        return GoalWords("")
    given = json.loads(text)
    return GoalWords(given["title"], given["why"], given["evidence"], tuple(given["scale"]))
