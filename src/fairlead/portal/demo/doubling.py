"""A small round in which each mentee has up to two mentors at the same time: matched, nothing offered yet."""

from fairlead.matching.actions import running
from fairlead.matching.queries.weighing import default_weights
from fairlead.portal.demo.applying import take_applications
from fairlead.portal.demo.founding import Scene
from fairlead.portal.demo.intake import Wish
from fairlead.programmes.actions import rounds
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Round

NAME = "Two views"
SEED = 7
OFFERED: tuple[Wish, ...] = (
    Wish("clement.dubois", "leadership mobility", 17, "Money is half of it.", years="9.0", places=2),
    Wish("kateryna.zhuk", "welcome culture", 16, "Families ask what no form asks.", years="8.0", places=2),
    Wish("gunnar.holmstrom", "welcome crisis", 15, "To see beyond our own building.", years="12.0"),
    Wish("nana.kobayashi", "culture digital", 14, "Long stays teach patience.", years="10.0"),
    Wish("desta.tesfaye", "mobility leadership", 13, "Agreements are made by people.", years="9.0"),
)
WANTED: tuple[Wish, ...] = (
    Wish("solveig.dahl", "leadership mobility", 15, "One who leads, and one who does it differently."),
    Wish("tomas.urbonas", "welcome culture", 14, "Events that newcomers come to twice."),
    Wish("danilo.peric", "mobility digital", 12, "Two opinions on every travel rule."),
    Wish("elin.bergqvist", "culture crisis", 11, "Somebody near, and somebody far from my desk."),
)


def give_two(scene: Scene, round: Round, *, by: str) -> None:
    """Take the applications, close the intake and match; each mentee has room for two mentors."""
    mentors = [(Side.MENTOR, wish) for wish in OFFERED]
    take_applications(scene, round, [*mentors, *((Side.MENTEE, wish) for wish in WANTED)])
    at, actor = scene.calendar.moment(1, 40), scene.actor(by)
    rounds.close_round(round, by=actor, at=at)
    asked = running.ask(round, weights=default_weights(), base=None, by=actor, at=at, seed=SEED)
    running.carry_out(asked.pk, at=at)
