"""A programme with a partner whose coordinator approves pairs, as far as tests of approvals need it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.matching.actions import approving
from fairlead.matching.models import Approval, Proposal, Run
from fairlead.notifications.models import Letter
from fairlead.people.models import Person
from fairlead.programmes.enums import Side, TeamRole
from fairlead.programmes.models import Partner
from tests import factories
from tests.matching.pools import Pool, pool

DEADLINE = date(2026, 10, 12)


@dataclass
class Stage:
    """The pool, the partner's coordinator, and a finished run."""

    people: Pool
    partner: Person
    run: Run

    @property
    def by(self) -> Actor:
        """The partner coordinator as an actor."""
        return factories.actor(self.partner)

    @property
    def lead(self) -> Institution:
        """The institution that leads the programme."""
        return self.people.round.programme.lead

    def ask(self, at: datetime, deadline: date = DEADLINE) -> int:
        """The coordinator sends the run's pairs for approval."""
        return approving.ask(self.run, deadline=deadline, by=self.people.by, at=at)

    def of(self, name: str, institution: Institution | None = None) -> Approval:
        """What an institution, else the partner, says to this mentee's pair."""
        return Approval.objects.get(
            proposal__run=self.run,
            proposal__mentee__person__name=name,
            institution=institution or self.people.away,
        )

    def proposal(self, name: str) -> Proposal:
        """This mentee's pair."""
        return Proposal.objects.select_related("mentee__person", "mentor__person").get(
            run=self.run, mentee__person__name=name
        )


def stage(at: datetime) -> Stage:
    """Three mentees: of the lead with a partner's mentor, of the partner within it, and of the lead alone."""
    people = pool()
    programme = people.round.programme
    people.home = programme.lead
    Partner.objects.create(programme=programme, institution=people.away)
    partner = factories.member(
        programme, TeamRole.PARTNER_COORDINATOR, factories.person("Natia"), institution=people.away
    )
    people.add("AwayMentor", Side.MENTOR, ("Taxation",), unit=factories.unit(people.away), places=1)
    people.add("Crossing", Side.MENTEE, ("Taxation",), unit=factories.unit(people.home))
    people.add("Spare", Side.MENTOR, ("Taxation", "Dual career"), unit=factories.unit(people.home), grade=3)
    people.add("HomeMentor", Side.MENTOR, unit=factories.unit(people.home))
    people.add("Inside", Side.MENTEE, unit=factories.unit(people.home))
    return Stage(people, partner, people.run(at))


DAY = timedelta(days=1)


def text(response: Any) -> str:
    """The words of a page."""
    words = re.sub(r"<(script|style|title)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(words.split())


def letters(to: Any, kind: str = "approvals") -> list[str]:
    """The subjects of letters of a kind to somebody."""
    return list(Letter.objects.filter(to_email=to.email, kind=kind).values_list("subject", flat=True))


def decide(here: Stage, at: Any, *names: str, approved: bool = True, reason: str = "", by: Any = None) -> int:
    """The partner, or somebody else, decides on the pairs of these mentees."""
    return approving.decide(
        [here.of(name) for name in names], approved=approved, reason=reason, by=by or here.by, at=at
    )
