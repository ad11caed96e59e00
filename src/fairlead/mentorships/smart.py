"""Five questions that make a goal easier to reach, asked while it is written and never stored.

Specific, measurable, achievable, relevant, time-bound: G. T. Doran, "There's a S.M.A.R.T. way to write
management's goals and objectives", Management Review 70 (1981), 35-36, with the words in use today.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairlead.mentorships.planwords import GoalWords

FEW_WORDS = 4


@dataclass(frozen=True)
class Check:
    """One of the five: name, question, whether the goal as written answers it, and what would help."""

    name: str | Promise
    question: str | Promise
    met: bool
    help: str | Promise


def checks(
    words: GoalWords, *, start: int, steps: int, due_on: date | None, first: date, last: date
) -> list[Check]:
    """The five checks of a goal in a mentorship from `first` to `last` day."""
    return [
        Check(
            _("Specific"),
            _("Would a colleague know what you will be able to do?"),
            len(words.title.split()) >= FEW_WORDS,
            _("Say it with a verb and an object: what you will do, with whom, in which case."),
        ),
        Check(
            _("Measurable"),
            _("How will both of you see that it is reached?"),
            bool(words.evidence) and words.complete,
            _("Name what can be seen or counted, and describe all five levels."),
        ),
        Check(
            _("Achievable"),
            _("Is it within your reach, with a first step you can take soon?"),
            start < 0 and steps > 0,
            _("The expected level should be above where you stand today. Write the first step."),
        ),
        Check(
            _("Relevant"),
            _("Why does it matter for your work?"),
            bool(words.why),
            _("One sentence on whom it helps keeps you going in a busy week."),
        ),
        Check(
            _("Time-bound"),
            _("By when, while you still have each other?"),
            due_on is not None and first <= due_on <= last,
            _("Choose a day within your mentorship."),
        ),
    ]
