"""What a programme's forms mean for opening an intake."""

from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Part
from fairlead.programmes.models import Programme
from fairlead.questions.enums import Purpose, Standard, VersionState
from fairlead.questions.models import FormVersion, Question


def opening_lines(programme: Programme) -> list[programmes.Line]:
    """Lines of the checklist before opening: drafts are published, and mentees can name their supervisor."""
    home = programmes.owner(programme, Part.FORMS)
    versions = list(
        FormVersion.objects.filter(
            form__programme=home,
            form__purpose=Purpose.APPLICATION,
            state__in=[VersionState.DRAFT, VersionState.PUBLISHED],
        ).values_list("pk", "state", "form__side")
    )
    here = reverse("questions:forms", args=[programme.pk])
    drafts = any(state == VersionState.DRAFT for _pk, state, _side in versions)
    lines = [
        programmes.Line(
            title=_("Changes to the application forms are published"),
            url=here,
            done=not drafts,
            help=_("Applicants fill in the published version, not the draft."),
        )
    ]
    mentee = [pk for pk, state, side in versions if state == VersionState.PUBLISHED and side == "mentee"]
    if programme.supervisor_approval and mentee:
        asked = Question.objects.filter(section__version__in=mentee, standard=Standard.MANAGER).exists()
        lines.append(
            programmes.Line(
                title=_("The mentees’ form asks for the line manager"),
                url=here,
                done=asked,
                blocking=True,
                help=_("Supervisors approve, so somebody has to be asked."),
            )
        )
    return lines
