"""The plans that the demo's pairs have written: goals of their areas, steps, and how far they came."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from fairlead.mentorships.enums import Level, Owner, PlanStage
from fairlead.mentorships.models import Goal, Mentorship, Plan, Step
from fairlead.mentorships.planwords import GoalWords
from fairlead.mentorships.starters import BY_KEY
from fairlead.portal.demo.founding import Scene, fixed
from fairlead.portal.demo.history import FINISHED_ROUND, GROW_PAIRS, RUNNING_ROUND, Pair
from fairlead.sealed import actions as sealed
from fairlead.sealed.models import Sealed

EXAMPLE_OF = {"culture": "language", "leadership": "leading"}  # else the example is called like the area
THIRD = {"thandeka.mokoena": "network", "petra.kolarova": "career", "rania.saleh": "career"}
# Where each running pair stands: stage, who agreed while it is written, who shows the figures.
RUNNING: dict[str, tuple[PlanStage, str, str]] = {
    "thandeka.mokoena": (PlanStage.MIDWAY, "", "mentee mentor"),
    "silvia.bartosova": (PlanStage.AGREED, "", "mentee"),
    "uyen.pham": (PlanStage.WRITING, "mentor", ""),
    "davit.sargsyan": (PlanStage.MIDWAY, "", ""),
    "linnea.aas": (PlanStage.AGREED, "", ""),
    "joao.pinto": (PlanStage.AGREED, "", ""),
    "rania.saleh": (PlanStage.MIDWAY, "", "mentee mentor"),
    "camille.roussel": (PlanStage.WRITING, "", ""),
    "milo.vukovic": (PlanStage.AGREED, "", ""),
    "petra.kolarova": (PlanStage.AGREED, "", "mentee mentor"),
}
LEVELS = ((-2, 0, 1), (-1, 0, 1), (-2, -1, 0), (-1, 1, 2), (-2, -2, -1), (-1, 0, 0), (-2, -1, 1))


@dataclass
class Written:
    """Rows of every plan, before they are stored at once."""

    scene: Scene
    plans: list[Plan] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def write_plans(scene: Scene) -> None:
    """Store the plans of the rounds of the past, of the running pairs and of the completed ones."""
    rows = Written(scene)
    keys = {person.pk: key for key, person in scene.people.items()}
    told = {(pair.mentor, pair.mentee): pair for pair in (*FINISHED_ROUND, *RUNNING_ROUND, *GROW_PAIRS)}
    pairs = Mentorship.objects.select_related("mentor", "mentee").order_by("pk")
    for number, pair in enumerate(pairs):
        one = told.get((keys[pair.mentor.person_id], keys[pair.mentee.person_id]))
        if one is not None:
            _plan(rows, pair, one, number)
    Plan.objects.bulk_create(rows.plans)
    Goal.objects.bulk_create(rows.goals)
    Step.objects.bulk_create(rows.steps)


def _standing(pair: Pair) -> tuple[PlanStage, str, str] | None:
    """Stage, who agrees, who shows the figures; None for a pair that has no plan."""
    if pair in FINISHED_ROUND:
        ended = {"completed": PlanStage.ENDED, "active": PlanStage.MIDWAY}
        shares = "" if pair.mentor in {"seojun.park", "rut.levi"} else "mentee mentor"
        return ended.get(pair.state, PlanStage.AGREED), "", shares
    return RUNNING.get(pair.mentee)


def _plan(rows: Written, pair: Mentorship, told: Pair, number: int) -> None:
    standing = _standing(told)
    if standing is None:
        return
    stage, agrees, shares = standing
    begun, agreed = _moment(rows, pair.starts_on, 12), _moment(rows, pair.starts_on, 20)
    writing = stage == PlanStage.WRITING
    mid = pair.starts_on + (pair.ends_on - pair.starts_on) // 2
    plan = Plan(
        pk=fixed("plan", str(pair.pk)),
        mentorship=pair,
        state=stage,
        revision=3,
        begun_at=begun,
        mentee_agreed_at=agreed if not writing or "mentee" in agrees else None,
        mentor_agreed_at=agreed if not writing or "mentor" in agrees else None,
        agreed_at=None if writing else agreed,
        mid_reviewed_at=_moment(rows, mid, 3) if stage in {PlanStage.MIDWAY, PlanStage.ENDED} else None,
        end_reviewed_at=_moment(rows, pair.ends_on, -4) if stage == PlanStage.ENDED else None,
        mentee_shares="mentee" in shares,
        mentor_shares="mentor" in shares,
    )
    rows.plans.append(plan)
    keys = [EXAMPLE_OF.get(key, key) for key in told.areas.split()]
    keys += [THIRD[told.mentee]] if told.mentee in THIRD else []
    _goals(rows, plan, keys, number)


def _goals(rows: Written, plan: Plan, keys: Iterable[str], number: int) -> None:
    pair = plan.mentorship
    readers = [pair.mentee.person_id, pair.mentor.person_id]
    for position, key in enumerate(keys):
        one = BY_KEY[key]
        scale = tuple(str(level) for level in one.scale)
        words = GoalWords(str(one.title), str(one.why), str(one.evidence), scale)
        texts = [words.sealed(), *(str(step) for step in one.steps)]
        told, *said = sealed.seal_all(texts, kind="goal", readers=readers, at=plan.begun_at)
        start, mid, end = LEVELS[(number + 3 * position) % len(LEVELS)]
        goal = Goal(
            pk=fixed("goal", str(plan.pk), key),
            plan=plan,
            position=position,
            kind=one.kind,
            weight=max(2, 4 - position) if position < 2 else 1,
            due_on=pair.ends_on - timedelta(days=14),
            start=Level(start),
            mid=Level(mid) if plan.mid_reviewed_at else None,
            end=Level(end) if plan.end_reviewed_at else None,
            complete=True,
            words=told,
        )
        rows.goals.append(goal)
        rows.steps += [_step(rows, goal, text, place, len(said)) for place, text in enumerate(said)]


def _step(rows: Written, goal: Goal, words: Sealed, place: int, count: int) -> Step:
    """A step; the further the plan has come, the more of them are done."""
    plan = goal.plan
    due = plan.mentorship.starts_on + timedelta(days=35 + 38 * place)
    reached = {PlanStage.WRITING: 0, PlanStage.AGREED: 1, PlanStage.MIDWAY: 2, PlanStage.ENDED: count}
    done = place < reached[PlanStage(plan.state)]
    return Step(
        pk=fixed("step", str(goal.pk), str(place)),
        goal=goal,
        position=place,
        owner=Owner.BOTH if place == 1 else Owner.MENTEE,
        due_on=due,
        milestone=place == count - 1,
        done_on=min(due - timedelta(days=3), rows.scene.calendar.today) if done else None,
        words=words,
    )


def _moment(rows: Written, day: date, later: int) -> datetime:
    calendar = rows.scene.calendar
    return calendar.moment(max(0, (calendar.today - day).days - later), 75)
