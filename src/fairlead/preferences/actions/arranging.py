"""Ask the people of a round for their wishes, and say until when."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.preferences.enums import Cards, Counting, Mode, Ranking
from fairlead.preferences.models import Terms
from fairlead.preferences.queries.terms import begun, is_open, of_round
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round

KEPT = ("mode", "ranking", "counting", "cards", "most_ranked", "most_out")


class CannotArrange(Refused):
    """The round is finished, or people have begun to say their wishes under other terms."""


@transaction.atomic
def arrange(
    round: Round,
    *,
    mode: str = Mode.CENTRAL,
    ranking: str = Ranking.BOTH,
    counting: str = Counting.ALIKE,
    cards: str = Cards.ANONYMISED,
    most_ranked: int = 3,
    most_out: int = 3,
    until: date,
    swap_weeks: int | None = None,
    by: Actor,
    at: datetime,
) -> Terms:
    """Ask for wishes on these terms; once anybody has said one, only the last day can still be changed,
    and not any more when it is over. Whether pairs may propose swaps can be changed at any time.

    Raises `CannotArrange`.
    """
    standing = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if standing.state == RoundState.FINISHED:
        raise CannotArrange(_("This round is finished; nobody is matched in it any more."))
    given = dict(zip(KEPT, (mode, ranking, counting, cards, most_ranked, most_out), strict=True))
    terms = of_round(round)
    if terms is None:
        terms = Terms(round=round, opened_by_id=by.person_id, opened_at=at)
    elif begun(round) and any(getattr(terms, name) != value for name, value in given.items()):
        raise CannotArrange(
            _("People have begun to say their wishes on these terms. Only the last day can be changed now.")
        )
    elif begun(round) and until > terms.until and not is_open(terms, at=at):
        raise CannotArrange(
            _("The last day is over and wishes have been heard. Opened again, they would tell what changed.")
        )
    for name, value in given.items():
        setattr(terms, name, value)
    terms.until, terms.swap_weeks = until, swap_weeks
    terms.save()
    _note(terms, by=by, at=at)
    return terms


def _note(terms: Terms, *, by: Actor, at: datetime) -> None:
    told = {name: str(getattr(terms, name)) for name in ("mode", "ranking", "cards")}
    details = {**told, "until": terms.until.isoformat()}
    record("asked for wishes", terms.round, by=by, at=at, label=terms.round.name, details=details)
