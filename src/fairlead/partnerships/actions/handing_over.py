"""What of a partnership belongs to somebody of the team: that they speak for the partner, and are named."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.actors import Actor
from fairlead.partnerships.enums import ArrangementState
from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.people.models import Person
from fairlead.programmes.models import TeamMember
from fairlead.programmes.succession import Belonging

NAMED = ("lead_contact_email", "lead_dpo_email", "partner_contact_email", "partner_dpo_email")


def belongings(member: TeamMember, *, at: datetime) -> list[Belonging]:
    """Partnerships they speak for, and arrangements that name them; two queries."""
    speaks = list(Partnership.objects.filter(programme=member.programme_id, coordinator=member.person_id))
    in_force = Arrangement.objects.filter(
        partnership__programme=member.programme_id, state=ArrangementState.IN_FORCE
    )
    email = member.person.email.casefold()
    named = [one for one in in_force if email in {one.document["words"][key].casefold() for key in NAMED}]
    spoken = ngettext("%(n)d partnership to speak for", "%(n)d partnerships to speak for", len(speaks))
    contact = ngettext(
        "named as a contact in %(n)d arrangement", "named as a contact in %(n)d arrangements", len(named)
    )
    return [
        Belonging(
            spoken % {"n": len(speaks)},
            len(speaks),
            reverse("partnerships:page", args=[speaks[0].pk]) if speaks else "",
        ),
        Belonging(
            contact % {"n": len(named)},
            len(named),
            reverse("partnerships:page", args=[named[0].partnership_id]) if named else "",
            passes=False,
            note=_("A version never changes: propose one with the new contact, and both sides sign it."),
        ),
    ]


def pass_on(member: TeamMember, successor: Person, *, by: Actor, at: datetime) -> None:
    """The successor speaks for the partner."""
    Partnership.objects.filter(programme=member.programme_id, coordinator=member.person_id).update(
        coordinator=successor
    )
