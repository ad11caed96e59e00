"""Give applications away for research, so coarse that nobody can be made out."""

from datetime import date, datetime, time
from importlib.metadata import version

from django.db import transaction
from django.utils import timezone

from fairlead.audit.actions import record
from fairlead.evaluation.queries import research as queries
from fairlead.evaluation.research import writing
from fairlead.evaluation.research.anonymising import Hidden, hide
from fairlead.kernel.actors import Actor
from fairlead.programmes.models import Programme


@transaction.atomic
def give_for_research(
    programme: Programme,
    *,
    since: date,
    until: date,
    k: int,
    most_left_out: float,
    by: Actor,
    at: datetime,
) -> tuple[Hidden, dict[str, str]]:
    """The data set of the applications sent in the months of these two days, and the text of its files.

    `most_left_out` is the share of rows (0..1) that may be left out. Raises `CannotHide` when not everybody
    can be hidden among `k` people, and `NotHidden` when the check of what was made finds a fault.
    """
    after = date(until.year + until.month // 12, until.month % 12 + 1, 1)
    rows = queries.rows(programme, since=_midnight(since.replace(day=1)), until=_midnight(after))
    hidden = hide(rows, k=k, most_left_out=most_left_out)
    about = writing.About(
        programme=programme.name,
        since=f"{since:%Y-%m}",
        until=f"{until:%Y-%m}",
        k=k,
        most_left_out=most_left_out,
        version=version("fairlead"),
    )
    written = writing.files(hidden, about)
    details = {"rows": len(hidden.rows), "left_out": hidden.left_out, "k": hidden.reached}
    record("data given for research", programme, by=by, at=at, details=details)
    return hidden, written


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
