"""How large circles are, in words."""

from collections.abc import Callable

from django.utils.functional import lazy
from django.utils.translation import gettext as _

from fairlead.mentoringcircles.models import CircleSession


def sizes(session: CircleSession) -> str:
    """Mentors and mentees of one circle: "one or two mentors and 4 to 8 mentees"."""
    mentors = {
        (1, 1): _("one mentor"),
        (1, 2): _("one or two mentors"),
        (2, 2): _("two mentors"),
    }[session.mentors_least, session.mentors_most]
    if session.least == session.most:
        mentees = _("%(number)d mentees") % {"number": session.most}
    else:
        mentees = _("%(least)d to %(most)d mentees") % {"least": session.least, "most": session.most}
    return _("%(mentors)s and %(mentees)s") % {"mentors": mentors, "mentees": mentees}


sizes_in_a_letter: Callable[[CircleSession], str] = lazy(sizes, str)
