"""What people read of peer pairs on the home page, on their application, and in what they take along."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.kernel.notes import Note
from fairlead.kernel.todos import Todo, Urgency
from fairlead.peers import policies
from fairlead.peers.enums import PeerPairState
from fairlead.peers.models import PeerLeftOut, PeerSeat
from fairlead.peers.queries import running
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import TeamRole


def todos(actor: Actor, at: datetime) -> list[Todo]:
    """For coordinators: people whose peer pair has ended and who have nobody; one or two queries."""
    mine = [
        programme
        for programme, roles in programmes.team_roles(actor).items()
        if TeamRole.COORDINATOR in roles
    ]
    return [
        Todo(
            title=ngettext(
                "%(n)d person has no peer any more: %(title)s",
                "%(n)d people have no peer any more: %(title)s",
                count,
            )
            % {"n": count, "title": one.title},
            detail=_("Their pair has ended. Propose somebody else, or leave them out."),
            url=reverse("peers:set", args=[one.pk]),
            urgency=Urgency.SOON,
            count=count,
            icon="users",
            action=_("Look"),
            programme=one.round.programme_id,
        )
        for one, count in (running.left_alone(mine) if mine else [])
    ]


def notes(application: Application, at: datetime) -> list[Note]:
    """The peer pairs under way of somebody who takes part; two queries."""
    if application.participation_id is None:
        return []
    mine = PeerSeat.objects.filter(
        participation=application.participation_id, pair__state=PeerPairState.RUNNING
    ).select_related("pair__peer_set")
    seats = list(mine.order_by("pair__started_at", "pk"))
    others = (
        {
            one.pair_id: one.participation.person.name
            for one in PeerSeat.objects.filter(pair__in=[seat.pair_id for seat in seats])
            .exclude(participation=application.participation_id)
            .select_related("participation__person")
            .order_by("pk")
        }
        if seats
        else {}
    )
    return [
        Note(
            title=_("Your peer: %(name)s") % {"name": others[one.pair_id]},
            text=_("%(title)s, until %(day)s")
            % {
                "title": one.pair.peer_set.title,
                "day": date_format(one.pair.peer_set.until, "j F Y"),
            },
            url=reverse("peers:mine", args=[one.pair_id]),
            action=_("Your peer"),
            icon="users",
        )
        for one in seats
        if one.pair_id in others
    ]


def export(actor: Actor) -> list[Section]:
    """In which peer pairs somebody was and what spoke for them; not who the other is; two queries.

    Pairs that nobody has been told of are not in it, nor what speaks for a pair by the team's weights.
    """
    mine = policies.own_seats(actor).select_related("pair", "peer_set").order_by("pair__made_at", "pk")
    out = PeerLeftOut.objects.filter(participation__person=actor.person_id).select_related("peer_set")
    hidden = ["participation", "parts", "points", "place", "live"]
    return [
        section("peer_pairs", _("Your peer pairs"), mine, without=hidden),
        section(
            "left_out_of_peer_pairs",
            _("Peer pairs you were left out of"),
            out.order_by("pk"),
            without=["participation"],
        ),
    ]
