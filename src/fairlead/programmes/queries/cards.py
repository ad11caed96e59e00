"""A programme as a practice card: what the page shows and what another university can start from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from fairlead.programmes.enums import PART_FIELDS, Intake, Part, Phase, Schedule
from fairlead.programmes.models import PracticeCard, Programme
from fairlead.programmes.queries.programmes import areas, partners, practice_blocks, scale

FORM, VERSION = "fairlead-practice-card", 1
HEAD = ("goals", "categories", "target_groups", "schedule", "importance", "change")
BLOCK = (
    "cost_level",
    "time_level",
    "effort_level",
    "money",
    "weeks",
    "hours",
    "actors",
    "partners",
    "indicators",
)
# Who answers for a programme, and how patient it is, is another university's own affair.
LEFT_OUT = frozenset({Part.CONTACT, Part.REMINDERS})
DESIGN = tuple(name for part, names in PART_FIELDS.items() if part not in LEFT_OUT for name in names)


@dataclass(frozen=True)
class Design:
    """What a card says, read and found good: fields by name, areas in their order, practice by phase."""

    name: str
    head: Mapping[str, Any] = field(default_factory=dict)
    design: Mapping[str, Any] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    practice: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def unsaved(design: Design) -> tuple[PracticeCard, Programme]:
    """Head and programme as a card describes them, not stored, to be looked at."""
    return PracticeCard(**design.head), Programme(name=design.name, **design.design)


def card(programme: Programme) -> PracticeCard:
    """The card's head as it is written, or as the design suggests it (not stored)."""
    found = PracticeCard.objects.filter(programme=programme).first()
    return found or PracticeCard(
        programme=programme,
        goals=_("Improved skills and knowledge"),
        categories=_("Capacity building of support and management staff"),
        target_groups=_("Administrative staff"),
        schedule=Schedule.PERIODIC if programme.intake == Intake.ROUNDS else Schedule.CONTINUOUS,
    )


def as_document(programme: Programme) -> dict[str, Any]:
    """The card as plain values: numbers, texts, lists; decimals as text; nobody's name or address."""
    head, blocks = card(programme), practice_blocks(programme)
    names = scale(programme.lead_id)
    return {
        "form": FORM,
        "version": VERSION,
        "name": programme.name,
        "institution": programme.lead.name,
        "card": {name: getattr(head, name) for name in HEAD},
        "design": {name: getattr(programme, name) for name in DESIGN},
        "part_of": programme.part_of or (programme.parent.name if programme.parent else ""),
        "partners": [one.institution.name for one in partners(programme)],
        "areas": [area.name for area in areas(programme)],
        "practice": {
            phase.value: {name: _plain(getattr(blocks[phase], name)) for name in BLOCK}
            for phase in Phase
            if phase in blocks
        },
        "scale": {
            measure: {str(level): label for level, label in steps.items()} for measure, steps in names.items()
        },
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str) else f"{value:f}"
