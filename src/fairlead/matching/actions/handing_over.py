"""What of matching belongs to a partner's coordinator: pairs to approve, and who stands in for them."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import ngettext

from fairlead.kernel.actors import Actor
from fairlead.matching.enums import ApprovalState
from fairlead.matching.models import Approval, Deputy
from fairlead.people.models import Person
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import TeamMember
from fairlead.programmes.succession import Belonging


def belongings(member: TeamMember, *, at: datetime) -> list[Belonging]:
    """Pairs that wait for their institution's approval, and deputies they named; two queries."""
    if member.role != TeamRole.PARTNER_COORDINATOR:
        return []
    asked = Approval.objects.filter(
        proposal__run__round__programme=member.programme_id,
        institution=member.institution_id,
        state=ApprovalState.WAITING,
    ).count()
    deputies = _deputies(member).count()
    waiting = ngettext("%(n)d pair to approve", "%(n)d pairs to approve", asked) % {"n": asked}
    named = ngettext("%(n)d deputy named", "%(n)d deputies named", deputies) % {"n": deputies}
    return [Belonging(waiting, asked), Belonging(named, deputies)]


def pass_on(member: TeamMember, successor: Person, *, by: Actor, at: datetime) -> None:
    """Approvals are the institution's and pass with the role; a deputy stands in for the successor.

    A successor who was the deputy needs none, and one who has named a deputy keeps their own.
    """
    if member.role != TeamRole.PARTNER_COORDINATOR:
        return
    _deputies(member).filter(person=successor).delete()
    own = Deputy.objects.filter(
        programme=member.programme_id, institution=member.institution_id, named_by=successor
    )
    if own.exists():
        _deputies(member).delete()
    else:
        _deputies(member).update(named_by=successor)


def _deputies(member: TeamMember) -> QuerySet[Deputy]:
    return Deputy.objects.filter(
        programme=member.programme_id, institution=member.institution_id, named_by=member.person_id
    )
