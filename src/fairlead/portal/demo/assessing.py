"""The demo's yearly assessments: last year's signed, this year's half-way."""

from datetime import timedelta

from fairlead.evaluation.actions import assessments as actions
from fairlead.evaluation.assessing.document import report
from fairlead.evaluation.enums import AgreedState, Reached, Signing
from fairlead.evaluation.models import AgreedAction, Assessment
from fairlead.evaluation.models.assessments import Voice
from fairlead.evaluation.periods import Year, year_of
from fairlead.evaluation.queries import assessments as queries
from fairlead.kernel.fingerprints import digest
from fairlead.portal.demo.founding import Scene
from fairlead.portal.demo.reckoning import LEAD, year_starts

IRO, HR, PARTNER = "niki.papadaki", "nomvula.dlamini-hughes", "natia.gelashvili"
LAST_AIMS = (
    ("Colleagues know what to do when an international academic asks about more than their own unit", "yes"),
    ("Every pair works with a written agreement and plan", "partly"),
    ("One pair in three joins two institutions of the region", "yes"),
    ("Supervisors know what is asked of their staff, and approve within ten days", "partly"),
)
NOTES = {
    "yes": "End survey and closing reviews",
    "partly": "Two pairs settled everything by word of mouth; three supervisors needed a reminder",
    "no": "",
    "open": "",
}
LAST_WORDS = {
    "training": "Three preparations of mentors and one briefing of mentees. Mentors want more on listening.",
    "support": "The weekly hour of the coordinator was enough. Pairs went quiet in the weeks before term.",
    "partners": "The Institute and the College chose their own mentees; the steering group met twice.",
    "recommendations": (
        "Keep six meetings in six months. Begin recruiting mentors for permits and housing a month earlier. "
        "Offer the briefing of mentees online as well."
    ),
}
LAST_CHECKS = {
    "purpose": (4, "One page, in every call"),
    "preparation": (3, "Supervisors still learn of it late"),
    "matching": (4, "Rules are public; nobody was matched against their word"),
    "measurement": (2, "No baseline in the first year"),
    "ethics": (3, "A second contact was named in spring"),
    "administration": (3, "A deputy for the coordinator is missing"),
}
ACTIONS = (
    ("Ask for a baseline survey in every round", "Ásta Guðmundsdóttir", 120, "done", "Asked since autumn"),
    ("Name a deputy for the coordinator", "HR department", 60, "done", "Tomasz Wójcik, since October"),
    ("A half-hour for supervisors before each call", "International relations office", -40, "open", ""),
)
STATEMENTS = {
    "iro": (
        "The scheme does what our office alone cannot: people from housing, payroll and research support now "
        "call each other before a newcomer has to."
    ),
    "hr": (
        "Eight hours in half a year are well spent. We want to know next year whether what "
        "was learned is still in use, and we carry the cost of the mentors’ preparation from now on."
    ),
    "partner": "Our colleagues were matched as fairly as anybody else. We offer to host the next closing.",
}
THIS_AIMS = {0: ("yes", "Mid-point reviews of all pairs"), 2: ("partly", "Two of ten so far")}
THIS_WORDS = {"training": "The curriculum with readings and quizzes replaced the long first session."}
THIS_CHECKS = {"purpose": (4, ""), "measurement": (3, "Baseline and end are compared since this round")}


def assess(scene: Scene) -> None:
    """Let IRO and HR sign last year, and leave this year half-way."""
    this = year_of(scene.calendar.today, year_starts(scene))
    _last(scene, this.later(-1))
    _this(scene, this)


def _last(scene: Scene, year: Year) -> None:
    programme, by = scene.programmes["safe-harbour"], scene.actor(LEAD)
    at = scene.calendar.moment(140, 60)
    found = actions.prepare(programme, year, by=by, at=at)
    found.aims.all().delete()
    for text, reached in LAST_AIMS:
        actions.write_aims(found, {}, added=text, by=by, at=at)
        found.aims.filter(text=text).update(reached=reached, note=NOTES[reached])
    _write(found, LAST_WORDS, LAST_CHECKS, scene, ago=138)
    agreed = [
        actions.agree(
            found,
            text=text,
            owner=owner,
            due_on=scene.calendar.day(due),
            by=by,
            at=at + timedelta(days=1),
        )
        for text, owner, due, _state, _outcome in ACTIONS
    ]
    actions.present(found, by=by, at=scene.calendar.moment(134, 30))
    _signed(scene, found)
    for action, (_text, _owner, _due, state, outcome) in zip(agreed, ACTIONS, strict=True):
        if state == AgreedState.DONE:
            _settled(scene, action, outcome)


def _write(
    found: Assessment,
    words: dict[str, str],
    checks: dict[str, tuple[int, str]],
    scene: Scene,
    *,
    ago: int,
) -> None:
    said = {key: {"level": level, "note": note} for key, (level, note) in checks.items()}
    at = scene.calendar.moment(ago, 100)
    actions.write(found, {**words, "checks": said}, by=scene.actor(LEAD), at=at)


def _signed(scene: Scene, found: Assessment) -> None:
    partner = Voice(Signing.PARTNER_COORDINATOR, scene.institutions["nuas"])
    voices = (
        (PARTNER, partner, "partner", 132),
        (IRO, Voice(Signing.IRO_LEAD), "iro", 131),
        (HR, Voice(Signing.HR_LEAD), "hr", 129),
    )
    for key, voice, words, ago in voices:
        by, at = scene.actor(key), scene.calendar.moment(ago, 40)
        actions.say(found, voice, STATEMENTS[words], by=by, at=at)
        seen = digest(report(queries.whole(found.pk)))
        actions.sign(found, voice, seen=seen, by=by, at=at)


def _settled(scene: Scene, action: AgreedAction, outcome: str) -> None:
    actions.settle(action, AgreedState.DONE, outcome, by=scene.actor(HR), at=scene.calendar.moment(40, 20))


def _this(scene: Scene, year: Year) -> None:
    by, at = scene.actor(LEAD), scene.calendar.moment(4, 50)
    found = actions.prepare(scene.programmes["safe-harbour"], year, by=by, at=at)
    aims = list(found.aims.all())
    changes = {
        str(aims[place].pk): {"reached": Reached(reached), "note": note}
        for place, (reached, note) in THIS_AIMS.items()
    }
    actions.write_aims(found, changes, by=by, at=at)
    _write(found, THIS_WORDS, THIS_CHECKS, scene, ago=3)
