"""An assessment as headings, paragraphs, tables and lists: what the print and the editable document set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Table:
    """Headings, rows of cells as text, and for each row a share of 0 to 100 to be drawn, or none."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Block:
    """One part of the assessment under its heading."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Outline:
    """The whole assessment, ready to be set."""

    title: str
    programme: str
    institution: str
    period: str
    state: str
    blocks: tuple[Block, ...]
    signatures: tuple[tuple[str, str, str], ...] = ()
    digest: str = ""
    glance: tuple[tuple[str, str, str], ...] = ()


def outline(content: Mapping[str, Any], *, state: str, digest: str) -> Outline:
    """The document of an assessment (`document.document`) in the order in which it is read."""
    gathered, texts = content["gathered"], content["texts"]
    blocks = [
        Block(_("Aims of the year"), points=tuple(_aim(one) for one in content["aims"])),
        *(_section(section) for section in gathered["sections"]),
        Block(_("Partners"), paragraphs=_paragraphs(texts["partners"])),
        Block(_("What participants say"), paragraphs=tuple(_comment(one) for one in gathered["comments"])),
        Block(_("Self-check"), table=_checks(content["checks"])),
        Block(_("Recommendations"), paragraphs=_paragraphs(texts["recommendations"])),
        Block(_("What became of last year’s actions"), points=tuple(map(_followed, gathered["before"]))),
        Block(_("Agreed for next year"), points=tuple(map(_agreed, content["agreed"]))),
        *(
            Block(_("Statement: %(voice)s") % one, paragraphs=(*_paragraphs(one["text"]), one["name"]))
            for one in content["statements"]
        ),
    ]
    return Outline(
        title=_("Assessment %(year_name)s") % content,
        programme=content["programme"],
        institution=content["institution"],
        period=f"{_day(content['begins_on'])} – {_day(content['ends_on'])}",
        state=state,
        blocks=tuple(one for one in blocks if one.paragraphs or one.points or one.table),
        signatures=tuple(
            (one["name"], one["voice"], _day(one["at"])) for one in content.get("signatures", [])
        ),
        digest=digest,
        glance=tuple((one["label"], one["value"], one["note"]) for one in gathered.get("glance", [])),
    )


def _section(section: Mapping[str, Any]) -> Block:
    rows = section["rows"]
    table = Table(
        headings=tuple(section["headings"]),
        rows=tuple((row["label"], *row["cells"]) for row in rows),
        shares=tuple(row.get("share") for row in rows),
    )
    words = (section.get("lead", ""), *([] if rows else [section["nothing"]]), section["words"])
    paragraphs = tuple(one for text in words for one in _paragraphs(text))
    return Block(section["title"], paragraphs=paragraphs, table=table if rows else None)


def _checks(checks: list[Mapping[str, Any]]) -> Table:
    rows = tuple((one["name"], one["word"] or _("Not judged yet"), one["note"]) for one in checks)
    return Table((_("Area"), _("Judgement"), _("By what it shows")), rows)


def _aim(aim: Mapping[str, Any]) -> str:
    return f"{aim['text']} ({aim['word']}){'. ' + aim['note'] if aim['note'] else ''}"


def _comment(one: Mapping[str, Any]) -> str:
    return f"“{one['text']}” {one['name']}".strip()


def _followed(one: Mapping[str, Any]) -> str:
    return f"{one['text']} ({one['owner']}): {one['word']}{'. ' + one['outcome'] if one['outcome'] else ''}"


def _agreed(one: Mapping[str, Any]) -> str:
    return _("%(text)s (%(owner)s, by %(day)s)") % {**one, "day": _day(one["due_on"])}


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _day(value: str) -> str:
    day = datetime.fromisoformat(value).date() if "T" in value else date.fromisoformat(value)
    return date_format(day, "j F Y")
