"""A table, a mapping and the choices made so far become a plan: what to write, what to leave out, what to
ask.
"""

from collections.abc import Mapping

from fairlead.integrations.form_csv.checks import answers, belonging, changes, identity, relations, same
from fairlead.integrations.form_csv.fields import NAME_PARTS
from fairlead.integrations.form_csv.findings import Findings
from fairlead.integrations.form_csv.plan import Known, Line, Plan
from fairlead.integrations.form_csv.reading import Table

__all__ = ["check"]


def check(
    table: Table, mapping: Mapping[str, str], known: Known, made: Mapping[str, Mapping[str, str]]
) -> Plan:
    """What this file would do, given what is known and the choices `made`; nothing is looked up or written.

    Every problem names the row as a spreadsheet shows it and the answer its column is mapped to.
    """
    findings = Findings(made)
    lines = [Line(row.number, _cells(row.cells, table.headings, mapping)) for row in table.rows]
    identity.check(lines, known, findings)
    same.check(lines, known, findings)
    living = [line for line in lines if line.alive]
    belonging.check(living, known, findings)
    living = [line for line in living if line.alive]
    answers.check(living, known, findings)
    relations.check(living, known, findings)
    entries = changes.entries(living, known, findings)
    settled = {key: findings.answer(choice) for key, choice in findings.choices.items()}
    return Plan(tuple(lines), entries, tuple(findings.problems), findings.choices, settled)


def _cells(cells: tuple[str, ...], headings: tuple[str, ...], mapping: Mapping[str, str]) -> dict[str, str]:
    found = {
        mapping[heading]: cell
        for heading, cell in zip(headings, cells, strict=True)
        if mapping.get(heading, "")
    }
    if "name" not in found:
        found["name"] = " ".join(found.get(part, "").strip() for part in NAME_PARTS).strip()
    return found
