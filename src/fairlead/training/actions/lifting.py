"""Let somebody be matched who misses training, and ask it of them again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.programmes.models import Participation
from fairlead.training.models import Lift


@transaction.atomic
def lift(participation: Participation, *, reason: str, by: Actor, at: datetime) -> Lift:
    """Let this person be matched although training is missing; lifted twice, the first stands.

    The modules stay asked of them; only the matching no longer waits.
    """
    kept = {"reason": reason.strip()[:300], "by_id": by.person_id, "lifted_at": at}
    made, new = Lift.objects.get_or_create(participation=participation, defaults=kept)
    if new:
        record("lifted training", participation, by=by, at=at, label=str(participation.pk))
    return made


@transaction.atomic
def lift_each(participations: Iterable[Participation], *, reason: str, by: Actor, at: datetime) -> int:
    """Let all of these people be matched although training is missing; how many."""
    return len([lift(one, reason=reason, by=by, at=at) for one in participations])


@transaction.atomic
def ask_again(participation: Participation, *, by: Actor, at: datetime) -> bool:
    """Ask the training before the matching of this person again; False when it was not lifted."""
    if not Lift.objects.filter(participation=participation).delete()[0]:
        return False
    record("asked training again", participation, by=by, at=at, label=str(participation.pk))
    return True
