"""The rules that say who may apply."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.programmes import queries
from fairlead.programmes.actions.inheriting import lock_family, settle_part, take_part_over
from fairlead.programmes.enums import Part
from fairlead.programmes.models import EligibilityRule, Programme
from fairlead.programmes.queries import eligibility


class RulesTakenOver(Refused):
    """The rules come from the parent programme; they are changed there, or settled here first."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a rule compares with, what applicants are told, and who can make an exception."""

    value: Sequence[Any]
    explanation: str
    exceptions_by: str


@transaction.atomic
def add_rule(
    programme: Programme, *, side: str, subject: str, test: str, words: Wording, by: Actor, at: datetime
) -> EligibilityRule:
    """Add a rule at the end of a side's list. Raises `RulesTakenOver`."""
    _must_be_own(programme)
    rule = EligibilityRule.objects.create(
        programme=programme,
        side=side,
        subject=subject,
        test=test,
        position=EligibilityRule.objects.filter(programme=programme, side=side).count(),
        **_fields(words),
    )
    _record("eligibility rule added", rule, by=by, at=at)
    return rule


@transaction.atomic
def change_rule(rule: EligibilityRule, *, words: Wording, by: Actor, at: datetime) -> None:
    """Let a rule compare with something else, or say it differently. Raises `RulesTakenOver`."""
    _must_be_own(rule.programme)
    for name, value in _fields(words).items():
        setattr(rule, name, value)
    rule.save(update_fields=["value", "explanation", "exceptions_by"])
    _record("eligibility rule changed", rule, by=by, at=at)


@transaction.atomic
def move_rule(rule: EligibilityRule, *, by: Actor, at: datetime, steps: int) -> None:
    """Move a rule up (negative) or down in its side's list. Raises `RulesTakenOver`."""
    _must_be_own(rule.programme)
    order = eligibility.rules(rule.programme, rule.side)
    order.remove(rule)
    order.insert(min(max(rule.position + steps, 0), len(order)), rule)
    _number(order)
    _record("eligibility rules put in order", rule, by=by, at=at)


@transaction.atomic
def remove_rule(rule: EligibilityRule, *, by: Actor, at: datetime) -> None:
    """Take a rule away, with the exceptions from it. Raises `RulesTakenOver`."""
    _must_be_own(rule.programme)
    _record("eligibility rule removed", rule, by=by, at=at)
    EligibilityRule.objects.filter(pk=rule.pk).delete()
    _number(eligibility.rules(rule.programme, rule.side))


@transaction.atomic
def settle_rules(programme: Programme, *, by: Actor, at: datetime) -> None:
    """Let a sub-programme have rules of its own, beginning with those of its parent."""
    lock_family(programme)
    if not queries.inherits(programme, Part.ELIGIBILITY):
        return
    EligibilityRule.objects.filter(programme=programme).delete()
    settle_part(programme, Part.ELIGIBILITY, by=by, at=at)


@transaction.atomic
def take_rules_over(programme: Programme, *, by: Actor, at: datetime) -> None:
    """Let the rules of the parent programme hold again."""
    take_part_over(programme, Part.ELIGIBILITY, by=by, at=at)


def _fields(words: Wording) -> dict[str, Any]:
    return {
        "value": list(words.value),
        "explanation": words.explanation.strip(),
        "exceptions_by": words.exceptions_by.strip(),
    }


def _must_be_own(programme: Programme) -> None:
    lock_family(programme)
    if queries.inherits(programme, Part.ELIGIBILITY):
        raise RulesTakenOver(
            _("These rules come from the programme above. Settle them here first, then change them.")
        )


def _number(order: list[EligibilityRule]) -> None:
    for position, rule in enumerate(order):
        rule.position = position
    EligibilityRule.objects.bulk_update(order, ["position"])


def _record(verb: str, rule: EligibilityRule, *, by: Actor, at: datetime) -> None:
    details = {"side": rule.side, "subject": rule.subject, "test": rule.test}
    record(verb, rule, by=by, at=at, label=rule.programme.name, details=details)
