"""A programme's design as labels and values."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.programmes import queries
from fairlead.programmes.enums import Actors, GoalKind, Part, Phase
from fairlead.programmes.queries import cards
from fairlead.programmes.queries.letters import own_words

if TYPE_CHECKING:
    from fairlead.programmes.models import PracticeBlock, PracticeCard, Programme
    from fairlead.programmes.queries.cards import Design

Row = dict[str, Any]


def parts(programme: "Programme", *, can_edit: bool) -> list[dict[str, Any]]:
    """The sections of the design: `slug`, `title`, `rows`, `url` to change it, `source` it comes from."""
    described: tuple[tuple[str, str, list[Row], tuple[str, ...]], ...] = (
        ("aim", _("Aim and goals"), _aim(programme), (Part.AIM,)),
        ("place", _("Place in the institution"), _place(programme), ()),
        ("shape", _("Format, length and meetings"), _shape(programme), (Part.SHAPE,)),
        ("expectations", _("What it asks and gives"), _expectations(programme), (Part.EXPECTATIONS,)),
        (
            "rules",
            _("Training, approval and limits"),
            [*_training(programme), *_approval(programme), *_limits(programme)],
            (Part.TRAINING, Part.APPROVAL, Part.LIMITS),
        ),
        ("applying", _("Own words in letters"), _letters(programme), (Part.LETTERS,)),
        ("people", _("Who carries it"), _carried(programme), (Part.CARRIED,)),
        (
            "contact",
            _("Contact and publication"),
            [*_contact(programme), *_privacy(programme), *_retention(programme)],
            (Part.CONTACT, Part.PRIVACY, Part.RETENTION),
        ),
    )
    return [
        {
            "slug": slug,
            "title": title,
            "rows": rows,
            "url": reverse("programmes:edit", args=[programme.pk, slug]) if can_edit else "",
            "source": _source(programme, held),
        }
        for slug, title, rows, held in described
    ]


def _source(programme: "Programme", held: tuple[str, ...]) -> str:
    """The parent's name where every part of a section is taken over from it."""
    if not held or not all(queries.inherits(programme, part) for part in held):
        return ""
    return " / ".join(sorted({queries.owner(programme, part).name for part in held}))


def card(programme: "Programme") -> list[Row]:
    """The head of the practice card."""
    return _card(cards.card(programme))


def _card(head: "PracticeCard") -> list[Row]:
    return [
        _row(_("Goals"), head.goals),
        _row(_("Categories"), head.categories),
        _row(_("Delivery schedule"), head.get_schedule_display()),
        _row(_("Importance"), head.get_importance_display()),
        _row(_("Scale of organisational change"), head.get_change_display()),
        _row(_("Target groups"), head.target_groups),
    ]


def from_card(design: "Design") -> list[dict[str, Any]]:
    """What a card from elsewhere says, before a programme is founded from it: `title` and `rows`."""
    head, programme = cards.unsaved(design)
    described = (
        (_("Practice card"), _card(head)),
        (_("Aim and goals"), _aim(programme)),
        (_("Format, length and meetings"), _shape(programme)),
        (_("What it asks and gives"), _expectations(programme)),
        (_("Training, approval and limits"), [*_training(programme), *_approval(programme)]),
        (_("Areas of expertise"), [_row(_("Areas of expertise"), ", ".join(design.areas))]),
    )
    return [{"title": title, "rows": rows} for title, rows in described if any(row["value"] for row in rows)]


def part_rows(programme: "Programme", part: str) -> list[Row]:
    """One part of the design."""
    return DESCRIBERS[part](programme)


def practice(programme: "Programme") -> list[dict[str, Any]]:
    """Setup and delivery as the practice card tells them: `title` and `rows`."""
    blocks, scale = queries.practice_blocks(programme), queries.scale(programme.lead_id)
    return [
        {"title": str(phase.label), "rows": _block(blocks[phase], scale) if phase in blocks else []}
        for phase in Phase
    ]


def _block(block: "PracticeBlock", scale: dict[str, dict[int, str]]) -> list[Row]:
    def level(measure: str, real: str) -> str:
        step = getattr(block, f"{measure}_level")
        return " · ".join(word for word in (scale[measure].get(step, ""), real) if word)

    weeks, hours = block.weeks, block.hours
    week_words = ngettext("%(count)s week", "%(count)s weeks", weeks or 0) % {"count": weeks}
    rows = [
        _row(_("Cost"), level("cost", "" if block.money is None else f"{block.money:,.2f}")),
        _row(_("Time"), level("time", "" if weeks is None else week_words)),
        _row(
            _("Personnel effort"),
            level("effort", "" if hours is None else _("%(hours)s hours") % {"hours": f"{hours:g}"}),
        ),
        _row(_("Who does it"), block.actors),
        _row(_("Partners in it"), block.partners),
        _row(_("Indicators"), block.indicators),
    ]
    return rows if any(row["value"] for row in rows) else []


def _row(label: str, value: object) -> Row:
    return {"label": label, "value": value}


def _aim(programme: "Programme") -> list[Row]:
    goals = [str(GoalKind(kind).label) for kind in programme.goal_kinds if kind in GoalKind.values]
    return [
        _row(_("Aim"), programme.aim),
        _row(_("Overarching goals"), "\n".join([*goals, programme.own_goals]).strip()),
    ]


def _place(programme: "Programme") -> list[Row]:
    if programme.parent is not None:
        return [
            _row(_("Independent or part of"), _("Sub-programme of %(name)s") % {"name": programme.parent})
        ]
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


def _intake(programme: "Programme") -> list[Row]:
    return [_row(_("How people come in"), programme.get_intake_display())]


def _expectations(programme: "Programme") -> list[Row]:
    return [
        _row(_("Suggested outcomes and expectations"), programme.outcomes),
        _row(_("Requirements for mentors"), programme.mentor_requirements),
        _row(_("Requirements for mentees"), programme.mentee_requirements),
        _row(_("Incentives"), programme.incentives),
    ]


def _training(programme: "Programme") -> list[Row]:
    return [
        _row(_("Training of mentors"), programme.get_mentor_training_display()),
        _row(_("Briefing of mentees"), programme.get_mentee_training_display()),
    ]


def _approval(programme: "Programme") -> list[Row]:
    approval = _("Yes, in writing") if programme.supervisor_approval else _("Not asked for")
    days = _("%(approval)s days for supervisors, %(offer)s days for offers") % {
        "approval": programme.approval_days,
        "offer": programme.offer_days,
    }
    return [_row(_("Supervisor’s approval"), approval), _row(_("Time to answer"), days)]


def _limits(programme: "Programme") -> list[Row]:
    return [
        _row(_("Mentees a mentor may have at most"), programme.most_places),
        _row(_("Pairs at once"), programme.most_pairs or _("No limit")),
    ]


def _carried(programme: "Programme") -> list[Row]:
    offices = [str(Actors(one).label) for one in programme.carried_by if one in Actors.values]
    return [_row(_("Carried by"), "\n".join([*offices, programme.carried_by_others]).strip())]


def _contact(programme: "Programme") -> list[Row]:
    shown = _("Shown to staff") if programme.published else _("Not shown to staff yet")
    return [
        _row(_("Contact"), programme.contact_name),
        _row(_("Contact address"), programme.contact_email),
        _row(_("Public page"), shown),
    ]


def _privacy(programme: "Programme") -> list[Row]:
    return [_row(_("Privacy notice"), programme.privacy_notice)]


def _letters(programme: "Programme") -> list[Row]:
    written = [_row(label, text) for label, text in own_words(programme) if text]
    return written or [_row(_("Own words"), _("None: letters say what they always say."))]


def _retention(programme: "Programme") -> list[Row]:
    months = programme.retention_months
    kept = ngettext("%(count)s month after a round", "%(count)s months after a round", months)
    return [_row(_("Applications are kept"), kept % {"count": months})]


DESCRIBERS: dict[str, Callable[["Programme"], list[Row]]] = {
    Part.AIM: _aim,
    Part.SHAPE: _shape,
    Part.INTAKE: _intake,
    Part.EXPECTATIONS: _expectations,
    Part.TRAINING: _training,
    Part.APPROVAL: _approval,
    Part.LIMITS: _limits,
    Part.CARRIED: _carried,
    Part.CONTACT: _contact,
    Part.PRIVACY: _privacy,
    Part.RETENTION: _retention,
    Part.LETTERS: _letters,
}
