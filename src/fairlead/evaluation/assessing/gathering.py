"""What a year of a programme comes to, gathered from everywhere into words and plain values."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Max

from fairlead.evaluation.assessing import results, spending
from fairlead.evaluation.assessing.document import agreed_rows
from fairlead.evaluation.assessing.quoting import referred
from fairlead.evaluation.assessing.sections import Section
from fairlead.evaluation.models import Aim, Assessment
from fairlead.evaluation.periods import Year
from fairlead.evaluation.queries import assessments as queries
from fairlead.mentorships.queries.comments import consented_comments
from fairlead.programmes.enums import GoalKind
from fairlead.programmes.models import Programme

LONGEST_AIM = 300
SECTIONS: tuple[Callable[[Assessment, datetime], list[Section]], ...] = (
    results.indicators,
    spending.cost,
    results.training,
    results.support,
    results.network,
)


def gather(assessment: Assessment, *, at: datetime) -> dict[str, Any]:
    """Sections of figures, comments that may be shown, and last year's actions with what became of them."""
    period = assessment.begins_on, assessment.ends_on
    return {
        "glance": results.glance(assessment, at),
        "sections": [section for make in SECTIONS for section in make(assessment, at)],
        "comments": referred(consented_comments(assessment.programme, period)),
        "before": agreed_rows(queries.before(assessment)),
    }


def usual_aims(programme: Programme, *, before: Year) -> list[str]:
    """The aims of the last assessment, else what the design says the programme is for."""
    earlier = Aim.objects.filter(assessment__programme=programme, assessment__year__lt=before.begins)
    last = earlier.aggregate(year=Max("assessment__year"))["year"]
    if last is not None:
        return list(earlier.filter(assessment__year=last).values_list("text", flat=True))
    goals = [str(GoalKind(kind).label) for kind in programme.goal_kinds if kind in GoalKind.values]
    said = [programme.aim, *goals, *programme.own_goals.splitlines(), *programme.outcomes.splitlines()]
    return [text.strip()[:LONGEST_AIM] for text in said if text.strip()]
