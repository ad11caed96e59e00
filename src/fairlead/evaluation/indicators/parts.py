"""The indicators by subject, so that a page reads no more than what it shows."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairlead.evaluation.indicators.catalogue import BY_KEY
from fairlead.evaluation.indicators.definitions import Indicator, Kind


@dataclass(frozen=True)
class Part:
    """Indicators of one kind that are counted from the same facts."""

    title: Promise
    kind: Kind
    keys: tuple[str, ...]

    @property
    def listed(self) -> list[Indicator]:
        """Them, in their order."""
        return [BY_KEY[key] for key in self.keys]


FIRST = "setup"
PARTS: dict[str, Part] = {
    FIRST: Part(_("Setup"), Kind.SETUP, ("reach", "coverage", "approval_rate", "approval_days")),
    "pairs": Part(
        _("Matching and pairs"),
        Kind.DELIVERY,
        (
            "match_rate", "days_to_match", "acceptance", "start_rate", "active", "sessions", "agreements",
            "plans", "response",
        ),
    ),
    "training": Part(_("Training"), Kind.DELIVERY, ("training",)),
    "spending": Part(_("Effort and cost"), Kind.DELIVERY, ("hours_per_pair", "cost_per_pair")),
    "outcome": Part(
        _("What becomes of pairs"),
        Kind.OUTCOME,
        (
            "cross_unit", "cross_institution", "attainment", "goals_reached", "completion", "early_endings",
            "rematch", "became_mentors",
        ),
    ),
    "surveys": Part(
        _("What surveys say"),
        Kind.OUTCOME,
        ("satisfaction", "match_quality", "skill_gain", "applied_later"),
    ),
}  # fmt: skip
