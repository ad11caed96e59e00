"""The letters about an application, as people made up would get them."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from fairlead.applications.models import Application, SupervisorApproval
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme
from fairlead.programmes.queries import time_asked
from fairlead.programmes.queries.letters import Sample, sample, sample_round

LETTERS = "applications/letters"
ADDRESS = "https://…"


def samples(programme: Programme, *, at: datetime) -> list[Sample]:
    """What an applicant and a supervisor read, in its order; no query for anybody real."""
    applicant, supervisor = _("Alex Sample"), _("Robin Example")
    application = Application(
        person=Person(name=applicant),
        programme=programme,
        round=sample_round(programme),
        side=Side.MENTEE,
    )
    asked = programme.supervisor_approval
    approval = SupervisorApproval(supervisor_name=supervisor, asked_at=at) if asked else None
    context = {
        "application": application,
        "programme": programme,
        "round": application.round,
        "applicant": applicant,
        "side": application.get_side_display().lower(),
        "time": time_asked(programme),
        "status_url": ADDRESS,
        "url": ADDRESS,
        "approval": approval,
        "answer_by": timezone.localdate(at) + timedelta(days=programme.approval_days),
    }
    found = [(_("When an application has arrived"), applicant, "received")]
    if asked:
        found.append((_("When a supervisor is asked"), supervisor, "supervisor_asked"))
    found += [
        (_("When somebody is admitted"), applicant, "admitted"),
        (_("When somebody goes on the waiting list"), applicant, "waitlisted"),
    ]
    return [sample(when, to, f"{LETTERS}/{kind}.txt", context) for when, to, kind in found]
