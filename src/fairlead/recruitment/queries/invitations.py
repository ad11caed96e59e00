"""Read invitations."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Value, When

from fairlead.applications import policies as applications
from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.kernel.tokens import fingerprint
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round
from fairlead.recruitment import policies
from fairlead.recruitment.enums import WAITING_STATES, InvitationKind, InvitationState
from fairlead.recruitment.models import Invitation, Mailing, usual_reminders


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a coordinator looks for among the invitations."""

    search: str = ""
    state: str = ""
    kind: str = ""

    @property
    def used(self) -> bool:
        """Whether anything is filtered."""
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many invitations of a round stand where; who came by a call is not counted as invited."""

    invited: int
    queued: int
    sent: int
    opened: int
    applied: int
    declined: int
    withdrawn: int


def in_round(actor: Actor, round: Round, filters: Filters | None = None) -> QuerySet[Invitation]:
    """The round's invitations that the actor may see, filtered, by name and address; one query.

    `shown` is its state without what only the applicant's own institution knows: of another's people that
    they applied is told once they are in the pool, and who came by a call is not listed before.
    """
    chosen = filters or Filters()
    known = applications.reviewable(actor).order_by().values("pk")
    apart = Q(application__institution__isnull=False) & Q(
        programmes.decided_apart("application__programme", "application__institution")
    )
    hidden = apart & ~Q(application__in=known)
    shown = Case(When(hidden & Q(state=InvitationState.APPLIED), then=Value("opened")), default="state")
    found = policies.visible(actor).filter(round=round).annotate(shown=shown)
    found = found.exclude(hidden & Q(kind=InvitationKind.CALL))
    if chosen.state == "silent":
        found = found.filter(shown__in=WAITING_STATES)
    elif chosen.state in InvitationState.values:
        found = found.filter(shown=chosen.state)
    if chosen.kind in InvitationKind.values:
        found = found.filter(kind=chosen.kind)
    for word in chosen.search.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return found.order_by("name", "email", "id")


def counts(round: Round) -> Counts:
    """How many invitations stand where; one query."""
    asked = ~Q(kind=InvitationKind.CALL)

    def standing(*states: InvitationState) -> Count:
        return Count("pk", filter=asked & Q(state__in=states))

    found = Invitation.objects.filter(round=round).aggregate(
        invited=Count("pk", filter=asked),
        queued=standing(InvitationState.QUEUED),
        sent=standing(InvitationState.SENT),
        opened=standing(InvitationState.OPENED),
        applied=standing(InvitationState.APPLIED),
        declined=standing(InvitationState.DECLINED, InvitationState.PAUSED),
        withdrawn=standing(InvitationState.WITHDRAWN),
    )
    return Counts(**found)


def by_secret(secret: str) -> Invitation | None:
    """The invitation whose link holds this secret, with round and programme."""
    found = Invitation.objects.filter(fingerprint=fingerprint(secret))
    return found.select_related(
        "round__programme__lead", "past__person", "past__round", "application", "suggested_by__person"
    ).first()


def reminder_days(round: Round) -> list[int]:
    """The days after an invitation on which whoever is silent is reminded."""
    mailing = Mailing.objects.filter(round=round).first()
    return sorted(mailing.reminder_days if mailing else usual_reminders())


def suggestions(application: Application) -> QuerySet[Invitation]:
    """The people whom this mentee has suggested, newest first."""
    return Invitation.objects.filter(suggested_by=application).order_by("-invited_at", "id")


def still_silent(pk: UUID, *, at: datetime) -> bool:
    """Whether somebody invited has not answered yet, and can."""
    silent = Invitation.objects.filter(pk=pk, state=InvitationState.SENT)
    return silent.filter(round__state=RoundState.OPEN).exists()
