"""What an application lacks before it can be sent."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.applications.enums import Step
from fairlead.applications.models import Application
from fairlead.programmes.enums import Side


@dataclass(frozen=True)
class Missing:
    """An answer that is still to be given: on which page of the form, in which field, under which label."""

    step: Step
    field: str
    label: str | Promise


REQUIRED: tuple[Missing, ...] = (
    Missing(Step.YOU, "institution", gettext_lazy("your institution")),
    Missing(Step.YOU, "unit", gettext_lazy("your unit")),
    Missing(Step.YOU, "job_title", gettext_lazy("your job title")),
    Missing(Step.MEETING, "languages", gettext_lazy("the languages you can meet in")),
    Missing(Step.MEETING, "meeting_mode", gettext_lazy("how you would like to meet")),
    Missing(Step.CONSENT, "consented_at", gettext_lazy("your consent to the privacy notice")),
)


READABLE: dict[str, Missing] = {
    "grade": Missing(Step.YOU, "grade", gettext_lazy("your grade, as a whole number")),
    "years": Missing(Step.YOU, "years", gettext_lazy("your years of experience, as a number")),
    "line_manager_email": Missing(
        Step.YOU, "line_manager_email", gettext_lazy("your line manager’s address")
    ),
    "places": Missing(Step.MEETING, "places", gettext_lazy("how many mentees you could take")),
}


def missing_answers(application: Application) -> list[Missing]:
    """What must still be answered, or written so that it can be read, before the application can be sent."""
    missing = [entry for entry in REQUIRED if _unanswered(application, entry.field)]
    chosen = list(application.chosen_areas.all())
    if not chosen:
        missing.append(Missing(Step.AREAS, "areas", _("at least one area of expertise")))
    if application.side == Side.MENTOR:
        missing += [READABLE["places"]] if not application.places else []
    else:
        if len(chosen) > 1 and not any(choice.most_important for choice in chosen):
            missing.append(Missing(Step.AREAS, "most_important", _("the area that is most important to you")))
        missing += _missing_supervisor(application)
    named = {entry.field for entry in missing}
    missing += [READABLE[name] for name in application.unfinished if name in READABLE and name not in named]
    order = list(Step)
    return sorted(missing, key=lambda entry: order.index(entry.step))


def _unanswered(application: Application, name: str) -> bool:
    if name == "unit":
        return application.unit_id is None and not application.unfinished.get("unit_name")
    if name == "institution":
        return application.institution_id is None
    return not getattr(application, name)


def _missing_supervisor(application: Application) -> list[Missing]:
    if not application.programme.supervisor_approval:
        return []
    missing = []
    if not application.line_manager_name:
        missing.append(Missing(Step.YOU, "line_manager_name", _("your line manager’s name")))
    if not application.line_manager_email:
        missing.append(READABLE["line_manager_email"])
    elif application.line_manager_email.casefold() == application.person.email.casefold():
        label = _("your line manager’s own address, not yours")
        missing.append(Missing(Step.YOU, "line_manager_email", label))
    return missing
