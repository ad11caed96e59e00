"""Read the calls for mentors."""

from django.db.models import Count, Q, QuerySet

from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Round
from fairlead.recruitment.enums import InvitationState
from fairlead.recruitment.models import Call


def all_calls(round: Round) -> QuerySet[Call]:
    """The round's calls, newest first, each with its areas and how many applied by it (`applied`)."""
    applied = Count("came", filter=Q(came__state=InvitationState.APPLIED))
    return Call.objects.filter(round=round).annotate(applied=applied).prefetch_related("areas")


def by_slug(slug: str) -> Call | None:
    """The call at this public address, of a programme that is shown to staff."""
    shown = programmes.shown_to_staff()
    found = Call.objects.filter(slug=slug, round__programme__in=shown)
    return found.select_related("round__programme").prefetch_related("areas").first()
