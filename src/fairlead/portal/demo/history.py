"""The pairs of earlier rounds and what became of each."""

from typing import NamedTuple


class Pair(NamedTuple):
    """A mentorship: mentor's and mentee's keys, the areas that brought them together, its state.

    `ended` is the reason of an early ending; `extra_weeks` moves the planned end of a pair that was extended.
    `weeks` is how long an ended pair lasted.
    """

    mentor: str
    mentee: str
    areas: str
    state: str
    ended: str = ""
    weeks: int = 0
    extra_weeks: int = 0


FINISHED_ROUND: tuple[Pair, ...] = (
    Pair("ingeborg.solheim", "petra.kolarova", "mobility culture", "completed"),
    Pair("ingeborg.solheim", "emeka.obi", "mobility welcome", "completed"),
    Pair("ahmad.zadeh", "solveig.dahl", "contracts funding", "completed"),
    Pair("clement.dubois", "vikram.joshi", "funding tax", "completed"),
    Pair("clement.dubois", "ana.kapanadze", "funding contracts", "ended_early", "time", 11),
    Pair("kateryna.zhuk", "huda.mansour", "family housing", "completed"),
    Pair("emanuele.conti", "tomas.urbonas", "welcome culture", "completed"),
    Pair("seojun.park", "jiayi.xu", "digital leadership", "completed"),
    Pair("seojun.park", "luis.figueira", "digital funding", "active", extra_weeks=34),
    Pair("bronislava.hajkova", "amina.belkacem", "permits visas", "completed"),
    Pair("olivia.brandt", "grace.mwangi", "leadership dual", "ended_early", "left", 15),
    Pair("suleyman.demirtas", "danilo.peric", "mobility funding", "completed"),
    Pair("rut.levi", "elin.bergqvist", "recognition culture", "ended_early", "goals", 19),
    Pair("ximena.ortega", "hong.nguyen", "culture leadership", "completed"),
    Pair("gunnar.holmstrom", "priya.raghunathan", "arrival recognition", "completed"),
    Pair("nana.kobayashi", "haruto.nakamura", "culture digital", "completed"),
    Pair("desta.tesfaye", "mari.tamm", "arrival health", "completed"),
    Pair("olivia.brandt", "bence.farkas", "contracts arrival", "paused", extra_weeks=34),
)

RUNNING_ROUND: tuple[Pair, ...] = (
    Pair("jurg.aebischer", "thandeka.mokoena", "housing arrival", "active"),
    Pair("jurg.aebischer", "silvia.bartosova", "housing contracts", "active"),
    Pair("marit.vandoorn", "uyen.pham", "funding culture", "active"),
    Pair("nikos.stathopoulos", "davit.sargsyan", "mobility recognition", "active"),
    Pair("fiadh.brennan", "linnea.aas", "social dual", "active"),
    Pair("kemal.arslan", "joao.pinto", "tax funding", "paused"),
    Pair("zainab.bello", "rania.saleh", "leadership mobility", "active"),
    Pair("otso.laine", "kiri.walker", "digital leadership", "starting"),
    Pair("rosa.gimenez", "camille.roussel", "family welcome", "active"),
    Pair("svetlana.petrova", "milo.vukovic", "crisis culture", "ended_early", "fit", 9),
)

GROW_PAIRS: tuple[Pair, ...] = (
    Pair("ximena.ortega", "petra.kolarova", "culture leadership welcome", "active"),
    Pair("emanuele.conti", "jiayi.xu", "digital leadership", "active"),
    Pair("seojun.park", "emeka.obi", "welcome mobility", "starting"),
)
GROW_WAITING: tuple[tuple[str, str, str, str], ...] = (
    # Person's key, side, areas, stage: pool or decide.
    ("olivia.brandt", "mentor", "leadership crisis", "pool"),
    ("joao.pinto", "mentee", "leadership digital", "pool"),
    ("kiri.walker", "mentee", "welcome culture", "decide"),
    ("fiadh.brennan", "mentor", "culture crisis", "decide"),
)


class Left(NamedTuple):
    """An earlier application that led to no pair: person's key, side, areas, state, the team's words."""

    key: str
    side: str
    areas: str
    state: str
    reason: str = ""


NO_MENTOR_FREE = "Every mentor for your areas had been paired. You would be the first on our list next time."

FINISHED_OTHERS: tuple[Left, ...] = (
    Left("jeanbaptiste.kouassi", "mentee", "leadership culture", "declined", NO_MENTOR_FREE),
    Left("signe.kjaergaard", "mentee", "arrival mobility", "withdrawn"),
    Left("hyejin.park", "mentee", "digital", "declined", NO_MENTOR_FREE),
    Left("rhys.llewellyn", "mentor", "tax social", "withdrawn"),
)
RUNNING_OTHERS: tuple[Left, ...] = (
    Left("chidi.ezeh", "mentee", "digital leadership", "declined", NO_MENTOR_FREE),
    Left("maeve.gallagher", "mentee", "crisis leadership", "withdrawn"),
)
