"""Whether somebody one could turn to is the supervisor of one of the two: said before anything is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from fairlead.applications.models import SupervisorApproval
from fairlead.mentorships import policies as mentorships
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Affiliation
from fairlead.support.queries.cases import Addressee


@dataclass(frozen=True)
class Above:
    """That an addressee is a supervisor: in two words for a list, and in a sentence."""

    short: str
    sentence: str


def above(pair: Mentorship | None, asker: UUID | None, found: Iterable[Addressee]) -> dict[UUID, Above]:
    """Those of the addressees who supervise one of the two, by id of person; two queries at most.

    Known from where the two work now, and from the last approval each asked for in the programme.
    """
    if pair is None:
        return {}
    whose = _supervised(pair)
    marked = ((one, whose.get(one.person.email.lower(), set())) for one in found)
    other = pair.mentor.person if pair.mentee.person_id == asker else pair.mentee.person
    return {one.person.pk: _said(one, asker in of, other.name) for one, of in marked if of}


def _supervised(pair: Mentorship) -> dict[str, set[UUID]]:
    """By address of a supervisor, in small letters: which of the two they supervise."""
    two = mentorships.halves(pair)
    here = Affiliation.objects.filter(person__in=two, ended_on=None)
    known = set(here.values_list("person", "line_manager_email"))
    asked = SupervisorApproval.objects.filter(
        application__person__in=two, application__round__programme=pair.round.programme_id
    )
    last = asked.order_by("asked_at", "pk").values_list("application__person", "supervisor_email")
    known |= set(dict(last).items())
    found: dict[str, set[UUID]] = {}
    for person, email in known:
        if email:
            found.setdefault(email.lower(), set()).add(person)
    return found


def _said(one: Addressee, own: bool, other: str) -> Above:
    if own:
        said = _("%(name)s is your supervisor. You may turn to them all the same, or choose somebody else.")
        return Above(_("your supervisor"), said % {"name": one.person.name})
    said = _(
        "%(name)s is the supervisor of %(other)s. You may turn to them all the same, or choose somebody else."
    )
    names = {"name": one.person.name, "other": other}
    return Above(_("supervisor of %(other)s") % names, said % names)
