"""What would be written: each application that comes out of the rows, and how it differs from what we
have.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from fairlead.integrations.form_csv.fields import label
from fairlead.integrations.form_csv.findings import Findings
from fairlead.integrations.form_csv.plan import Change, Entry, Known, KnownApplication, Line

ANSWERS = (
    "institution", "unit", "job_title", "grade", "years", "campus", "mode", "languages", "areas", "important",
    "places", "manager_name", "manager_email", "avoid", "hopes",
)  # fmt: skip


def entries(living: Sequence[Line], known: Known, findings: Findings) -> tuple[Entry, ...]:
    """One entry for each side of each row that is brought in, in the order of the rows."""
    return tuple(_entry(line, side, known, findings) for line in living for side in line.sides)


def _entry(line: Line, side: str, known: Known, findings: Findings) -> Entry:
    have = known.applications.get((line.email, side))
    if have is None:
        return Entry(line.row, side, line, "new")
    before, after = have.answers, comparable(line, side, known.languages)
    changes = tuple(
        Change(_label(name), before.get(name, ""), after[name])
        for name in ANSWERS
        if name in after and fold_lines(before.get(name, "")) != fold_lines(after[name])
    )
    effect = _effect(have, line, changes)
    if effect == "closed":
        findings.note("closed", line.row, "email", f"{line.name} ({have.state})", _("Stays as it is"))
    return Entry(line.row, side, line, effect, changes if effect == "update" else ())


def _effect(have: KnownApplication, line: Line, changes: tuple[Change, ...]) -> str:
    """Mirrors `applications.actions.bringing_in.bring_in`: newer answers count, and what is decided stays."""
    if have.open and not changes:
        return "same"
    older = have.since is not None and line.submitted is not None and line.submitted <= have.since
    if not have.open:
        return "same" if older else "new"
    if older:
        return "same" if have.since == line.submitted and have.imported else "closed"
    return "closed" if have.in_pool else "update"


def comparable(line: Line, side: str, languages: Mapping[str, str]) -> dict[str, str]:
    """The answers of a row as text by name, in the form `queries` gives for an application we have."""
    areas = [area.name for area in (line.offers if side == "mentor" else line.wants)]
    important = ""
    if side == "mentee":
        important = areas[0] if len(areas) == 1 else line.important.name if line.important else ""
    return {
        "institution": line.institution.name if line.institution else "",
        "unit": line.unit.name if line.unit else "",
        "job_title": line.texts.get("job_title", ""),
        "grade": str(line.grade) if line.grade is not None else "",
        "years": f"{line.years:.1f}" if line.years is not None else "",
        "campus": line.texts.get("campus", ""),
        "mode": line.mode,
        "languages": ", ".join(sorted(languages.get(code, code) for code in line.languages)),
        "areas": "; ".join(sorted(areas)),
        "important": important,
        "places": str(line.places or "") if side == "mentor" else "",
        "manager_name": line.manager_name,
        "manager_email": line.manager_email.casefold(),
        "avoid": line.texts.get("avoid", ""),
        "hopes": line.texts.get("hopes", ""),
    }


def fold_lines(text: str) -> str:
    """The text with one kind of line break."""
    return text.replace("\r\n", "\n").strip()


def _label(name: str) -> str:
    if name == "areas":
        return _("Areas")
    return label(name)
