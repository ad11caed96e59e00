"""Count what is only counted once more, together with an outcome; nothing stays with the person."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from fairlead.applications.models import Application
from fairlead.evaluation.models import OutcomeMark, OutcomeTally
from fairlead.evaluation.queries import inclusion as queries
from fairlead.kernel.errors import Refused
from fairlead.questions import checking


class NothingToCount(Refused):
    """Every outcome that is known was counted already, or the counting is over."""


@transaction.atomic
def count_outcomes(application: Application, answers: Mapping[str, str], *, at: datetime) -> None:
    """Add the answers, with each outcome not counted yet, to the tallies of the round.

    `answers` by question key; none where nothing was said. Kept with the application is only at which stages
    it was counted: no record says when or what, since a time would join the person to a count. Raises
    `NothingToCount`.
    """
    Application.objects.select_for_update().only("pk").get(pk=application.pk)
    stored = Application.objects.select_related("round", "form_version").get(pk=application.pk)
    counted = checking.counted(queries.asked_of(stored), {**stored.own_answers, **answers})
    stages = queries.open_stages(stored, at) if counted else []
    if not stages:
        raise NothingToCount(_("You have been counted already, or the counting is over. Thank you."))
    OutcomeMark.objects.bulk_create(OutcomeMark(application=stored, stage=stage) for stage, _yes in stages)
    for stage, reached in stages:
        for key, answer in counted.items():
            tally, _new = OutcomeTally.objects.get_or_create(
                round=stored.round, side=stored.side, stage=stage, key=key, reached=reached, answer=answer
            )
            OutcomeTally.objects.filter(pk=tally.pk).update(count=F("count") + 1)
