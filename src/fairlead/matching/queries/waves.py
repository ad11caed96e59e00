"""The waves in which a run's offers go out: what each has come to, and whether its time has come."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localtime

from fairlead.matching.enums import ProposalState, WaveState, WaveTime
from fairlead.matching.models import OfferWave, Proposal, Run, WavePair
from fairlead.matching.queries.offers import to_offer
from fairlead.matching.queries.seats import seat

HOUR = 8


@dataclass
class Row:
    """A wave as the page of its run shows it: how many pairs stand how, and who was held back and why.

    `stuck`: it is planned for after a wave that was not sent, so it waits until its time is changed.
    """

    wave: OfferWave
    stuck: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    held_back: list[tuple[str, str]] = field(default_factory=list)

    @property
    def pairs(self) -> int:
        """How many pairs are in the wave, those held back too."""
        return self.counts.total() + len(self.held_back)


def of_run(run: Run) -> list[Row]:
    """The waves of a run, oldest first; two queries."""
    waves = OfferWave.objects.filter(run=run).select_related("planned_by").order_by("number")
    rows, before = dict[UUID, Row](), ""
    for one in waves:
        waits = one.state == WaveState.PLANNED and one.when == WaveTime.AFTER
        rows[one.pk] = Row(one, stuck=waits and before in ("", WaveState.MISSED))
        before = before if one.state == WaveState.CALLED_OFF else one.state
    found = WavePair.objects.filter(wave__in=rows).select_related(
        "mentee__person", "proposal__mentor__person"
    )
    for pair in found.order_by("mentee__person__name", "pk"):
        row = rows[pair.wave_id]
        if pair.held_back:
            mentor = f" – {pair.proposal.mentor.person.name}" if pair.proposal else ""
            row.held_back.append((f"{pair.mentee.person.name}{mentor}", pair.held_back))
        else:
            row.counts[pair.proposal.state if pair.proposal else WaveState.PLANNED] += 1
    return list(rows.values())


def planned_in(run: Run) -> dict[str, int]:
    """For each seat in a planned wave of the run its number; one query."""
    found = WavePair.objects.filter(wave__run=run, wave__state=WaveState.PLANNED)
    rows = found.values_list("mentee", "mentee_place", "wave__number")
    return {seat(mentee, place): number for mentee, place, number in rows}


def planned() -> QuerySet[OfferWave]:
    """All waves that are planned, in the order in which they go out."""
    found = OfferWave.objects.filter(state=WaveState.PLANNED)
    loaded = found.select_related("run__round__programme__lead", "planned_by").defer("run__frozen")
    return loaded.order_by("run", "number")


def to_send(wave: OfferWave) -> QuerySet[Proposal]:
    """The pairs of a wave's mentees as they stand now, those that are proposed."""
    same = wave.pairs.filter(mentee=OuterRef("mentee"), mentee_place=OuterRef("mentee_place"))
    return to_offer(wave.run).filter(Exists(same))


def wave_before(run: Run, number: int | None = None) -> OfferWave | None:
    """The last wave before this number that is not called off; without a number, of all."""
    found = OfferWave.objects.filter(run=run).exclude(state=WaveState.CALLED_OFF)
    if number is not None:
        found = found.filter(number__lt=number)
    return found.order_by("-number").first()


def is_due(wave: OfferWave, *, at: datetime) -> bool:
    """Whether a planned wave's time has come: its day, from eight o'clock on, or no answer is waited for.

    A wave that waits for another does so as long as that one is planned, or could not be sent.
    """
    if wave.when == WaveTime.DAY:
        return wave.send_on is not None and _morning(wave.send_on, at)
    before = wave_before(wave.run, wave.number)
    if before is None or before.state != WaveState.SENT:
        return False
    earlier = WavePair.objects.filter(wave__run=wave.run_id, wave__number__lt=wave.number)
    return not earlier.filter(proposal__state=ProposalState.OFFERED).exists()


def _morning(day: date, at: datetime) -> bool:
    here = localtime(at)
    return here.date() > day or (here.date() == day and here.hour >= HOUR)
