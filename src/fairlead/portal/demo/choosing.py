"""A small round in which mentees ask a mentor themselves: some questions wait, some have their answer."""

from datetime import timedelta

from django.utils.timezone import localdate

from fairlead.applications.models import Application
from fairlead.portal.demo.applying import take_applications
from fairlead.portal.demo.founding import Scene
from fairlead.portal.demo.intake import Wish
from fairlead.preferences.actions import arranging, asking, stating
from fairlead.preferences.enums import Cards, Deed, Mode, Ranking
from fairlead.preferences.models import Request
from fairlead.preferences.queries import cards
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Round

NAME = "Short exchange"
OFFERED: tuple[Wish, ...] = (
    Wish("ingeborg.solheim", "mobility culture welcome", 18, "Exchange works best in pairs.", years="9.0"),
    Wish("ahmad.zadeh", "digital leadership", 18, "To pass on what I was shown.", years="8.0"),
    Wish("rut.levi", "culture crisis", 17, "A second view on hard cases.", years="11.0"),
    Wish("zainab.bello", "leadership mobility", 16, "To learn what other offices need.", years="7.0"),
    Wish("otso.laine", "digital leadership", 15, "Curiosity.", years="10.0"),
)
WANTED: tuple[Wish, ...] = (
    Wish("vikram.joshi", "mobility welcome", 16, "To run an exchange agreement from start to end."),
    Wish("ana.kapanadze", "leadership digital", 16, "To lead a project of my own."),
    Wish("huda.mansour", "culture welcome", 15, "Calmer talks about leases."),
    Wish("linnea.aas", "mobility culture", 14, "To know more than my own desk."),
    Wish("grace.mwangi", "digital", 13, "One tool less, one habit more."),
    Wish("camille.roussel", "crisis culture", 12, "I am asked things that I cannot answer yet."),
)
# Who asked whom, how many days ago, and the answer where there is one.
ASKED: tuple[tuple[str, str, int, bool | None], ...] = (
    ("ana.kapanadze", "otso.laine", 6, True),
    ("huda.mansour", "rut.levi", 5, False),
    ("camille.roussel", "rut.levi", 3, True),
    ("grace.mwangi", "ahmad.zadeh", 2, None),
    ("huda.mansour", "ingeborg.solheim", 1, None),
)
LIKED = {"vikram.joshi": ("zainab.bello",), "linnea.aas": ("rut.levi", "zainab.bello")}


def let_choose(scene: Scene, round: Round, *, by: str) -> None:
    """Take the applications, say that mentees may ask a mentor, and let some of them do so."""
    mentors = [(Side.MENTOR, wish) for wish in OFFERED]
    take_applications(scene, round, [*mentors, *((Side.MENTEE, wish) for wish in WANTED)])
    calendar = scene.calendar
    arranging.arrange(
        round,
        mode=Mode.CHOSEN,
        ranking=Ranking.MENTEES,
        cards=Cards.NAMED,
        until=localdate(calendar.at) + timedelta(days=9),
        by=scene.actor(by),
        at=calendar.moment(7, 20),
    )
    for who, others in LIKED.items():
        for other in others:
            mine, at = _application(scene, round, who), calendar.moment(6, 10)
            stating.state(mine, Deed.WISH, _key(scene, round, mine, other), by=scene.actor(who), at=at)
    for who, other, ago, yes in ASKED:
        _ask(scene, round, who, other, ago=ago, yes=yes)


def _ask(scene: Scene, round: Round, who: str, other: str, *, ago: int, yes: bool | None) -> None:
    mine, calendar = _application(scene, round, who), scene.calendar
    key, at = _key(scene, round, mine, other), calendar.moment(ago, 30)
    made: Request = asking.ask(mine, key, by=scene.actor(who), at=at)
    if yes is not None:
        theirs, later = _application(scene, round, other), calendar.moment(ago - 1, 100)
        asking.answer(theirs, made.pk, yes=yes, by=scene.actor(other), at=later)


def _application(scene: Scene, round: Round, key: str) -> Application:
    loaded = Application.objects.select_related("round", "person", "participation")
    return loaded.get(round=round, person=scene.people[key])


def _key(scene: Scene, round: Round, mine: Application, other: str) -> str:
    return cards.key_of(mine, Participation.objects.get(round=round, person=scene.people[other]).pk)
