"""What a round asks of wishes, and whether it still does."""

from datetime import datetime

from fairlead.kernel.times import day_of
from fairlead.preferences.enums import Mode, Ranking
from fairlead.preferences.models import Statement, Terms
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Participation, Round, TeamMember
from fairlead.programmes.policies import LEADING


def of_round(round: Round) -> Terms | None:
    """What the round asks; None where it asks nobody."""
    return Terms.objects.filter(round=round).select_related("round__programme").first()


def asks(round: Round) -> bool:
    """Whether the round asks people for their wishes, now or earlier; one query."""
    return Terms.objects.filter(round=round).exists()


def is_open(terms: Terms, *, at: datetime) -> bool:
    """Whether wishes can still be said and changed."""
    return day_of(at) <= terms.until and terms.round.state != RoundState.FINISHED


def ranks(terms: Terms, side: str) -> bool:
    """Whether people of this side rank the other."""
    return terms.ranking in (Ranking.BOTH, Ranking.MENTEES if side == Side.MENTEE else Ranking.MENTORS)


def can_show(terms: Terms, side: str) -> bool:
    """Whether people of this side may show their wishes to the coordinators: mentees who rank and suggest."""
    return terms.mode == Mode.SUGGESTED and side == Side.MENTEE and ranks(terms, side)


def team_takes_part(round: Round) -> bool:
    """Whether somebody who reads the round's runs takes part in it themselves; one query."""
    team = TeamMember.objects.filter(programme=round.programme_id, role__in=LEADING)
    there = Participation.objects.filter(round=round, state=ParticipationState.ACTIVE)
    return there.filter(person__in=team.values("person")).exists()


def begun(round: Round) -> bool:
    """Whether anybody of the round has said anything; one query."""
    return Statement.objects.filter(participation__round=round).exists()
