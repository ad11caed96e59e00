"""Dry runs: today's policy over the people of an earlier round, beside what was decided then."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.actors import Actor
from fairlead.matching import policies
from fairlead.matching.enums import RunState
from fairlead.matching.models import Run, Scenario
from fairlead.matching.queries.scenarios import Way, way
from fairlead.programmes.models import Programme, Round

SHOWN = 12
# Fewer pairs are not told by how they ended, nor those from which that would follow.
SMALLEST = 5


@dataclass(frozen=True)
class Then:
    """A finished run of an earlier round whose people are still known."""

    pk: UUID
    round: Round
    number: int
    mentees: int
    pairs: int


def choices(actor: Actor, round: Round) -> list[Then]:
    """The finished runs of the programme's other rounds whose people are known, newest first; one query."""
    runs = (
        policies.visible(actor)
        .filter(round__programme=round.programme_id, state=RunState.DONE, pruned_at=None)
        .exclude(round=round)
        .exclude(frozen__has_key="counts")
        .exclude(policy__has_key="each")
        .defer("frozen", "policy", "base__frozen", "base__result")
        .order_by("-asked_at", "-number")
    )
    return [
        Then(one.pk, one.round, one.number, one.result.get("mentees", 0), one.result.get("matched", 0))
        for one in runs[:SHOWN]
    ]


def fetch(actor: Actor, pk: UUID) -> Run | None:
    """The run with its people, if the actor may see it."""
    return policies.visible(actor).filter(pk=pk, state=RunState.DONE).first()


def of_programme(actor: Actor, programme: Programme) -> QuerySet[Scenario]:
    """The programme's dry runs, newest first, without their people."""
    found = policies.visible_scenarios(actor).filter(round__programme=programme, dry=True)
    return found.defer("frozen", "pairs", "run__frozen", "run__result", "published__frozen")


def then_and_now(scenario: Scenario) -> tuple[list[Way], str]:
    """What was decided then and what the policy of the dry run would do, and how points count."""
    rows = scenario.result.get("decided", [])
    decided = {mentee: (mentor, points) for mentee, mentor, points, _allowed in rows}
    tried = {mentee: (mentor, points) for mentee, mentor, points, _by_run in scenario.pairs}
    frozen, yard = scenario.frozen, scenario.run_id
    given = [
        way(None, _("Decided then"), decided, frozen, yard),
        way(scenario, _("Today’s policy"), tried, frozen, yard),
    ]
    return given, _("Points count by the policy of the dry run for both, so that they can be compared.")


def sentences(scenario: Scenario) -> list[str]:
    """How many of the pairs made then the policy makes as well and how many it forbids; how they ended.

    How pairs ended is told by number alone, and not of groups smaller than five.
    """
    rows = scenario.result.get("decided", [])
    if not rows:
        return [_("No pair of these people was made then.")]
    made = {mentee: mentor for mentee, mentor, *_points in scenario.pairs}
    same = {mentee for mentee, mentor, *_rest in rows if made.get(mentee) == mentor}
    never = sum(not allowed for *_pair, allowed in rows)
    text = ngettext(
        "%(n)d pair was made then; today’s policy makes %(same)d of it as well.",
        "%(n)d pairs were made then; today’s policy makes %(same)d of them as well.",
        len(rows),
    )
    told = [text % {"n": len(rows), "same": len(same)}]
    if never:
        text = ngettext("%(n)d of them it would not allow.", "%(n)d of them it would not allow.", never)
        told.append(text % {"n": never})
    early = {mentee for mentee, _mentor, ended in scenario.frozen["decided"] if ended}
    return [*told, *_ended(len(rows), len(early), len(same), len(same & early))]


def _ended(made: int, early: int, same: int, same_early: int) -> list[str]:
    if made < SMALLEST:
        return []
    told = [_("Of all pairs made then %(n)d of %(all)d ended early.") % {"n": early, "all": made}]
    if same >= SMALLEST and made - same >= SMALLEST:
        text = _(
            "Of those that today’s policy makes as well %(n)d of %(all)d did, of others %(m)d of %(rest)d."
        )
        told.append(text % {"n": same_early, "all": same, "m": early - same_early, "rest": made - same})
    return [*told, _("So few pairs prove nothing, and a count says nothing of anybody’s part in it.")]
