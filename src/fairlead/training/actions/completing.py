"""Complete modules: by doing them, or by a coordinator's record."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.times import day_of
from fairlead.people.models import Person
from fairlead.training.enums import How
from fairlead.training.models import Completion, Module


class NotThen(Refused):
    """Nobody completes a module on this day."""


class NoteMissing(Refused):
    """A record says where it comes from."""


@transaction.atomic
def complete(module: Module, *, by: Actor, at: datetime) -> bool:
    """The actor has done the module; a second time on the same day changes nothing, and gives False."""
    assert by.person_id is not None
    done, new = Completion.objects.get_or_create(
        module=module,
        person_id=by.person_id,
        on=day_of(at),
        defaults={"how": How.DONE, "noted_at": at},
    )
    if new:
        record("completed module", done, by=by, at=at, label=module.title)
    return new


@transaction.atomic
def note_down(
    modules: Iterable[Module], person: Person, *, on: date, note: str, by: Actor, at: datetime
) -> None:
    """Record that somebody has completed modules elsewhere; who records it, when and why is kept.

    Recorded twice for the same day, the first stands. Raises `NotThen` for a day to come, `NoteMissing`.
    """
    if on > day_of(at):
        raise NotThen(_("This day is still to come."))
    if not note.strip():
        raise NoteMissing(_("Say where this comes from, for example “Attended the course of June 2025”."))
    kept = {"how": How.RECORDED, "noted_at": at, "by_id": by.person_id, "note": note.strip()[:300]}
    made = [
        Completion.objects.get_or_create(module=module, person=person, on=on, defaults=kept)
        for module in modules
    ]
    for done in (done for done, new in made if new):
        details = {"module": str(done.module_id), "person": str(person.pk)}
        record("recorded completion", done, by=by, at=at, label=done.module.title, details=details)


@transaction.atomic
def take_back(done: Completion, *, by: Actor, at: datetime) -> bool:
    """Take a coordinator's record back; what somebody has done themselves stays. False when it is gone."""
    found = Completion.objects.select_for_update().filter(pk=done.pk, how=How.RECORDED).first()
    if found is None:
        return False
    details = {"module": str(found.module_id), "person": str(found.person_id)}
    record("took completion back", found, by=by, at=at, label=str(found.pk), details=details)
    found.delete()
    return True
