"""Effort and cost for tests."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from fairlead.evaluation.actions import ledger
from fairlead.evaluation.actions.ledger import Spending
from fairlead.evaluation.models import EffortEntry
from tests import factories


def spending(programme: Any, hours: Any = "2", money: Any = None, **fields: Any) -> Spending:
    """Two hours of the coordinator's support, unless something else is said."""
    usual = {
        "institution": programme.lead,
        "phase": "delivery",
        "activity": "support",
        "role": "coordinator",
    }
    return Spending(
        **{**usual, **fields},
        hours=None if hours is None else Decimal(hours),
        money=None if money is None else Decimal(money),
    )


def entry(programme: Any, on: date, hours: Any = "2", money: Any = None, **fields: Any) -> EffortEntry:
    """An entry of the ledger, written by somebody of the team."""
    return ledger.write(
        programme,
        spending(programme, hours, money, **fields),
        on=on,
        key=uuid4(),
        by=factories.actor(factories.person()),
        at=factories.AT,
    )
