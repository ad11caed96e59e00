"""Runs, proposals, the coordinator's rulings, and the answers to offers."""

from fairlead.matching.models.afterwards import Afterword, MentorWish, WaitNotice
from fairlead.matching.models.answers import Answer, Approval, Deputy
from fairlead.matching.models.boards import BoardChange, PassedOver, Restraint
from fairlead.matching.models.presets import Preset
from fairlead.matching.models.reckonings import Reckoning
from fairlead.matching.models.rulings import Exchange, PlaceQuota, Ruling, Schedule
from fairlead.matching.models.runs import Proposal, Run, Unmatched
from fairlead.matching.models.scenarios import Scenario
from fairlead.matching.models.sensitivity import Sensitivity
from fairlead.matching.models.sharing import ReasonsShown
from fairlead.matching.models.simulations import Simulation
from fairlead.matching.models.swaps import Swap, SwapAnswer
from fairlead.matching.models.waves import OfferWave, WavePair

__all__ = [
    "Afterword",
    "Answer",
    "Approval",
    "BoardChange",
    "Deputy",
    "Exchange",
    "MentorWish",
    "OfferWave",
    "PassedOver",
    "PlaceQuota",
    "Preset",
    "Proposal",
    "ReasonsShown",
    "Reckoning",
    "Restraint",
    "Ruling",
    "Run",
    "Scenario",
    "Schedule",
    "Sensitivity",
    "Simulation",
    "Swap",
    "SwapAnswer",
    "Unmatched",
    "WaitNotice",
    "WavePair",
]
