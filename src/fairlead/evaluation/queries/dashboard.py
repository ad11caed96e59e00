"""What the dashboard of a programme counts, from the facts of its board and as far as it may be told."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from fairlead.applications.models import Application
from fairlead.evaluation.indicators.catalogue import BY_KEY
from fairlead.evaluation.indicators.counting import borne
from fairlead.evaluation.indicators.facts import Applied, Where, size, within
from fairlead.evaluation.indicators.groups import begun, completed, may_take_part, people
from fairlead.evaluation.queries.boards import Board
from fairlead.evaluation.suppression import hidden
from fairlead.kernel.actors import Actor
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme
from fairlead.support.enums import Health
from fairlead.support.queries import health

MONTHS = 12
WEEKS = (2, 6, 12)
DAYS_OF_A_WEEK = 7
Key = TypeVar("Key", bound=Hashable)
Told = dict[Key, int | None]


@dataclass(frozen=True)
class Stage:
    """A stage of the funnel: the indicator that defines it, and how many; None where it is not told."""

    key: str
    count: int | None


@dataclass(frozen=True)
class Share:
    """How many of how many; None where it is not told."""

    part: int | None
    whole: int | None


def may_show(counts: Mapping[Key, int]) -> Told[Key]:
    """The counts, None for the small ones and for those that cover for them."""
    unsaid = hidden(counts)
    return {key: None if key in unsaid else count for key, count in counts.items()}


def funnel(board: Board, where: Where) -> list[Stage]:
    """From everybody who applied to pairs that were completed."""
    facts = board.facts
    matched = size(one for one in within(may_take_part(facts), where) if one.matched)
    stages = (
        ("reach", size(within(people(facts), where))),
        ("coverage", size(within(may_take_part(facts), where))),
        ("match_rate", matched),
        ("agreements", size(within(begun(facts), where))),
        ("completion", size(within(completed(facts), where))),
    )
    return [Stage(key, count if _may(board, key, where) else None) for key, count in stages]


def _may(board: Board, key: str, where: Where) -> bool:
    """Whether the group of an indicator may be told there; nobody always may."""
    indicator = BY_KEY[key]
    return where in board.may_be_told(indicator) or not within(indicator.group(board.facts), where)


def months(board: Board, where: Where) -> list[date]:
    """The first days of the twelve months up to today, or to the end of the year that is looked at."""
    last = board.facts.as_of(where)
    number = last.year * 12 + last.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number - MONTHS + 1, number + 1)]


def flow(board: Board, where: Where) -> list[tuple[str, list[int | None]]]:
    """Applications, pairs that began and pairs that ended, by month; indicator and counts."""
    shown = months(board, where)
    part = Where(where.round, where.institution)
    facts = board.facts
    pairs = within(facts.pairs, part)
    series: tuple[tuple[str, Iterable[tuple[date, int]]], ...] = (
        ("reach", [(one.on, one.count) for one in within(facts.applied, part)]),
        ("agreements", [(one.on, one.count) for one in pairs if one.on <= facts.today]),
        ("completion", [(one.ended_on, one.count) for one in pairs if one.ended_on is not None]),
    )
    found = []
    for key, days in series:
        counted: Counter[date] = Counter()
        for day, count in days:
            counted[day.replace(day=1)] += count
        told = may_show({month: counted[month] for month in shown})
        found.append((key, [told[month] for month in shown]))
    return found


def waiting(board: Board, where: Where) -> list[int | None]:
    """Mentees who may take part and have no mentor yet, by weeks since they applied: under 2, 6, 12, more."""
    part = Where(where.round, where.institution)
    still = [one for one in within(may_take_part(board.facts), part) if _waits(one, board)]
    counted: Counter[int] = Counter()
    for one in still:
        weeks = (board.facts.today - one.on).days / DAYS_OF_A_WEEK
        counted[sum(weeks >= limit for limit in WEEKS)] += one.count
    told = may_show({place: counted[place] for place in range(len(WEEKS) + 1)})
    return [told[place] for place in range(len(WEEKS) + 1)]


def _waits(one: Applied, board: Board) -> bool:
    _name, over = board.rounds.get(one.round, ("", False))
    return not one.matched and not over


def fares(actor: Actor, programme: Programme, where: Where, *, each_seen: bool, at: datetime) -> Told[str]:
    """How live pairs fare, by level, at home where the mentee works; six queries at most.

    `each_seen`: the actor sees every pair by name on the page of support, so nothing is kept back here.
    """
    found = health.standings(actor, [programme.pk], at=at)
    found = [one for one in found if where.round in (None, one.pair.round_id)]
    if where.institution is not None:
        mentees = [one.pair.mentee_id for one in found]
        here = Application.objects.filter(participation__in=mentees, institution=where.institution)
        own = set(here.values_list("participation", flat=True))
        found = [one for one in found if one.pair.mentee_id in own]
    counted = Counter(one.verdict.health for one in found)
    levels = {level.value: counted[level] for level in Health}
    return dict(levels) if each_seen else may_show(levels)


def trained(board: Board, where: Where) -> dict[str, Share]:
    """Who has completed the training that is asked of them, by side."""
    asked = within(board.facts.trained, where)
    whole = {side.value: sum(one.side == side for one in asked) for side in (Side.MENTOR, Side.MENTEE)}
    told = may_show(whole) if _may(board, "training", where) else dict.fromkeys(whole)
    return {
        side: Share(
            None if count is None else sum(one.complete for one in asked if one.side == side),
            count,
        )
        for side, count in told.items()
    }


def spent(board: Board, where: Where) -> list[tuple[str, float, float]]:
    """What each of the last years bears: its name, hours and cost; the oldest first."""
    found = []
    for year in reversed(board.years):
        part = Where(where.round, where.institution, year)
        hours = borne(board.facts, part, lambda one: one.hours)
        found.append((year.name, hours, borne(board.facts, part, lambda one: one.cost)))
    return found
