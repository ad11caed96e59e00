"""Invitations and calls for tests."""

from datetime import datetime
from typing import Any

from fairlead.kernel.tokens import fingerprint
from fairlead.notifications.models import Letter
from fairlead.programmes.models import Area, Round
from fairlead.recruitment.actions import calling
from fairlead.recruitment.actions.letters import secret_of
from fairlead.recruitment.enums import InvitationState
from fairlead.recruitment.models import Call, Invitation
from tests import factories


def invitation(of: Round, at: datetime, **fields: Any) -> Invitation:
    """An invitation that has been sent, unless another state is named."""
    state = fields.setdefault("state", InvitationState.SENT)
    defaults = {"email": "ana@southport.example", "name": "Ana Silva", "invited_at": at}
    sent = None if state == InvitationState.QUEUED else at
    made = Invitation(round=of, **{**defaults, "sent_at": sent, **fields})
    made.fingerprint = fingerprint(secret_of(made))
    made.save(force_insert=True)
    return made


def call(of: Round, at: datetime) -> Call:
    """A public call for the programme's first area, in German."""
    first = Area.objects.filter(programme=of.programme)[:1]
    lead = factories.actor(factories.member(of.programme))
    return calling.publish(
        round=of, title="Mentors wanted", text="Come!", areas=first, languages=["de"], by=lead, at=at
    )


def state_of(one: Invitation) -> str:
    """The state as it is stored now."""
    return str(Invitation.objects.values_list("state", flat=True).get(pk=one.pk))


def letters(kind: str) -> list[str]:
    """Whom letters of this kind were written to, by address."""
    return list(Letter.objects.filter(kind=kind).order_by("to_email").values_list("to_email", flat=True))
