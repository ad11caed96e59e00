"""Try another way of matching a round beside its runs: ask, carry out, call off, drop."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.engine.refusals import Cancelled
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.jobs import enqueue
from fairlead.kernel.states import move
from fairlead.matching.actions.running import LIMITS, must_be_whole
from fairlead.matching.actions.watching import Held, leased
from fairlead.matching.enums import SCENARIO_MOVES, ScenarioState
from fairlead.matching.models import Scenario
from fairlead.matching.queries.computing import LimitsCollide, Outcome
from fairlead.matching.queries.outlining import outline
from fairlead.matching.queries.priority import with_promised
from fairlead.matching.queries.trying import Group, Start, limited, placed, unlimited
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round

log = structlog.get_logger(__name__)
TASK = "fairlead.matching.tasks.try_scenario"
MOST = 20
ONE_MENTOR = _("Scenarios are for rounds in which a mentee has one mentor; this round gives several.")


class CannotTry(Refused):
    """The round is finished, has as many scenarios as it may, or one of this name; or nobody is there."""


@dataclass(frozen=True)
class Ways:
    """What a scenario does otherwise: its policy, other places of groups and single mentors, no limits of
    institutions or other ones, by key as in `trying.limits_of`.
    """

    policy: Mapping[str, Any]
    more: Sequence[tuple[Group, int]] = ()
    people: Mapping[str, int] = field(default_factory=dict)
    unlimited: bool = False
    limits: Mapping[str, int | None] = field(default_factory=dict)


@transaction.atomic
def ask(
    round: Round, start: Start, ways: Ways, *, name: str, by: Actor, at: datetime, dry: bool = False
) -> Scenario:
    """Keep the frozen people with other ways of matching them, and hand the scenario to a worker.

    Nobody hears of it, and the round's runs, offers and lists stay as they are. `dry`: the round is an
    earlier one, perhaps finished, and nothing can come of it. Raises `CannotTry`, `RunErased`.
    """
    standing = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if start.run is not None:
        must_be_whole(start.run)
    _check(standing, name, dry=dry)
    several = standing.mentors_each > 1 and not dry
    if several or any(one["places"] > 1 or "taken" in one for one in start.frozen["mentees"]):
        raise CannotTry(ONE_MENTOR)
    frozen, changed = placed(start.frozen, ways.more, ways.people)
    frozen, limits = (unlimited(frozen), []) if ways.unlimited else limited(frozen, ways.limits)
    if not frozen["mentees"] or not frozen["mentors"]:
        raise CannotTry(_("There is nobody to match: it needs at least one mentee and one mentor."))
    policy = {key: value for key, value in ways.policy.items() if key not in ("least_change", "each")}
    scenario = Scenario.objects.create(
        round=round,
        run=start.run,
        name=name,
        dry=dry,
        policy=with_promised(policy, frozen),
        seed=start.run.seed if start.run else secrets.randbelow(1_000_000),
        frozen=frozen,
        frozen_at=start.at,
        places=_places(ways, changed) | {"limits": limits},
        unlimited=ways.unlimited and "quotas" in start.frozen,
        asked_by_id=by.person_id,
        asked_at=at,
    )
    enqueue(TASK, scenario.pk)
    record("asked for scenario", scenario, by=by, at=at, label=name)
    return scenario


def _check(round: Round, name: str, *, dry: bool) -> None:
    if round.state == RoundState.FINISHED and not dry:
        raise CannotTry(_("This round is finished; nobody is matched in it any more."))
    theirs = Scenario.objects.filter(round=round)
    if theirs.filter(name=name).exists():
        raise CannotTry(_("There is a scenario of this name. Choose another name."))
    if theirs.count() >= MOST:
        raise CannotTry(_("A round keeps at most 20 scenarios. Drop one that you no longer need."))


def _places(ways: Ways, changed: Mapping[str, list[int]]) -> dict[str, Any]:
    more = [{"kind": one.kind, "key": one.key, "name": one.name, "by": by} for one, by in ways.more]
    return {"groups": more, "people": dict(ways.people), "changed": dict(changed)}


@transaction.atomic
def cancel(scenario: Scenario, *, by: Actor, at: datetime) -> None:
    """Call off a scenario that has not finished. Raises `AlreadyMoved`."""
    scenario.refresh_from_db(fields=["state"])
    move(scenario, ScenarioState.CANCELLED, moves=SCENARIO_MOVES, finished_at=at)
    record("cancelled scenario", scenario, by=by, at=at, label=scenario.name)


@transaction.atomic
def drop(scenario: Scenario, *, by: Actor, at: datetime) -> None:
    """Keep a scenario no longer; a run it became stands as it is."""
    standing = Scenario.objects.select_for_update(no_key=True, of=("self",)).filter(pk=scenario.pk).first()
    if standing is not None:
        record("dropped scenario", standing, by=by, at=at, label=standing.name)
        standing.delete()


def carry_out(pk: UUID, *, at: datetime) -> bool:
    """Compute a scenario that waits, or whose worker was lost; True when it was finished here."""
    scenario = leased(Scenario, pk, at=at)
    if scenario is None:
        return False
    try:
        _store(scenario, outline(scenario, watch=Held(scenario).watch))
    except (Cancelled, AlreadyMoved):
        return False
    except LimitsCollide as refusal:
        return _fail(scenario, LIMITS, result={"impossible": refusal.reasons})
    except Refused as refusal:
        return _fail(scenario, str(refusal.sentence))
    except Exception as problem:
        log.exception("scenario failed", scenario=str(pk))
        return _fail(scenario, type(problem).__name__)
    return True


def _store(scenario: Scenario, outcome: Outcome) -> None:
    """Keep what came out, only if nobody cancelled it meanwhile; a second worker finds the same."""
    pairs = [
        [str(one["mentee_id"]), str(one["mentor_id"]), one["score"], one["by_run"]]
        for one in outcome.proposals
    ]
    move(
        scenario,
        ScenarioState.DONE,
        moves=SCENARIO_MOVES,
        result=outcome.result,
        pairs=pairs,
        engine_version=outcome.version,
        **_over(),
    )


def _fail(scenario: Scenario, problem: str, **changes: Any) -> bool:
    over = _over() | {"percent": scenario.percent}
    try:
        move(scenario, ScenarioState.FAILED, moves=SCENARIO_MOVES, problem=problem, **over, **changes)
    except AlreadyMoved:
        return False
    return True


def _over() -> dict[str, Any]:
    return {"finished_at": timezone.now(), "lease_until": None, "percent": 100, "step": ""}
