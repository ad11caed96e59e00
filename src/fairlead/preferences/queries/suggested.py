"""Wishes that mentees show to the coordinators of a round in which they suggest."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from fairlead.preferences.models import Terms
from fairlead.preferences.queries.said import of_all
from fairlead.preferences.queries.terms import can_show, is_open
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Participation


@dataclass(frozen=True)
class Suggested:
    """A mentee, whom she would like as mentor, the dearest first, and with whom she is locked."""

    mentee: Participation
    mentors: list[Participation]
    locked: frozenset[UUID]


def suggested(terms: Terms, *, at: datetime) -> list[Suggested]:
    """What mentees have chosen to show, by name; none before the last day is over. Five queries.

    A mentor who has ruled the mentee out is left out without a gap, as if she had not wished: beside a
    pair that is not possible her wish would tell that it was the mentor. Before the last day a name that
    disappears would tell the same.
    """
    if not can_show(terms, Side.MENTEE) or is_open(terms, at=at):
        return []
    active = Participation.objects.filter(round=terms.round_id, state=ParticipationState.ACTIVE)
    people = {one.pk: one for one in active.select_related("person")}
    said = of_all(people)
    locked: list[tuple[UUID, UUID]] = import_string(settings.LOCKED_PAIRS)(terms.round)
    found = [
        Suggested(
            people[pk],
            [
                people[one]
                for one in them.ranked
                if one in people and (one not in said or pk not in said[one].out)
            ],
            frozenset(mentor for mentee, mentor in locked if mentee == pk),
        )
        for pk, them in said.items()
        if them.shown and people[pk].side == Side.MENTEE
    ]
    shown = [one for one in found if one.mentors]
    return sorted(shown, key=lambda one: (one.mentee.person.name, str(one.mentee.pk)))
