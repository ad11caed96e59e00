"""A mentee suggests a mentor of their own."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.applications.models import Application
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.jobs import enqueue
from fairlead.kernel.times import day_of
from fairlead.kernel.tokens import fingerprint
from fairlead.programmes.enums import RoundState
from fairlead.recruitment.actions import letters
from fairlead.recruitment.actions.inviting import JOB, RoundOver, mailing_of
from fairlead.recruitment.enums import InvitationKind
from fairlead.recruitment.models import Invitation
from fairlead.recruitment.queries.standing import Standing

MOST_SUGGESTIONS = 3
NOT_ASKED = gettext_lazy(
    "This person has been asked already, takes part already, or does not wish to be asked."
)


class CannotBeAsked(Refused):
    """The person is not asked; why is not for the mentee to know."""


class OneselfSuggested(Refused):
    """A mentee cannot be their own mentor."""


class LineManagerSuggested(Refused):
    """A mentee is never paired with their line manager."""


class EnoughSuggested(Refused):
    """A mentee suggests three people at most."""


@transaction.atomic
def suggest(
    application: Application, *, name: str, email: str, note: str, named: bool, by: Actor, at: datetime
) -> Invitation:
    """Invite the person whom a mentee names; the letter says who suggested them only where `named` agrees.

    `note` goes into the letter only together with the mentee's name; the coordinators read it in any case.
    Raises `CannotBeAsked`, `OneselfSuggested`, `LineManagerSuggested`, `EnoughSuggested`, `RoundOver`.
    """
    round = application.round
    Application.objects.select_for_update().get(pk=application.pk)
    if round.state != RoundState.OPEN:
        raise RoundOver(_("The intake is closed; nobody new can apply as mentor just now."))
    if email.strip().lower() == application.person.email.lower():
        raise OneselfSuggested(_("This is your own address. Whom would you like as your mentor?"))
    if email.strip().casefold() == application.line_manager_email.casefold():
        raise LineManagerSuggested(_("This is your line manager; mentees are never paired with theirs."))
    if Invitation.objects.filter(suggested_by=application).count() >= MOST_SUGGESTIONS:
        raise EnoughSuggested(_("You have suggested three people; write to the coordinator about others."))
    if Standing(round, [email], today=day_of(at)).why_not(email):
        raise CannotBeAsked(NOT_ASKED)
    Invitation.objects.filter(round=round, kind=InvitationKind.CALL, email__iexact=email.strip()).delete()
    invitation = Invitation(
        round=round,
        kind=InvitationKind.SUGGESTED,
        name=name,
        email=email.strip(),
        note=note,
        named=named,
        suggested_by=application,
        invited_at=at,
        invited_by_id=by.person_id,
    )
    invitation.fingerprint = fingerprint(letters.secret_of(invitation))
    _keep(invitation)
    enqueue(JOB, mailing_of(round).pk)
    letters.to_coordinators(invitation, "suggestion_made", at=at)
    record("suggested mentor", invitation, by=by, at=at, label=round.name)
    return invitation


def _keep(invitation: Invitation) -> None:
    """Store the invitation, unless somebody else has invited the same person a moment ago."""
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as taken:
        raise CannotBeAsked(NOT_ASKED) from taken
