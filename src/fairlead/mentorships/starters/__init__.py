"""Examples of goals for every area of expertise, to begin from."""

from fairlead.mentorships.starters.arriving import ARRIVING
from fairlead.mentorships.starters.living import LIVING
from fairlead.mentorships.starters.starter import Starter
from fairlead.mentorships.starters.working import WORKING

STARTERS: tuple[Starter, ...] = (*ARRIVING, *LIVING, *WORKING)
BY_KEY: dict[str, Starter] = {one.key: one for one in STARTERS}

__all__ = ["BY_KEY", "STARTERS", "Starter"]
