"""The demo's ledger: what setting up took, a finished year of delivery, and this year so far."""

from decimal import Decimal
from typing import NamedTuple

from fairlead.evaluation.actions import indicators, ledger, reckoning, recurring
from fairlead.evaluation.actions.ledger import Spending
from fairlead.evaluation.models import EffortEntry
from fairlead.evaluation.periods import year_of
from fairlead.portal.demo.founding import Scene, fixed
from fairlead.programmes.models import Programme

LEAD = "asta.gudmundsdottir"
# The year begins with the month after this many days ago, so that last year holds the whole finished round.
YEAR_BEGAN = 160
RATES: dict[str, dict[str, tuple[str, str]]] = {
    # Place and role: last year's rate and this year's.
    "northport": {
        "coordinator": ("33.50", "34.80"),
        "iro": ("38.00", "39.40"),
        "hr": ("36.20", "37.50"),
        "trainer": ("45.00", "46.50"),
        "systems": ("40.10", "41.60"),
        "leadership": ("62.00", "64.00"),
        "mentor": ("34.00", "35.20"),
        "mentee": ("27.40", "28.40"),
    },
    "nuas": {"partner": ("31.00", "32.10"), "mentor": ("31.50", "32.60"), "mentee": ("25.80", "26.70")},
    "coastal": {"partner": ("32.40", "33.40"), "mentor": ("33.10", "34.20"), "mentee": ("27.00", "27.90")},
}


class Spent(NamedTuple):
    """One entry: days ago, phase, what for, who, hours, money, note, place."""

    ago: int
    phase: str
    activity: str
    role: str
    hours: str
    money: str = ""
    note: str = ""
    place: str = "northport"


SETUP: tuple[Spent, ...] = (
    Spent(508, "setup", "planning", "iro", "14", note="Aim, partners, first draft of the design"),
    Spent(500, "setup", "planning", "coordinator", "22", note="Design, calendar, texts"),
    Spent(494, "setup", "planning", "partner", "9", place="nuas", note="Two planning meetings"),
    Spent(494, "setup", "planning", "partner", "8", place="coastal", note="Two planning meetings"),
    Spent(480, "setup", "systems", "systems", "11.5", note="Installation and sign-in"),
    Spent(472, "setup", "systems", "hr", "7", note="Data-protection assessment with all three"),
    Spent(460, "setup", "planning", "leadership", "3", note="Arrangement signed"),
    Spent(452, "setup", "training", "trainer", "16", note="Preparation of mentors, written and tried"),
    Spent(446, "setup", "materials", "coordinator", "5", "415.00", "Leaflet and handbook"),
    Spent(438, "setup", "events", "iro", "6", "520.00", "Opening afternoon"),
    Spent(430, "setup", "recruiting", "coordinator", "10.5", note="Briefings in all offices"),
)
LAST_YEAR: tuple[Spent, ...] = (
    Spent(352, "delivery", "training", "trainer", "12", note="Three preparations of mentors"),
    Spent(350, "delivery", "training", "coordinator", "6", "96.50", "Briefing of mentees"),
    Spent(300, "delivery", "travel", "partner", "2", "85.40", "Visit to the Institute", "nuas"),
    Spent(250, "delivery", "evaluation", "hr", "6", note="Mid-point, read together"),
    Spent(175, "delivery", "events", "coordinator", "8", "260.00", "Closing afternoon"),
    Spent(172, "delivery", "events", "leadership", "2", note="Thanks by the vice-rectors"),
    Spent(168, "delivery", "materials", "coordinator", "3", "118.00", "Certificates"),
    Spent(166, "delivery", "evaluation", "iro", "9", note="Figures of the year"),
)
THIS_YEAR: tuple[Spent, ...] = (
    Spent(121, "delivery", "training", "trainer", "8", note="Two preparations of mentors"),
    Spent(119, "delivery", "training", "coordinator", "5", "88.00", "Briefing of mentees"),
    Spent(60, "setup", "planning", "coordinator", "6", note="Application form with own questions"),
    Spent(30, "delivery", "recruiting", "iro", "4", "45.00", "Call for mentors, printed"),
    Spent(20, "delivery", "travel", "partner", "1.5", "32.60", "Coffee at the boat house", "coastal"),
    Spent(9, "delivery", "evaluation", "hr", "3", note="Mid-point, read together"),
)


class Again(NamedTuple):
    """What comes again: who, what for, hours, how often, from and until days ago, place."""

    role: str
    activity: str
    hours: str
    rhythm: str
    since: int
    until: int
    place: str = "northport"


TARGETS = {"reach": 0.5, "start_rate": 0.9, "completion": 0.75, "training": 0.9, "cost_per_pair": 1200.0}
RECURRING: tuple[Again, ...] = (
    Again("coordinator", "support", "3.5", "weekly", 414, 164),
    Again("iro", "planning", "2", "monthly", 410, 165),
    Again("hr", "planning", "1.5", "monthly", 410, 165),
    Again("partner", "selecting", "2", "monthly", 405, 165, "nuas"),
    Again("partner", "selecting", "2", "monthly", 405, 165, "coastal"),
    Again("coordinator", "support", "4", "weekly", 125, -210),
    Again("iro", "planning", "2", "monthly", 120, -210),
    Again("partner", "selecting", "2", "monthly", 120, -210, "nuas"),
    Again("partner", "selecting", "2", "monthly", 120, -210, "coastal"),
)


def year_starts(scene: Scene) -> int:
    """The month in which the demo's year begins."""
    return scene.calendar.day(YEAR_BEGAN).month % 12 + 1


def keep_ledger(scene: Scene) -> None:
    """Let the team write down what it did, as it would have."""
    programme = scene.programmes["safe-harbour"]
    by, calendar = scene.actor(LEAD), scene.calendar
    at = calendar.moment(515, 10)
    reckoning.settle(programme, year_starts=year_starts(scene), write_off_years=3, by=by, at=at)
    _rates(scene, programme)
    for number, spent in enumerate((*SETUP, *LAST_YEAR, *THIS_YEAR)):
        _write(scene, programme, spent, number)
    for number, again in enumerate(RECURRING):
        what = _spending(
            scene, Spent(0, "delivery", again.activity, again.role, again.hours, "", "", again.place)
        )
        recurring.begin(
            programme,
            what,
            rhythm=again.rhythm,
            starts_on=calendar.day(again.since),
            until=calendar.day(again.until),
            key=fixed("again", str(number)),
            by=by,
            at=calendar.at,
        )
    _corrected(scene, programme)
    _aims(scene, programme)
    _grow(scene)


def _rates(scene: Scene, programme: Programme) -> None:
    by, calendar = scene.actor("nomvula.dlamini-hughes"), scene.calendar
    began = year_of(calendar.day(100), year_starts(scene)).first
    for place, rates in RATES.items():
        for role, (last, this) in rates.items():
            for day, rate in ((calendar.day(520), last), (began, this)):
                reckoning.set_rate(
                    programme,
                    institution=scene.institutions[place],
                    role=role,
                    per_hour=Decimal(rate),
                    valid_from=day,
                    by=by,
                    at=calendar.moment(100, 45),
                )


def _spending(scene: Scene, spent: Spent) -> Spending:
    return Spending(
        institution=scene.institutions[spent.place],
        phase=spent.phase,
        activity=spent.activity,
        role=spent.role,
        hours=Decimal(spent.hours),
        money=Decimal(spent.money) if spent.money else None,
        note=spent.note,
    )


def _write(scene: Scene, programme: Programme, spent: Spent, number: int) -> EffortEntry:
    return ledger.write(
        programme,
        _spending(scene, spent),
        on=scene.calendar.day(spent.ago),
        key=fixed("spent", programme.slug, str(number)),
        by=scene.actor(LEAD),
        at=scene.calendar.moment(max(0, spent.ago - 3), 30),
    )


def _corrected(scene: Scene, programme: Programme) -> None:
    """Somebody wrote too little at first, and put it right."""
    first = Spent(84, "delivery", "support", "coordinator", "1", note="A pair that could not find time")
    entry = _write(scene, programme, first, 900)
    what = _spending(scene, first._replace(hours="2.5"))
    at = scene.calendar.moment(79, 20)
    ledger.correct(entry, what, on=entry.on, by=scene.actor(LEAD), at=at)


def _aims(scene: Scene, programme: Programme) -> None:
    """What the team aims at, and two indicators of its own."""
    by, at = scene.actor("niki.papadaki"), scene.calendar.moment(150, 25)
    for key, value in TARGETS.items():
        indicators.aim(programme, key, value, by=by, at=at)
    indicators.add(
        programme,
        name="Cost of an hour",
        about="What an hour that anybody gives to the programme costs, all together.",
        kind="delivery",
        unit="money",
        formula="cost_per_pair / hours_per_pair",
        more=False,
        by=by,
        at=at,
    )
    guests = indicators.add(
        programme,
        name="Guests at the Thursday coffee",
        about="People who came at least once, counted at the door of the boat house.",
        kind="outcome",
        unit="number",
        formula="",
        more=True,
        by=by,
        at=at,
    )
    for ago, value in ((190, 41), (25, 37)):
        on = scene.calendar.day(ago)
        indicators.note(
            guests,
            on=on,
            value=value,
            words="List at the door",
            key=fixed("guests", str(ago)),
            by=by,
            at=scene.calendar.moment(ago - 2),
        )


def _grow(scene: Scene) -> None:
    """The informal programme keeps it short."""
    programme = scene.programmes["grow-international"]
    for number, spent in enumerate(
        (
            Spent(200, "setup", "planning", "coordinator", "18", note="From the broader programme"),
            Spent(95, "delivery", "recruiting", "coordinator", "7"),
            Spent(40, "delivery", "support", "coordinator", "5.5"),
        )
    ):
        _write(scene, programme, spent, number)
