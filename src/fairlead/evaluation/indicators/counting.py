"""How figures follow from facts: shares, medians, means, cost."""

from collections.abc import Callable, Sequence
from datetime import date
from statistics import fmean, median
from typing import Any

from fairlead.evaluation.indicators.definitions import Figure
from fairlead.evaluation.indicators.facts import Cost, Fact, Facts, Where, size

Measured = Callable[[Sequence[Fact], Facts, Where], Figure]
LAST_MET_DAYS = 45
FIRST_MET_DAYS = 30


def share(hit: Callable[[Any], bool]) -> Measured:
    """How many of the facts do, of all of them."""

    def figure(group: Sequence[Fact], facts: Facts, where: Where) -> Figure:
        hits, people = size(one for one in group if hit(one)), size(group)
        return over(hits, people, people=people)

    return figure


def share_on_the_day(hit: Callable[[Any, date], bool]) -> Measured:
    """How many of the facts do today, of all of them."""

    def figure(group: Sequence[Fact], facts: Facts, where: Where) -> Figure:
        hits, people = size(one for one in group if hit(one, facts.today)), size(group)
        return over(hits, people, people=people)

    return figure


def over(numerator: float, denominator: float, *, people: int) -> Figure:
    """One number over another; no value where nothing is below."""
    value = numerator / denominator if denominator else None
    return Figure(numerator, denominator, value, people)


def middle(of: Callable[[Any], float | None]) -> Measured:
    """The median of what each fact says."""

    def figure(group: Sequence[Fact], facts: Facts, where: Where) -> Figure:
        said = [found for one in group if (found := of(one)) is not None]
        return Figure(None, len(said), median(said) if said else None, len(group))

    return figure


def mean(of: Callable[[Any], float | None]) -> Measured:
    """The mean of what each fact says."""

    def figure(group: Sequence[Fact], facts: Facts, where: Where) -> Figure:
        said = [found for one in group if (found := of(one)) is not None]
        return Figure(None, len(said), fmean(said) if said else None, len(group))

    return figure


def reached(group: Sequence[Any], facts: Facts, where: Where) -> Figure:
    """Applicants over the staff that could have applied."""
    day = facts.as_of(where)
    staff = sum(
        one.count
        for one in facts.staff
        if (where.institution is None or one.institution == where.institution)
        and (one.since is None or one.since <= day)
        and (one.until is None or one.until > day)
    )
    people = size(group)
    return over(people, staff, people=people)


def covered(group: Sequence[Any], facts: Facts, where: Where) -> Figure:
    """Places of mentors in the pool over the mentees who may take part."""
    places = sum(one.places for one in facts.applied if where.holds(one))
    people = size(group)
    return over(places, people, people=people)


def held(group: Sequence[Any], facts: Facts, where: Where) -> Figure:
    """Meetings held over those that were to be held by the last day of each pair, or by now."""
    day = facts.as_of(where)
    due = sum(_due(one, facts, day) for one in group)
    found = sum(sum(1 for met in one.met if met <= day) for one in group)
    return over(found, due, people=len(group))


def _due(pair: Any, facts: Facts, day: date) -> int:
    """How many meetings a pair should have had: the programme's number, by the part of its time that is over.

    Whole meetings only: one that is half due is not due.
    """
    until = min(day, pair.ended_on or day, pair.ends_on)
    whole = (pair.ends_on - pair.on).days
    return max(0, facts.meetings_expected * (until - pair.on).days // whole) if whole > 0 else 0


def goals_reached(group: Sequence[Any], facts: Facts, where: Where) -> Figure:
    """Goals reached as expected or better, of all goals of pairs that show their figures."""
    return over(sum(one.goals_reached for one in group), sum(one.goals for one in group), people=len(group))


def borne(facts: Facts, where: Where, of: Callable[[Cost], Any]) -> float:
    """What a part bears: delivery, and setup written off, year by year."""
    newest = where.year or facts.year(facts.today)
    total = 0.0
    for cost in facts.costs:
        if where.round is not None and cost.round != where.round:
            continue
        if where.institution is not None and cost.institution != where.institution:
            continue
        total += float(of(cost)) * _part(cost, facts, where, newest.begins)
    return total


def _part(cost: Cost, facts: Facts, where: Where, newest: int) -> float:
    age = newest - facts.year(cost.on).begins
    if not cost.setup:
        return 1.0 if where.year is None or age == 0 else 0.0
    if where.year is not None:
        return 1 / facts.over if 0 <= age < facts.over else 0.0
    return min(age + 1, facts.over) / facts.over if age >= 0 else 0.0


def borne_per(of: Callable[[Cost], Any]) -> Measured:
    """What a part bears over how many pairs it has completed."""

    def figure(group: Sequence[Fact], facts: Facts, where: Where) -> Figure:
        completed = size(group)
        return over(borne(facts, where, of), completed, people=completed)

    return figure
