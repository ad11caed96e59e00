"""Two reviewers at once: who comes second is told what the other did, and nothing is overwritten."""

from datetime import datetime, timedelta

from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.applications.models import Application
from fairlead.audit.queries import entries_of
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved

A_MOMENT = timedelta(minutes=1)
DEEDS = {
    "application admitted": gettext_lazy("%(who)s admitted it to the pool %(when)s."),
    "application waitlisted": gettext_lazy("%(who)s put it on the waiting list %(when)s."),
    "application declined": gettext_lazy("%(who)s declined it %(when)s."),
    "application reopened": gettext_lazy("%(who)s took the decline back %(when)s."),
    "application withdrawn": gettext_lazy("%(who)s withdrew it %(when)s."),
    "applicant asked": gettext_lazy("%(who)s asked the applicant a question %(when)s."),
    "applicant answered": gettext_lazy("%(who)s answered a question %(when)s."),
    "eligibility exception made": gettext_lazy("%(who)s made an exception from a rule %(when)s."),
    "eligibility exception taken back": gettext_lazy("%(who)s took an exception back %(when)s."),
}


class Overtaken(AlreadyMoved):
    """Somebody changed the application after the page was shown; nothing was written."""


def must_be_as_seen(stored: Application, seen: int | None, *, by: Actor, at: datetime) -> None:
    """Refuse when the locked application is no longer as the page showed it.

    `seen` is the revision the page carried; None where a rule and not a page decides. Raises `Overtaken`
    with what was done, by whom and how long ago.
    """
    if seen is not None and seen != stored.revision:
        raise Overtaken(what_was_done(stored, by=by, at=at))


def done_already(stored: Application, seen: int | None, to: str, *, by: Actor) -> bool:
    """Whether this very click was carried out before: same person, same deed, the next revision."""
    if seen is None or stored.state != to or stored.revision != seen + 1:
        return False
    return by.signed_in and stored.decided_by_id == by.person_id


def what_was_done(stored: Application, *, by: Actor, at: datetime) -> str:
    """What happened last to the application, in a sentence."""
    last = entries_of([stored]).filter(verb__in=DEEDS).first()
    if last is None:
        return _("Somebody else changed this a moment ago; the page now shows how it stands.")
    who = _("You") if last.actor_id and last.actor_id == by.person_id else last.actor_label or _("Somebody")
    said = DEEDS[last.verb] % {"who": who, "when": _ago(last.at, at)}
    return _("%(said)s Nothing was changed now; the page shows how it stands.") % {"said": said}


def _ago(then: datetime, at: datetime) -> str:
    if at - then < A_MOMENT:
        return _("a moment ago")
    return _("%(time)s ago") % {"time": timesince(then, at, depth=1)}
