"""Whose staff take part in a programme."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from fairlead.audit.actions import record
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.people.models import Person
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Partner, Programme, TeamMember


@transaction.atomic
def set_partners(
    programme: Programme, institutions: Collection[Institution], *, by: Actor, at: datetime
) -> None:
    """Say whose staff take part without a written arrangement; the leading institution always does.

    Institutions with an arrangement come and leave by it: they stay as they are, whatever is said here.
    """
    rows = Partner.objects.select_for_update().filter(programme=programme)
    held = {row.institution_id for row in rows if row.arranged or row.left_on}
    free = {row.institution_id for row in rows} - held
    wanted = {institution.pk for institution in institutions} - held
    if programme.lead_id not in held:
        wanted.add(programme.lead_id)
    if wanted == free:
        return
    Partner.objects.filter(programme=programme, institution__in=free - wanted).delete()
    Partner.objects.bulk_create(
        Partner(programme=programme, institution_id=pk) for pk in sorted(wanted - free)
    )
    Programme.objects.filter(pk=programme.pk).update(changed_at=at)
    record("partners changed", programme, by=by, at=at, details={"institutions": sorted(map(str, wanted))})


@transaction.atomic
def take_in(
    programme: Programme, institution: Institution, *, coordinator: Person | None, by: Actor, at: datetime
) -> None:
    """The institution takes part by a written arrangement; its coordinator, if any, joins the team."""
    Partner.objects.update_or_create(
        programme=programme, institution=institution, defaults={"arranged": True, "left_on": None}
    )
    if coordinator is not None:
        TeamMember.objects.update_or_create(
            programme=programme,
            person=coordinator,
            role=TeamRole.PARTNER_COORDINATOR,
            defaults={"institution": institution},
        )
    Programme.objects.filter(pk=programme.pk).update(changed_at=at)
    record("partner taken in", programme, by=by, at=at, details={"institution": str(institution.pk)})


@transaction.atomic
def let_go(programme: Programme, institution: Institution, *, on: date, by: Actor, at: datetime) -> None:
    """The institution takes part no more from this day on; its coordinators see nothing of the inside."""
    Partner.objects.filter(programme=programme, institution=institution).update(left_on=on)
    Programme.objects.filter(pk=programme.pk).update(changed_at=at)
    record("partner let go", programme, by=by, at=at, details={"institution": str(institution.pk)})
