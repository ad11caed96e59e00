"""Begin a curriculum: with the modules that come with Fairlead, or with another programme's."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.programmes.models import Programme
from fairlead.training import starters
from fairlead.training.actions import curriculum
from fairlead.training.actions.curriculum import Answer
from fairlead.training.models import Module, ModuleFile, Option, Question

COPIED = (
    "kind",
    "title",
    "summary",
    "text",
    "sources",
    "link",
    "track",
    "need",
    "minutes",
    "months_valid",
    "lineage",
    "starter",
    "position",
    "in_use",
)


@transaction.atomic
def begin(programme: Programme, *, language: str, by: Actor, at: datetime) -> int:
    """Copy the starter curriculum into the programme, to be changed there; what is there already stays.

    How many modules were added; a second click adds none. Raises `TrainingTakenOver`.
    """
    curriculum.hold(programme)
    there = set(Module.objects.filter(programme=programme).values_list("starter", flat=True))
    added = 0
    for one in starters.starters(language):
        if one.key in there:
            continue
        fields: dict[str, Any] = {
            "title": one.title,
            "summary": one.summary,
            "text": one.text,
            "sources": one.sources,
            "track": one.track,
            "minutes": one.minutes,
            "months_valid": one.months_valid,
        }
        if one.refreshes:
            fields["refreshes"] = Module.objects.filter(programme=programme, starter__in=one.refreshes)
        module = curriculum.add(programme, one.kind, fields, by=by, at=at)
        Module.objects.filter(pk=module.pk).update(starter=one.key)
        for asked in one.questions:
            answers = [Answer(each.text, each.feedback, each.right) for each in asked.answers]
            curriculum.ask(module, None, asked.text, answers, by=by, at=at)
        added += 1
    record("began training", programme, by=by, at=at, details={"modules": added})
    return added


@transaction.atomic
def copy_curriculum(source: Programme, target: Programme, *, by: Actor, at: datetime) -> None:
    """Let a programme begin with the modules of another; a completion of one counts for its copy.

    Modules the target has had before and the source has not are taken out of use.
    """
    if source == target:
        return
    standing = {one.lineage: one for one in Module.objects.filter(programme=target)}
    wanted = list(Module.objects.filter(programme=source).prefetch_related("refreshes"))
    copies: dict[UUID, Module] = {}
    for one in wanted:
        copy = standing.pop(one.lineage, None) or Module(programme=target)
        for name in COPIED:
            setattr(copy, name, getattr(one, name))
        copy.revision, copy.changed_at = copy.revision + 1, at
        copies[one.pk] = copy
    Module.objects.filter(pk__in=[one.pk for one in standing.values()]).update(in_use=False, starter="")
    for one in wanted:
        copies[one.pk].save()
        _copy_parts(one, copies[one.pk])
    for one in wanted:
        copies[one.pk].refreshes.set(copies[whole.pk] for whole in one.refreshes.all())


def _copy_parts(source: Module, copy: Module) -> None:
    kept = ModuleFile.objects.filter(module=source).first()
    if kept is not None:
        stored = {"name": kept.name, "content": kept.content, "size": kept.size}
        ModuleFile.objects.update_or_create(module=copy, defaults=stored)
    copy.questions.all().delete()
    for question in source.questions.prefetch_related("options"):
        made = Question.objects.create(module=copy, text=question.text, position=question.position)
        Option.objects.bulk_create(
            Option(
                question=made,
                text=one.text,
                feedback=one.feedback,
                right=one.right,
                position=one.position,
            )
            for one in question.options.all()
        )
