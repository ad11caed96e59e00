"""What a pair's agreement asks of its two halves."""

from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.mentorships import policies
from fairlead.mentorships.enums import LIVE_STATES, AgreementState, MentorshipState
from fairlead.mentorships.models import Agreement, Mentorship
from fairlead.mentorships.queries.agreements import side_of, signed_by
from fairlead.programmes.enums import Format, Side


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Agreements that wait for the actor: to be signed, finished, or drawn up once the pair has met.

    Three queries at most. Programmes that are informal ask nobody to draw one up.
    """
    if not actor.signed_in:
        return []
    found = (_todo(actor, pair) for pair in _pairs(actor))
    return [todo for todo in found if todo is not None]


def _pairs(actor: Actor) -> QuerySet[Mentorship]:
    """The actor's live pairs with the versions of their agreements that count now."""
    mine = Q(pk__in=policies.held_by(actor.person_id))
    current = Agreement.objects.exclude(state=AgreementState.REPLACED).prefetch_related("signatures")
    pairs = Mentorship.objects.filter(mine, state__in=LIVE_STATES)
    loaded = pairs.select_related("round__programme", "mentor__person", "mentee__person")
    return loaded.prefetch_related(Prefetch("agreements", current)).order_by("starts_on", "pk")


def _todo(actor: Actor, pair: Mentorship) -> Todo | None:
    side = side_of(actor, pair)
    other = (pair.mentee if side == Side.MENTOR else pair.mentor).person.name
    versions = {one.state: one for one in pair.agreements.all()}
    writing = versions.get(AgreementState.WRITING)
    if writing is None:
        wanted = pair.state == MentorshipState.ACTIVE and pair.round.programme.format == Format.FORMAL
        return _to_draw_up(pair, other) if wanted and not versions else None
    signed = signed_by(writing)
    if side in signed:
        return None
    return _to_sign(pair, other, change=writing.number > 1) if signed else _to_finish(pair, other)


def _to_sign(pair: Mentorship, other: str, *, change: bool) -> Todo:
    title = (
        _("Sign the change of your agreement with %(name)s")
        if change
        else _("Sign your agreement with %(name)s")
    )
    return Todo(
        title=title % {"name": other},
        detail=_("%(name)s has signed. Read it, and sign or change it.") % {"name": other},
        url=reverse("mentorships:agreement", args=[pair.pk]),
        action=_("Read and sign"),
        icon="file-pen",
    )


def _to_finish(pair: Mentorship, other: str) -> Todo:
    return Todo(
        title=_("Finish your agreement with %(name)s") % {"name": other},
        detail=_("It is begun, and neither of you has signed."),
        url=reverse("mentorships:agreement", args=[pair.pk]),
        action=_("Go on with it"),
        icon="file-pen",
        urgency=Urgency.WHENEVER,
    )


def _to_draw_up(pair: Mentorship, other: str) -> Todo:
    return Todo(
        title=_("Draw up your agreement with %(name)s") % {"name": other},
        detail=_("Most of it is drafted for you; it takes a few minutes, best at your second meeting."),
        url=reverse("mentorships:agreement", args=[pair.pk]),
        action=_("Look at the draft"),
        icon="file-pen",
        urgency=Urgency.WHENEVER,
    )
