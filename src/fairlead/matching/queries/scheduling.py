"""When a rolling intake makes its next draft run, and whether it is time for it now."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from django.utils.timezone import get_default_timezone

from fairlead.matching.enums import ApprovalState, ProposalState, Rhythm
from fairlead.matching.models import Approval, Proposal, Run, Schedule
from fairlead.matching.queries.pool import Pool, freeze, pool
from fairlead.matching.queries.runs import newest_done, unfinished
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round

TAKES_IN = (RoundState.OPEN, RoundState.CLOSED)
LOOKED_AT = ("mentees", "mentors", "locked", "forbidden", "refused", "earlier")


@dataclass(frozen=True)
class Waiting:
    """Mentees in the pool to whom the newest run proposes nobody: how many, and since when."""

    count: int = 0
    since: datetime | None = None

    def days(self, at: datetime) -> int:
        """Whole days that the first of them has waited."""
        return (at - self.since).days if self.since else 0


@dataclass(frozen=True)
class Outlook:
    """A schedule as its page tells it: who waits, the moment of the next draft run, what it waits for."""

    schedule: Schedule | None
    waiting: Waiting
    next_at: datetime | None
    changed: bool


def of_round(round: Round) -> Schedule | None:
    """The round's schedule, if somebody has set one."""
    return Schedule.objects.filter(round=round).first()


def next_moment(
    rhythm: str, *, weekday: int, hour: int, after: datetime, zone: tzinfo | None = None
) -> datetime:
    """The next local `hour` o'clock after a moment, on the given weekday (0 is Monday) unless every day.

    An hour that a clock change leaves out is taken an hour later; one that comes twice, the first time.
    """
    zone = zone or get_default_timezone()
    day = after.astimezone(zone).date()
    while True:
        moment = _at(day, hour, zone)
        if moment > after and (rhythm != Rhythm.WEEKLY or day.weekday() == weekday):
            return moment
        day += timedelta(days=1)


def _at(day: date, hour: int, zone: tzinfo) -> datetime:
    """A local hour of a day as a moment; through UTC, so that an hour that does not exist moves forward."""
    utc = datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)
    return utc.astimezone(zone)


def waiting_in(people: Pool, newest: Run | None) -> Waiting:
    """Who waits in the pool without a pair that somebody could still offer; one query."""
    proposed = set()
    if newest is not None:
        standing = Proposal.objects.filter(run=newest, state=ProposalState.PROPOSED)
        proposed = set(standing.values_list("mentee", flat=True))
    since = [
        one.participation.joined_at
        for one in people.without
        if one.participation is not None and one.participation_id not in proposed
    ]
    return Waiting(len(since), min(since, default=None))


def has_changed(round: Round, newest: Run | None) -> bool:
    """Whether a run would see other people, places, answers, rulings or limits than the newest one did."""
    if newest is None:
        return True
    now = freeze(round)
    if now.get("quotas") != newest.frozen.get("quotas"):
        return True
    return any(_ordered(now[key]) != _ordered(newest.frozen.get(key, [])) for key in LOOKED_AT)


def _ordered(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: row["id"] if isinstance(row, dict) else row)


def is_due(schedule: Schedule, *, at: datetime) -> bool:
    """Whether the schedule asks for a draft run now: its moment has come, and there is something new.

    Never while a run is under way or institutions still decide on the pairs of the last one, in a round that
    is not taken in any more, or with nobody on one side.
    """
    round = schedule.round
    if not schedule.active or round.state not in TAKES_IN or not moment_has_come(schedule, at=at):
        return False
    people, newest = pool(round), newest_done(round)
    if not people.mentees or not people.mentors or unfinished(round) is not None:
        return False
    if newest is not None and is_asked(newest):
        return False
    return has_waited(schedule, waiting_in(people, newest), at=at) and has_changed(round, newest)


def is_asked(run: Run) -> bool:
    """Whether the word of an institution on a pair of the run is still waited for."""
    return Approval.objects.filter(proposal__run=run, state=ApprovalState.WAITING).exists()


def moment_has_come(schedule: Schedule, *, at: datetime) -> bool:
    """Whether the schedule's hour has passed since it was last looked at; who waits is looked at daily."""
    if schedule.last_looked_at is None:
        return True
    return next_at(schedule, after=schedule.last_looked_at) <= at


def next_at(schedule: Schedule, *, after: datetime) -> datetime:
    """The schedule's next moment; for those that wait for people, when they are counted next."""
    return next_moment(schedule.rhythm, weekday=schedule.weekday, hour=schedule.hour, after=after)


def has_waited(schedule: Schedule, waiting: Waiting, *, at: datetime) -> bool:
    """Whether so many wait, or somebody so long, as the schedule asks; by the clock it asks nothing."""
    if schedule.rhythm == Rhythm.ENOUGH:
        return waiting.count >= schedule.enough
    if schedule.rhythm == Rhythm.LONG:
        return waiting.count > 0 and waiting.days(at) >= schedule.days
    return True


def outlook(round: Round, *, at: datetime) -> Outlook:
    """What the page of a schedule tells; the same number of queries whatever the size of the pool."""
    schedule, newest = of_round(round), newest_done(round)
    waiting = waiting_in(pool(round), newest)
    planned = None
    if schedule is not None and schedule.active and round.state in TAKES_IN:
        planned = _planned(schedule, waiting, at=at)
    return Outlook(schedule, waiting, planned, has_changed(round, newest))


def _planned(schedule: Schedule, waiting: Waiting, *, at: datetime) -> datetime | None:
    """When the next draft run is to be expected; None where that depends on who comes."""
    if has_waited(schedule, waiting, at=at):
        return max(next_at(schedule, after=schedule.last_looked_at or at), at)
    if schedule.rhythm == Rhythm.LONG and waiting.since is not None:
        reached = waiting.since + timedelta(days=schedule.days)
        return next_at(schedule, after=reached - timedelta(seconds=1))
    return None
