"""Count answers that nobody reads, and keep nothing of them with the application."""

from django.db.models import F

from fairlead.applications.models import Application, Tally
from fairlead.applications.queries import asking
from fairlead.questions import checking
from fairlead.questions.enums import Reader


def count(stored: Application) -> None:
    """Add what is only counted to the tallies of the round, and take it out of the application."""
    counted = checking.counted(asking.own_questions(stored), stored.own_answers)
    for key, answer in counted.items():
        tally, _new = Tally.objects.get_or_create(
            round=stored.round, side=stored.side, key=key, answer=answer
        )
        Tally.objects.filter(pk=tally.pk).update(count=F("count") + 1)
    stored.own_answers = {key: value for key, value in stored.own_answers.items() if key not in counted}
    stored.earlier_answers = [one for one in stored.earlier_answers if one["reader"] != Reader.NOBODY]
