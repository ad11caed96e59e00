"""Let people learn: a curriculum, what most have completed, and who still misses what."""

from datetime import date, timedelta

from fairlead.portal.demo.founding import Scene, fixed
from fairlead.portal.demo.sessions import gather
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Participation
from fairlead.training.actions import completing, copying, curriculum
from fairlead.training.actions.curriculum import Upload
from fairlead.training.enums import How, Kind, Need, Track
from fairlead.training.models import Completion, Module

# Mentors of the open round who learnt about data protection for an earlier programme, a little too long ago.
RUN_OUT = ("haruto.nakamura", "sofiya.melnyk")
NUMBERS = """In an emergency: 112

Counselling for staff           ext. 4410   weekdays 9 to 16
Person of trust (harassment)    ext. 4455   also in English and Ukrainian
Housing office, urgent cases    ext. 4471   weekdays 8 to 18
Immigration police, our desk    ext. 4480   Tuesday and Thursday
Mentoring, coordinators         ext. 4402
"""


def train(scene: Scene, *, by: str) -> None:
    """Store the curriculum of Safe Harbour and who has completed what of it by today."""
    programme = scene.programmes["safe-harbour"]
    actor, at = scene.actor(by), scene.calendar.moment(200, 30)
    copying.begin(programme, language="en", by=actor, at=at)
    _own_modules(scene, by=by)
    modules = list(Module.objects.filter(programme=programme, need=Need.AS_DESIGNED, refreshes=None))
    people = Participation.objects.filter(round__programme=programme).exclude(
        round__state=RoundState.FINISHED
    )
    rows: list[Completion] = []
    for number, one in enumerate(people.select_related("person", "round").order_by("pk")):
        rows += _completed(scene, one, number, modules)
    Completion.objects.bulk_create(rows, ignore_conflicts=True)
    _recorded(scene, modules, by=by)
    gather(scene, by=by)


def _own_modules(scene: Scene, *, by: str) -> None:
    programme, actor = scene.programmes["safe-harbour"], scene.actor(by)
    at = scene.calendar.moment(198, 60)
    film = {
        "title": "A morning at the immigration desk",
        "summary": "You have seen what happens on the other side of the counter.",
        "text": "Our colleagues of the police let us film a morning. Watch the second case twice.",
        "link": "https://video.northport.example/immigration-desk",
        "track": Track.BOTH,
        "need": Need.OPTIONAL,
        "minutes": 14,
    }
    curriculum.add(programme, Kind.VIDEO, film, by=actor, at=at)
    sheet = {
        "title": "Whom to ring when it is urgent",
        "summary": "One sheet for the pinboard, for mentors and mentees.",
        "text": "Print it, and hang it where you see it while you are on the telephone.",
        "track": Track.BOTH,
        "need": Need.OPTIONAL,
        "minutes": 2,
    }
    upload = Upload("Whom to ring.txt", NUMBERS.encode())
    curriculum.add(programme, Kind.FILE, sheet, upload=upload, by=actor, at=at)


def _completed(scene: Scene, one: Participation, number: int, modules: list[Module]) -> list[Completion]:
    """What somebody has completed: mentors all of it, mentees as far as they have got."""
    offered = [module for module in modules if module.track in (one.side, Track.BOTH)]
    running = one.round.state == RoundState.CLOSED
    if one.side == Side.MENTEE and not running:
        offered = offered[: number % 4]
    elif one.side == Side.MENTEE and number % 5 == 0:
        offered = offered[:-1]
    since = scene.calendar.day(120 if running else 24)
    late = {scene.people[key].pk for key in RUN_OUT}
    return [
        _row(
            module,
            one,
            _day(scene, module, since + timedelta(days=place + number % 5), one.person_id in late),
        )
        for place, module in enumerate(offered)
    ]


def _day(scene: Scene, module: Module, usual: date, late: bool) -> date:
    return scene.calendar.day(735) if late and module.starter == "gdpr" else min(usual, scene.calendar.day(1))


def _row(module: Module, one: Participation, on: date) -> Completion:
    return Completion(
        pk=fixed("completion", str(module.starter), str(one.person_id)),
        module=module,
        person_id=one.person_id,
        how=How.DONE,
        on=on,
        noted_at=one.joined_at,
    )


def _recorded(scene: Scene, modules: list[Module], *, by: str) -> None:
    """A mentee who has learnt two of the modules elsewhere, as the coordinator was told."""
    chosen = [module for module in modules if module.starter in ("preparing", "feedback")]
    completing.note_down(
        chosen,
        scene.people["pieter.vanderlinden"],
        on=scene.calendar.day(160),
        note="Attended the briefing of Grow at Northport in spring; Tomasz has told me.",
        by=scene.actor(by),
        at=scene.calendar.moment(5, 200),
    )
