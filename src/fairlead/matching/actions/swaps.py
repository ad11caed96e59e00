"""Propose a swap, say yes or no to it, confirm it, and let it lapse.

Nothing of who proposed it and who said what is written into the record: only the yes and no of coordinators.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.matching.actions.introducing import introduce
from fairlead.matching.enums import SWAP_MOVES, RulingKind, SwapState
from fairlead.matching.models import Ruling, Swap, SwapAnswer
from fairlead.matching.queries import swaps
from fairlead.matching.queries.runs import newest_done
from fairlead.matching.queries.swaps import Trade
from fairlead.mentorships.actions.swapping import swap as exchange
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.notifications.actions import write
from fairlead.preferences.actions.stating import keep
from fairlead.preferences.models import Terms
from fairlead.preferences.queries import terms as reading
from fairlead.preferences.queries.requests import called
from fairlead.preferences.queries.said import Said, own
from fairlead.programmes.actions import lock_participations
from fairlead.programmes.enums import ParticipationState
from fairlead.programmes.models import Participation

DAYS = 7


class CannotSwap(Refused):
    """The swap cannot be proposed, answered or made."""


@transaction.atomic
def propose(pair: Mentorship, half: Participation, key: str, *, by: Actor, at: datetime) -> Swap:
    """Propose the swap behind a card, or with no key the best the matching finds; the other three are asked.

    Raises `CannotSwap`.
    """
    terms = reading.of_round(pair.round)
    if terms is None or not swaps.swappable(terms, at=at).filter(pk=pair.pk).exists():
        raise CannotSwap(_("This pair cannot propose a swap any more."))
    chosen = _chosen(pair, half, key, terms, at=at)
    people = lock_participations(
        one for two in (pair, chosen.other) for one in (two.mentee_id, two.mentor_id)
    )
    both = swaps.swappable(terms, at=at).filter(pk__in=[pair.pk, chosen.other.pk])
    if both.count() != 2:
        raise CannotSwap(_("One of the two pairs cannot swap any more. Look again."))
    try:
        with transaction.atomic():
            made = _asked(pair, chosen.other, half, at=at)
    except IntegrityError as meanwhile:
        raise CannotSwap(_("One of the two pairs is in another swap now. Look again.")) from meanwhile
    _ruled_out_no_more(half, swaps.partner(chosen.other, half.side), by=by, at=at)
    for one, other, own_pair in _sides(made):
        if one.pk != half.pk:
            _tell("swap_asked", made, people[one.pk], other, own_pair, terms, at=at)
    return made


def _chosen(pair: Mentorship, half: Participation, key: str, terms: Terms, *, at: datetime) -> Trade:
    found = swaps.trades(pair, terms, at=at)
    if key:
        chosen = swaps.by_key(found, half.side).get(key)
        if chosen is None:
            raise CannotSwap(_("This swap is not possible any more. Look again."))
        return chosen
    chosen = swaps.best(found, newest_done(pair.round))
    if chosen is None:
        raise CannotSwap(
            _("No swap was found that would not give somebody else a weaker pair. Choose one yourself.")
        )
    return chosen


def _asked(pair: Mentorship, other: Mentorship, half: Participation, *, at: datetime) -> Swap:
    answer_by = day_of(at) + timedelta(days=DAYS)
    made = Swap.objects.create(
        round_id=pair.round_id, first=pair, second=other, asked_at=at, answer_by=answer_by
    )
    SwapAnswer.objects.bulk_create(
        SwapAnswer(swap=made, pair=two, participation=one, yes=one.pk == half.pk)
        for two in (pair, other)
        for one in (two.mentee, two.mentor)
    )
    return made


@transaction.atomic
def answer(pair: Mentorship, half: Participation, *, yes: bool, by: Actor, at: datetime) -> None:
    """Say yes or no to the swap one is asked about; the fourth yes puts it before the coordinators.

    A no ends it, also after a yes, and all four get the same letter. A yes takes back that one ruled the
    other out. Raises `CannotSwap`.
    """
    found = SwapAnswer.objects.filter(pair=pair, participation=half).first()
    swap = swaps.open_swaps().filter(pk=found.swap_id).first() if found else None
    if found is None or swap is None:
        raise CannotSwap(_("This swap has ended already."))
    lock_participations(swaps.ids_of(swap))
    swap.refresh_from_db(fields=["state"])
    if not yes:
        if not end(swap, at=at):
            raise CannotSwap(_("This swap has ended already."))
        return
    if swap.state != SwapState.ASKED or swaps.broken(at=at).filter(pk=swap.pk).exists():
        raise CannotSwap(_("This swap has ended, or its time to answer is over."))
    SwapAnswer.objects.filter(pk=found.pk).update(yes=True)
    other = swap.second if swap.first_id == pair.pk else swap.first
    _ruled_out_no_more(half, swaps.partner(other, half.side), by=by, at=at)
    if not SwapAnswer.objects.filter(swap=swap, yes=False).exists():
        move(swap, SwapState.AGREED, moves=SWAP_MOVES)


def _ruled_out_no_more(half: Participation, other: Participation, *, by: Actor, at: datetime) -> None:
    said = own(by, half.pk)
    if other.pk in said.out:
        out = tuple(one for one in said.out if one != other.pk)
        keep(half.pk, Said(said.ranked, out, said.shown), said, by=by, at=at)


@transaction.atomic
def end(swap: Swap, *, at: datetime) -> bool:
    """The swap does not come about; what anybody said goes, and all four who are there read the same.

    But that their pair goes on is told to those alone whose pair does.
    """
    people = lock_participations(swaps.ids_of(swap))
    try:
        move(swap, SwapState.OFF, moves=SWAP_MOVES, settled_at=at)
    except AlreadyMoved:
        return False
    SwapAnswer.objects.filter(swap=swap).delete()
    terms = Terms.objects.get(round=swap.round_id)
    for pair in (swap.first, swap.second):
        pair.refresh_from_db(fields=["state"])
    for one, other, pair in _sides(swap):
        if people[one.pk].state == ParticipationState.ACTIVE:
            _tell("swap_off", swap, one, other, pair, terms, at=at)
    return True


@transaction.atomic
def decline(swap: Swap, *, by: Actor, at: datetime) -> None:
    """Coordinators do not confirm it; the four read what they would read after a no. Raises `CannotSwap`."""
    if swap.state != SwapState.AGREED or not end(swap, at=at):
        raise CannotSwap(_("This swap has ended already."))
    record("declined swap", swap, by=by, at=at, label=str(swap.pk))


@transaction.atomic
def confirm(swap: Swap, *, by: Actor, at: datetime) -> None:
    """Make a swap to which all four have agreed: both pairs end, two new ones begin with the time left.

    Raises `CannotSwap`.
    """
    lock_participations(swaps.ids_of(swap))
    for pair in (swap.first, swap.second):
        pair.refresh_from_db(fields=["state", "starts_on", "ends_on"])
    swap.refresh_from_db(fields=["state"])
    if swap.state != SwapState.AGREED:
        raise CannotSwap(_("This swap has ended already."))
    if swaps.broken(at=at).filter(pk=swap.pk).exists() or not swaps.weighed(swap.first, [swap.second]):
        raise CannotSwap(_("A pair rests or is over, or a rule forbids this swap; it cannot be made."))
    two = Mentorship.objects.filter(pk__in=[swap.first_id, swap.second_id])
    if two.filter(swaps.of_deciding(swap.round)).exists():
        raise CannotSwap(_("An institution decides on one of the four; it has not approved the new pair."))
    _must_not_be_forbidden(swap)
    move(swap, SwapState.MADE, moves=SWAP_MOVES, settled_at=at)
    SwapAnswer.objects.filter(swap=swap).delete()
    terms = Terms.objects.get(round=swap.round_id)
    for new in exchange(swap.first, swap.second, by=by, at=at):
        for one, other in ((new.mentee, new.mentor), (new.mentor, new.mentee)):
            _tell("swap_made", swap, one, other, new, terms, at=at)
        if new.starts_on <= localdate(at):
            introduce(new, at=at)
    record("confirmed swap", swap, by=by, at=at, label=str(swap.pk))


def _must_not_be_forbidden(swap: Swap) -> None:
    first, second = swap.first, swap.second
    forbidden = Ruling.objects.filter(kind=RulingKind.FORBID)
    for mentee, mentor in ((first.mentee_id, second.mentor_id), (second.mentee_id, first.mentor_id)):
        if forbidden.filter(mentee=mentee, mentor=mentor).exists():
            raise CannotSwap(_("A coordinator has forbidden one of the new pairs. Lift that first."))
        if Mentorship.objects.filter(mentee=mentee, mentor=mentor, state__in=LIVE_STATES).exists():
            raise CannotSwap(_("Two of the four are a pair of their own meanwhile."))


def _sides(swap: Swap) -> list[tuple[Participation, Participation, Mentorship]]:
    """Each of the four, whom they would get, and their pair."""
    two = ((swap.first, swap.second), (swap.second, swap.first))
    return [
        (half, swaps.partner(other, half.side), pair)
        for pair, other in two
        for half in (pair.mentee, pair.mentor)
    ]


def _tell(
    template: str,
    swap: Swap,
    to: Participation,
    other: Participation,
    pair: Mentorship,
    terms: Terms,
    *,
    at: datetime,
) -> None:
    """Write to one of the four; the other's name stands in it once they are a pair, or as cards show it."""
    made = template == "swap_made"
    page = "mentorships:detail" if made else "matching:swap"
    write(
        key=f"swap:{swap.pk}:{template}:{to.pk}:{pair.pk}",
        kind="swap",
        to_email=to.person.email,
        to_name=to.person.name,
        template=f"matching/letters/{template}.txt",
        context={
            "programme": swap.round.programme,
            "other": other.person.name if made else called(terms, other),
            "other_email": other.person.email if made else "",
            "pair": pair,
            "goes_on": pair.state in LIVE_STATES,
            "as_mentor": to.side == "mentor",
            "answer_by": swap.answer_by,
            "url": settings.BASE_URL + reverse(page, args=[pair.pk]),
        },
        at=at,
        language=to.person.language,
    )
