"""What the import pages show: a preview and the end of an import, put into words and rows."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.integrations.form_csv import kinds
from fairlead.integrations.form_csv.fields import label
from fairlead.integrations.form_csv.findings import TYPED, Problem
from fairlead.integrations.form_csv.plan import Line
from fairlead.integrations.form_csv.queries import Group, Preview, Question
from fairlead.integrations.form_csv.reading import letters
from fairlead.kernel.spreadsheet import inert
from fairlead.matching.queries import pool as pools
from fairlead.programmes.models import Round

if TYPE_CHECKING:
    from fairlead.integrations.form_csv.models import Upload

FEW = 5
ROWS_PER_PAGE = 18
CHOICES = "choices"
TONES = {"choose": "todo", "out": "watch", "mended": "good", "noted": "quiet"}


@dataclass(frozen=True)
class Place:
    """A problem with its place in the file: row, column letter and heading, and the page of the row."""

    problem: Problem
    letter: str
    heading: str
    url: str


@dataclass(frozen=True)
class Shown:
    """A question or a bare list of problems, with places."""

    question: Question | None
    places: tuple[Place, ...]

    @property
    def few(self) -> bool:
        """Whether the options are shown side by side: those of a required choice, or two or three."""
        if self.question is None:
            return False
        return len(self.question.choice.options) <= (FEW if self.question.choice.required else 3)

    @property
    def typed(self) -> str:
        """The text to begin with where one can be typed."""
        if self.question is None:
            return ""
        answer = self.question.answer
        return answer.text if answer.value == TYPED and answer.text else self.question.choice.typed_proposal


@dataclass(frozen=True)
class Section:
    """All problems of one kind, as a part of the page."""

    group: Group
    tone: str
    questions: tuple[Shown, ...]
    plain: Shown | None


def steps() -> list[str]:
    """The names of the four steps."""
    return [_("File"), _("Columns"), _("Preview"), _("Done")]


def sections(preview: Preview, show: str) -> list[Section]:
    """The problems by kind: all, those with a required choice (`show` is "choices"), or one kind."""
    return [_section(preview, group) for group in preview.groups if _wanted(group, show)]


def _wanted(group: Group, show: str) -> bool:
    if show == CHOICES:
        return any(question.choice.required for question in group.questions)
    return show in {"", group.kind.key}


def _section(preview: Preview, group: Group) -> Section:
    questions = tuple(Shown(one, _places(preview, one.problems)) for one in group.questions)
    plain = Shown(None, _places(preview, group.plain)) if group.plain else None
    return Section(group, TONES[group.kind.weight], questions, plain)


def _places(preview: Preview, problems: Iterable[Problem]) -> tuple[Place, ...]:
    return tuple(place(preview, problem) for problem in problems)


def place(preview: Preview, problem: Problem) -> Place:
    """Where a problem is in the file."""
    heading = preview.heading(problem.field)
    position = preview.table.headings.index(heading) + 1 if heading else 0
    letter = letters(position) if position else ""
    url = reverse("form_csv:row", args=[preview.upload.pk, problem.row]) + (
        f"#column-{letter}" if letter else ""
    )
    return Place(problem, letter, heading or label(problem.field), url)


def filters(preview: Preview) -> list[tuple[str, str, int]]:
    """What the problems can be narrowed to: value, words, count."""
    required = [
        question for group in preview.groups for question in group.questions if question.choice.required
    ]
    found = [("", _("All problems"), len(preview.plan.problems))]
    if required:
        found.append((CHOICES, _("Those that need your choice"), len(required)))
    return [*found, *((group.kind.key, str(group.kind.title), group.count) for group in preview.groups)]


def summary(preview: Preview) -> str:
    """The whole file in one sentence."""
    rows, problems, out = len(preview.plan.lines), len(preview.plan.problems), len(preview.plan.left_out)
    waiting = len(preview.plan.open_choices)
    parts = [
        ngettext("%(count)d row:", "%(count)d rows:", rows) % {"count": rows},
        _coming_in(preview),
        _("%(count)d left out;") % {"count": out},
        ngettext("%(count)d problem,", "%(count)d problems,", problems) % {"count": problems},
        ngettext("%(count)d needs your choice.", "%(count)d need your choice.", waiting) % {"count": waiting}
        if waiting
        else _("none waits for your choice."),
    ]
    return " ".join(parts)


def _coming_in(preview: Preview) -> str:
    if not preview.plan.writes:
        return _("%(rows)d already here;") % {"rows": preview.rows_in}
    mentors, mentees = preview.sides["mentor"], preview.sides["mentee"]
    return _("%(rows)d to bring in, as %(mentors)s and %(mentees)s;") % {
        "rows": preview.rows_in,
        "mentors": ngettext("%(count)d mentor", "%(count)d mentors", mentors) % {"count": mentors},
        "mentees": ngettext("%(count)d mentee", "%(count)d mentees", mentees) % {"count": mentees},
    }


def rows(preview: Preview, number: str, state: str) -> Page[Line]:
    """A page of the rows: all, those brought in (`in`), left out (`out`), or with problems (`problems`)."""
    lines: Sequence[Line] = preview.plan.lines
    if state == "in":
        lines = [line for line in lines if line.alive]
    elif state == "out":
        lines = [line for line in lines if line.out]
    elif state == "problems":
        lines = [line for line in lines if preview.problems_by_row[line.row]]
    return Paginator(lines, ROWS_PER_PAGE).get_page(number)


def table_rows(preview: Preview, lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Rows as the table shows them."""
    return [
        {
            "line": line,
            "name": line.name if line.alive else line.cell("name"),
            "entries": preview.entries_by_row.get(line.row, []),
            "problems": preview.problems_by_row[line.row],
            "url": reverse("form_csv:row", args=[preview.upload.pk, line.row]),
        }
        for line in lines
    ]


def cells(preview: Preview, line: Line) -> list[dict[str, Any]]:
    """One row cell by cell: column letter, heading, what stands there, and its problems."""
    row = next(row for row in preview.table.rows if row.number == line.row)
    found = []
    for position, (heading, cell) in enumerate(zip(preview.table.headings, row.cells, strict=True), start=1):
        key = preview.upload.mapping.get(heading, "")
        problems = [
            one
            for one in preview.plan.problems
            if one.row == line.row and preview.heading(one.field) == heading
        ]
        found.append(
            {
                "letter": letters(position),
                "heading": heading,
                "cell": cell,
                "answer": label(key) if key else "",
                "problems": [(kinds.BY_KEY[one.kind], one) for one in problems],
            }
        )
    return found


def left_out_file(preview: Preview) -> str:
    """The rows that would be left out as CSV, with the reason; no cell can run as a formula."""
    numbers = {line.row: line for line in preview.plan.left_out}
    body = [
        [str(row.number), numbers[row.number].out_because, *row.cells]
        for row in preview.table.rows
        if row.number in numbers
    ]
    return _csv([[_("Row"), _("Why it is left out"), *preview.table.headings], *body])


def left_out_list(upload: "Upload") -> str:
    """What was left out of a finished import as CSV: row and reason, nobody's name."""
    body = [[str(row), because] for row, _kind, because in upload.counts.get("left_out", [])]
    return _csv([[_("Row"), _("Why it was left out")], *body])


def _csv(table: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    for row in table:
        writer.writerow([inert(cell) for cell in row])
    return "\ufeff" + out.getvalue()


def left_out_groups(upload: "Upload") -> list[dict[str, Any]]:
    """What was left out of a finished import, by reason."""
    found: dict[str, list[tuple[int, str]]] = {}
    for row, kind, because in upload.counts.get("left_out", []):
        found.setdefault(kind, []).append((row, because))
    return [{"kind": kinds.BY_KEY[kind], "rows": several} for kind, several in found.items()]


def next_step(upload: "Upload") -> dict[str, str]:
    """The one next step after an import."""
    counts, round = upload.counts, upload.round
    listed = reverse("applications:list", args=[round.pk])
    if counts.get("admitted") and not counts.get("asked"):
        return {
            "title": _("Find the best pairs"),
            "text": _waiting_for_training(round)
            or _("The pool is filled. Choose what counts, and let the matching propose pairs."),
            "url": reverse("matching:round", args=[round.pk]),
            "action": _("Go to matching"),
        }
    if counts.get("asked"):
        return {
            "title": _("See who has approved"),
            "text": _(
                "The supervisors have been asked. Each mentee can be admitted once the approval is there."
            ),
            "url": listed,
            "action": _("See the applications"),
        }
    return {
        "title": _("Look at the applications"),
        "text": _("They are in the list, with all that came in before."),
        "url": listed,
        "action": _("See the applications"),
    }


def _waiting_for_training(round: Round) -> str:
    """How many in the pool are not matched until they have learned what comes first; empty when nobody."""
    count = len(pools.pool(round, answers=False).kept_out)
    if not count:
        return ""
    said = ngettext(
        "%(count)d person in the pool misses training that comes before matching. Under Training you remind "
        "them; under Matching you can match them without it.",
        "%(count)d people in the pool miss training that comes before matching. Under Training you remind "
        "them; under Matching you can match them without it.",
        count,
    )
    return said % {"count": count}
