"""Who comes first where not everybody can have a mentor: classes that coordinators may put first.

They decide between mentees only among pairings that give as many mentees a mentor as possible.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairlead.matching.enums import ProposalState
from fairlead.matching.models import Proposal
from fairlead.matching.queries.afterwards import asking_again
from fairlead.mentorships.enums import EndReason, MentorshipState
from fairlead.mentorships.models import Mentorship

AGAIN, PARTNER_LEFT, SECOND, WAITED = "again", "partner_left", "second", "waited"
LONGEST, WEEKS = "longest", 26
CLASSES: dict[str, tuple[Promise, Promise]] = {
    PARTNER_LEFT: (
        _("First, whose mentor has left"),
        _("A pair of theirs ended because somebody left or changed post."),
    ),
    SECOND: (
        _("First, on the second attempt"),
        _("An earlier pair of theirs ended early, or an earlier offer did not become a pair."),
    ),
    WAITED: (_("First, who has waited long"), _("Since they were admitted, for at least the days below.")),
    LONGEST: (
        _("Then, who has waited longest"),
        _("All others in the order of their wait, week by week, up to half a year."),
    ),
}
# Not the coordinators' choice: who asks for another mentor has been promised to come first.
PROMISED: dict[str, tuple[Promise, Promise]] = {
    AGAIN: (
        _("First, who asks for another mentor"),
        _("A pair of theirs ended early, and they would like to go on with somebody else."),
    )
}
# Who lost a mentor that has left is among those who ask again, so whoever puts them first breaks no promise.
ORDER = (PARTNER_LEFT, AGAIN, SECOND, WAITED)
ALL_CLASSES = {key: {**PROMISED, **CLASSES}[key] for key in ORDER}
USUAL_DAYS = 42
# Where mentees have several mentors: before whoever has one already; never chosen and never told as a class.
NOBODY_YET = "nobody_yet"


def _of_weeks(weeks: int) -> str:
    return f"weeks_{weeks}"


def classes_of(chosen: Mapping[str, Any]) -> tuple[str, ...]:
    """The engine's classes for what a run's weights put first, the first class first."""
    named = tuple(key for key in ALL_CLASSES if chosen.get(key))
    weeks = range(WEEKS, 0, -1) if chosen.get(LONGEST) else ()
    last = (NOBODY_YET,) if chosen.get(NOBODY_YET) else ()
    return (*named, *map(_of_weeks, weeks), *last)


@dataclass(frozen=True)
class First:
    """Which classes come first, in this order, and after how many days on `on` somebody has waited long."""

    order: tuple[str, ...] = ()
    days: int = USUAL_DAYS
    on: date | None = None

    @classmethod
    def of(cls, weights: Mapping[str, Any], *, on: date) -> "First":
        """As a run's weights say; those of earlier runs say nothing."""
        chosen = weights.get("first", {})
        return cls(classes_of(chosen), int(chosen.get("days", USUAL_DAYS)), on)

    def class_of(self, values: Mapping[str, Any], *, has_one: bool = False) -> str | None:
        """The first class that somebody's frozen values put them in; None: no class, or a mentor already."""
        if has_one:
            return None
        theirs = {*values.get("tried", ()), NOBODY_YET}
        since = values.get("since")
        if since and self.on:
            waited = self.on - date.fromisoformat(since)
            theirs.add(_of_weeks(min(WEEKS, waited.days // 7)))
            if waited >= timedelta(days=self.days):
                theirs.add(WAITED)
        return next((key for key in self.order if key in theirs), None)


def promised(frozen: Mapping[str, Any]) -> dict[str, bool]:
    """The classes that come first in every run, as far as anybody of this pool is in them."""
    there = {key for one in frozen["mentees"] for key in one["values"].get("tried", ())}
    return {key: True for key in PROMISED if key in there}


def with_promised(weights: Mapping[str, Any], frozen: Mapping[str, Any]) -> dict[str, Any]:
    """The weights as given; who asks for another mentor comes first whenever anybody of the pool does."""
    kept = {**weights.get("first", {})}
    first = {key: value for key, value in kept.items() if key not in (*PROMISED, NOBODY_YET)}
    further = {NOBODY_YET: True} if any(one.get("taken") for one in frozen["mentees"]) else {}
    return {**weights, "first": {**first, **promised(frozen), **further}}


def tried(mentees: Iterable[UUID | None]) -> dict[UUID, list[str]]:
    """For each mentee what earlier pairs and offers make of them: class keys, sorted; three queries."""
    ids, found = [one for one in mentees if one is not None], defaultdict(set)
    ended = Mentorship.objects.filter(mentee__in=ids, state=MentorshipState.ENDED_EARLY)
    for mentee, reason in ended.values_list("mentee", "end_reason"):
        found[mentee].add(PARTNER_LEFT if reason == EndReason.LEFT else SECOND)
    closed = Proposal.objects.filter(
        mentee__in=ids, state__in=[ProposalState.REFUSED, ProposalState.EXPIRED], offered_at__isnull=False
    )
    for mentee in closed.values_list("mentee", flat=True):
        found[mentee].add(SECOND)
    for mentee in asking_again(ids):
        found[mentee].add(AGAIN)
    return {mentee: sorted(keys) for mentee, keys in found.items()}
