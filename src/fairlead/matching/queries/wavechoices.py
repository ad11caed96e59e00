"""The pairs of a run that can go out with a wave, and which of them are ticked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairlead.matching.enums import RulingKind
from fairlead.matching.models import OfferWave, Run
from fairlead.matching.queries import approvals, boarding, offers, runs, waves
from fairlead.matching.queries.runs import Row
from fairlead.matching.queries.seats import seat


@dataclass(frozen=True)
class Choice:
    """A pair that can be chosen: whose approval it waits for, in which planned wave it is, whether ticked."""

    row: Row
    waits: list[str]
    planned: int | None
    ticked: bool


def of_run(
    run: Run,
    *,
    wave: OfferWave | None,
    best: str,
    where: str,
    today: date,
    chosen: Collection[UUID] | None = None,
) -> list[Choice]:
    """The pairs that are proposed, best score first; constant queries.

    Ticked are those of `wave`, or all that could be sent now and are in no planned wave; `best`: only so many
    of these, `where`: only with people of this place. `chosen`: just these, as somebody has ticked them.
    """
    found = offers.to_offer(run)
    shown = runs.rows(run, found)
    waits = approvals.missing([row.proposal for row in shown], programme=run.round.programme, today=today)
    planned = waves.planned_in(run)
    there = set(found.filter(boarding.at_place(run, where)).values_list("pk", flat=True)) if where else None
    most = int(best) if best.isdecimal() and len(best) < 6 else None
    choices, ticked = [], 0
    for row in shown:
        one = row.proposal
        number = planned.get(seat(one.mentee_id, one.mentee_place))
        if chosen is not None:
            tick = one.pk in chosen
        elif wave is not None and not best and not where:
            tick = number == wave.number
        else:
            forbidden = row.ruling is not None and row.ruling.kind == RulingKind.FORBID
            mine = number is None or (wave is not None and number == wave.number)
            tick = mine and not forbidden and (wave is not None or not waits[one.pk])
            tick = tick and (there is None or one.pk in there) and (most is None or ticked < most)
        ticked += tick
        choices.append(Choice(row, waits[one.pk], number, tick))
    return choices
