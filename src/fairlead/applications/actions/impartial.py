"""Nobody decides on their own application while a colleague can."""

from django.utils.translation import gettext as _

from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.programmes.queries import who_decides


class OwnApplication(Refused):
    """Somebody would decide on their own application, and a colleague decides on the same people."""


def who_decides_instead(application: Application, by: Actor) -> str:
    """The sentence that says who decides on the actor's own application; empty when they may themselves.

    Who alone decides on an institution's people decides also on their own; the record says so.
    """
    if not by.signed_in or by.person_id != application.person_id:
        return ""
    deciding = who_decides(application.programme)(application.institution_id)
    others = [person.name for person in deciding if person.pk != by.person_id]
    if not others:
        return ""
    return _("This is your own application; it is decided by %(names)s.") % {"names": ", ".join(others)}


def must_not_be_own(application: Application, by: Actor) -> None:
    """Refuse what somebody would decide about themselves. Raises `OwnApplication`."""
    if sentence := who_decides_instead(application, by):
        raise OwnApplication(sentence)
