"""Let an application pass although it does not meet a rule, and take that back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from fairlead.applications import queries
from fairlead.applications.actions.impartial import must_not_be_own
from fairlead.applications.actions.locking import locked
from fairlead.applications.models import Application, EligibilityException
from fairlead.applications.queries import eligibility
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.programmes.queries.eligibility import Outcome


class NoExceptionNeeded(Refused):
    """The application meets the rule, or the rule no longer holds."""


class ReasonMissing(Refused):
    """An exception needs a reason."""


class NotEligible(Refused):
    """A rule is not met, and nobody can make an exception from it."""


@transaction.atomic
def make_exception(
    application: Application, rule: UUID, reason: str, *, by: Actor, at: datetime
) -> EligibilityException:
    """Let an undecided application pass one rule that it does not meet, or of which nobody knows.

    Raises `ReasonMissing`, `OwnApplication`, `NoExceptionNeeded`, `AlreadyMoved`.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say why: an exception is kept with its reason."))
    stored = locked(application)
    must_not_be_own(stored, by)
    if stored.state not in queries.UNDECIDED:
        raise AlreadyMoved(_("This application is decided; an exception would change nothing any more."))
    found = next(
        (
            one
            for one in eligibility.check(stored, on=timezone.localdate(at))
            if one.verdict.rule.pk == rule and one.verdict.outcome != Outcome.PASSED
        ),
        None,
    )
    if found is None:
        raise NoExceptionNeeded(_("The application meets this rule now, or the rule no longer holds."))
    if found.exception is not None:
        raise AlreadyMoved(_("Somebody made this exception a moment ago."))
    made = EligibilityException.objects.create(
        application=stored, rule_id=rule, reason=reason.strip(), made_at=at, made_by_id=by.person_id
    )
    _write_down("eligibility exception made", stored, rule, by=by, at=at)
    return made


@transaction.atomic
def take_back(application: Application, rule: UUID, *, by: Actor, at: datetime) -> None:
    """Take an exception back while the application is undecided. Raises `AlreadyMoved`."""
    stored = locked(application)
    if stored.state not in queries.UNDECIDED:
        raise AlreadyMoved(_("This application is decided; its exceptions stay as they are."))
    gone, _each = EligibilityException.objects.filter(application=stored, rule=rule).delete()
    if not gone:
        raise AlreadyMoved(_("Somebody took this exception back a moment ago."))
    _write_down("eligibility exception taken back", stored, rule, by=by, at=at)


def must_be_eligible(application: Application, *, at: datetime) -> None:
    """Refuse an application that fails a rule from which nobody can make an exception.

    Raises `NotEligible`.
    """
    for one in eligibility.check(application, on=timezone.localdate(at)):
        if one.barred:
            sentence = _("It cannot be sent. The rule says: %(rule)s. %(because)s")
            names = {"rule": one.verdict.sentence, "because": eligibility.because(one.verdict)}
            raise NotEligible((sentence % names).strip())


def _write_down(verb: str, stored: Application, rule: UUID, *, by: Actor, at: datetime) -> None:
    Application.objects.filter(pk=stored.pk).update(revision=F("revision") + 1)
    details = {"rule": str(rule), "revision": stored.revision + 1}
    record(verb, stored, by=by, at=at, label=queries.label(stored), details=details)
