"""Keep the curriculum of a programme: its modules, their order, files and questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.programmes import actions as programmes
from fairlead.programmes import queries as designs
from fairlead.programmes.enums import Part
from fairlead.programmes.models import Programme
from fairlead.training.models import Module, ModuleFile, Option, Question

FIELDS = (
    "title",
    "summary",
    "text",
    "sources",
    "link",
    "track",
    "need",
    "minutes",
    "months_valid",
)
TAKEN_OVER = _("This training comes from the programme above. Settle it here first.")
CHANGED = _(
    "Somebody else has changed this module meanwhile. What you wrote is still here; compare, then save."
)


class TrainingTakenOver(Refused):
    """The curriculum comes from the parent programme."""


class ModuleChanged(Refused):
    """Somebody else has changed the module since the page was shown."""


@dataclass(frozen=True)
class Upload:
    """A file that comes with a module."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Answer:
    """One answer to a question: its words, what is said about it, and whether it is right."""

    text: str
    feedback: str = ""
    right: bool = False


@transaction.atomic
def add(
    programme: Programme,
    kind: str,
    fields: Mapping[str, Any],
    *,
    upload: Upload | None = None,
    by: Actor,
    at: datetime,
) -> Module:
    """Add a module at the end of the programme's curriculum. Raises `TrainingTakenOver`."""
    hold(programme)
    last = Module.objects.filter(programme=programme).order_by("-position").first()
    module = Module(programme=programme, kind=kind, position=last.position + 1 if last else 0, changed_at=at)
    _write(module, fields, upload, at=at)
    record("added module", module, by=by, at=at, label=module.title)
    return module


@transaction.atomic
def change(
    module: Module,
    fields: Mapping[str, Any],
    *,
    upload: Upload | None = None,
    seen: int,
    by: Actor,
    at: datetime,
) -> None:
    """Give the module other words; completions stay. Raises `TrainingTakenOver`, `ModuleChanged`."""
    hold(module.programme)
    standing = Module.objects.get(pk=module.pk)
    if standing.revision != seen:
        raise ModuleChanged(CHANGED)
    _write(standing, fields, upload, at=at)
    record("changed module", standing, by=by, at=at, label=standing.title)


def _write(module: Module, fields: Mapping[str, Any], upload: Upload | None, *, at: datetime) -> None:
    for name in FIELDS:
        if name in fields:
            setattr(module, name, fields[name])
    module.revision, module.changed_at = module.revision + 1, at
    module.save()
    if "refreshes" in fields:
        module.refreshes.set(fields["refreshes"])
    if upload is not None:
        stored = {"name": upload.name[:200], "content": upload.content, "size": len(upload.content)}
        ModuleFile.objects.update_or_create(module=module, defaults=stored)


@transaction.atomic
def move(module: Module, *, by_places: int, by: Actor, at: datetime) -> None:
    """Move the module up or down among those in use. Raises `TrainingTakenOver`."""
    hold(module.programme)
    order = list(Module.objects.filter(programme=module.programme, in_use=True).order_by("position", "title"))
    here = next((place for place, one in enumerate(order) if one.pk == module.pk), None)
    if here is None:
        return
    order.insert(max(0, here + by_places), order.pop(here))
    for place, one in enumerate(order):
        one.position = place
    Module.objects.bulk_update(order, ["position"])
    record("moved module", module, by=by, at=at, label=module.title)


@transaction.atomic
def set_in_use(module: Module, in_use: bool, *, by: Actor, at: datetime) -> None:
    """Take a module out of the curriculum, or back in; who has completed it stays known."""
    hold(module.programme)
    if Module.objects.filter(pk=module.pk).exclude(in_use=in_use).update(in_use=in_use, changed_at=at):
        record("module in use" if in_use else "module out of use", module, by=by, at=at, label=module.title)


@transaction.atomic
def ask(
    module: Module,
    question: Question | None,
    text: str,
    answers: Iterable[Answer],
    *,
    by: Actor,
    at: datetime,
) -> Question:
    """Add a question to the module, or give one other words. Raises `TrainingTakenOver`."""
    hold(module.programme)
    if question is None:
        question = Question(module=module, position=module.questions.count())
    question.text = text
    question.save()
    question.options.all().delete()
    Option.objects.bulk_create(
        Option(question=question, position=place, text=one.text, feedback=one.feedback, right=one.right)
        for place, one in enumerate(answers)
    )
    record("changed question of module", module, by=by, at=at, label=module.title)
    return question


@transaction.atomic
def drop(question: Question, *, by: Actor, at: datetime) -> None:
    """Take a question out of its module. Raises `TrainingTakenOver`."""
    hold(question.module.programme)
    question.delete()
    record("removed question of module", question.module, by=by, at=at, label=question.module.title)


def hold(programme: Programme) -> None:
    """Let nobody else change the curriculum until all is written. Raises `TrainingTakenOver`."""
    programmes.lock_family(programme)
    if designs.inherits(programme, Part.TRAINING):
        raise TrainingTakenOver(TAKEN_OVER)
