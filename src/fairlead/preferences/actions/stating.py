"""Say with whom one would like to be paired, and with whom rather not."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.preferences.enums import Deed, RequestState
from fairlead.preferences.models import Request, Statement, Terms
from fairlead.preferences.queries import cards
from fairlead.preferences.queries.said import KIND, Said, own
from fairlead.preferences.queries.terms import can_show, is_open, ranks
from fairlead.programmes.models import Participation
from fairlead.sealed import actions as sealed


class CannotState(Refused):
    """The last day is over, the list is full, or the person is not on a card any more."""


@transaction.atomic
def state(application: Application, deed: Deed, key: str, *, by: Actor, at: datetime) -> None:
    """Do one thing with the person whose card has this key.

    Nothing of it is written down elsewhere: a record of who said something, and when, would tell the team
    who has ruled out whom as soon as a pair is found impossible. Raises `CannotState`.
    """
    mine = application.participation_id
    assert mine is not None
    Participation.objects.select_for_update(no_key=True).get(pk=mine)
    terms = Terms.objects.select_related("round").get(round=application.round_id)
    if not is_open(terms, at=at):
        raise CannotState(
            _("The last day for wishes is over. Ask your coordinator if something has changed.")
        )
    said = own(by, mine)
    if deed in (Deed.SHOW, Deed.HIDE):
        if not can_show(terms, application.side):
            raise CannotState(_("In this round nobody shows wishes to the coordinators."))
        now = replace(said, shown=deed == Deed.SHOW)
    else:
        other = meant(application, said, key, deed)
        if deed == Deed.RATHER_NOT:
            _must_not_be_bound(mine, other)
        now = _after(said, deed, other, terms, application.side)
    keep(mine, now, said, by=by, at=at)


def meant(application: Application, said: Said, key: str, deed: Deed) -> UUID:
    """Whom a key stands for: somebody allowed, or on one's own lists already. Raises `CannotState`."""
    own_lists = {cards.key_of(application, one): one for one in (*said.ranked, *said.out)}
    found = own_lists.get(key)
    if found is None or deed in (Deed.WISH, Deed.RATHER_NOT, Deed.ASK):
        found = cards.keys(application).get(key)
    if found is None:
        raise CannotState(_("This person is not there to be chosen any more."))
    return found


def _after(said: Said, deed: Deed, other: UUID, terms: Terms, side: str) -> Said:
    ranked = [one for one in said.ranked if one != other]
    out = [one for one in said.out if one != other]
    if deed == Deed.WISH:
        if not ranks(terms, side):
            raise CannotState(_("In this round the other side ranks; you can rule people out."))
        if other in said.ranked:
            return said
        ranked.append(other)
    elif deed in (Deed.UP, Deed.DOWN) and other in said.ranked:
        place = said.ranked.index(other) + (-1 if deed == Deed.UP else 1)
        ranked.insert(max(0, place), other)
        out = list(said.out)
    elif deed == Deed.RATHER_NOT:
        out.append(other)
    _must_fit(ranked, out, said, terms)
    return Said(tuple(ranked), tuple(out), said.shown)


def _must_not_be_bound(mine: UUID, other: UUID) -> None:
    """Nobody rules out whom they have asked or to whom they have said yes."""
    pair = Q(mentee=mine, mentor=other) | Q(mentee=other, mentor=mine)
    if Request.objects.filter(pair, state=RequestState.YES).exists():
        raise CannotState(_("The two of you have agreed. Write to your coordinator if that has changed."))
    if Request.objects.filter(mentee=mine, mentor=other, state=RequestState.WAITING).exists():
        raise CannotState(_("You have asked this mentor. Take your question back first."))


def _must_fit(ranked: list[UUID], out: list[UUID], before: Said, terms: Terms) -> None:
    if len(ranked) > max(terms.most_ranked, len(before.ranked)):
        text = ngettext(
            "You can wish for %(n)d person. Take one off your list first.",
            "You can wish for %(n)d people. Take one off your list first.",
            terms.most_ranked,
        )
        raise CannotState(text % {"n": terms.most_ranked})
    if len(out) > max(terms.most_out, len(before.out)):
        text = ngettext(
            "You can rule out %(n)d person. Take one back first, or write to your coordinator.",
            "You can rule out %(n)d people. Take one back first, or write to your coordinator.",
            terms.most_out,
        )
        raise CannotState(text % {"n": terms.most_out})


def keep(mine: UUID, now: Said, before: Said, *, by: Actor, at: datetime) -> None:
    """Seal what somebody says now in the place of what they said."""
    kept = Statement.objects.filter(participation=mine).select_related("text").first()
    if kept is not None:
        if now != before:
            sealed.rewrite(kept.text, now.packed, by=by, at=at)
        return
    assert by.person_id is not None
    text = sealed.seal(now.packed, kind=KIND, readers=[by.person_id], at=at)
    Statement.objects.create(participation_id=mine, text=text)
