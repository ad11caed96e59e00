"""What a person wrote in applications, and what was said to it."""

from django.db.models import Case, F, TextField, Value, When
from django.utils.translation import gettext as _

from fairlead.applications.models import (
    Application,
    ApplicationArea,
    Clarification,
    Decision,
    SupervisorApproval,
)
from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section


def export(actor: Actor) -> list[Section]:
    """Applications with areas, the supervisor's answer, decisions and questions back; five queries.

    What a supervisor wrote in confidence to the team, and why coordinators decided where it was not told, is
    theirs and is left out (GDPR art. 15(4)).
    """
    person = actor.person_id
    own = Application.objects.filter(person=person)
    places = ("round", "programme", "institution", "unit", "decided_by", "form_version", "participation")
    mine = {"application__person": person}
    areas = ApplicationArea.objects.filter(**mine).select_related("application", "area")
    said = SupervisorApproval.objects.filter(**mine).select_related("application", "recorded_by")
    said_why = Case(When(told=True, then=F("reason")), default=Value("", output_field=TextField()))
    decided = Decision.objects.filter(**mine).select_related("application", "made_by").annotate(why=said_why)
    asked = Clarification.objects.filter(**mine).select_related("application", "asked_by")
    return [
        section("applications", _("Applications"), own.select_related(*places), without=["person"]),
        section("areas", _("Areas you named"), areas),
        section("approvals", _("Your supervisor’s answer"), said, without=["reason"]),
        section("decisions", _("Decisions on your applications"), decided, without=["reason"], reason="why"),
        section("questions", _("Questions you were asked back"), asked),
    ]
