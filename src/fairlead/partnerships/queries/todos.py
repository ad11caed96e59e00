"""What partnerships ask of the coordinators of both sides."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.times import day_of
from fairlead.kernel.todos import Todo, Urgency
from fairlead.partnerships import policies, queries
from fairlead.partnerships.enums import OPEN_STATES, ArrangementState, PartnershipState, Party
from fairlead.partnerships.models import Arrangement, Partnership


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Versions to read and sign, links nobody came by, words not written yet, arrangements that end soon.

    At most three queries beside those of the team; one for whoever has nothing to do with partnerships.
    """
    mine = {one.pk: one for one in policies.visible(actor) if policies.party(actor, one) is not None}
    if not mine:
        return []
    states = (ArrangementState.PROPOSED, ArrangementState.IN_FORCE)
    versions = Arrangement.objects.filter(partnership__in=mine, state__in=states)
    found: list[Todo] = []
    for version in versions.prefetch_related("signatures").order_by("proposed_at", "pk"):
        partnership = mine[version.partnership_id]
        if version.state == ArrangementState.PROPOSED:
            found += _to_sign(actor, partnership, version)
        else:
            found += _ends(actor, partnership, version, at=at)
    return [*found, *(todo for one in mine.values() for todo in _to_send(actor, one, at=at))]


def _to_sign(actor: Actor, partnership: Partnership, version: Arrangement) -> list[Todo]:
    party = policies.party(actor, partnership)
    alive = partnership.state in OPEN_STATES
    if not alive or party in queries.signed_by(version):
        return []
    other = queries.signed_by(version) != frozenset()
    return [
        _todo(
            actor,
            partnership,
            title=_("Read and sign the arrangement with %(other)s"),
            detail=_("%(programme)s: the other side has signed") if other else _("%(programme)s"),
            action=_("Read it"),
            urgency=Urgency.TODAY if other else Urgency.SOON,
        )
    ]


def _ends(actor: Actor, partnership: Partnership, version: Arrangement, *, at: datetime) -> list[Todo]:
    if not version.document["words"]["ends_on"] or partnership.ends_on is not None:
        return []
    last = queries.last_day(version)
    if last - queries.ENDS_SOON > day_of(at):
        return []
    return [
        _todo(
            actor,
            partnership,
            title=_("The arrangement with %(other)s ends soon"),
            detail=_("%(programme)s: its last day is %(day)s"),
            action=_("See it"),
            urgency=Urgency.SOON,
            day=date_format(last, "j F Y"),
        )
    ]


def _to_send(actor: Actor, partnership: Partnership, *, at: datetime) -> list[Todo]:
    if policies.party(actor, partnership) != Party.LEAD:
        return []
    if partnership.state == PartnershipState.PREPARING:
        title, action = _("Write the arrangement with %(other)s"), _("Write it")
    elif partnership.state == PartnershipState.INVITED and not queries.can_come(partnership, at=at):
        title, action = _("The link for %(other)s has expired"), _("Send a new one")
    else:
        return []
    detail = _("%(programme)s")
    return [_todo(actor, partnership, title=title, detail=detail, action=action, urgency=Urgency.SOON)]


def _todo(
    actor: Actor,
    partnership: Partnership,
    *,
    title: str,
    detail: str,
    action: str,
    urgency: Urgency,
    day: str = "",
) -> Todo:
    lead = policies.party(actor, partnership) == Party.LEAD
    other = partnership.institution.name if lead else partnership.programme.lead.name
    said = {"other": other, "programme": partnership.programme.name, "day": day}
    return Todo(
        title=title % said,
        detail=detail % said,
        url=reverse("partnerships:page", args=[partnership.pk]),
        urgency=urgency,
        icon="file-pen",
        action=action,
        programme=partnership.programme_id if lead else None,
    )
