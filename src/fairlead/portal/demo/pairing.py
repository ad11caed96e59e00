"""Run the matching on the open intake, and offer one pair."""

from fairlead.matching.actions import offering, running
from fairlead.matching.models import Proposal
from fairlead.matching.queries.weighing import default_weights
from fairlead.portal.demo.founding import Scene
from fairlead.programmes.models import Round

SEED = 20


def match(scene: Scene, round: Round, *, offered_to: str, by: str) -> None:
    """Compute a run as the coordinator would, and send the offer of this mentee's pair."""
    at = scene.calendar.at
    actor = scene.actor(by)
    run = running.ask(round, weights=default_weights(), base=None, by=actor, at=at, seed=SEED)
    running.carry_out(run.pk, at=at)
    run.refresh_from_db()
    pairs = Proposal.objects.filter(run=run, mentee__person=scene.people[offered_to])
    loaded = pairs.select_related("run__round__programme", "mentor__person", "mentee__person")
    offering.send_offers(run, proposals=list(loaded), by=actor, at=at)
