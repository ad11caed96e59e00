"""Follow what becomes of invitations: who opened the form, who applied."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.states import move
from fairlead.programmes.enums import RoundState, Side
from fairlead.recruitment.actions import letters
from fairlead.recruitment.enums import INVITATION_MOVES, InvitationState
from fairlead.recruitment.models import Invitation

FOLLOWED = (
    InvitationState.QUEUED,
    InvitationState.SENT,
    InvitationState.OPENED,
    InvitationState.DECLINED,
    InvitationState.PAUSED,
)


def catch_up(*, at: datetime) -> int:
    """Move invitations on whose people have begun or sent an application as mentor; how many.

    An application counts when it is to the same round, or newer than the invitation and to the same
    programme; its writer is known by their address, or by having opened the link signed in.
    """
    followed = Invitation.objects.filter(state__in=FOLLOWED).exclude(round__state=RoundState.FINISHED)
    programmes = set(followed.order_by().values_list("round__programme", flat=True).distinct())
    if not programmes:
        return 0
    applications = Application.objects.filter(programme__in=programmes, side=Side.MENTOR).exclude(
        Q(state=ApplicationState.WITHDRAWN) | Q(round__state=RoundState.FINISHED)
    )
    by_writer: dict[object, list[Application]] = {}
    for application in applications.select_related("person").order_by("created_at", "id"):
        for key in (application.person_id, application.person.email.lower()):
            by_writer.setdefault(key, []).append(application)
    known = followed.annotate(low=Lower("email")).filter(
        Q(low__in=[key for key in by_writer if isinstance(key, str)])
        | Q(person__in=[key for key in by_writer if not isinstance(key, str)])
    )
    moved = 0
    for invitation in known.select_related("round__programme", "suggested_by__person"):
        theirs = by_writer.get(invitation.email.lower(), []) + by_writer.get(invitation.person_id, [])
        moved += _follow(invitation, theirs, at=at)
    return moved


def _follow(invitation: Invitation, theirs: list[Application], *, at: datetime) -> int:
    counting = [one for one in theirs if _counts(invitation, one)]
    sent = next((one for one in counting if one.state != ApplicationState.DRAFT), None)
    if sent is not None:
        return applied(invitation, sent, at=at)
    if counting and invitation.state == InvitationState.SENT:
        changes = {"opened_at": at, "application": counting[0], "person_id": counting[0].person_id}
        return _try(invitation, InvitationState.OPENED, changes)
    return 0


def _counts(invitation: Invitation, application: Application) -> bool:
    if application.programme_id != invitation.round.programme_id:
        return False
    newest = application.submitted_at or application.created_at
    return application.round_id == invitation.round_id or newest >= invitation.invited_at


@transaction.atomic
def applied(invitation: Invitation, application: Application, *, at: datetime) -> int:
    """The invited person has applied; whoever suggested them and the coordinators are told."""
    changes = {"answered_at": at, "application": application, "person_id": application.person_id}
    if not _try(invitation, InvitationState.APPLIED, changes):
        return 0
    if invitation.suggested_by is not None:
        letters.to_suggester(invitation, at=at)
        letters.to_coordinators(invitation, "suggestion_came", at=at)
    return 1


def _try(invitation: Invitation, to: InvitationState, changes: dict[str, object]) -> int:
    try:
        move(invitation, to, moves=INVITATION_MOVES, **changes)
    except AlreadyMoved:
        return 0
    return 1
