"""A pair as far as the tests of offers need it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fairlead.kernel.tokens import derived
from fairlead.matching.enums import RunState
from fairlead.matching.models import Answer, Proposal, Run
from fairlead.matching.queries.weighing import default_weights
from fairlead.notifications.models import Letter
from fairlead.people.models import Person
from fairlead.programmes.enums import Side, TeamRole
from fairlead.programmes.models import Participation, Round
from tests import factories

PARTS: list[dict[str, Any]] = [
    {
        "key": "areas",
        "points": 45,
        "most": 45,
        "facts": {
            "wanted": ["Dual career"],
            "covered": ["Dual career"],
            "important": ["Dual career"],
            "important_covered": True,
        },
    },
    {"key": "campus", "points": 0, "most": 5, "facts": {"common": []}},
]


@dataclass
class Scene:
    """A round with its coordinator, a finished run, and one proposed pair."""

    round: Round
    coordinator: Person
    mentor: Participation
    mentee: Participation
    run: Run
    proposal: Proposal

    def secret(self, side: Side) -> str:
        """The secret of one side's link."""
        return derived("offer", Answer.objects.get(proposal=self.proposal, side=side).pk)

    def letters_to(self, participation: Participation) -> list[str]:
        """The kinds of letters written to somebody, oldest first."""
        found = Letter.objects.filter(to_email=participation.person.email).order_by("written_at", "kind")
        return list(found.values_list("kind", flat=True))


def finished_run(of: Round, at: datetime, number: int = 1) -> Run:
    """A finished run of a round, without pairs."""
    return Run.objects.create(
        round=of,
        number=number,
        state=RunState.DONE,
        policy=default_weights(),
        seed=1,
        frozen={"mentees": [], "mentors": [], "locked": [], "forbidden": []},
        asked_at=at,
        finished_at=at,
        result={},
    )


def proposal(run: Run, mentee: Participation, mentor: Participation) -> Proposal:
    """A proposed pair of a run."""
    return Proposal.objects.create(run=run, mentee=mentee, mentor=mentor, score=45, parts=PARTS)


def scene(at: datetime, *, places: int = 1) -> Scene:
    """A proposed pair in an open round; the mentor has so many places."""
    round = factories.round()
    coordinator = factories.member(round.programme, TeamRole.COORDINATOR)
    mentor = factories.application(
        round, Side.MENTOR, factories.person("Ólafur Þór"), places=places
    ).participation
    mentee = factories.application(round, Side.MENTEE, factories.person("Noor Yılmaz")).participation
    assert mentor is not None
    assert mentee is not None
    run = finished_run(round, at)
    return Scene(round, coordinator, mentor, mentee, run, proposal(run, mentee, mentor))


DAY = timedelta(days=1)
