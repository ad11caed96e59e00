"""Pass over what is suggested next for a run, and let it be suggested again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.matching.actions.board_checks import check_open
from fairlead.matching.models import PassedOver, Run
from fairlead.matching.queries.board import sides_of
from fairlead.matching.queries.seats import id_of, mentee_of
from fairlead.programmes.enums import Side

Pairs = Iterable[tuple[str, str]]


class NotInRun(Refused):
    """The run does not know one of the two."""


@transaction.atomic
def pass_over(run: Run, pairs: Pairs, *, by: Actor, at: datetime) -> int:
    """Do not suggest these pairs of (mentee, mentor) for the run any more; how many are new.

    Later runs are free to make them; whoever wants that never to happen forbids the pair. Raises `NotInRun`
    and `CannotChange`.
    """
    check_open(run)
    wanted = sorted(set(pairs))
    sides = sides_of(run, [mentee_of(one) for pair in wanted for one in pair])
    ends = [(sides.get(mentee_of(one)), sides.get(mentor)) for one, mentor in wanted]
    if not wanted or any(pair != (Side.MENTEE, Side.MENTOR) for pair in ends):
        raise NotInRun(_("Somebody of these is not in this run."))
    made = 0
    for mentee, mentor in wanted:
        _said, new = PassedOver.objects.get_or_create(
            run=run,
            mentee_id=id_of(mentee),
            mentor_id=UUID(mentor),
            defaults={"said_by_id": by.person_id, "said_at": at},
        )
        made += new
    record("passed over suggestion", run, by=by, at=at, label=str(run.number), details={"pairs": made})
    return made


@transaction.atomic
def suggest_again(run: Run, pairs: Pairs, *, by: Actor, at: datetime) -> int:
    """Let these pairs be suggested again; how many were passed over. Raises `CannotChange`."""
    check_open(run)
    found = 0
    for mentee, mentor in pairs:
        rows = PassedOver.objects.filter(run=run, mentee=id_of(mentee), mentor=UUID(mentor))
        found += rows.delete()[0]
    if found:
        record("suggests again", run, by=by, at=at, label=str(run.number), details={"pairs": found})
    return found
