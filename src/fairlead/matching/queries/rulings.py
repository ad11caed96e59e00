"""How many mentors a mentee has at most, and the numbers that locks of one mentee hold."""

from django.db.models import QuerySet

from fairlead.matching.models import Ruling
from fairlead.programmes.models import Participation, Round


def mentors_each(mentee: Participation) -> int:
    """How many mentors the round of a mentee gives them at once; one query."""
    return Round.objects.values_list("mentors_each", flat=True).get(pk=mentee.round_id)


def free_lock(locks: QuerySet[Ruling]) -> int:
    """The lowest number that none of these locks of a mentee holds; one query."""
    taken = set(locks.values_list("mentee_place", flat=True))
    return min(set(range(1, len(taken) + 2)) - taken)
