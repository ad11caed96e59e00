"""What swaps ask of somebody now: on the home page and on the page of a pair."""

from datetime import datetime

from django.db.models import Count, F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.actors import Actor
from fairlead.kernel.notes import Note
from fairlead.kernel.times import day_of
from fairlead.kernel.todos import Todo, Urgency
from fairlead.matching import policies
from fairlead.matching.enums import SwapState
from fairlead.matching.models import Swap, SwapAnswer
from fairlead.matching.queries import swaps
from fairlead.mentorships.models import Mentorship
from fairlead.preferences.queries.terms import of_round
from fairlead.programmes import policies as programmes


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Swaps the actor is asked about, and for coordinators those to confirm; three queries."""
    if not actor.signed_in:
        return []
    waiting = SwapAnswer.objects.filter(participation__person=actor.person_id, yes=False)
    waiting = waiting.filter(swap__state=SwapState.ASKED, swap__answer_by__gte=day_of(at))
    return [
        Todo(
            title=_("Say whether you would swap"),
            detail=_("%(programme)s, until %(day)s; nobody reads who says no")
            % {
                "programme": one.swap.round.programme.name,
                "day": date_format(one.swap.answer_by, "j F"),
            },
            url=reverse("matching:swap", args=[one.pair_id]),
            urgency=Urgency.SOON,
            icon="arrow-left-right",
            action=_("Look at it"),
        )
        for one in waiting.select_related("swap__round__programme").order_by("pk")
    ] + _to_confirm(actor)


def _to_confirm(actor: Actor) -> list[Todo]:
    led = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    rows = Swap.objects.filter(state=SwapState.AGREED, round__programme__in=led).order_by()
    counted = rows.values("round", programme=F("round__programme"), name=F("round__name")).annotate(
        n=Count("pk")
    )
    return [
        Todo(
            title=ngettext("Confirm a swap of two pairs", "Confirm %(n)d swaps of pairs", one["n"])
            % {"n": one["n"]},
            detail=_("%(round)s; all four have said yes") % {"round": one["name"]},
            url=reverse("matching:swaps", args=[one["round"]]),
            urgency=Urgency.SOON,
            count=one["n"],
            icon="arrow-left-right",
            action=_("Look at it"),
            programme=one["programme"],
        )
        for one in counted.order_by("name", "round")
    ]


def notes(actor: Actor, pair: Mentorship, at: datetime, place: str) -> list[Note]:
    """For each half whether a swap is open or could be proposed; three queries."""
    if place != "overview" or not (policies.is_mentee(actor, pair) or policies.is_mentor(actor, pair)):
        return []
    url = reverse("matching:swap", args=[pair.pk])
    mine = SwapAnswer.objects.filter(pair=pair, participation__person=actor.person_id).first()
    if mine is not None:
        title = _("A swap you said yes to is open") if mine.yes else _("Would you swap?")
        return [
            Note(
                title=title,
                text=_("Somebody of two pairs proposes to change partners. You decide in confidence."),
                url=url,
                action=_("Look at it"),
                icon="arrow-left-right",
                urgency=Urgency.WHENEVER if mine.yes else Urgency.SOON,
            )
        ]
    terms = of_round(pair.round)
    last = swaps.until(pair, terms)
    if last is None or not swaps.swappable(terms, at=at).filter(pk=pair.pk).exists():
        return []
    return [
        Note(
            title=_("Would another pairing fit better?"),
            text=_("Until %(day)s you can propose a swap with another pair, in confidence.")
            % {"day": date_format(last, "j F")},
            url=url,
            action=_("Look at possible swaps"),
            icon="arrow-left-right",
        )
    ]
