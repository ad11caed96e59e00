"""From a design to an open intake."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.programmes import queries
from fairlead.programmes.actions.designing import edit
from fairlead.programmes.actions.rounds import edit_round, open_round, plan_round, suggested_round
from fairlead.programmes.enums import Intake
from fairlead.programmes.models import Programme, Round


@transaction.atomic
def prepare_intake(programme: Programme, dates: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Plan what the programme's way of taking people in needs and does not have yet.

    For rounds the first one, with these `dates` (name, opens_on, closes_on, starts_on), or the same round
    with new dates while it is still planned; for a rolling intake that one. Raises `RoundNameTaken`.
    """
    standing = queries.first_rounds(programme)
    if programme.intake != Intake.ROLLING and (standing.dated is None or standing.changeable):
        ends = queries.months_later(dates["starts_on"], programme.length_months)
        fields = {**dates, "ends_on": ends}
        if standing.dated is not None:
            edit_round(standing.dated, fields, by=by, at=at)
        else:
            plan_round(programme, {**suggested_round(programme, at=at), **fields}, by=by, at=at)
    if programme.intake != Intake.ROUNDS and standing.rolling is None:
        fields = {
            **suggested_round(programme, at=at),
            "name": queries.free_round_name(programme, _("All year round")),
            "rolling": True,
            "opens_on": timezone.localdate(at),
            "closes_on": None,
            "starts_on": None,
            "ends_on": None,
        }
        plan_round(programme, fields, by=by, at=at)


@transaction.atomic
def launch(programme: Programme, round: Round, *, by: Actor, at: datetime) -> None:
    """Show the programme to staff and open the round, both or neither.

    Raises `NotReady`, `AnotherIntakeOpen`, `AlreadyMoved`.
    """
    edit(programme, {"published": True}, by=by, at=at)
    round.programme = programme
    open_round(round, by=by, at=at)
