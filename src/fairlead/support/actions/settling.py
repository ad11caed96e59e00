"""Set after how many days the pairs of a programme are reminded."""

from datetime import datetime

from django.db import transaction

from fairlead.kernel.actors import Actor
from fairlead.programmes import actions as programmes
from fairlead.programmes.models import Programme
from fairlead.programmes.patience import Patience


@transaction.atomic
def settle(programme: Programme, patience: Patience, *, by: Actor, at: datetime) -> None:
    """Let these days hold from now on; whoever was reminded already is not reminded again."""
    programmes.edit(programme, {"patience": patience.as_json}, by=by, at=at)
