"""Who is late with a survey."""

from datetime import date, timedelta

from fairlead.surveys.enums import AskState, WaveState
from fairlead.surveys.models import Ask

LATE_BY = timedelta(days=2)


def late(*, today: date) -> list[Ask]:
    """Those who have not answered two days after their day, were not reminded, and still can; one query."""
    found = Ask.objects.filter(
        state=AskState.ASKED, reminded=False, due_on__lte=today - LATE_BY, wave__state=WaveState.OPEN
    )
    loaded = found.select_related(
        "person", "wave__round__programme", "wave__questionnaire__form", "wave__version__form"
    )
    return list(loaded.order_by("due_on", "pk"))
