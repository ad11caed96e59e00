"""Where each part of a programme's design comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from fairlead.programmes.enums import PART_FIELDS, Part
from fairlead.programmes.models import Programme

DEEPEST = 3


@dataclass(frozen=True, kw_only=True)
class Design:
    """The design that holds for a programme; `source` names the programme each part and field comes from."""

    aim: str
    goal_kinds: list[str]
    own_goals: str
    format: str
    length_months: int
    meetings_expected: int
    meeting_minutes: int
    intake: str
    outcomes: str
    mentor_requirements: str
    mentee_requirements: str
    incentives: str
    mentor_training: str
    mentee_training: str
    training_minutes: int
    supervisor_approval: bool
    approval_days: int
    offer_days: int
    most_places: int
    most_pairs: int | None
    carried_by: list[str]
    carried_by_others: str
    contact_name: str
    contact_email: str
    privacy_notice: str
    retention_months: int
    words_received: str
    words_supervisor: str
    words_admitted: str
    words_waitlisted: str
    words_offer: str
    words_introduction: str
    letter_ending: str
    patience: dict[str, int]
    source: Mapping[str, Programme]


def line(programme: Programme) -> list[Programme]:
    """The programme, its parent, and so on up to the one that stands alone."""
    found = [programme]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return found


def owner(programme: Programme, part: str) -> Programme:
    """The programme whose `part` of the design holds here: the nearest that settles it itself, or the top."""
    above = line(programme)
    return next((one for one in above if part in one.own), above[-1])


def inherits(programme: Programme, part: str) -> bool:
    """Whether the programme takes this part over from its parent."""
    return programme.parent_id is not None and part not in programme.own


def inheriting(programme: Programme) -> Design:
    """The programme's design with the source of every part; a query per parent that is not loaded."""
    above = line(programme)
    source: dict[str, Programme] = {}
    values: dict[str, Any] = {}
    for part in Part.values:
        home = next((one for one in above if part in one.own), above[-1])
        source[part] = home
        for name in PART_FIELDS.get(part, ()):
            source[name], values[name] = home, getattr(home, name)
    return Design(**values, source=source)


def below(programme: Programme) -> list[Programme]:
    """Every programme that stands under this one, parents before children, each with its parent loaded."""
    found: list[Programme] = []
    level = [programme]
    while level:
        above = {one.pk: one for one in level}
        level = list(Programme.objects.filter(parent__in=above).order_by("name", "id"))
        for one in level:
            assert one.parent_id is not None
            one.parent = above[one.parent_id]
        found += level
    return found


def possible_parents(programme: Programme, among: QuerySet[Programme]) -> QuerySet[Programme]:
    """Those `among` that this programme can be part of: not what is part of it, nor what stands too deep."""
    beneath = below(programme)
    height = 1 + max((len(line(one)) - len(line(programme)) for one in beneath), default=0)
    barred = [programme.pk, *(one.pk for one in beneath)]
    free = among.filter(archived_at=None).exclude(pk__in=barred)
    if height >= DEEPEST:
        return free.none()
    depth_left = DEEPEST - height
    return free.filter(**{"__".join(["parent"] * depth_left): None})


def children(programme: Programme) -> list[Programme]:
    """The sub-programmes of this programme, by name."""
    return list(Programme.objects.filter(parent=programme).order_by("name", "id"))
