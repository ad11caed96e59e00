"""Yearly assessments for tests."""

from datetime import date
from typing import Any

from fairlead.evaluation.actions import assessments as actions
from fairlead.evaluation.models import AgreedAction, Assessment
from fairlead.evaluation.models.assessments import Voice
from fairlead.evaluation.periods import Year
from fairlead.evaluation.queries import assessments as queries
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import TeamMember
from tests import factories


def begun(programme: Any, year: int = 2026, *, by: Any = None, at: Any = factories.AT) -> Assessment:
    """The assessment of a year, just begun."""
    return actions.prepare(programme, Year(year), by=by or factories.actor(), at=at)


def presented(assessment: Assessment, *, by: Any = None) -> Assessment:
    """The same with IRO and HR, who have a lead each."""
    for role in (TeamRole.IRO_LEAD, TeamRole.HR_LEAD):
        if not TeamMember.objects.filter(programme=assessment.programme, role=role).exists():
            factories.member(assessment.programme, role)
    actions.present(assessment, by=by or factories.actor(), at=factories.AT)
    return assessment


def agreed(assessment: Assessment, text: str = "Ask supervisors", *, by: Any = None) -> AgreedAction:
    """An action agreed in it."""
    return actions.agree(
        assessment,
        text=text,
        owner="IRO",
        due_on=date(2027, 3, 1),
        by=by or factories.actor(),
        at=factories.AT,
    )


def signed(assessment: Assessment, voice: Voice, *, by: Any = None, text: str = "A good year.") -> bool:
    """A statement and the signature under the report as it stands; whether it is frozen now."""
    by = by or factories.actor(factories.person())
    actions.say(assessment, voice, text, by=by, at=factories.AT)
    return actions.sign(assessment, voice, seen=seen(assessment), by=by, at=factories.AT)


def seen(assessment: Assessment) -> str:
    """The fingerprint of the report as a page shows it now."""
    from fairlead.evaluation.assessing.document import report
    from fairlead.kernel.fingerprints import digest

    return digest(report(queries.whole(assessment.pk)))
