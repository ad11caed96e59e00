"""Put people on the list of those to be invited, and take them off it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.jobs import enqueue
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.kernel.tokens import fingerprint
from fairlead.people.models import Person
from fairlead.people.queries import who_left
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Participation, Round
from fairlead.recruitment.actions.letters import secret_of
from fairlead.recruitment.enums import INVITATION_MOVES, InvitationKind, InvitationState
from fairlead.recruitment.models import Invitation, Mailing
from fairlead.recruitment.queries.listing import Line, preview
from fairlead.recruitment.queries.standing import Standing

JOB = "fairlead.recruitment.tasks.send_invitations"
MOST_REMINDERS = 4
CLOSED = gettext_lazy("This round takes no applications any more; invite for the next one.")


class NobodyToInvite(Refused):
    """No line of the list can be invited."""


class RoundOver(Refused):
    """The round takes no applications any more."""


class RemindersUnclear(Refused):
    """The days of the reminders make no sense."""


@transaction.atomic
def invite(*, round: Round, text: str, note: str, by: Actor, at: datetime) -> int:
    """Invite everybody on a list whose line has no problem; how many there are.

    They are looked at once more, so what was seen in the preview and has changed is left out. The letters go
    out in batches in the background, and only while the intake is open. Raises `NobodyToInvite`, `RoundOver`,
    `ListTooLong`.
    """
    _must_take_applications(round)
    lines = preview(round, text, today=day_of(at)).ready
    if not lines:
        raise NobodyToInvite(_("Nobody on this list can be invited; each line says why."))
    asked = [_new(round, InvitationKind.NEW, line, note=note, by=by, at=at) for line in lines]
    return _put_on_list(round, asked, by=by, at=at)


@transaction.atomic
def ask_past(*, round: Round, mentors: Iterable[Participation], note: str, by: Actor, at: datetime) -> int:
    """Ask mentors of past rounds whether they continue; who cannot be asked is passed over; how many.

    Raises `NobodyToInvite`, `RoundOver`.
    """
    _must_take_applications(round)
    chosen = list(mentors)
    standing = Standing(round, [one.person.email for one in chosen], today=day_of(at))
    left = who_left(one.person_id for one in chosen)
    asked = [
        _new(round, InvitationKind.RETURNING, one.person, note=note, by=by, at=at, past=one)
        for one in chosen
        if one.person_id not in left and not standing.why_not(one.person.email)
    ]
    if not asked:
        raise NobodyToInvite(_("Nobody was chosen who can be asked."))
    return _put_on_list(round, asked, by=by, at=at)


def _must_take_applications(round: Round) -> None:
    if round.state not in (RoundState.PLANNED, RoundState.OPEN):
        raise RoundOver(CLOSED)


def _new(
    round: Round,
    kind: InvitationKind,
    who: Line | Person,
    *,
    note: str,
    by: Actor,
    at: datetime,
    **more: object,
) -> Invitation:
    invitation = Invitation(
        round=round,
        kind=kind,
        email=who.email,
        name=who.name,
        person=who if isinstance(who, Person) else None,
        note=note,
        invited_at=at,
        invited_by_id=by.person_id,
        **more,
    )
    invitation.fingerprint = fingerprint(secret_of(invitation))
    return invitation


def _put_on_list(round: Round, asked: list[Invitation], *, by: Actor, at: datetime) -> int:
    """Keep the invitations and wake the sender; who only came by a call is asked properly.

    How many there are now: whoever somebody else invited at the same moment is not asked twice.
    """
    came = Invitation.objects.filter(round=round, kind=InvitationKind.CALL)
    came.alias(key=Lower("email")).filter(key__in=[one.email.lower() for one in asked]).delete()
    Invitation.objects.bulk_create(asked, ignore_conflicts=True, batch_size=500)
    people = Invitation.objects.filter(pk__in=[one.pk for one in asked]).count()
    mailing = mailing_of(round)
    enqueue(JOB, mailing.pk)
    record("invited mentors", round, by=by, at=at, label=round.name, details={"people": people})
    return people


def mailing_of(round: Round) -> Mailing:
    """How the round's invitations go out, made when it is first needed."""
    mailing, _made = Mailing.objects.get_or_create(round=round)
    return mailing


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Take an invitation back: it is not sent or reminded of any more, and its link says so.

    Raises `AlreadyMoved`.
    """
    move(invitation, InvitationState.WITHDRAWN, moves=INVITATION_MOVES, answered_at=at)
    record("withdrew invitation", invitation, by=by, at=at, label=invitation.round.name)


@transaction.atomic
def set_reminders(round: Round, days: Iterable[int], *, by: Actor, at: datetime) -> None:
    """Remind the silent on these days after the invitation; no day means no reminder.

    Raises `RemindersUnclear`.
    """
    ordered = sorted(set(days))
    if len(ordered) > MOST_REMINDERS or any(not 1 <= day <= 90 for day in ordered):
        raise RemindersUnclear(_("Name at most four days between 1 and 90, parted by commas."))
    mailing = mailing_of(round)
    mailing.reminder_days = ordered
    mailing.save(update_fields=["reminder_days"])
    record("set reminders", round, by=by, at=at, label=round.name, details={"days": ordered})
