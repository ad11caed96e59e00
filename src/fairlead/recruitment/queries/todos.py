"""What recruitment asks of coordinators."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round
from fairlead.recruitment.enums import WAITING_STATES, InvitationKind
from fairlead.recruitment.models import Invitation
from fairlead.recruitment.queries.coverage import Coverage, coverages

SILENT_FOR = timedelta(days=21)


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """What no mentor offers in the actor’s open rounds, and invitations long without an answer.

    Seven queries, however many rounds there are.
    """
    mine = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    if not mine:
        return []
    rounds = list(Round.objects.filter(programme__in=mine, state=RoundState.OPEN).select_related("programme"))
    if not rounds:
        return []
    found = coverages(rounds)
    silent = _silent(rounds, at)
    return [
        todo
        for round in rounds
        for todo in (_missing_todo(round, found[round.pk]), _silent_todo(round, silent.get(round.pk, 0)))
        if todo is not None
    ]


def _silent(rounds: list[Round], at: datetime) -> dict[object, int]:
    waiting = Invitation.objects.filter(
        Q(sent_at__lte=at - SILENT_FOR), round__in=rounds, state__in=WAITING_STATES
    ).exclude(kind=InvitationKind.CALL)
    return dict(waiting.order_by().values_list("round").annotate(n=Count("pk")))


def _missing_todo(round: Round, coverage: Coverage) -> Todo | None:
    missing = coverage.missing_areas
    if not missing:
        return None
    places = sum(need.missing for need in missing)
    title = ngettext("Find a mentor for %(count)d area", "Find mentors for %(count)d areas", len(missing))
    detail = ngettext("%(round)s: %(count)d place missing", "%(round)s: %(count)d places missing", places)
    return Todo(
        title=title % {"count": len(missing)},
        detail=detail % {"round": round.name, "count": places},
        url=reverse("recruitment:coverage", args=[round.pk]),
        urgency=Urgency.SOON,
        count=len(missing),
        icon="user-search",
        action=_("See what is missing"),
        programme=round.programme_id,
    )


def _silent_todo(round: Round, count: int) -> Todo | None:
    if not count:
        return None
    title = ngettext("%(count)d invitation has no answer", "%(count)d invitations have no answer", count)
    return Todo(
        title=title % {"count": count},
        detail=_("%(round)s: for three weeks") % {"round": round.name},
        url=reverse("recruitment:invitations", args=[round.pk]) + "?state=silent",
        urgency=Urgency.WHENEVER,
        count=count,
        icon="mail-open",
        action=_("Look into it"),
        programme=round.programme_id,
    )
