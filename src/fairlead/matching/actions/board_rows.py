"""The rows that a change of a board touches, as they stand and as they stood, to the letter."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import DateField, JSONField, Model, QuerySet

from fairlead.kernel.errors import Refused
from fairlead.matching.enums import ProposalState
from fairlead.matching.models import Approval, Proposal, Restraint, Ruling, Run, Unmatched
from fairlead.people.models import Person

Rows = dict[str, list[dict[str, Any]]]
KINDS: dict[str, type[Model]] = {
    "proposals": Proposal,
    "approvals": Approval,
    "unmatched": Unmatched,
    "rulings": Ruling,
    "restraints": Restraint,
}


class Changed(Refused):
    """The rows are not as they were left."""


def _found(run: Run, people: Iterable[str]) -> dict[str, QuerySet[Any]]:
    ids, open_now = [UUID(one) for one in people], ProposalState.PROPOSED
    return {
        "proposals": Proposal.objects.filter(run=run, mentee__in=ids, state=open_now),
        "approvals": Approval.objects.filter(
            proposal__run=run, proposal__mentee__in=ids, proposal__state=open_now
        ),
        "unmatched": Unmatched.objects.filter(run=run, participation__in=ids),
        "rulings": Ruling.objects.filter(round=run.round_id, mentee__in=ids),
        "restraints": Restraint.objects.filter(round=run.round_id, participation__in=ids),
    }


def snapshot(run: Run, people: Iterable[str]) -> Rows:
    """All that is said of these people in the run and its round: every column of every row; five queries.

    Pairs that have been offered are not among it: no offer is ever changed from a board.
    """
    found = _found(run, people)
    return {kind: [as_json(one) for one in rows.order_by("pk")] for kind, rows in found.items()}


def restore(run: Run, people: Iterable[str], rows: Rows) -> None:
    """Put the rows of these people back as a snapshot has them."""
    found = _found(run, people)
    for kind in ("approvals", "proposals", "unmatched", "rulings", "restraints"):
        found[kind].delete()
    writers = {
        row[key]
        for some in rows.values()
        for row in some
        for key in ("made_by_id", "decided_by_id")
        if row.get(key)
    }
    there = {str(pk) for pk in Person.objects.filter(pk__in=writers).values_list("pk", flat=True)}
    for kind, model in KINDS.items():
        model._default_manager.bulk_create([_back(model, row, there) for row in rows[kind]])


def as_json(row: Model) -> dict[str, Any]:
    """Every column of a row as JSON takes it, nothing rounded."""
    return {field.attname: _plain(field, getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _plain(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, JSONField) or isinstance(value, bool | int):
        return value
    return value.isoformat() if isinstance(field, DateField) else str(value)


def _back(model: type[Model], row: dict[str, Any], people: set[str]) -> Model:
    values = {}
    for field in model._meta.concrete_fields:
        value = row[field.attname]
        if field.attname in ("made_by_id", "decided_by_id") and value not in people:
            value = None
        target = getattr(field, "target_field", field)
        values[field.attname] = value if isinstance(field, JSONField) else target.to_python(value)
    return model(**values)
