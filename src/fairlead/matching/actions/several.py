"""How many mentors a round gives a mentee is lowered only while nobody has more."""

from collections import Counter
from uuid import UUID

from django.db.models import Count
from django.utils.translation import ngettext

from fairlead.matching.enums import ProposalState, RulingKind
from fairlead.matching.models import Proposal, Ruling
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.actions import MoreMentors, lock_participations
from fairlead.programmes.models import Round


def check_fewer(round: Round, most: int) -> None:
    """Refuse a number that somebody's mentors and open offers, or their locked pairs, go beyond.

    The rows of all who have some are locked, so that no pair begins meanwhile. Raises `MoreMentors`.
    """
    lock_participations(_held(round))
    locks = Ruling.objects.filter(round=round, kind=RulingKind.LOCK).order_by()
    locked = dict(locks.values("mentee").annotate(n=Count("pk")).values_list("mentee", "n"))
    held = _held(round)
    more = [one for one in held.keys() | locked.keys() if max(held[one], locked.get(one, 0)) > most]
    if more:
        text = ngettext(
            "%(n)d mentee has more mentors, open offers or locked pairs than that.",
            "%(n)d mentees have more mentors, open offers or locked pairs than that.",
            len(more),
        )
        raise MoreMentors(text % {"n": len(more)})


def _held(round: Round) -> Counter[UUID]:
    """How many mentors and open offers each mentee of the round has; two queries."""
    live = Mentorship.objects.filter(round=round, state__in=LIVE_STATES)
    offered = Proposal.objects.filter(run__round=round, state=ProposalState.OFFERED)
    return Counter([*live.values_list("mentee", flat=True), *offered.values_list("mentee", flat=True)])
