"""Bring in a comparison group, and take it out again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.programmes.models import Round
from fairlead.surveys.models import Comparison
from fairlead.surveys.queries.reading import GroupFound


class GroupUnusable(Refused):
    """The table has a problem, or too few people in it."""


@transaction.atomic
def bring(round: Round, found: GroupFound, *, name: str, source: str, by: Actor, at: datetime) -> Comparison:
    """Keep the answers of people outside the programme, without names and in no order of lines.

    It replaces the group brought in before. Raises `GroupUnusable`.
    """
    if found.problems:
        raise GroupUnusable(found.problems[0].text)
    made, _new = Comparison.objects.update_or_create(
        round=round,
        defaults={
            "name": name,
            "source": source,
            "changes": found.changes,
            "people": found.people,
            "brought_at": at,
            "brought_by_id": by.person_id,
        },
    )
    record(
        "comparison group brought in", made, by=by, at=at, label=round.name, details={"people": found.people}
    )
    return made


@transaction.atomic
def take_out(round: Round, *, by: Actor, at: datetime) -> None:
    """Compare with nobody any more; what was brought in is gone. Raises `GroupUnusable`."""
    gone, _by_model = Comparison.objects.filter(round=round).delete()
    if not gone:
        raise GroupUnusable(_("There is no comparison group any more."))
    record("comparison group taken out", round, by=by, at=at)
