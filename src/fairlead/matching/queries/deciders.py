"""Who decides on a proposed pair for an institution: neither of the two, as long as somebody else can."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairlead.kernel.actors import Actor
from fairlead.matching.models import Approval
from fairlead.matching.policies import standing_in
from fairlead.people.models import Person
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import TeamMember

ROLES = (TeamRole.PARTNER_COORDINATOR, TeamRole.COORDINATOR)
ByInstitution = dict[UUID, list[Person]]


@dataclass(frozen=True)
class Deciders:
    """Who decides on one pair, and who would if they were not one of the two.

    `left`: to the programme's coordinators, since the institution has nobody else.
    """

    people: list[Person]
    concerned: list[Person]
    left: bool = False

    def include(self, actor: Actor) -> bool:
        """Whether the actor is one of them."""
        return actor.signed_in and any(one.pk == actor.person_id for one in self.people)


@dataclass(frozen=True)
class Table:
    """By programme: who decides for each institution that has partner coordinators, and the coordinators."""

    partners: dict[UUID, ByInstitution]
    coordinators: dict[UUID, list[Person]]

    def of(self, one: Approval, programme: UUID) -> Deciders:
        """Who decides on this pair; its people must be loaded.

        The institution's own without the two of the pair; if it has only these, the programme's coordinators,
        again without the two where somebody else is left. Nobody if the institution has nobody at all.
        """
        asked = self.partners.get(programme, {}).get(one.institution_id, [])
        others = _without_the_two(asked, one)
        concerned = [person for person in asked if person not in others]
        if others or not asked:
            return Deciders(others, concerned)
        central = self.coordinators.get(programme, [])
        return Deciders(_without_the_two(central, one) or central, concerned, left=True)


def load(programmes: Iterable[UUID], *, today: date) -> Table:
    """Partner coordinators with their deputies, and coordinators, of these programmes; two queries."""
    ids = list(programmes)
    partners: dict[UUID, ByInstitution] = defaultdict(lambda: defaultdict(list))
    coordinators: dict[UUID, list[Person]] = defaultdict(list)
    members = TeamMember.objects.filter(programme__in=ids, role__in=ROLES)
    for member in members.select_related("person", "programme"):
        if member.role == TeamRole.COORDINATOR:
            coordinators[member.programme_id].append(member.person)
        elif member.institution_id and member.institution_id != member.programme.lead_id:
            partners[member.programme_id][member.institution_id].append(member.person)
    for deputy in standing_in(today=today).filter(programme__in=ids).select_related("person"):
        people = partners[deputy.programme_id].get(deputy.institution_id)
        if people and deputy.person not in people:
            people.append(deputy.person)
    return Table({programme: dict(found) for programme, found in partners.items()}, dict(coordinators))


def is_half(actor: Actor, one: Approval) -> bool:
    """Whether the actor is one of the two of the pair, whose people must be loaded."""
    return actor.signed_in and actor.person_id in _the_two(one)


def _the_two(one: Approval) -> tuple[UUID, UUID]:
    return one.proposal.mentee.person_id, one.proposal.mentor.person_id


def _without_the_two(people: list[Person], one: Approval) -> list[Person]:
    return [person for person in people if person.pk not in _the_two(one)]
