"""Hand a role in the team, and what belongs to it, to somebody else."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.audit.actions import gathered, record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.people.models import Person
from fairlead.programmes.actions.designing import edit
from fairlead.programmes.actions.team import remove_member
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Programme, TeamMember
from fairlead.programmes.succession import belongings, steps


class NobodyElse(Refused):
    """The successor is the one who hands over."""


class GoneAlready(Refused):
    """The role was handed over or taken away a moment ago."""


@transaction.atomic
def hand_over(member: TeamMember, successor: Person, *, by: Actor, at: datetime) -> None:
    """Give the role and all that passes with it to the successor; both get a letter.

    In one transaction: either everything is the successor's, or nothing. What is confidential goes by the
    rules of its own context, when the role is taken away. Raises `NobodyElse`, `GoneAlready`.
    """
    with gathered():
        programme = Programme.objects.select_for_update().get(pk=member.programme_id)
        held = (
            TeamMember.objects.select_related("person", "programme", "institution")
            .filter(pk=member.pk)
            .first()
        )
        if held is None:
            raise GoneAlready(_("This role was handed over or taken away a moment ago."))
        if held.person_id == successor.pk:
            raise NobodyElse(_("Name somebody else; this person has the role now."))
        words = [one.words for one in belongings(held, at=at) if one.passes]
        for step in steps():
            step.pass_on(held, successor, by=by, at=at)
        if programme.contact_email.lower() == held.person.email.lower():
            contact = {"contact_name": successor.name, "contact_email": successor.email}
            edit(programme, contact, by=by, at=at)
        _pass_role(held, successor, by=by, at=at)
        for person, what in ((successor, "succeeds"), (held.person, "succeeded")):
            _tell(held, person, successor, what, words, at=at)
        details = {"person": str(held.person_id), "successor": str(successor.pk), "role": held.role}
        record("role handed over", programme, by=by, at=at, details=details)


def _pass_role(held: TeamMember, successor: Person, *, by: Actor, at: datetime) -> None:
    """The successor has the role, once; then it is taken away, with what follows from that."""
    TeamMember.objects.get_or_create(
        programme=held.programme,
        person=successor,
        role=held.role,
        defaults={"institution": held.institution, "responsible_for": held.responsible_for},
    )
    remove_member(TeamMember.objects.select_related("programme").get(pk=held.pk), by=by, at=at)


def _tell(
    held: TeamMember, person: Person, successor: Person, what: str, words: list[str], *, at: datetime
) -> None:
    write(
        key=f"role:{held.pk}:{what}",
        kind=f"role-{what}",
        to_email=person.email,
        to_name=one_line(person.name),
        template=f"programmes/letters/{what}.txt",
        context={
            "programme": held.programme,
            "role": TeamRole(held.role).label,
            "before": one_line(held.person.name),
            "successor": one_line(successor.name),
            "belongings": words,
            "url": settings.BASE_URL + reverse("programmes:detail", args=[held.programme_id]),
        },
        at=at,
        language=person.language,
    )
