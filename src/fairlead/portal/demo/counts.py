"""An old round whose people's data have gone: what was counted of it, and the figures of its run."""

from datetime import timedelta

from fairlead.applications.models import Tally
from fairlead.evaluation.enums import OutcomeStage
from fairlead.evaluation.models import OutcomeTally
from fairlead.matching.enums import RunState
from fairlead.matching.models import Run
from fairlead.portal.demo.founding import Scene, fixed
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Round
from fairlead.questions.checking import NO, YES
from fairlead.questions.enums import Reader
from fairlead.questions.models import Question

# Days ago: the intake opened and closed, pairs began and ended. Older than applications are kept.
DAYS = (1145, 1110, 1075, 890)
# How many answered once more, by outcome: reached and not, of those who care for somebody and of the others.
COUNTED = {
    OutcomeStage.ADMITTED: {YES: (14, 7), NO: (31, 11)},
    OutcomeStage.PAIRED: {YES: (9, 5), NO: (24, 6)},
    OutcomeStage.COMPLETED: {YES: (6, 5), NO: (18, 6)},
}
# What its run came to: 33 of the 44 mentees who were tried, of whom the form above asked.
FIGURES = {
    "mentees": 44,
    "mentors": 29,
    "places": 36,
    "allowed_pairs": 702,
    "matched": 33,
    "most_possible": 33,
    "places_used": 33,
    "total_score": 2211,
    "worst": 38,
    "best": 91,
    "points_short": 0,
}
APPLIED = {YES: 24, NO: 47, "": 9}


def count_the_past(scene: Scene) -> None:
    """Store an old round of which only counts are left; the form must be there."""
    programme = scene.programmes["safe-harbour"]
    asked = Question.objects.filter(section__version__form__programme=programme, reader=Reader.NOBODY)
    key = asked.values_list("key", flat=True)[0]
    opens, closes, starts, ends = (scene.calendar.day(ago) for ago in DAYS)
    round = Round.objects.create(
        pk=fixed("round", "safe-harbour", "erased"),
        programme=programme,
        name=scene.calendar.season(6),
        state=RoundState.FINISHED,
        opens_on=opens,
        closes_on=closes,
        starts_on=starts,
        ends_on=ends,
    )
    _run(scene, round)
    Tally.objects.bulk_create(
        Tally(round=round, side=Side.MENTEE, key=key, answer=answer, count=number)
        for answer, number in APPLIED.items()
    )
    OutcomeTally.objects.bulk_create(
        OutcomeTally(
            round=round,
            side=Side.MENTEE,
            stage=stage,
            key=key,
            reached=reached,
            answer=answer,
            count=number,
        )
        for stage, answers in COUNTED.items()
        for answer, cell in answers.items()
        for reached, number in zip((True, False), cell, strict=True)
    )


def _run(scene: Scene, round: Round) -> None:
    """The round’s one run as retention leaves it: its figures, and nobody in it any more."""
    like = Run.objects.filter(round__programme=round.programme, state=RunState.DONE).latest("asked_at")
    asked = scene.calendar.moment(DAYS[1] - 18, 95)
    Run.objects.create(
        pk=fixed("run", "safe-harbour", "erased"),
        round=round,
        number=1,
        state=RunState.DONE,
        policy=like.policy,
        seed=like.seed,
        engine_version=like.engine_version,
        asked_by=like.asked_by,
        asked_at=asked,
        finished_at=asked + timedelta(seconds=2),
        percent=100,
        frozen={"counts": {"locked": 2, "forbidden": 3, "base": 0, "kept_out": 1}},
        result={**like.result, **FIGURES, "first": [], "limits": None},
        pruned_at=scene.calendar.moment(DAYS[3] - 731, 0),
    )
