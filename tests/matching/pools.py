"""A small pool in which every kind of reason occurs."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fairlead.applications.models import Application
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.matching.actions import running
from fairlead.matching.models import Proposal, Run, Unmatched
from fairlead.matching.queries.weighing import default_weights
from fairlead.people.models import Person
from fairlead.programmes.enums import Side, TeamRole
from fairlead.programmes.models import Participation, Round
from tests import factories


@dataclass
class Pool:
    """A round whose people are found by name."""

    round: Round
    coordinator: Person
    home: Institution
    away: Institution
    people: dict[str, Participation] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        """The coordinator as an actor."""
        return factories.actor(self.coordinator)

    def add(
        self, name: str, side: Side, areas: tuple[str, ...] = ("Dual career",), **fields: Any
    ) -> Application:
        """Somebody in the pool."""
        who = fields.pop("who", None) or factories.person(name, email=f"{name.lower()}@northport.example")
        made = factories.application(self.round, side, who, areas, **fields)
        assert made.participation is not None
        self.people[name] = made.participation
        return made

    def mentor(self, name: str, areas: tuple[str, ...] = ("Dual career",), **fields: Any) -> Application:
        """A mentor of the other institution."""
        unit = fields.pop("unit", None) or factories.unit(self.away)
        return self.add(name, Side.MENTOR, areas, unit=unit, **fields)

    def mentee(self, name: str, areas: tuple[str, ...] = ("Dual career",), **fields: Any) -> Application:
        """A mentee of the home institution."""
        unit = fields.pop("unit", None) or factories.unit(self.home)
        return self.add(name, Side.MENTEE, areas, unit=unit, **fields)

    def run(self, at: datetime, *, base: Run | None = None, **weights: Any) -> Run:
        """Ask for a run and give it as it stands afterwards."""
        asked = running.ask(
            self.round,
            weights={**default_weights(), **weights},
            base=base,
            by=self.by,
            at=at,
            seed=None if base else 7,
        )
        running.carry_out(asked.pk, at=at)
        return Run.objects.get(pk=asked.pk)

    def pairs(self, run: Run) -> dict[str, str]:
        """Mentee's name to mentor's name."""
        found = Proposal.objects.filter(run=run).select_related("mentee__person", "mentor__person")
        return {one.mentee.person.name: one.mentor.person.name for one in found}

    def left_over(self, run: Run) -> dict[str, str]:
        """The kind of reason of everybody a run could not pair."""
        found = Unmatched.objects.filter(run=run).select_related("participation__person")
        return {one.participation.person.name: one.reason["kind"] for one in found}


def pool() -> Pool:
    """An empty pool with a coordinator and two institutions."""
    round = factories.round()
    coordinator = factories.member(round.programme, TeamRole.COORDINATOR)
    return Pool(round, coordinator, factories.institution(), factories.institution())
