"""The product's own texts for agreements: what a programme begins with until it writes others."""

from django.utils.translation import gettext as _

from fairlead.mentorships.clauses import Standard
from fairlead.mentorships.enums import Rhythm, Scheduler

DAYS_OF_A_MONTH = 30.4375
RHYTHMS = (
    (Rhythm.WEEKLY, 7),
    (Rhythm.TWO_WEEKS, 14),
    (Rhythm.THREE_WEEKS, 21),
    (Rhythm.MONTHLY, DAYS_OF_A_MONTH),
    (Rhythm.TWO_MONTHS, 2 * DAYS_OF_A_MONTH),
)
SCHEDULER = Scheduler.MENTEE
AGENDA_DAYS, NOTICE_DAYS, REPLY_DAYS = 2, 1, 3


def standard() -> Standard:
    """The six texts, in the reader's language."""
    return Standard(
        confidentiality=_(
            "What we tell each other stays between us, also after the mentorship has ended. Neither of us "
            "repeats it, writes it into other records, or names the other as the source."
        ),
        exceptions=_(
            "We pass something on only if somebody is in danger, if the law or our duty as employees obliges "
            "us to, or if we have agreed on it before. Whoever has to do so tells the other first, wherever "
            "that is possible."
        ),
        boundaries=_(
            "The mentor listens, asks and shares experience. The mentor does not appraise the mentee’s work, "
            "gives no counselling and no legal advice, and writes no references. The mentee decides and acts "
            "for themselves."
        ),
        supervisor=_(
            "The mentee’s supervisor knows that the mentorship exists, until when, and how much working time "
            "it takes. What we talk about, the supervisor learns only from the mentee."
        ),
        extension=_(
            "If we both want to go on after the last day, we agree on a new one in good time; the "
            "coordinator is told, and we sign this agreement anew with the new day."
        ),
        ending=_(
            "Either of us can end the mentorship at any time, on our page or through the coordinator. Nobody "
            "has to give a reason, and it is nobody’s fault."
        ),
    )


def place() -> str:
    """Where a pair meets unless it says otherwise."""
    return _("At our two offices in turn, or by video")


def contact() -> str:
    """How a pair keeps in touch between meetings unless it says otherwise."""
    return _(
        "We write to each other by e-mail; what is urgent we settle in a short call during working hours."
    )


def rhythm(*, months: int, meetings: int) -> Rhythm:
    """The rhythm nearest to so many meetings in so many months."""
    days = months * DAYS_OF_A_MONTH / meetings
    return min(RHYTHMS, key=lambda one: abs(one[1] - days))[0]
