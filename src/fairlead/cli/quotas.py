"""Read quotas for scored pairs: how many pairs between groups of mentees and of mentors."""

from __future__ import annotations

from pathlib import Path

from fairlead.cli.numbers import whole_cell
from fairlead.cli.sides import Side
from fairlead.cli.tables import BadInput, Row, Table, read_table
from fairlead.engine.grouping import Between
from fairlead.engine.model import Quota

GROUPS = ("mentees", "mentors")
COLUMNS = (*GROUPS, "least", "most", "key")


def read_quotas(path: Path, mentees: Side, mentors: Side) -> tuple[tuple[Quota, ...], dict[str, Between]]:
    """The quotas of a file, and whom each counts, by its key; raises `BadInput` with every fault."""
    table = read_table(path, COLUMNS, exact=False)
    table.need([column for column in GROUPS if not set(GROUPS) & set(table.headings)])
    table.need(["most"] if not {"least", "most"} & set(table.headings) else [])
    if table.faults:
        raise BadInput(table.faults)
    members = {"mentees": mentees.members(), "mentors": mentors.members()}
    quotas: list[Quota] = []
    between: dict[str, Between] = {}
    lines: dict[str, int] = {}
    for row in table.rows:
        names = [row.cells.get(column, "") for column in GROUPS]
        key = row.cells.get("key") or ">".join(names)
        if key in lines:
            table.fault(row.line, "", f"{key!r} is already on line {lines[key]}.", "Keep one of the rows.")
        lines.setdefault(key, row.line)
        least, most = _limits(table, row)
        groups = [
            _group(table, row, column, members[column]) if name else None
            for column, name in zip(GROUPS, names, strict=True)
        ]
        if groups == [None, None]:
            told = "expected a group of mentees, of mentors, or both, found none."
            table.fault(row.line, "", told, "--mentee-most and --mentor-most limit everybody.")
        quotas.append(Quota(key, groups[0], groups[1], least, most))
        between[key] = Between(row.cells.get("key", ""), *names)
    if table.faults:
        raise BadInput(table.faults)
    return tuple(quotas), between


def _limits(table: Table, row: Row) -> tuple[int, int | None]:
    least, most = (
        whole_cell(table, row, column) if row.cells.get(column) else None for column in ("least", "most")
    )
    if not row.cells.get("least") and not row.cells.get("most"):
        table.fault(row.line, "", "expected a number in least, in most or in both, found none.")
    if least is not None and most is not None and least > most:
        table.fault(row.line, "least", f"expected a number that is not above most ({most}), found {least}.")
    return least or 0, most


def _group(table: Table, row: Row, column: str, members: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    name = row.cells[column]
    if name not in members:
        file = "--mentees" if column == "mentees" else "--capacities"
        mend = f"Name it in the column group of the file given with {file}."
        table.fault(row.line, column, f"no {column[:-1]} is of the group {name!r}.", mend)
    return members.get(name, ())
