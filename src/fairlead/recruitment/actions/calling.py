"""Publish calls for mentors in what is missing, close them, and let in who comes by one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from fairlead.applications.actions.arriving import arrive
from fairlead.applications.actions.drafting import IntakeClosed
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.tokens import fingerprint
from fairlead.people.models import Person
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Area, Round
from fairlead.recruitment.actions.letters import secret_of
from fairlead.recruitment.enums import InvitationKind, InvitationState
from fairlead.recruitment.models import Call, Invitation

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class CallClosed(IntakeClosed):
    """The call or its intake is closed."""


@transaction.atomic
def publish(
    *,
    round: Round,
    title: str,
    text: str,
    areas: Iterable[Area],
    languages: Iterable[str],
    by: Actor,
    at: datetime,
) -> Call:
    """Publish a call for these areas and languages; its address cannot be guessed from the title alone."""
    call = Call.objects.create(
        round=round,
        slug=f"{slugify(title)[:50].strip('-') or 'mentors'}-{get_random_string(6, LETTERS)}",
        title=title,
        text=text,
        languages=list(languages),
        made_at=at,
        made_by_id=by.person_id,
    )
    call.areas.set(areas)
    record("published call", call, by=by, at=at, label=round.name)
    return call


@transaction.atomic
def close(call: Call, *, by: Actor, at: datetime) -> None:
    """Close a call; its page stays and says so. Raises `AlreadyMoved`."""
    if Call.objects.filter(pk=call.pk, closed_at__isnull=True).update(closed_at=at) != 1:
        raise AlreadyMoved(_("This call has been closed already."))
    call.closed_at = at
    record("closed call", call, by=by, at=at, label=call.round.name)


@transaction.atomic
def come_by(call: Call, *, name: str, email: str, person: Person | None, at: datetime) -> str:
    """Somebody presses “Apply as mentor” on a call: they are counted and go on to the form.

    Gives the form's path when somebody is signed in; else a letter with a link to it is written to `email`,
    and nothing is given. Raises `CallClosed`, `TooManyArrivals`.
    """
    if call.closed_at is not None or call.round.state != RoundState.OPEN:
        raise CallClosed(_("This call is closed."))
    Call.objects.filter(pk=call.pk).update(arrivals=F("arrivals") + 1)
    path = reverse("applications:apply", args=[call.round.programme.slug, "mentor"])
    email = person.email if person else email.strip()
    if person is None:
        arrive(name=name, email=email, next_path=path, at=at)
    known = Invitation.objects.filter(round=call.round, email__iexact=email)
    if not known.exists():
        _remember(call, name=person.name if person else name, email=email, person=person, at=at)
    else:
        known.filter(call__isnull=True).update(call=call)
    return path if person else ""


def _remember(call: Call, *, name: str, email: str, person: Person | None, at: datetime) -> None:
    came = Invitation(
        round=call.round,
        kind=InvitationKind.CALL,
        state=InvitationState.OPENED,
        name=name,
        email=email,
        person=person,
        call=call,
        invited_at=at,
        opened_at=at,
    )
    came.fingerprint = fingerprint(secret_of(came))
    Invitation.objects.bulk_create([came], ignore_conflicts=True)
