"""The run of a past round, whose pairs were settled by hand, and the policy of now tried on its people."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from fairlead.matching.actions import running, trying
from fairlead.matching.enums import ProposalState, RulingKind
from fairlead.matching.models import Proposal, Ruling, Run
from fairlead.matching.queries import presets
from fairlead.matching.queries import trying as starts
from fairlead.matching.queries.weighing import default_weights
from fairlead.mentorships.models import Mentorship
from fairlead.portal.demo.founding import Scene
from fairlead.programmes.models import Round

SEED = 11
PRESET, NAME = "bridges", "With new bridges between units"
BY_HAND = "Settled at the table in the boat house."


def settle(scene: Scene, round: Round, pairs: Iterable[Mentorship], *, by: str, at: datetime) -> None:
    """A run in which every pair is locked, as the coordinator's list had it; all of them said yes later."""
    actor = scene.actor(by)
    Ruling.objects.bulk_create(
        Ruling(
            round=round,
            mentee=one.mentee,
            mentor=one.mentor,
            kind=RulingKind.LOCK,
            reason=BY_HAND,
            made_by=scene.people[by],
            made_at=at,
        )
        for one in pairs
    )
    asked = at + timedelta(hours=2)
    run = running.ask(round, weights=default_weights(), base=None, by=actor, at=asked, seed=SEED)
    running.carry_out(run.pk, at=asked)
    settled = {"offered_at": asked, "settled_at": asked + timedelta(days=3)}
    Proposal.objects.filter(run=run).update(state=ProposalState.ACCEPTED, **settled)


def try_again(scene: Scene, then: Round, *, by: str) -> None:
    """What a policy of now would have done with the people of then."""
    run = Run.objects.select_related("round").get(round=then)
    chosen = next(one for one in presets.offered(then.programme) if one.key == PRESET)
    at = scene.calendar.at - timedelta(minutes=25)
    ways = trying.Ways(chosen.policy)
    made = trying.ask(then, starts.of_then(run), ways, name=NAME, by=scene.actor(by), at=at, dry=True)
    trying.carry_out(made.pk, at=at)
