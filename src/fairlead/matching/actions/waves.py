"""Send a run's offers in waves: at once, on a day, or when the wave before is answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.matching.actions.offering import NothingToOffer, Sent, send_offers
from fairlead.matching.enums import WAVE_MOVES, ProposalState, RunState, WaveProblem, WaveState, WaveTime
from fairlead.matching.models import OfferWave, Proposal, Run, WavePair
from fairlead.matching.queries import waves as queries
from fairlead.matching.queries.approvals import newest
from fairlead.matching.queries.boarding import on_seats
from fairlead.matching.queries.seats import id_of, place_of, seat
from fairlead.notifications.actions import write
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round

LONGEST = timedelta(days=180)
TOLD = 400


class CannotPlan(Refused):
    """No wave can be planned like that."""


@dataclass(frozen=True)
class Time:
    """When a wave goes out: `day` where it is on a day."""

    when: WaveTime
    day: date | None = None


@transaction.atomic
def send_now(run: Run, *, proposals: Iterable[Proposal], by: Actor, at: datetime) -> Sent:
    """Send these pairs at once as a wave of their own; they are no longer in a wave that is planned.

    Raises `NothingToOffer`.
    """
    chosen = list(proposals)
    _lock(run)
    sent = send_offers(run, proposals=chosen, by=by, at=at)
    wave = _number(run, Time(WaveTime.NOW), by=by, at=at, state=WaveState.SENT, settled_at=at)
    held = {proposal.pk for proposal, _why in sent.held_back}
    _take_out(
        run, [seat(one.mentee_id, one.mentee_place) for one in chosen if one.pk not in held], by=by, at=at
    )
    WavePair.objects.bulk_create(_settled(wave, chosen, sent.held_back))
    return sent


@transaction.atomic
def plan(run: Run, *, proposals: Iterable[Proposal], time: Time, by: Actor, at: datetime) -> OfferWave:
    """Plan a wave of these mentees' pairs, as they will stand then; each is in one planned wave only.

    Raises `CannotPlan`.
    """
    seats = _chosen(run, proposals)
    _check_time(run, time, today=localdate(at))
    wave = _number(run, time, by=by, at=at)
    _take_out(run, seats, by=by, at=at)
    WavePair.objects.bulk_create(_planned(wave, seats))
    record("planned wave", run, by=by, at=at, label=str(wave.number), details={"pairs": len(seats)})
    return wave


@transaction.atomic
def change(wave: OfferWave, *, proposals: Iterable[Proposal], time: Time, by: Actor, at: datetime) -> None:
    """Give a planned wave other pairs or another time. Raises `CannotPlan`."""
    seats = _chosen(wave.run, proposals)
    standing = OfferWave.objects.select_for_update().get(pk=wave.pk)
    if standing.state != WaveState.PLANNED:
        raise CannotPlan(_("This wave is not planned any more; the page shows how it stands."))
    _check_time(wave.run, time, today=localdate(at), before=wave.number)
    wave.pairs.all().delete()
    _take_out(wave.run, seats, by=by, at=at, but=wave)
    WavePair.objects.bulk_create(_planned(wave, seats))
    OfferWave.objects.filter(pk=wave.pk).update(when=time.when, send_on=time.day)
    record("changed wave", wave.run, by=by, at=at, label=str(wave.number), details={"pairs": len(seats)})


@transaction.atomic
def call_off(wave: OfferWave, *, by: Actor, at: datetime) -> None:
    """A planned wave is not sent; its pairs stay proposed. Raises `AlreadyMoved`."""
    move(wave, WaveState.CALLED_OFF, moves=WAVE_MOVES, settled_at=at)
    record("called off wave", wave.run, by=by, at=at, label=str(wave.number))


@transaction.atomic
def send_due(wave: OfferWave, *, at: datetime) -> bool:
    """Send a planned wave whose time has come, or note that it cannot be sent any more; True if so.

    All is one transaction and begins by moving the wave, so of two workers one sends. Pairs that cannot be
    offered are held back with the reason, and the coordinators get a letter.
    """
    _lock(wave.run)
    problem = _void(wave.run)
    if not problem and not queries.is_due(wave, at=at):
        return False
    state = WaveState.MISSED if problem else WaveState.SENT
    try:
        move(wave, state, moves=WAVE_MOVES, settled_at=at, problem=problem)
    except AlreadyMoved:
        return False
    offered, held_back = (0, ()) if problem else _send(wave, at=at)
    if not offered and not problem:
        OfferWave.objects.filter(pk=wave.pk).update(state=WaveState.MISSED, problem=WaveProblem.NOTHING)
        wave.state, wave.problem = WaveState.MISSED, WaveProblem.NOTHING
    _tell(wave, offered, held_back, at=at)
    return True


def _send(wave: OfferWave, *, at: datetime) -> tuple[int, tuple[tuple[Proposal, str], ...]]:
    chosen = list(queries.to_send(wave))
    planned = [seat(one.mentee_id, one.mentee_place) for one in chosen]
    planner = wave.planned_by
    by = Actor(person_id=planner.pk, name=planner.name, email=planner.email) if planner else NOBODY
    try:
        sent = send_offers(wave.run, proposals=chosen, by=by, at=at)
        offered, held_back = sent.offered, sent.held_back
    except NothingToOffer as nothing:
        offered, held_back = 0, nothing.held_back
    wave.pairs.filter(on_seats(planned)).delete()
    WavePair.objects.bulk_create(_settled(wave, chosen, held_back))
    gone = str(_("The pair is not proposed any more."))
    wave.pairs.filter(proposal=None, held_back="").update(held_back=gone)
    return offered, held_back


def _settled(
    wave: OfferWave, chosen: list[Proposal], held_back: Iterable[tuple[Proposal, str]]
) -> list[WavePair]:
    """The rows of a wave that has been sent: what was offered, and why the others were not."""
    why = {proposal.pk: obstacle[:TOLD] for proposal, obstacle in held_back}
    return [
        WavePair(
            wave=wave,
            mentee_id=one.mentee_id,
            mentee_place=one.mentee_place,
            proposal=one,
            held_back=why.get(one.pk, ""),
        )
        for one in chosen
    ]


def _planned(wave: OfferWave, seats: list[str]) -> list[WavePair]:
    return [WavePair(wave=wave, mentee_id=id_of(one), mentee_place=place_of(one)) for one in seats]


def _lock(run: Run) -> None:
    Round.objects.select_for_update(no_key=True).get(pk=run.round_id)


def _void(run: Run) -> str:
    """Why nothing of this run is sent any more, if so."""
    if Round.objects.filter(pk=run.round_id, state=RoundState.FINISHED).exists():
        return WaveProblem.OVER
    return "" if newest([run.round_id]) == [run.pk] else WaveProblem.NEWER


def _chosen(run: Run, proposals: Iterable[Proposal]) -> list[str]:
    _lock(run)
    if run.state != RunState.DONE or _void(run):
        raise CannotPlan(_("Offers are sent from the newest run of a round that is not finished."))
    found = [
        seat(one.mentee_id, one.mentee_place) for one in proposals if one.state == ProposalState.PROPOSED
    ]
    if not found:
        raise CannotPlan(_("No pair was chosen, or all of them have been offered already."))
    return found


def _check_time(run: Run, time: Time, *, today: date, before: int | None = None) -> None:
    if time.when == WaveTime.DAY:
        if time.day is None or not today < time.day <= today + LONGEST:
            raise CannotPlan(_("Choose a day from tomorrow on, within half a year."))
    elif time.when != WaveTime.AFTER or time.day is not None:
        raise CannotPlan(_("Choose when the wave is to be sent."))
    elif queries.wave_before(run, before) is None:
        raise CannotPlan(_("There is no wave before this one that could be waited for."))


def _number(run: Run, time: Time, *, by: Actor, at: datetime, **fields: object) -> OfferWave:
    last = OfferWave.objects.filter(run=run).aggregate(newest=Max("number"))["newest"] or 0
    given = {"when": time.when, "send_on": time.day, "planned_by_id": by.person_id, "planned_at": at}
    return OfferWave.objects.create(run=run, number=last + 1, **given, **fields)


def _take_out(run: Run, seats: list[str], *, by: Actor, at: datetime, but: OfferWave | None = None) -> None:
    """Take these seats out of the waves that are planned; a wave with nobody left is called off."""
    planned = OfferWave.objects.filter(run=run, state=WaveState.PLANNED)
    others = planned.exclude(pk=but.pk) if but else planned
    taken = WavePair.objects.filter(on_seats(seats), wave__in=others)
    touched = set(taken.values_list("wave", flat=True))
    taken.delete()
    for wave in others.filter(pk__in=touched, pairs=None):
        call_off(wave, by=by, at=at)


def _tell(wave: OfferWave, offered: int, held_back: Iterable[tuple[Proposal, str]], *, at: datetime) -> None:
    """One letter to each coordinator: what a planned wave has come to."""
    run = wave.run
    for person in programmes.coordinators(run.round.programme):
        write(
            key=f"wave:{wave.pk}:{person.pk}",
            kind="waves",
            to_email=person.email,
            to_name=person.name,
            template="matching/letters/wave.txt",
            context={
                "programme": run.round.programme,
                "round": run.round.name,
                "number": wave.number,
                "offered": offered,
                "held_back": len(list(held_back)),
                "problem": wave.get_problem_display() if wave.problem else "",
                "url": f"{settings.BASE_URL}{reverse('matching:run', args=[run.pk])}#waves",
            },
            at=at,
            language=person.language,
        )
