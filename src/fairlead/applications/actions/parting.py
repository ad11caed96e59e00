"""Applications of a partner that leaves: withdrawn with a kind letter, and later emptied of their words."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairlead.applications.actions import approving, letters
from fairlead.applications.actions.locking import locked
from fairlead.applications.enums import APPLICATION_MOVES, ApplicationState
from fairlead.applications.models import (
    Application,
    ApprovalRecord,
    Clarification,
    Decision,
    EligibilityException,
    SupervisorApproval,
)
from fairlead.kernel.states import move
from fairlead.programmes import actions as programmes

GONE = "erased@invalid.example"


@transaction.atomic
def withdraw_kindly(application: Application, *, at: datetime) -> None:
    """The applicant's institution takes part no more: the application is withdrawn, and they are told why.

    Raises `AlreadyMoved`.
    """
    stored = locked(application)
    participation = stored.participation
    move(stored, ApplicationState.WITHDRAWN, moves=APPLICATION_MOVES, decided_at=at, participation=None)
    if participation is not None:
        programmes.leave(participation)
    approving.release(stored, at=at)
    letters.to_applicant(stored, "partner_left", at=at)


@transaction.atomic
def empty(applications: Collection[UUID], *, at: datetime) -> int:
    """Erase what was written in these applications, and who their supervisors were; how many.

    What is counted stays: side, state, days, institution, unit, areas, years, grade, languages.
    """
    found = Application.objects.filter(pk__in=applications)
    SupervisorApproval.objects.filter(application__in=found).update(
        supervisor_name="", supervisor_email=GONE, reason="", text=""
    )
    ApprovalRecord.objects.filter(application__in=found).delete()
    Clarification.objects.filter(application__in=found).delete()
    Decision.objects.filter(application__in=found).update(reason="")
    EligibilityException.objects.filter(application__in=found).update(reason="")
    Application.avoids.through.objects.filter(application__in=found).delete()
    return found.update(
        erased_at=at,
        job_title="",
        campus="",
        line_manager_name="",
        line_manager_email="",
        avoid_text="",
        hopes="",
        own_answers={},
        earlier_answers=[],
        unfinished={},
        decision_reason="",
    )
