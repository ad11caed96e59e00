"""Who runs a programme."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import gathered, record
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.people.models import Person
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Programme, TeamMember


class AlreadyOnTeam(Refused):
    """The person has this role in the programme already."""


class LastCoordinator(Refused):
    """A programme keeps at least one coordinator."""


@transaction.atomic
def add_member(
    programme: Programme,
    person: Person,
    role: str,
    *,
    institution: Institution | None,
    responsible_for: str,
    by: Actor,
    at: datetime,
) -> TeamMember:
    """Give a person a role in the programme's team.

    Raises `AlreadyOnTeam`.
    """
    try:
        with transaction.atomic():
            member = TeamMember.objects.create(
                programme=programme,
                person=person,
                role=role,
                institution=institution,
                responsible_for=responsible_for.strip(),
            )
    except IntegrityError as there:
        raise AlreadyOnTeam(_("This person already has this role.")) from there
    record("team member added", programme, by=by, at=at, details={"person": str(person.pk), "role": role})
    return member


@transaction.atomic
def remove_member(member: TeamMember, *, by: Actor, at: datetime) -> None:
    """Take a role in the team away from a person; they lose sight of the programme's inside at once.

    Raises `LastCoordinator`.
    """
    Programme.objects.select_for_update().get(pk=member.programme_id)
    if member.role == TeamRole.COORDINATOR:
        others = TeamMember.objects.filter(programme=member.programme_id, role=TeamRole.COORDINATOR)
        if not others.exclude(pk=member.pk).exists():
            raise LastCoordinator(_("A programme needs a coordinator. Name another one first."))
    details = {"person": str(member.person_id), "role": member.role}
    programme = member.programme
    with gathered():
        member.delete()
        for path in settings.ON_LEAVING_TEAM:
            import_string(path)(programme, by=by, at=at)
        record("team member removed", programme, by=by, at=at, details=details)
