"""A coordinator lets the data of a round go sooner, or holds them for a reason."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.times import day_of
from fairlead.privacy.models import Keeping, RoundRule
from fairlead.programmes.models import Round

LONGEST_HOLD = timedelta(days=10 * 366)


class LongerThanPromised(Refused):
    """Data would be kept for longer than people were told."""


class HoldUnclear(Refused):
    """A hold has no reason, or its last day lies in the past or too far ahead."""


@transaction.atomic
def rule(
    round: Round, *, months: int | None, held_until: date | None, reason: str, by: Actor, at: datetime
) -> None:
    """Say that a round's data go after fewer months, or not before a day; None for what is not wanted.

    The next sweep goes by it. Raises `LongerThanPromised`, `HoldUnclear`.
    """
    standing = Round.objects.select_for_update().select_related("programme").get(pk=round.pk)
    most = standing.programme.retention_months
    if months is not None and not 1 <= months <= most:
        raise LongerThanPromised(
            ngettext(
                "People were told %(n)d month. Data can go sooner; to keep them, hold them and say why.",
                "People were told %(n)d months. Data can go sooner; to keep them, hold them and say why.",
                most,
            )
            % {"n": most}
        )
    today = day_of(at)
    if held_until is not None and not (reason.strip() and today <= held_until <= today + LONGEST_HOLD):
        raise HoldUnclear(_("Say why the data are held, and until which day of the coming ten years."))
    values = {
        "months": months,
        "held_until": held_until,
        "reason": reason.strip() if held_until else "",
        "changed_by_id": by.person_id,
        "changed_at": at,
    }
    made, _new = RoundRule.objects.update_or_create(round=standing, defaults=values)
    Keeping.objects.filter(programme=standing.programme_id).update(swept_on=None)
    until = held_until.isoformat() if held_until else ""
    details = {"months": months, "held_until": until}
    record("settled how long data are kept", made, by=by, at=at, label=standing.name, details=details)
