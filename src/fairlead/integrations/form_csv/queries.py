"""Read uploads: what a file would do, what was learnt from earlier ones, and what waits."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.integrations.form_csv import kinds, policies
from fairlead.integrations.form_csv.checks import check
from fairlead.integrations.form_csv.checks.changes import comparable
from fairlead.integrations.form_csv.fields import NAME_PARTS
from fairlead.integrations.form_csv.findings import Answer, Choice, Problem
from fairlead.integrations.form_csv.known import gather
from fairlead.integrations.form_csv.models import SavedMapping, Upload, UploadState
from fairlead.integrations.form_csv.plan import Entry, Plan
from fairlead.integrations.form_csv.reading import Table, read
from fairlead.integrations.form_csv.spelling import fold
from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo
from fairlead.programmes.models import Programme, Round

UNDER_WAY = (UploadState.MAPPING, UploadState.PREVIEW)


@dataclass(frozen=True)
class Question:
    """A choice as it stands, with the problems it settles."""

    choice: Choice
    answer: Answer
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Group:
    """All problems of one kind: those with a question, and those only named."""

    kind: kinds.Kind
    questions: tuple[Question, ...]
    plain: tuple[Problem, ...]

    @property
    def count(self) -> int:
        """How many problems."""
        return len(self.plain) + sum(len(question.problems) for question in self.questions)

    @property
    def open(self) -> int:
        """How many required choices are still to be made."""
        return sum(question.choice.required and not question.answer.made for question in self.questions)

    @property
    def proposed(self) -> bool:
        """Whether a choice stands as proposed, because nobody has made it."""
        return any(not question.answer.made for question in self.questions)


@dataclass(frozen=True)
class Preview:
    """What a file would do, ready to be shown."""

    upload: Upload
    table: Table
    plan: Plan

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The problems by kind, in the order of the kinds."""
        found = []
        for kind in kinds.KINDS:
            problems = [problem for problem in self.plan.problems if problem.kind == kind.key]
            if problems:
                found.append(self._group(kind, problems))
        return tuple(found)

    def _group(self, kind: kinds.Kind, problems: Sequence[Problem]) -> Group:
        by_choice: dict[str, list[Problem]] = {}
        for problem in problems:
            if problem.choice:
                by_choice.setdefault(problem.choice, []).append(problem)
        questions = tuple(
            Question(self.plan.choices[key], self.plan.answers[key], tuple(several))
            for key, several in by_choice.items()
        )
        return Group(kind, questions, tuple(problem for problem in problems if not problem.choice))

    @cached_property
    def effects(self) -> Counter[str]:
        """How many applications would be new, updated, the same, or left as ours."""
        return Counter(entry.effect for entry in self.plan.entries)

    @cached_property
    def sides(self) -> Counter[str]:
        """How many of the applications that come out of the rows are mentors and mentees."""
        return Counter(entry.side for entry in self.plan.entries)

    @cached_property
    def rows_in(self) -> int:
        """How many rows are brought in."""
        return sum(line.alive for line in self.plan.lines)

    @cached_property
    def problems_by_row(self) -> Counter[int]:
        """How many problems each row has."""
        return Counter(problem.row for problem in self.plan.problems)

    @cached_property
    def entries_by_row(self) -> dict[int, list[Entry]]:
        """The applications that come out of each row."""
        found: dict[int, list[Entry]] = {}
        for entry in self.plan.entries:
            found.setdefault(entry.row, []).append(entry)
        return found

    @cached_property
    def mark(self) -> str:
        """A fingerprint of all that would be written: the same as long as nothing changes."""
        said: list[object] = [
            [
                entry.row,
                entry.side,
                entry.effect,
                entry.line.email,
                entry.line.name,
                entry.line.avoid_emails,
                comparable(entry.line, entry.side, {}),
            ]
            for entry in self.plan.entries
        ]
        said += [[line.row, line.out] for line in self.plan.left_out]
        text = json.dumps(said, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def heading(self, field: str) -> str:
        """The heading of the column that holds an answer; empty when none does."""
        by_key = {key: heading for heading, key in self.upload.mapping.items()}
        parts = [by_key[part] for part in NAME_PARTS if part in by_key] if field == "name" else []
        return by_key.get(field) or next(iter(parts), "")


def table(upload: Upload) -> Table:
    """The uploaded file as a table, read as the coordinator said.

    Raises `Unreadable`.
    """
    return read(bytes(upload.content), encoding=upload.encoding, delimiter=upload.delimiter)


def preview(upload: Upload) -> Preview:
    """What the file would do now; nothing is written. The number of queries does not depend on the rows."""
    rows = table(upload)
    return Preview(upload, rows, check(rows, upload.mapping, gather(upload, rows), upload.choices))


def saved_for(programme: Programme, headings: Sequence[str]) -> SavedMapping | None:
    """What was remembered for a file with these headings: the one that knows most of them, the newest of
    equals.

    None unless at least half of the headings are known.
    """
    folded = {fold(heading) for heading in headings}
    best: tuple[int, SavedMapping] | None = None
    for saved in SavedMapping.objects.filter(programme=programme).order_by("-used_at", "id"):
        shared = len(folded & set(saved.mapping))
        if shared * 2 >= len(folded) and (best is None or shared > best[0]):
            best = (shared, saved)
    return best[1] if best else None


def all_saved(programme: Programme) -> QuerySet[SavedMapping]:
    """Every arrangement of columns remembered for the programme, the last used first."""
    return SavedMapping.objects.filter(programme=programme).order_by("-used_at", "id")


def under_way(round: Round) -> QuerySet[Upload]:
    """Uploads of the round that wait for somebody, newest first; without their content."""
    found = Upload.objects.filter(round=round, state__in=UNDER_WAY).select_related("brought_by")
    return found.defer("content", "mapping", "choices").order_by("-brought_at", "id")


def finished(round: Round) -> QuerySet[Upload]:
    """The ten imports of the round done last; without their content."""
    found = Upload.objects.filter(round=round, state=UploadState.DONE).select_related("brought_by")
    return found.defer("content", "mapping", "choices").order_by("-done_at", "id")[:10]


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Files the actor's programmes have begun to bring in and not confirmed; one query."""
    waiting = policies.visible(actor).filter(state__in=UNDER_WAY)
    rows = (
        waiting.values("round", "round__name", "round__programme")
        .annotate(count=Count("pk"))
        .order_by("round__name")
    )
    return [
        Todo(
            title=ngettext(
                "Finish bringing in a file of applications",
                "Finish bringing in %(count)d files of applications",
                row["count"],
            )
            % {"count": row["count"]},
            detail=row["round__name"],
            url=reverse("form_csv:start", args=[row["round"]]),
            count=row["count"],
            icon="file-up",
            action=_("Go on"),
            programme=row["round__programme"],
        )
        for row in rows
    ]
