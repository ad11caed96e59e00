"""What a run knew of people: when their time is over it goes, and the figures of the run stay."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from fairlead.applications.models import Application
from fairlead.kernel.times import day_of
from fairlead.matching.enums import RunState
from fairlead.matching.models import (
    Answer,
    Approval,
    BoardChange,
    Proposal,
    Restraint,
    Ruling,
    Run,
    Scenario,
    Swap,
    Unmatched,
    WaitNotice,
)
from fairlead.matching.queries.pruned import ERASED, PEOPLE, names_nobody, without
from fairlead.programmes.keeping import Alone, Held, Key, Part, days, some
from fairlead.programmes.models import Participation

KINDS = {
    "runs": _("What runs of the matching saw of people"),
    "scenarios": _("Scenarios: other ways of matching that were tried, with the people they saw"),
    "proposals": _("Why two people were proposed to each other"),
    "unmatched": _("Why somebody had no partner"),
    "refusals": _("Private reasons for a no, and of institutions"),
    "rulings": _("Reasons for locked and forbidden pairs, and for who is left out"),
    "swaps": _("Swaps that pairs proposed"),
    "waits": _("What people who wait were told"),
}
IN_CONFIDENCE = ("swaps",)
UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)


def held(programme: UUID) -> Held:
    """What is whole, by the mentee it is about or the day of a run; nine queries."""
    found: Held = Counter()
    runs = Run.objects.filter(round__programme=programme, pruned_at=None).exclude(state__in=UNDER_WAY)
    for round, at in runs.order_by().values_list("round", "asked_at"):
        found["runs", Alone(round, day_of(at))] += 1
    tried = Scenario.objects.filter(round__programme=programme)
    for round, at in tried.order_by().values_list("round", "frozen_at"):
        found["scenarios", Alone(round, day_of(at))] += 1
    of_programme = Q(proposal__run__round__programme=programme)
    mentee = ("proposal__mentee__round", "proposal__mentee__person")
    _count(found, "proposals", _proposals(Q(run__round__programme=programme)), "mentee")
    _count(found, "unmatched", _unmatched(Q(run__round__programme=programme)), "participation")
    for said in (_answers(of_programme), _approvals(of_programme)):
        found.update(("refusals", Part(*row)) for row in said.order_by().values_list(*mentee))
    _count(found, "rulings", _rulings(Q(round__programme=programme)), "mentee")
    _count(found, "rulings", _restraints(Q(round__programme=programme)), "participation")
    asked = Swap.objects.filter(round__programme=programme)
    whose = asked.order_by().values_list("round", "first__mentee__person")
    found.update(("swaps", Part(*row)) for row in whose)
    told = WaitNotice.objects.filter(application__programme=programme, application__erased_at=None)
    rows = told.order_by().values_list("application__round", "application__person")
    found.update(("waits", Part(*row)) for row in rows)
    return found


def _count(found: Held, kind: str, rows: "QuerySet[Any]", whose: str) -> None:
    parts = rows.order_by().values_list(f"{whose}__round", f"{whose}__person")
    found.update((kind, Part(*row)) for row in parts)


def _proposals(where: Q) -> QuerySet[Proposal]:
    return Proposal.objects.filter(where).exclude(parts=[])


def _unmatched(where: Q) -> QuerySet[Unmatched]:
    return Unmatched.objects.filter(where).exclude(reason={})


def _answers(where: Q) -> QuerySet[Answer]:
    return Answer.objects.filter(where).exclude(private_reason="")


def _approvals(where: Q) -> QuerySet[Approval]:
    return Approval.objects.filter(where).exclude(reason__in=["", ERASED])


def _rulings(where: Q) -> QuerySet[Ruling]:
    return Ruling.objects.filter(where).exclude(reason="")


def _restraints(where: Q) -> QuerySet[Restraint]:
    return Restraint.objects.filter(where).exclude(reason="")


@transaction.atomic
def prune(keys: Collection[Key], *, at: datetime) -> Counter[str]:
    """Let go what these people's runs knew: whatever names one of them, and the input of every such run."""
    parts = set(some(keys, Part))
    people = _participations(parts)
    either = Q(mentee__in=people) | Q(mentor__in=people)
    through = Q(proposal__mentee__in=people) | Q(proposal__mentor__in=people)
    done = Counter(
        {
            "runs": _prune_runs(keys, {str(one) for one in people}, at=at),
            "scenarios": _drop_scenarios(keys, {str(one) for one in people}),
            "proposals": _proposals(either).update(parts=[], runner_up=None),
            "unmatched": _unmatched(Q(participation__in=people)).update(reason={}),
            "refusals": _answers(through).update(private_reason="")
            + _approvals(through).update(reason=ERASED),
            "rulings": _rulings(either).update(reason="")
            + _restraints(Q(participation__in=people)).update(reason=""),
            "swaps": _drop_swaps(people),
            "waits": _forget_waits(parts),
        }
    )
    return +done


def _participations(parts: Collection[Part]) -> set[UUID]:
    rows = Participation.objects.filter(
        round__in={one.round for one in parts}, person__in={one.person for one in parts}
    )
    found = rows.order_by().values_list("pk", "round", "person")
    return {pk for pk, round, person in found if Part(round, person) in parts}


def _forget_waits(parts: Collection[Part]) -> int:
    theirs = Application.objects.filter(
        pk=OuterRef("application"),
        round__in={one.round for one in parts},
        person__in={one.person for one in parts},
    )
    rows = WaitNotice.objects.filter(Exists(theirs)).select_related("application").order_by("pk")
    gone = [one.pk for one in rows if Part(one.application.round_id, one.application.person_id) in parts]
    return WaitNotice.objects.filter(pk__in=gone).delete()[0]


def _drop_swaps(people: Collection[UUID]) -> int:
    """A swap goes with the first of its four people."""
    theirs = Q(pk__in=())
    for pair in ("first", "second"):
        theirs |= Q(**{f"{pair}__mentee__in": people}) | Q(**{f"{pair}__mentor__in": people})
    gone = list(Swap.objects.filter(theirs).order_by().values_list("pk", flat=True))
    Swap.objects.filter(pk__in=gone).delete()
    return len(gone)


def _prune_runs(keys: Collection[Key], people: set[str], *, at: datetime) -> int:
    """The input of runs of these days goes whole; elsewhere these people go from it; figures stay in it."""
    by_day = days(keys)
    rounds = {*by_day, *(one.round for one in some(keys, Part))}
    runs = Run.objects.filter(round__in=rounds, pruned_at=None).exclude(state__in=UNDER_WAY)
    done = 0
    for run in runs.select_for_update().order_by("pk").iterator(chunk_size=10):
        seen = {one["id"] for side in PEOPLE for one in run.frozen.get(side, [])}
        gone = seen if day_of(run.asked_at) in by_day.get(run.round_id, set()) else seen & people
        left = without(run.frozen, gone) if gone or not seen else run.frozen
        if left != run.frozen:
            over = at if names_nobody(left) else None
            Run.objects.filter(pk=run.pk).update(frozen=left, pruned_at=over)
            BoardChange.objects.filter(run=run).update(before={}, after={}, reason="")
            done += 1
    return done


def _drop_scenarios(keys: Collection[Key], people: set[str]) -> int:
    """A scenario is of no use without its people, so it goes whole with its day or with the first of them."""
    by_day = days(keys)
    rounds = {*by_day, *(one.round for one in some(keys, Part))}
    gone = [
        one.pk
        for one in Scenario.objects.filter(round__in=rounds).order_by("pk").iterator(chunk_size=10)
        if day_of(one.frozen_at) in by_day.get(one.round_id, set())
        or any(person["id"] in people for side in PEOPLE for person in one.frozen.get(side, []))
    ]
    Scenario.objects.filter(pk__in=gone).delete()
    return len(gone)
