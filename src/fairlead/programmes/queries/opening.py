"""What is missing before an intake opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from fairlead.programmes.enums import RoundState, Step, TeamRole
from fairlead.programmes.models import Area, Milestone, PracticeBlock, Programme, Round, TeamMember
from fairlead.programmes.queries.planning import overlapping


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing to see to: whether it is `done`, and whether nothing opens without it (`blocking`)."""

    title: str | Promise
    url: str
    done: bool
    blocking: bool = False
    help: str | Promise = ""


def blockers(lines: list[Line]) -> list[Line]:
    """What has to be done before an intake opens."""
    return [line for line in lines if line.blocking and not line.done]


def checklist(programme: Programme, round: Round | None = None, *, at: datetime) -> list[Line]:
    """Everything an intake needs: what has to be there, what is advised, and of the round its dates.

    The same number of queries whatever the programme holds.
    """
    lines = [*_needed(programme)]
    if round is not None:
        lines += _dates(round, timezone.localdate(at))
    lines += _advised(programme)
    for path in settings.OPENING_CHECKS:
        lines += import_string(path)(programme)
    return sorted(lines, key=lambda line: not line.blocking)


def _step(programme: Programme, step: Step) -> str:
    return reverse("programmes:design_step", args=[programme.pk, step.value])


def _needed(programme: Programme) -> Iterator[Line]:
    def line(title: str, step: Step, done: bool, why: str = "") -> Line:
        return Line(title=title, url=_step(programme, step), done=done, blocking=True, help=why)

    offered = Area.objects.filter(programme=programme, in_use=True).exists()
    reachable = bool(programme.contact_name and programme.contact_email)
    yield line(_("The aim is written"), Step.AIM, bool(programme.aim.strip()))
    yield line(_("At least one area of expertise"), Step.AREAS, offered)
    yield line(_("A contact and an address"), Step.CONTACT, reachable, _("Applicants turn to them."))
    yield line(_("A privacy notice"), Step.CONTACT, bool(programme.privacy_notice.strip()))
    shown = programme.published and programme.archived_at is None
    yield line(_("Shown to staff"), Step.CHECK, shown, _("Nobody can apply to what nobody sees."))


def _dates(round: Round, today: date) -> Iterator[Line]:
    def line(title: str, done: bool, *, blocking: bool = False, why: str = "") -> Line:
        return Line(title=title, url=edit, done=done, blocking=blocking, help=why)

    edit = reverse("programmes:round_edit", args=[round.pk])
    if not round.rolling:
        ahead = round.closes_on is not None and round.closes_on >= today
        yield line(_("A last day for applications that is not over"), ahead, blocking=True)
        follows = not (round.starts_on and round.closes_on and round.starts_on <= round.closes_on)
        yield line(_("Pairs start after the last day for applications"), follows, blocking=True)
        fixed = round.starts_on is not None and round.ends_on is not None
        yield line(_("Days on which pairs start and end"), fixed, why=_("Applicants plan by them."))
        planned = Milestone.objects.filter(round=round).exists()
        calendar = reverse("programmes:calendar", args=[round.pk])
        yield Line(title=_("A calendar of the whole round"), url=calendar, done=planned)
        for other in overlapping(round):
            yield line(_("No other round at the same time"), False, why=overlap_words(other))


def overlap_words(other: Round) -> str:
    """What to know about another round that takes applications on the same days."""
    days = {
        "round": other.name,
        "opens": date_format(other.opens_on) if other.opens_on else "",
        "closes": date_format(other.closes_on) if other.closes_on else "",
    }
    if other.state == RoundState.OPEN:
        return _("%(round)s takes applications until %(closes)s; this one can open when it is closed.") % days
    return (
        _("%(round)s is planned from %(opens)s to %(closes)s; only one of them can be open at a time.") % days
    )


def _advised(programme: Programme) -> Iterator[Line]:
    def line(title: str, step: Step, done: bool, why: str = "") -> Line:
        return Line(title=title, url=_step(programme, step), done=done, help=why)

    wanted = bool(programme.mentor_requirements.strip() and programme.mentee_requirements.strip())
    yield line(_("Requirements for mentors and mentees"), Step.EXPECTATIONS, wanted)
    yield line(_("Suggested outcomes"), Step.EXPECTATIONS, bool(programme.outcomes.strip()))
    roles = set(TeamMember.objects.filter(programme=programme).values_list("role", flat=True))
    yield line(
        _("HR and international relations on the team"),
        Step.PEOPLE,
        {TeamRole.HR_LEAD, TeamRole.IRO_LEAD} <= roles,
        _("They assess the programme every year."),
    )
    filled = {block.phase for block in PracticeBlock.objects.filter(programme=programme) if _filled(block)}
    yield line(
        _("Cost, time and effort of setup and delivery"),
        Step.PRACTICE,
        len(filled) == 2,
        _("Without them, nobody can say later what a pair costs."),
    )


def _filled(block: PracticeBlock) -> bool:
    return None not in (block.cost_level, block.time_level, block.effort_level)
