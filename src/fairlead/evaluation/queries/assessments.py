"""Read the yearly assessments of a programme."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from fairlead.evaluation.enums import AgreedState, AssessmentState
from fairlead.evaluation.models import AgreedAction, Assessment
from fairlead.evaluation.models.assessments import PARTS
from fairlead.evaluation.periods import Year, year_of
from fairlead.evaluation.queries import costs
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Programme, TeamMember

ASKED_YEARS = 3


def whole(pk: UUID) -> Assessment:
    """An assessment with all its parts; six queries. Raises `Assessment.DoesNotExist`."""
    found = Assessment.objects.select_related("programme__lead", "programme__parent")
    return found.prefetch_related(*PARTS).get(pk=pk)


def of(programme: Programme, *, presented: bool = False) -> list[Assessment]:
    """The assessments of a programme, newest first, with `open_actions` and `signed_by`; one query.

    `presented` leaves out those that are still in preparation.
    """
    all_of_them = Assessment.objects.filter(programme=programme)
    if presented:
        all_of_them = all_of_them.exclude(state=AssessmentState.PREPARING)
    found = all_of_them.annotate(
        open_actions=Count("agreed", filter=Q(agreed__state=AgreedState.OPEN), distinct=True),
        signed_by=Count("signatures", distinct=True),
    )
    return list(found.order_by("-year"))


def to_begin(programme: Programme, *, today: date) -> list[Year]:
    """The years that have begun, are not assessed yet and are not long ago, newest first."""
    month = costs.reckoning(programme).year_starts
    now = year_of(today, month)
    there = set(Assessment.objects.filter(programme=programme).values_list("year", flat=True))
    years = [now.later(-step) for step in range(ASKED_YEARS)]
    return [year for year in years if year.begins not in there]


def year(assessment: Assessment) -> Year:
    """The year that is assessed."""
    return Year(assessment.begins_on.year, assessment.begins_on.month)


def before(assessment: Assessment) -> list[AgreedAction]:
    """The actions agreed in the assessment of the year before, by when they are due."""
    earlier = AgreedAction.objects.filter(
        assessment__programme=assessment.programme, assessment__year__lt=assessment.year
    )
    last = earlier.order_by("-assessment__year").values_list("assessment__year", flat=True).first()
    return list(earlier.filter(assessment__year=last).select_related("assessment")) if last else []


def voices_in_team(programme: Programme) -> frozenset[str]:
    """For which offices somebody in the team can sign."""
    roles = TeamMember.objects.filter(programme=programme, role__in=[TeamRole.IRO_LEAD, TeamRole.HR_LEAD])
    return frozenset(roles.values_list("role", flat=True))
