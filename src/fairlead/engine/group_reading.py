"""Read from a policy what concerns groups of people: classes that are served first, and quotas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fairlead.engine.policy import Group, GroupQuota, Priority, QuotaException
from fairlead.engine.reader import Reader

SIDES = ("mentees", "mentors")
FORMS = (("mentees", "mentors"), ("per", "side"), ("pairs_of",), ("across",))


def read_priority(reader: Reader, path: str, value: Any) -> Priority | None:
    """The classes of mentees, from { column = "...", order = [...] }."""
    table = reader.table(path, value)
    reader.known(path, table, ("column", "order"))
    column = reader.text(f"{path}.column", table.get("column"))
    order = reader.order(f"{path}.order", table.get("order"))
    return Priority(column, order) if column else None


def read_quotas(reader: Reader, tables: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[GroupQuota, ...]:
    """The quotas of [[quotas]]."""
    return tuple(_quota(reader, path, table, place) for place, (path, table) in enumerate(tables))


def _quota(reader: Reader, path: str, table: Mapping[str, Any], place: int) -> GroupQuota:
    words = [word for form in FORMS for word in form]
    percentage = ("percent",) if "across" in table else ()
    reader.known(path, table, ("key", "label", "least", "most", "exceptions", *percentage, *words))
    if not table.keys() & {"least", "most", *percentage}:
        reader.wrong(path, "least_or_most")
    least, most = _ends(reader, path, table)
    percent = reader.whole(f"{path}.percent", table.get("percent", 0))
    if percent > 100:
        reader.wrong(f"{path}.percent", "at_most", most=100, found=percent)
    groups = _groups(reader, path, table)
    open_sides = tuple(side for side in SIDES if (group := groups[side]) and group.value is None)
    if "exceptions" in table and not open_sides:
        reader.wrong(f"{path}.exceptions", "exceptions_of_none")
    exceptions = [
        _exception(reader, where, one, open_sides)
        for where, one in reader.tables(f"{path}.exceptions", table.get("exceptions", []))
    ]
    key = reader.text(f"{path}.key", table["key"]) if "key" in table else f"quota_{place + 1}"
    label = reader.text(f"{path}.label", table["label"]) if "label" in table else key
    across = reader.text(f"{path}.across", table["across"]) if "across" in table else None
    return GroupQuota(
        key or "",
        label or "",
        groups["mentees"],
        groups["mentors"],
        least or 0,
        most,
        tuple(exceptions),
        across,
        percent,
    )


def _ends(reader: Reader, path: str, table: Mapping[str, Any]) -> tuple[int | None, int | None]:
    least, most = (
        reader.whole(f"{path}.{end}", table[end]) if end in table else None for end in ("least", "most")
    )
    if least is not None and most is not None and least > most:
        reader.wrong(f"{path}.least", "least_below_most")
    return least, most


def _groups(reader: Reader, path: str, table: Mapping[str, Any]) -> dict[str, Group | None]:
    """Whom a quota counts: named groups, one group for each value of a column, or pairs of values."""
    found: dict[str, Group | None] = dict.fromkeys(SIDES)
    forms = [form for form in FORMS if table.keys() & set(form)]
    if len(forms) != 1:
        reader.wrong(path, "one_kind_of_group" if forms else "group")
    elif forms == [("across",)]:
        return found
    elif "pairs_of" in table:
        column = reader.text(f"{path}.pairs_of", table["pairs_of"])
        found = dict.fromkeys(SIDES, Group(column or ""))
    elif forms == [("per", "side")]:
        column = reader.text(f"{path}.per", table.get("per"))
        side = reader.one_of(f"{path}.side", table.get("side"), SIDES)
        found[side or "mentors"] = Group(column or "")
    else:
        for side in SIDES:
            if side in table:
                found[side] = _group(reader, f"{path}.{side}", table[side])
    return found


def _group(reader: Reader, path: str, value: Any) -> Group:
    table = reader.table(path, value)
    reader.known(path, table, ("column", "value"))
    column, said = (reader.text(f"{path}.{key}", table.get(key)) for key in ("column", "value"))
    return Group(column or "", said)


def _exception(
    reader: Reader, path: str, table: Mapping[str, Any], open_sides: tuple[str, ...]
) -> QuotaException:
    """Other limits for one value (per), or for a pair of values (pairs_of)."""
    keys = {"value": open_sides[0]} if len(open_sides) == 1 else {side: side for side in open_sides}
    reader.known(path, table, (*keys, "least", "most"))
    if not table.keys() & {"least", "most"}:
        reader.wrong(path, "least_or_most")
    least, most = _ends(reader, path, table)
    values = {side: reader.text(f"{path}.{key}", table.get(key)) for key, side in keys.items()}
    return QuotaException(values.get("mentees"), values.get("mentors"), least, most)
