"""One of a young pair proposes a swap with another, and the answers are waited for."""

from datetime import timedelta

from django.utils.timezone import localdate

from fairlead.matching.actions import swaps
from fairlead.matching.queries.swaps import by_key, swappable, trades
from fairlead.portal.demo.founding import Scene
from fairlead.preferences.actions import arranging
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Round

WEEKS = 12


def swap(scene: Scene, rolling: Round, *, by: str) -> None:
    """Let pairs of a rolling intake swap; a mentee proposes one, and the other mentee has said yes."""
    calendar = scene.calendar
    at, yesterday = calendar.moment(1, 50), localdate(calendar.at) - timedelta(days=1)
    terms = arranging.arrange(rolling, until=yesterday, swap_weeks=WEEKS, by=scene.actor(by), at=at)
    names = {one.pk: key for key, one in scene.people.items()}
    for pair in swappable(terms, at=at):
        for key, trade in by_key(trades(pair, terms, at=at), Side.MENTEE).items():
            two = (pair.mentee, trade.other.mentee)
            mine, theirs = (scene.actor(names[one.person_id]) for one in two)
            swaps.propose(pair, pair.mentee, key, by=mine, at=at)
            later = calendar.moment(1, 55)
            swaps.answer(trade.other, trade.other.mentee, yes=True, by=theirs, at=later)
            return
