"""The figures of a programme: computed from its facts, told only where groups are large enough."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from fairlead.evaluation.indicators import formulas
from fairlead.evaluation.indicators.catalogue import BY_KEY, INDICATORS
from fairlead.evaluation.indicators.definitions import Indicator
from fairlead.evaluation.indicators.facts import Fact, Facts, Where, within
from fairlead.evaluation.indicators.publishing import told
from fairlead.evaluation.models import OwnIndicator, OwnNumber, Target
from fairlead.evaluation.periods import Year
from fairlead.evaluation.queries import facts as reading
from fairlead.kernel.actors import Actor
from fairlead.programmes import policies
from fairlead.programmes import queries as programmes
from fairlead.programmes.models import Programme

SHOWN_YEARS = 5
Grouping = Callable[[Facts], Sequence[Fact]]


@dataclass(frozen=True)
class Shown:
    """A figure as it may be seen: `hidden` where its group is too small, or would give another one away."""

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    hidden: bool = False


class Board:
    """All figures of one programme: its facts, what may be told, its own indicators; it asks nothing.

    `rounds`: newest first, each with its name and whether it is over.
    """

    def __init__(
        self,
        facts: Facts,
        *,
        rounds: Mapping[UUID, tuple[str, bool]],
        institutions: Iterable[UUID],
        own: Iterable[OwnIndicator] = (),
        numbers: Iterable[OwnNumber] = (),
    ) -> None:
        self.facts = facts
        self.rounds, self.institutions = rounds, list(institutions)
        self.own = {one.key: one for one in own}
        self._numbers = list(numbers)
        self._told: dict[tuple[Grouping, frozenset[UUID]], frozenset[Where]] = {}
        self._groups: dict[Grouping, Sequence[Fact]] = {}

    @property
    def names(self) -> dict[UUID, str]:
        """The programme's rounds by name, newest first."""
        return {pk: name for pk, (name, _over) in self.rounds.items()}

    @cached_property
    def years(self) -> list[Year]:
        """This year and those before it, newest first."""
        this = self.facts.year(self.facts.today)
        return [this.later(-step) for step in range(SHOWN_YEARS)]

    def shown(self, key: str, where: Where) -> Shown:
        """The figure of an indicator for one part of the programme, as it may be seen."""
        if key in self.own:
            return self._own(self.own[key], where)
        indicator = BY_KEY[key]
        is_known = where.institution is None or where.institution in self.institutions
        if is_known and where not in self.may_be_told(indicator):
            return Shown(hidden=True)
        figure = indicator.figure(within(self._group(indicator), where), self.facts, where)
        return Shown(figure.value, figure.numerator, figure.denominator)

    def beside(self, key: str, where: Where, own: frozenset[UUID]) -> Shown:
        """The figure of the whole programme for somebody who knows the people of some institutions anyway.

        Hidden, too, where the others alone are a group too small, or would give one away.
        """
        across = Where(round=where.round, year=where.year)
        shown = self.shown(key, across)
        if key in BY_KEY and across not in self.may_be_told(BY_KEY[key], without=own):
            return Shown(hidden=True)
        return shown

    def may_be_told(
        self, indicator: Indicator, *, without: frozenset[UUID] = frozenset()
    ) -> frozenset[Where]:
        """The parts of the programme for which its figure may be told; `without`: of the others there."""
        asked = indicator.group, without
        if asked not in self._told:
            group = [one for one in self._group(indicator) if one.institution not in without]
            self._told[asked] = self._choose(group, self._across() if without else self._candidates())
        return self._told[asked]

    def _group(self, indicator: Indicator) -> Sequence[Fact]:
        """What the indicator is about, picked once for all that are about the same."""
        if indicator.group not in self._groups:
            self._groups[indicator.group] = indicator.group(self.facts)
        return self._groups[indicator.group]

    def _choose(self, group: Sequence[Fact], candidates: list[Where]) -> frozenset[Where]:
        atoms: dict[tuple[UUID | None, UUID | None, Year], dict[Hashable, int]] = {}
        for place, fact in enumerate(group):
            atom = fact.round, fact.institution, self.facts.year(fact.on)
            atoms.setdefault(atom, {})[getattr(fact, "who", place)] = getattr(fact, "count", 1)
        sizes = [sum(people.values()) for people in atoms.values()]
        held: dict[object, set[int]] = defaultdict(set)
        for place, marks in enumerate(atoms):
            for mark in marks:
                held[mark].add(place)
        everybody = frozenset(range(len(sizes)))
        groups = {
            where: everybody.intersection(
                *(held[mark] for mark in (where.round, where.institution, where.year) if mark is not None)
            )
            for where in candidates
        }
        by_size = sorted(groups, key=lambda one: (_width(one), -sum(sizes[atom] for atom in groups[one])))
        # By their places, as nothing else of them is asked there, and often.
        places = {one: place for place, one in enumerate(by_size)}
        wholes = [(places[whole], [places[part] for part in parts]) for whole, parts in self._wholes(groups)]
        chosen = told({places[one]: groups[one] for one in by_size}, sizes, wholes)
        return frozenset(by_size[place] for place in chosen)

    def _across(self) -> list[Where]:
        years, rounds = (
            [Where(year=year) for year in self.years],
            [Where(round=round) for round in self.rounds],
        )
        return [Where(), *years, *rounds]

    def _candidates(self) -> list[Where]:
        across = self._across()
        parts = [
            Where(round=one.round, institution=institution, year=one.year)
            for one in across
            for institution in self.institutions
        ]
        return [*across, *parts]

    def _wholes(self, groups: dict[Where, frozenset[int]]) -> list[tuple[Where, list[Where]]]:
        """Which parts make up which whole, without overlap."""
        years = [Where(year=year) for year in self.years]
        rounds = [Where(round=round) for round in self.rounds]
        places = [Where(institution=one) for one in self.institutions if Where(institution=one) in groups]
        found = [(Where(), years), (Where(), rounds), (Where(), places)]
        for whole in (*years, *rounds):
            parts = [Where(whole.round, one.institution, whole.year) for one in places]
            found.append((whole, parts))
        for place in places:
            found.append((place, [Where(round=one.round, institution=place.institution) for one in rounds]))
            found.append((place, [Where(year=one.year, institution=place.institution) for one in years]))
        for year in years:
            inside = [one for one in rounds if groups[one] and groups[one] <= groups[year]]
            found.append((year, inside))
        return found

    def _own(self, own: OwnIndicator, where: Where) -> Shown:
        if not own.formula:
            return self._number(own, where)
        try:
            formula = formulas.parse(own.formula, known_keys(self.own.values()))
        except formulas.FormulaRefused:
            return Shown()
        parts = {name: self.shown(name, where) for name in formula.names}
        if any(one.hidden for one in parts.values()):
            return Shown(hidden=True)
        return Shown(formula.value({name: one.value for name, one in parts.items()}))

    def _number(self, own: OwnIndicator, where: Where) -> Shown:
        """The latest number of the part; numbers are about the whole programme, so parts of it have none."""
        if where.round is not None or where.institution is not None:
            return Shown()
        for number in self._numbers:
            fits = where.year is None or where.year.holds(number.on)
            if number.indicator_id == own.pk and fits:
                return Shown(number.value)
        return Shown()


def _width(where: Where) -> int:
    """The wider the earlier: the whole, years, rounds, institutions, parts of them."""
    if where.institution is None:
        return 0 if where == Where() else 1 if where.year else 2
    return 3 if where.year is None and where.round is None else 4


def known_keys(own: Iterable[OwnIndicator]) -> list[str]:
    """The keys a formula may name: every indicator defined here, and own ones that are numbers."""
    return [one.key for one in INDICATORS] + [one.key for one in own if not one.formula]


def boards(
    wanted: Iterable[Programme], *, at: datetime, keys: Collection[str] | None = None, own: bool = False
) -> dict[UUID, Board]:
    """The figures of each programme by its id; as many queries for one as for two hundred.

    With `keys` only the facts of these indicators are read, and only they have figures; the key of an own one
    stands for those that its formula names. `own`: list the own indicators with their numbers, too.
    """
    outlines = reading.outlines(wanted)
    ids = [one.pk for one in outlines]
    added = _added(ids) if own or keys is None or not BY_KEY.keys() >= set(keys) else []
    listed = BY_KEY.keys() if keys is None else stood_on(keys, added)
    reads = {name for key in listed & BY_KEY.keys() for name in BY_KEY[key].reads}
    facts = reading.of_programmes(outlines, at=at, reads=reads)
    noted = [one for one in added if not one.formula and (own or keys is None or one.key in listed)]
    numbers = list(OwnNumber.objects.filter(indicator__in=noted)) if noted else []
    return {
        one.pk: Board(
            facts[one.pk],
            rounds=one.rounds,
            institutions=sorted({each.institution for each in facts[one.pk].staff} | _places(facts[one.pk])),
            own=[each for each in added if each.programme_id == one.pk],
            numbers=numbers,
        )
        for one in outlines
    }


def _added(ids: list[UUID]) -> list[OwnIndicator]:
    """The indicators that these programmes have added and not put away; one query."""
    return list(OwnIndicator.objects.filter(programme__in=ids, archived_at=None))


def stood_on(keys: Collection[str], own: Iterable[OwnIndicator]) -> set[str]:
    """These keys, and those that the formulas of own ones among them name."""
    found = set(keys)
    for one in own:
        if one.key in keys and one.formula:
            try:
                found |= formulas.parse(one.formula, known_keys(own)).names
            except formulas.FormulaRefused:
                continue
    return found


def _places(facts: Facts) -> set[UUID]:
    placed: tuple[Fact, ...] = (*facts.applied, *facts.pairs, *facts.offered, *facts.trained, *facts.asked)
    return {one.institution for one in placed if one.institution is not None}


def led_by(actor: Actor) -> list[Programme]:
    """The programmes whose central team the actor belongs to, by name; one query."""
    led = [pk for pk in policies.team_roles(actor) if policies.leads(actor, pk)]
    return list(Programme.objects.filter(pk__in=led).order_by("name", "pk"))


def board(
    programme: Programme, *, at: datetime, keys: Collection[str] | None = None, own: bool = False
) -> Board:
    """The figures of one programme; with `keys` those of these indicators alone."""
    return boards([programme], at=at, keys=keys, own=own)[programme.pk]


def targets(programme: Programme) -> dict[str, float | None]:
    """What the programme aims at: the usual aims, and its own in their place; one query."""
    usual: dict[str, float | None] = {one.key: one.target for one in INDICATORS}
    own = Target.objects.filter(programme=programme).values_list("key", "value")
    return usual | dict(own)


def names_of_institutions(programme: Programme) -> dict[UUID, str]:
    """The institutions whose staff take part, by name."""
    return {one.pk: one.short_name for one in programmes.institutions(programme, with_left=True)}


def own_of(programme: Programme) -> list[OwnIndicator]:
    """The indicators that the programme has added and not put away."""
    return list(OwnIndicator.objects.filter(programme=programme, archived_at=None))


def numbers_of(own: OwnIndicator) -> list[OwnNumber]:
    """Its numbers, the newest first."""
    return list(own.numbers.all())
