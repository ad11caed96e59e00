"""Tell the whole story of the demo, once."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from fairlead.notifications.models import Letter, LetterState
from fairlead.people.models import Person
from fairlead.portal.demo import SIGN_INS
from fairlead.portal.demo.agreeing import agree
from fairlead.portal.demo.applying import take_applications
from fairlead.portal.demo.assessing import assess
from fairlead.portal.demo.calendar import Calendar, Dates
from fairlead.portal.demo.choosing import NAME, let_choose
from fairlead.portal.demo.circling import circle
from fairlead.portal.demo.connecting import connect
from fairlead.portal.demo.counts import count_the_past
from fairlead.portal.demo.doubling import NAME as TWO
from fairlead.portal.demo.doubling import give_two
from fairlead.portal.demo.ending import end
from fairlead.portal.demo.flashing import flash
from fairlead.portal.demo.founding import Scene, fixed, found_institutions, found_programmes, welcome_people
from fairlead.portal.demo.history import (
    FINISHED_OTHERS,
    FINISHED_ROUND,
    GROW_PAIRS,
    GROW_WAITING,
    RUNNING_OTHERS,
    RUNNING_ROUND,
)
from fairlead.portal.demo.intake import OFFERS, REQUESTS, Wish
from fairlead.portal.demo.meeting import meet
from fairlead.portal.demo.pairing import match
from fairlead.portal.demo.partnering import partner
from fairlead.portal.demo.peering import pair_peers
from fairlead.portal.demo.planning import write_plans
from fairlead.portal.demo.reckoning import keep_ledger
from fairlead.portal.demo.recognising import recognise
from fairlead.portal.demo.remembering import remember
from fairlead.portal.demo.settling import try_again
from fairlead.portal.demo.showing import show
from fairlead.portal.demo.steering import steer
from fairlead.portal.demo.supporting import support
from fairlead.portal.demo.surveying import survey
from fairlead.portal.demo.swapping import swap
from fairlead.portal.demo.training import train
from fairlead.portal.demo.wishing import wish
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Round

COORDINATOR = "asta.gudmundsdottir"


@transaction.atomic
def tell(*, at: datetime) -> bool:
    """Store the demo as it stands at this moment; False when it is there already, and nothing changes."""
    if Person.objects.filter(email=SIGN_INS[0].email).exists():
        return False
    scene = Scene(calendar=Calendar(at))
    found_institutions(scene)
    welcome_people(scene)
    found_programmes(scene)
    partner(scene)
    steer(scene)
    running = _past(scene)
    grow = _grow(scene)
    write_plans(scene)
    meet(scene)
    connect(scene)
    end(scene)
    intake = _round(scene, "safe-harbour", scene.calendar.open_round(), RoundState.OPEN)
    wishes = [(Side.MENTOR, wish) for wish in OFFERS] + [(Side.MENTEE, wish) for wish in REQUESTS]
    take_applications(scene, intake, wishes)
    match(scene, intake, offered_to="yasmin.alkhatib", by=COORDINATOR)
    show(scene, intake, grow, by=COORDINATOR)
    wish(scene, intake, by=COORDINATOR)
    flash(scene, intake, by=COORDINATOR)
    circle(scene, intake, by=COORDINATOR)
    pair_peers(scene, intake, by=COORDINATOR)
    swap(scene, grow, by=COORDINATOR)
    give_two(scene, _beside(scene, "two-views", TWO, mentors_each=2), by="tomasz.wojcik")
    let_choose(scene, _beside(scene, "exchange", NAME), by="tomasz.wojcik")
    try_again(scene, running, by=COORDINATOR)
    agree(scene, by=COORDINATOR)
    train(scene, by=COORDINATOR)
    recognise(scene, by=COORDINATOR)
    keep_ledger(scene)
    support(scene, by=COORDINATOR)
    survey(scene, by=COORDINATOR)
    assess(scene)
    count_the_past(scene)
    _deliver()
    return True


def _round(scene: Scene, slug: str, dates: Dates, state: RoundState, *, rolling: bool = False) -> Round:
    """Store a round; its id follows from its part in the story, whatever season it falls in."""
    return Round.objects.create(
        pk=fixed("round", slug, state),
        programme=scene.programmes[slug],
        name=dates.name,
        state=state,
        rolling=rolling,
        opens_on=dates.opens_on,
        closes_on=None if rolling else dates.closes_on,
        starts_on=None if rolling else dates.starts_on,
        ends_on=None if rolling else dates.ends_on,
    )


def _past(scene: Scene) -> Round:
    calendar = scene.calendar
    finished = _round(scene, "safe-harbour", calendar.finished_round(), RoundState.FINISHED)
    applied_at, decided_at = calendar.moment(400, 95), calendar.moment(374, 40)
    remember(scene, finished, FINISHED_ROUND, FINISHED_OTHERS, applied_at=applied_at, decided_at=decided_at)
    running = _round(scene, "safe-harbour", calendar.running_round(), RoundState.CLOSED)
    applied_at, decided_at = calendar.moment(170, 125), calendar.moment(148, 75)
    when = {"applied_at": applied_at, "decided_at": decided_at}
    remember(scene, running, RUNNING_ROUND, RUNNING_OTHERS, **when, matched_by=COORDINATOR)
    return running


def _grow(scene: Scene) -> Round:
    dates = scene.calendar.running_round()
    rolling = Dates("All year round", dates.opens_on, dates.closes_on, dates.starts_on, dates.ends_on)
    round = _round(scene, "grow-international", rolling, RoundState.OPEN, rolling=True)
    applied_at, decided_at = scene.calendar.moment(90, 10), scene.calendar.moment(80, 10)
    remember(scene, round, GROW_PAIRS, applied_at=applied_at, decided_at=decided_at)
    wishes = [
        (
            Side(side),
            Wish(key, areas, 9 + 4 * number, "To meet colleagues outside my own unit.", stage, "6.0"),
        )
        for number, (key, side, areas, stage) in enumerate(GROW_WAITING)
    ]
    take_applications(scene, round, wishes)
    return round


def _beside(scene: Scene, key: str, name: str, *, mentors_each: int = 1) -> Round:
    """A short round beside the rolling intake."""
    dates = scene.calendar.exchange()
    return Round.objects.create(
        pk=fixed("round", "grow-international", key),
        programme=scene.programmes["grow-international"],
        name=f"{name}, {dates.name}",
        state=RoundState.OPEN,
        opens_on=dates.opens_on,
        closes_on=dates.closes_on,
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        mentors_each=mentors_each,
    )


def _deliver() -> None:
    """Every letter of the story has reached its reader; nothing of it is ever mailed."""
    Letter.objects.update(state=LetterState.SENT, sent_at=F("written_at"), attempts=1)
