"""What the two of a pair are told of each other when they begin."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fairlead.applications.enums import MeetingMode
from fairlead.applications.models import Application
from fairlead.applications.queries import answers_for_match
from fairlead.kernel.actors import Actor
from fairlead.kernel.languages import language_name
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Person
from fairlead.programmes.models import Participation
from fairlead.questions.checking import Told

PLACES = ("unit", "institution", "form_version")


@dataclass(frozen=True)
class About:
    """One of the two, as the other may know them: what the form said is shared with the matched person."""

    person: Person
    job_title: str
    work: str
    areas: tuple[str, ...]
    most_important: str
    languages: tuple[str, ...]
    meets: str
    campus: str
    answers: tuple[Told, ...]


def about_both(pair: Mentorship, *, to: Actor) -> tuple[About, About]:
    """The other of the pair, then the actor, each as the other reads them; eight queries at most."""
    found = {
        one.participation_id: one
        for one in Application.objects.filter(participation__in=[pair.mentor_id, pair.mentee_id])
        .select_related(*PLACES)
        .prefetch_related("chosen_areas__area")
    }
    mine, other = (pair.mentor, pair.mentee)
    if pair.mentee.person_id == to.person_id:
        mine, other = other, mine
    return _about(other, found.get(other.pk)), _about(mine, found.get(mine.pk))


def _about(half: Participation, application: Application | None) -> About:
    if application is None:
        return About(half.person, "", "", (), "", (), "", "", ())
    chosen = list(application.chosen_areas.all())
    work = [place.name for place in (application.unit, application.institution) if place is not None]
    return About(
        person=half.person,
        job_title=application.job_title,
        work=", ".join(work),
        areas=tuple(one.area.name for one in chosen),
        most_important=next((one.area.name for one in chosen if one.most_important), ""),
        languages=tuple(language_name(code) for code in application.languages),
        meets=_meets(application),
        campus=application.campus,
        answers=tuple(answers_for_match(application)),
    )


def _meets(application: Application) -> str:
    """How they like to meet, in words that stand alone; empty when they did not say."""
    if application.meeting_mode == MeetingMode.EITHER:
        return _("In person or online")
    return str(application.get_meeting_mode_display()) if application.meeting_mode else ""
