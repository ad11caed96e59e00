"""Match the open intake within its limits, let the partners approve, and send a first wave of offers."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from fairlead.kernel.actors import Actor
from fairlead.kernel.tokens import derived
from fairlead.matching.actions import answering, approving, boards, presets, quotas, running, sensing, waves
from fairlead.matching.actions.waves import Time
from fairlead.matching.enums import ApprovalState, BoardKind, WaveTime
from fairlead.matching.models import Answer, Approval, Proposal, Run
from fairlead.matching.queries import board, ways
from fairlead.matching.queries.approvals import institutions_of, missing
from fairlead.matching.queries.offers import to_offer
from fairlead.matching.queries.weighing import default_weights
from fairlead.portal.demo.founding import Scene
from fairlead.portal.demo.trying import try_other_ways
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Round

SEED = 20
LIMITS = {
    "nuas": {"mentors_least": 2, "mentees_least": 2},
    "coastal": {"mentors_most": 4, "mentees_least": 1},
}
NO_TIME = "I was just asked to chair a committee until the summer and cannot do both well."
SECOND_WAVE = 4
WHY_NOT = "The two sit on the same project board; we would rather have somebody from outside it."
SHORT_WAYS: dict[str, Any] = {
    "name": "Short ways",
    "reason": "For people who want to meet over lunch: the campus and the way of meeting count most.",
    "policy": {
        **default_weights(),
        "weights": {"areas": 30, "grade": 10, "reach": 0, "languages": 10, "meeting": 20, "campus": 30},
        "tiers": ["mentees", "priority", "worst", "score", "kept"],
    },
}
BY_HAND = ("maeve.gallagher", "dimitris.alexiou")
WHY_BY_HAND = (
    "All four were asked, and would rather have it this way round after a course they took together."
)
PARTNERS = {"nuas": "natia.gelashvili", "coastal": "mai.dang"}


def match(scene: Scene, round: Round, *, offered_to: str, by: str) -> None:
    """Compute runs as the coordinator would, ask the partners, and send offers, also to this mentee."""
    at = scene.calendar.at
    actor = scene.actor(by)
    quotas.settle(
        round,
        places={scene.institutions[key].pk: given for key, given in LIMITS.items()},
        across={"crossing": "wanted", "percent": 40, "pairs": 0},
        by=actor,
        at=scene.calendar.moment(3, 50),
    )
    presets.keep(round.programme, **SHORT_WAYS, by=actor, at=at)
    run = _run(round, actor, at)
    _approve(scene, run, actor, at)
    run = _run(round, actor, at, base=run)
    sensing.carry_out(sensing.ask(run, by=actor, at=at).pk)
    _change_by_hand(scene, run, actor, at)
    approving.ask(run, deadline=localdate(at) + timedelta(days=6), by=actor, at=at)
    _leave_one(scene, run, at)
    try_other_ways(scene, run, actor)
    _send_waves(scene, run, offered_to=offered_to, by=actor, at=at)


def _send_waves(scene: Scene, run: Run, *, offered_to: str, by: Actor, at: datetime) -> None:
    """A first wave of two pairs, one of which a mentor declines, and a second one that is planned."""
    today = localdate(at)
    open_ones = list(to_offer(run))
    waits = missing(open_ones, programme=run.round.programme, today=today)
    can = [one for one in open_ones if not waits[one.pk]]
    first = next(one for one in can if one.mentee.person == scene.people[offered_to])
    by_hand = {scene.people[key] for key in BY_HAND}
    others = [one for one in can if one != first and not by_hand & {one.mentee.person, one.mentor.person}]
    declined = min(others, key=_cheaply_replaced)
    waves.send_now(run, proposals=[first, declined], by=by, at=at)
    answer = Answer.objects.get(proposal=declined, side=Side.MENTOR)
    answering.give(derived("offer", answer.pk), yes=False, private_reason=NO_TIME, at=at)
    later = [one for one in others if one != declined][:SECOND_WAVE]
    waves.plan(run, proposals=later, time=Time(WaveTime.DAY, today + timedelta(days=5)), by=by, at=at)


def _cheaply_replaced(one: Proposal) -> tuple[int, int, int, str]:
    """First the pairs whose mentee can have another mentor at little cost; among equals by address."""
    second, address = one.runner_up, one.mentee.person.email
    if second is None:
        return 1, 0, -one.score, address
    return 0, second["mentees_lost"] + second["first_lost"], second["cost"], address


def _run(round: Round, by: Actor, at: datetime, base: Run | None = None) -> Run:
    """A finished run; with a base one that replaces what was declined and changes the least."""
    weights, seed = default_weights(), None if base else SEED
    run = running.ask(
        round, weights=weights, base=base, by=by, at=at, seed=seed, least_change=base is not None
    )
    running.carry_out(run.pk, at=at)
    return Run.objects.select_related("round__programme").get(pk=run.pk)


def _change_by_hand(scene: Scene, run: Run, by: Actor, at: datetime) -> None:
    """One swap on the board for a reason that no form asks, as far as the run allows it."""
    mentee, mentor = (scene.people[key] for key in BY_HAND)
    found = Proposal.objects.filter(run=run)
    one = found.filter(mentee__person=mentee).first()
    other = found.filter(mentor__person=mentor).first()
    if one is None or other is None:
        return
    pair = str(one.mentee_id), str(other.mentor_id)
    for way in ways.of_pair(board.load(run), *pair):
        if way.kind == ways.SWAP:
            plan = boards.Plan(BoardKind.PAIR, *pair, moves=way.moves)
            boards.change(run, plan, number=0, reason=WHY_BY_HAND, by=by, at=at)
            return


def _approve(scene: Scene, run: Run, by: Actor, at: datetime) -> None:
    """The partners approve all but one pair that is easily replaced, and one not read yet."""
    approving.ask(run, deadline=localdate(at) + timedelta(days=6), by=by, at=at)
    for place, (key, partner) in enumerate(PARTNERS.items()):
        waiting = Approval.objects.filter(
            proposal__run=run, institution=scene.institutions[key], state=ApprovalState.WAITING
        )
        rows = sorted(waiting.select_related("proposal__mentee__person"), key=_easily_replaced)
        first = [] if place else rows[:1]
        actor = scene.actor(partner)
        if first:
            approving.decide(first, approved=False, reason=WHY_NOT, by=actor, at=at)
        rest = rows[2:] if first else rows
        if rest:
            approving.decide(rest, approved=True, by=actor, at=at)


def _leave_one(scene: Scene, run: Run, at: datetime) -> None:
    """Of the pairs that still wait one across two institutions is left to decide today."""
    waiting = Approval.objects.filter(proposal__run=run, state=ApprovalState.WAITING)
    loaded = waiting.select_related("proposal__mentee__person", "institution")
    rows = sorted(loaded, key=_easily_replaced)
    places = institutions_of([one.proposal for one in rows])
    left = next(one for one in rows if len(set(places[one.proposal_id])) > 1)
    for key, partner in PARTNERS.items():
        theirs = [one for one in rows if one != left and one.institution_id == scene.institutions[key].pk]
        if theirs:
            approving.decide(theirs, approved=True, reason="", by=scene.actor(partner), at=at)


def _easily_replaced(one: Approval) -> tuple[int, int, int, str]:
    """First the approvals of pairs that are cheaply replaced."""
    return _cheaply_replaced(one.proposal)
