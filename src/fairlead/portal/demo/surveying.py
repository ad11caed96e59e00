"""What participants were asked: a finished round with its change, and a wave that is open now."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from fairlead.portal.demo.founding import Scene
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Round
from fairlead.surveys.actions import answering, asking, comparing, questionnaires, waves
from fairlead.surveys.enums import Moment, Pace
from fairlead.surveys.models import Ask, Questionnaire, Wave
from fairlead.surveys.queries.questionnaires import of_programme
from fairlead.surveys.queries.reading import GroupFound

SURE = ("sure-rules", "sure-whom", "sure-cultures", "sure-hard", "sure-change", "sure-next")
GAINS = {"sure-rules": 0.5, "sure-whom": 1.1, "sure-cultures": 0.5, "sure-hard": 0.7, "sure-change": 0.2}
HOPES = (
    "Somebody to ask before I write to three offices.",
    "To see how another office handles the same cases.",
    "A clearer idea of what comes after this post.",
    "To stop feeling that every case is the first of its kind.",
    "Contacts at the partner institutions that I can simply call.",
    "To explain our rules without sounding like them.",
)
BEST = (
    "Going through a real case together, step by step.",
    "Knowing whom to call at the other university.",
    "That it was not my manager.",
    "The checklist for family arrivals that I now use every week.",
    "Hearing how my mentee sees our procedures.",
    "Time to think, which the job does not give.",
)
WORST = (
    "An earlier start: July is full of arrivals.",
    "A shared page of who knows what.",
    "Fewer forms at the beginning.",
    "One meeting of all pairs half-way.",
)
CHANGES = (
    "More time for cases, less for planning.",
    "A visit to the other office.",
    "Nothing, it is good as it is.",
)
STORIES = (
    "A family of five arrived, and I knew whom to call before they asked.",
    "We now send one letter together with the housing office instead of two.",
    "I was asked to show two new colleagues how we do it.",
)
LASTED = 120
WAITS = frozenset(
    {"thandeka.mokoena", "milo.vukovic", "kiri.walker", "otso.laine", "joao.pinto", "rosa.gimenez"}
)
OUTSIDE = 26


def survey(scene: Scene, *, by: str) -> None:
    """Ask the finished round at its start and end, the running one half-way, and set others beside."""
    programme = scene.programmes["safe-harbour"]
    questionnaires.add_usual(programme, by=scene.actor(by), at=scene.calendar.moment(350, 10))
    asked = {one.moment: one for one in of_programme(programme)}
    finished = Round.objects.filter(programme=programme, state=RoundState.FINISHED).latest("starts_on")
    running = Round.objects.get(programme=programme, state=RoundState.CLOSED)
    for moment, day, silent in ((Moment.BASELINE, 345, 3), (Moment.PULSE, 315, 6), (Moment.END, 160, 5)):
        _held(scene, finished, asked[moment], day=day, silent=silent, by=by)
    for moment, day, silent in ((Moment.BASELINE, 116, 1), (Moment.PULSE, 86, 3)):
        _held(scene, running, asked[moment], day=day, silent=silent, by=by)
    _lasted(scene, finished, asked[Moment.FOLLOW_UP], by=by)
    _open(scene, running, asked[Moment.MID], by=by)
    for round in (finished, running):
        waves.plan_usual(round, by=scene.actor(by), at=scene.calendar.moment(3, 30))
    _outside(scene, finished, by=by)


def _wave(
    scene: Scene, round: Round, asked: Questionnaire, *, day: int, last: int, by: str, lasted: int = 0
) -> Wave:
    """A wave that asked on the day so many days ago, with its letters.

    It asked everybody, or with `lasted` those whose pair had ended so many days before.
    """
    actor, at = scene.actor(by), scene.calendar.moment(day, 45)
    days: dict[str, Any] = {
        "opens_on": scene.calendar.day(day),
        "closes_on": scene.calendar.day(last),
        "answer_days": 10,
    }
    pace = Pace.AFTER_END if lasted else Pace.ON_DAY
    wave = waves.plan(round, asked, pace=pace, days=lasted, **days, by=actor, at=at)
    waves.open_wave(wave, by=actor, at=at)
    opened = Wave.objects.select_related("round__programme", "questionnaire__form").get(pk=wave.pk)
    asking.ask_in(opened, at=at)
    return opened


def _lasted(scene: Scene, round: Round, asked: Questionnaire, *, by: str) -> None:
    """What lasted, asked two months early so that the answers are there when the year is assessed."""
    _held(scene, round, asked, day=40, silent=9, by=by, lasted=LASTED)


def _held(
    scene: Scene, round: Round, asked: Questionnaire, *, day: int, silent: int, by: str, lasted: int = 0
) -> None:
    """A wave that is over: all but a few have answered."""
    wave = _wave(scene, round, asked, day=day, last=day - 28, by=by, lasted=lasted)
    asks = _asks(wave)
    for place, ask in enumerate(asks):
        if place % len(asks) >= silent:
            _answer(ask, at=scene.calendar.moment(day - 4, 5 * place))
    waves.close_wave(wave, by=scene.actor(by), at=scene.calendar.moment(day - 28, 400))


def _open(scene: Scene, round: Round, asked: Questionnaire, *, by: str) -> None:
    """A wave that is open: most have answered, some have not yet."""
    wave = _wave(scene, round, asked, day=4, last=-24, by=by)
    for place, ask in enumerate(_asks(wave)):
        if ask.person.email.partition("@")[0] not in WAITS:
            _answer(ask, at=scene.calendar.moment(2, 5 * place))


def _asks(wave: Wave) -> list[Ask]:
    found = Ask.objects.filter(wave=wave).select_related("person", "wave__questionnaire")
    return sorted(found, key=lambda ask: ask.person.email)


def _answer(ask: Ask, *, at: datetime) -> None:
    answering.send(ask, _answers(ask), at=at)


def _answers(ask: Ask) -> dict[str, Any]:
    """What this person says at this moment; somebody who is asked twice goes on from what they said."""
    moment = ask.wave.moment
    own = random.Random(f"{ask.person.email}:{ask.wave.round_id}")  # nosec B311: a story, nothing to guess
    now = random.Random(f"{ask.person.email}:{moment}")  # nosec B311
    start = {key: own.choice((2, 2, 3, 3, 4)) + (ask.side == Side.MENTOR) for key in SURE}
    if moment == Moment.PULSE:
        words = {"needs": "A list of people at the partner offices."} if now.random() < 0.2 else {}
        return {"going": now.choice((3, 4, 4, 5, 5)), "met": now.random() < 0.85, **words}
    if moment == Moment.BASELINE:
        return {**_steps(start, now, 0.0), **_words("hopes", HOPES, now)}
    reaction = {"satisfied": now.choice((3, 4, 4, 5, 5)), "pair-fits": now.choice((3, 4, 5, 5))}
    if moment == Moment.MID:
        return {**reaction, **_steps(start, now, 0.6), **_words("change", CHANGES, now)}
    if moment == Moment.FOLLOW_UP:
        return _since(start, now)
    used = now.sample(("contact", "procedure", "case", "habit"), k=now.choice((1, 2, 2, 3)))
    return {
        **reaction,
        "recommend": now.choice((6, 7, 8, 8, 9, 9, 10, 10)),
        **_steps(start, now, 1.0),
        "applied": [one for one in ("contact", "procedure", "case", "habit") if one in used],
        **_words("best", BEST, now),
        **_words("worst", WORST, now),
    }


def _since(start: dict[str, int], now: random.Random) -> dict[str, Any]:
    """What somebody says who was asked what lasted."""
    changed = now.choice((["service"], ["service", "colleagues"], ["network"], ["tasks"], ["nothing"]))
    return {
        "applied-since": now.random() < 0.8,
        "still-in-touch": now.choice(("often", "now-and-then", "now-and-then", "no")),
        **_steps(start, now, 1.0),
        "impact": changed,
        **_words("story", STORIES, now),
    }


def _steps(start: dict[str, int], now: random.Random, part: float) -> dict[str, int]:
    """The six statements, moved by a part of what is usually gained; one in twenty is left out."""
    moved = {key: start[key] + part * GAINS.get(key, 0.4) + now.gauss(0, 0.4) for key in SURE}
    return {key: min(5, max(1, round(value))) for key, value in moved.items() if now.random() > 0.05}


def _words(key: str, choices: Sequence[str], now: random.Random) -> dict[str, str]:
    return {key: now.choice(choices)} if now.random() < 0.6 else {}


def _outside(scene: Scene, of: Round, *, by: str) -> None:
    """Colleagues who did not take part, asked twice by the HR department."""
    chance = random.Random("outside")  # nosec B311
    found = GroupFound(people=OUTSIDE)
    for key in SURE:
        pairs = [(chance.choice((2, 3, 3, 4)), chance.gauss(0.15, 0.6)) for _person in range(OUTSIDE)]
        found.changes[key] = sorted(
            [float(before), float(min(5, max(1, round(before + gain))))] for before, gain in pairs
        )
    comparing.bring(
        of,
        found,
        name="Colleagues in the same offices who did not apply",
        source="Asked by the HR department by mail in the same weeks; 26 of 60 answered both times.",
        by=scene.actor(by),
        at=scene.calendar.moment(120, 60) + timedelta(minutes=1),
    )
