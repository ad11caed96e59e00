"""Presets: whole policies with their reason, from which a coordinator starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairlead.matching.models import Preset
from fairlead.matching.queries import tiers
from fairlead.matching.queries.weighing import Standing, default_weights
from fairlead.programmes.models import Programme

USUAL = "default"


@dataclass(frozen=True)
class Ready:
    """A preset that comes with Fairlead: its name, its reason, and what it changes of the usual policy."""

    name: Promise
    reason: Promise
    weights: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, bool] = field(default_factory=dict)
    order: tuple[str, ...] = tiers.USUAL
    standing: Standing = Standing.ABOVE

    def policy(self) -> dict[str, Any]:
        """The whole policy, in the shape of `default_weights`."""
        usual = default_weights()
        return {
            **usual,
            "weights": {**usual["weights"], **self.weights},
            "rules": {**usual["rules"], **self.rules},
            "tiers": list(self.order),
            "standing": self.standing.value,
        }


PRESETS: dict[str, Ready] = {
    USUAL: Ready(
        _("Balanced"),
        _("What the mentee wants to learn counts most; grade, new networks and ways of meeting count too."),
    ),
    "job": Ready(
        _("Job knowledge"),
        _("For a programme in which people learn the work itself: the mentor covers what the mentee wants."),
        {"areas": 70, "grade": 5, "reach": 5, "languages": 10, "meeting": 5, "campus": 5},
        {"needs_area": True},
        (tiers.MENTEES, tiers.PRIORITY, tiers.WORST, tiers.SCORE, tiers.KEPT),
    ),
    "career": Ready(
        _("Career step"),
        _("For people who prepare for more responsibility: the mentor is one or two grades above."),
        {"areas": 25, "grade": 50, "reach": 10, "languages": 5, "meeting": 5, "campus": 5},
        {"needs_area": False},
    ),
    "bridges": Ready(
        _("New bridges between units"),
        _("For a network across the house: other units and institutions, and many mentors rather than few."),
        {"areas": 25, "grade": 5, "reach": 50, "languages": 10, "meeting": 10, "campus": 0},
        {"other_unit": True, "needs_area": False},
        (tiers.MENTEES, tiers.PRIORITY, tiers.NEW, tiers.SCORE, tiers.EVEN, tiers.KEPT),
    ),
    "reverse": Ready(
        _("Reverse mentoring"),
        _(
            "For senior people who learn from junior ones: a mentor one or two grades below counts "
            "most; no grade excludes a pair."
        ),
        {"areas": 35, "grade": 40, "reach": 10, "languages": 5, "meeting": 5, "campus": 5},
        standing=Standing.BELOW,
    ),
}


@dataclass(frozen=True)
class Offered:
    """A preset as the page offers it; `own`: the programme's, which it may drop."""

    key: str
    name: str
    reason: str
    policy: dict[str, Any]
    own: bool


def offered(programme: Programme) -> list[Offered]:
    """All presets of a programme: those that come with Fairlead, then its own by name; one query."""
    ready = [
        Offered(key, str(one.name), str(one.reason), {**one.policy(), "preset": key}, own=False)
        for key, one in PRESETS.items()
    ]
    kept = Preset.objects.filter(programme=programme)
    return [
        *ready,
        *(
            Offered(str(one.pk), one.name, one.reason, {**one.policy, "preset": str(one.pk)}, own=True)
            for one in kept
        ),
    ]
