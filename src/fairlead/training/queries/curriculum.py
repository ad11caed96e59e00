"""The modules of a programme and their questions."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

from fairlead.kernel.actors import Actor
from fairlead.programmes import queries as designs
from fairlead.programmes.enums import Part
from fairlead.programmes.models import Programme
from fairlead.training.models import Completion, Module, ModuleFile, Option, Question


class Listed(NamedTuple):
    """A module with the number of its questions."""

    module: Module
    asked: int


def modules(programme: Programme) -> list[Listed]:
    """The modules that hold for the programme, its own or its parent's, in their order; two queries.

    Those in use come first.
    """
    home = designs.owner(programme, Part.TRAINING)
    found = Module.objects.filter(programme=home).select_related("programme").prefetch_related("refreshes")
    counted = found.annotate(asked=Count("questions")).order_by("-in_use", "position", "title", "pk")
    return [Listed(one, one.asked) for one in counted]


def modules_to_refresh(programme: Programme, but: UUID | None = None) -> QuerySet[Module]:
    """The modules that another of the programme may count for: those that refresh none themselves."""
    found = Module.objects.filter(programme=programme, refreshes=None, in_use=True)
    return found.exclude(pk=but) if but else found


def questions(module: Module) -> list[Question]:
    """The module's questions with their answers, in order; two queries."""
    return list(module.questions.prefetch_related("options"))


def question_of(module: Module, pk: UUID) -> Question | None:
    """One question of the module."""
    found = module.questions.filter(pk=pk).prefetch_related("options").first()
    if found is not None:
        found.module = module
    return found


def option_rows(question: Question) -> list[Option]:
    """The answers of a question in order; none when they are loaded."""
    return list(question.options.all())


def completions_of(actor: Actor, module: Module) -> QuerySet[Completion]:
    """When the actor has completed the module, newest first."""
    found = Completion.objects.filter(person=actor.person_id, module__lineage=module.lineage)
    return found.select_related("by")


def file_of(module: Module) -> ModuleFile | None:
    """The module's file, with its content."""
    return ModuleFile.objects.filter(module=module).first()


def unwritten(programme: Programme, kind: str) -> Module:
    """A module of this kind that nobody has written yet, not stored."""
    return Module(programme=programme, kind=kind)
