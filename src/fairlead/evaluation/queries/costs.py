"""What a programme costs in a year: setup written off, delivery, and what that is for each pair."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.evaluation.models import Reckoning
from fairlead.evaluation.periods import Year, year_of
from fairlead.evaluation.queries.effort import NOTHING, Effort
from fairlead.kernel.times import day_of
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import Phase
from fairlead.programmes.models import Programme

Key = TypeVar("Key", bound=Hashable)
USUAL = Reckoning()


@dataclass
class Sum:
    """Hours, money and cost put together; `unrated` are hours for which nobody has said a rate."""

    hours: Decimal = NOTHING
    money: Decimal = NOTHING
    cost: Decimal = NOTHING
    unrated: Decimal = NOTHING

    def add(self, effort: Effort, share: Decimal = Decimal(1)) -> None:
        """Put a share of an effort on top."""
        self.hours += share * effort.hours
        self.money += share * effort.money
        self.cost += share * effort.cost
        if effort.rate is None:
            self.unrated += share * effort.hours


@dataclass
class YearCost:
    """One year: what setup was spent, how much of all setup it bears, what delivery took, for how many.

    The formula of the source: (setup / years + delivery) / completed. Setup of earlier years is borne until
    it is written off.
    """

    year: Year
    setup: Sum = field(default_factory=Sum)
    setup_share: Sum = field(default_factory=Sum)
    delivery: Sum = field(default_factory=Sum)
    applicants: int = 0
    pairs: int = 0
    completed: int = 0

    @property
    def cost(self) -> Decimal:
        """What the year bears."""
        return self.setup_share.cost + self.delivery.cost

    @property
    def hours(self) -> Decimal:
        """Hours that the year bears."""
        return self.setup_share.hours + self.delivery.hours

    @property
    def money(self) -> Decimal:
        """Money that the year bears, without time."""
        return self.setup_share.money + self.delivery.money

    @property
    def unrated(self) -> Decimal:
        """Hours of it without a rate."""
        return self.setup_share.unrated + self.delivery.unrated

    def each(self, count: int) -> tuple[Decimal, Decimal] | None:
        """Hours and cost for each of so many; None for none."""
        return (self.hours / count, self.cost / count) if count else None


def reckonings(programmes: Iterable[UUID]) -> dict[UUID, Reckoning]:
    """How each of these programmes reckons, as far as somebody has settled it; one query."""
    return {one.programme_id: one for one in Reckoning.objects.filter(programme__in=list(programmes))}


def reckoning(programme: Programme) -> Reckoning:
    """How the programme reckons; the usual way where nobody has settled it."""
    return reckonings([programme.pk]).get(programme.pk, USUAL)


def by(efforts: Iterable[Effort], key: Callable[[Effort], Key]) -> dict[Key, Sum]:
    """Sums of the efforts by a key, in the order in which the keys come."""
    found: dict[Key, Sum] = {}
    for effort in efforts:
        found.setdefault(key(effort), Sum()).add(effort)
    return found


def years(
    efforts: Iterable[Effort], counts: "dict[Year, Counter[str]]", *, month: int, over: int
) -> list[YearCost]:
    """The cost of each year in which anything was spent or anybody came, newest first.

    Setup is borne in equal parts by the year in which it was spent and the years after it, `over` in all;
    years later than the last one in which something happened are left out.
    """
    found: dict[Year, YearCost] = {}
    for year, count in counts.items():
        cost = _year(found, year)
        cost.applicants, cost.pairs, cost.completed = (
            count["applicants"],
            count["pairs"],
            count["completed"],
        )
    shares: list[tuple[Year, Effort]] = []
    for effort in efforts:
        cost = _year(found, year_of(effort.on, month))
        if effort.phase == Phase.SETUP:
            cost.setup.add(effort)
            shares += [(cost.year.later(step), effort) for step in range(over)]
        else:
            cost.delivery.add(effort)
    newest = max(found, default=None)
    for year, effort in shares:
        if newest is not None and year <= newest:
            _year(found, year).setup_share.add(effort, Decimal(1) / over)
    return sorted(found.values(), key=lambda one: one.year, reverse=True)


def _year(found: dict[Year, YearCost], year: Year) -> YearCost:
    return found.setdefault(year, YearCost(year))


def counts(
    programme: Programme, *, month: int, institutions: frozenset[UUID] | None = None
) -> dict[Year, "Counter[str]"]:
    """Applicants, pairs that began and pairs completed, by year; two queries.

    `institutions` leaves only their people: applicants by where they work, pairs by where the mentee works.
    """
    found: dict[Year, Counter[str]] = {}
    sent = Application.objects.filter(programme=programme, submitted_at__isnull=False)
    sent = sent.exclude(state=ApplicationState.DRAFT).order_by()
    homes: dict[UUID, UUID | None] = {}
    for institution, taken, at in sent.values_list("institution", "participation", "submitted_at"):
        if taken is not None:
            homes[taken] = institution
        if at is not None and (institutions is None or institution in institutions):
            year = found.setdefault(year_of(day_of(at), month), Counter())
            year["applicants"] += 1
    pairs = Mentorship.objects.filter(round__programme=programme).order_by()
    for mentee, starts_on, ended_on, state in pairs.values_list("mentee", "starts_on", "ended_on", "state"):
        if institutions is not None and homes.get(mentee) not in institutions:
            continue
        found.setdefault(year_of(starts_on, month), Counter())["pairs"] += 1
        if state == MentorshipState.COMPLETED and ended_on is not None:
            found.setdefault(year_of(ended_on, month), Counter())["completed"] += 1
    return found
