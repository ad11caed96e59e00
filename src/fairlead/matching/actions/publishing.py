"""Publish a scenario: its policy and places hold for the round, and a new run is made with them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.matching.actions import quotas, running
from fairlead.matching.actions.trying import ONE_MENTOR
from fairlead.matching.enums import ScenarioState
from fairlead.matching.models import Restraint, Run, Scenario
from fairlead.matching.queries import publishing as queries
from fairlead.programmes.actions import give_places, lock_participations
from fairlead.programmes.models import Round


class CannotPublish(Refused):
    """The scenario is not finished, has become a run already, or mentors have not said yes to more places."""


@transaction.atomic
def publish(scenario: Scenario, *, agreed: bool, by: Actor, at: datetime) -> Run:
    """Ask for a new run with the scenario's policy and places, the people of now and its run as base.

    `agreed`: whether mentors who get more places than they offer have said yes to it; those places become
    theirs. Who gets fewer is restrained in the round's runs. Limits of institutions that the scenario
    changed hold for the round, or go where it has none. Open offers and pairs stay as they are.

    Raises `CannotPublish`, `RoundOver`, `RunUnderway`, `NobodyToMatch`.
    """
    Round.objects.select_for_update(no_key=True).get(pk=scenario.round_id)
    standing = (
        Scenario.objects.select_for_update(no_key=True, of=("self",))
        .select_related("round__programme", "run", "published")
        .filter(pk=scenario.pk, state=ScenarioState.DONE, dry=False)
        .first()
    )
    if standing is None:
        raise CannotPublish(_("Only a finished scenario can be published."))
    if standing.round.mentors_each > 1:
        raise CannotPublish(ONE_MENTOR)
    if became := queries.published(standing):
        raise CannotPublish(_t("This scenario has become run %(n)d already.") % {"n": became.number})
    raised, fewer = _place(standing, agreed=agreed, by=by, at=at)
    if (limits := queries.limits(standing)) is not None:
        quotas.settle(standing.round, places=limits[0], across=limits[1], by=by, at=at)
    run = running.ask(
        standing.round, weights=standing.policy, base=standing.run, by=by, at=at, seed=standing.seed
    )
    Scenario.objects.filter(pk=standing.pk).update(published=run)
    details = {"run": run.number, "more": raised, "fewer": fewer}
    record("published scenario", standing, by=by, at=at, label=standing.name, details=details)
    return run


def _place(scenario: Scenario, *, agreed: bool, by: Actor, at: datetime) -> tuple[int, int]:
    """Give and take the places; how many mentors have more than they offered, and how many are restrained."""
    people = lock_participations(one.participation for one in queries.places(scenario))
    changes = [one for one in queries.places(scenario) if one.participation in people]
    if any(one.raised for one in changes) and not agreed:
        raise CannotPublish(_("Some mentors would have more places than they offer. Ask them first."))
    said = {"reason": scenario.name, "made_by_id": by.person_id, "made_at": at}
    for one in changes:
        if one.raised:
            give_places(people[one.participation], places=one.then, by=by, at=at)
        Restraint.objects.filter(round=scenario.round_id, participation=one.participation).delete()
        if one.then < one.offered:
            Restraint.objects.create(
                round_id=scenario.round_id, participation_id=one.participation, places=one.then, **said
            )
    return sum(one.raised for one in changes), sum(one.then < one.offered for one in changes)
