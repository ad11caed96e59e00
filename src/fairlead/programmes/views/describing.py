"""A programme's design as labels and values."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.programmes import queries
from fairlead.programmes.enums import GoalKind

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme

Row = dict[str, Any]


def parts(programme: "Programme", *, can_edit: bool) -> list[dict[str, Any]]:
    """The sections of the design: `slug`, `title`, `rows`, and `url` where the actor may change them."""
    described = (
        ("aim", _("Aim and goals"), _aim(programme)),
        ("place", _("Place in the institution"), _place(programme)),
        ("shape", _("Format, length and meetings"), _shape(programme)),
        ("expectations", _("What it asks and gives"), _expectations(programme)),
        ("contact", _("Contact and publication"), _contact(programme)),
    )
    return [
        {
            "slug": slug,
            "title": title,
            "rows": rows,
            "url": reverse("programmes:edit", args=[programme.pk, slug]) if can_edit else "",
        }
        for slug, title, rows in described
    ]


def _row(label: str, value: object) -> Row:
    return {"label": label, "value": value}


def _aim(programme: "Programme") -> list[Row]:
    goals = [str(GoalKind(kind).label) for kind in programme.goal_kinds if kind in GoalKind.values]
    return [
        _row(_("Aim"), programme.aim),
        _row(_("Overarching goals"), "\n".join([*goals, programme.own_goals]).strip()),
    ]


def _place(programme: "Programme") -> list[Row]:
    if not programme.part_of:
        return [_row(_("Independent or part of"), _("An independent programme"))]
    rows = [_row(_("Part of"), programme.part_of)]
    return [*rows, _row(_("Link"), programme.part_of_link)] if programme.part_of_link else rows


def _shape(programme: "Programme") -> list[Row]:
    months, meetings = programme.length_months, programme.meetings_expected
    length = ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    shape = ngettext(
        "%(count)s meeting of %(minutes)s minutes", "%(count)s meetings of %(minutes)s minutes", meetings
    )
    hours = _("%(hours)s hours, with %(minutes)s minutes of training or briefing") % {
        "hours": f"{queries.time_asked(programme).hours:g}",
        "minutes": programme.training_minutes,
    }
    return [
        _row(_("Format"), programme.get_format_display()),
        _row(_("Length"), length),
        _row(_("Meetings expected"), shape % {"count": meetings, "minutes": programme.meeting_minutes}),
        _row(_("Time per person"), hours),
    ]


def _expectations(programme: "Programme") -> list[Row]:
    approval = _("Yes, in writing") if programme.supervisor_approval else _("Not asked for")
    return [
        _row(_("Suggested outcomes and expectations"), programme.outcomes),
        _row(_("Requirements for mentors"), programme.mentor_requirements),
        _row(_("Requirements for mentees"), programme.mentee_requirements),
        _row(_("Supervisor’s approval"), approval),
        _row(_("Incentives"), programme.incentives),
    ]


def _contact(programme: "Programme") -> list[Row]:
    shown = _("Shown to staff") if programme.published else _("Not shown to staff yet")
    return [
        _row(_("Contact"), programme.contact_name),
        _row(_("Contact address"), programme.contact_email),
        _row(_("Public page"), shown),
        _row(_("Privacy notice"), programme.privacy_notice),
    ]
