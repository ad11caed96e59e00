"""The smallest changes that would give somebody of a run a partner, each found by solving again."""

from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from fairlead.engine.explain import Helping, Smallest, smallest
from fairlead.engine.values import Candidate, words
from fairlead.matching.models import Run
from fairlead.matching.queries import wording
from fairlead.matching.queries.alternatives import explainer_kept
from fairlead.matching.queries.limits import named
from fairlead.matching.queries.runs import Who, known
from fairlead.programmes.enums import Side

PAIRS_SOLVED = 600_000
TRIES_AT_MOST = 12
KEPT_AT_ONCE = 64
KINDS = {Side.MENTEE: ("value", "rule", "place", "quota"), Side.MENTOR: ("value", "rule", "quota")}


@dataclass(frozen=True)
class Told:
    """One change in words: what it is, and what then happens to whom; `free`: nobody loses a partner."""

    change: str
    then: str
    free: bool


@dataclass(frozen=True)
class Help:
    """What would help, smallest first, and what to say of what is not there."""

    found: list[Told]
    nothing: str


def for_person(run: Run, side: Side, person: UUID) -> Help | None:
    """The smallest changes with which this person has a partner; None for who has one, or where nothing is
    proven.
    """
    explainer = explainer_kept(run.pk)
    if explainer is None:
        return None
    at = explainer.compiled.mentee_at if side == Side.MENTEE else explainer.compiled.mentor_at
    if at(str(person)) in (explainer.mentors_of if side == Side.MENTEE else explainer.mentees_of):
        return None
    found = _found(run.pk, side, person)
    people = known({person, *(UUID(one) for helping in found.found for one in _named(helping))})
    told = [
        Told(
            wording.change(one, side, people, named([one.remedy.quota], run.frozen.get("quotas", {})))
            if one.remedy.quota
            else wording.change(one, side, people, []),
            wording.consequence(one, side, people, int(explainer.problem.points(-one.score_lost))),
            free=not (one.left_out or one.idle),
        )
        for one in found.found
        if not _said_already(one, found)
    ]
    return Help(told, "" if told else wording.nothing_helps(side, complete=found.complete))


@lru_cache(maxsize=KEPT_AT_ONCE)
def _found(run_id: UUID, side: Side, person: UUID) -> Smallest:
    explainer = explainer_kept(run_id)
    if explainer is None:
        return Smallest((), complete=False)
    tries = min(TRIES_AT_MOST, max(2, PAIRS_SOLVED // max(1, len(explainer.problem.score))))
    return smallest(explainer, str(person), side.value, tries=tries, kinds=KINDS[side], saying=saying)


def _said_already(one: Helping, found: Smallest) -> bool:
    """Whether the rule that is lifted for two is told as what the person would say more."""
    return one.remedy.kind == "rule" and any(
        (other.remedy.kind, other.remedy.rule, other.partner)
        == ("value", one.remedy.rule, one.remedy.partner)
        for other in found.found
    )


def saying(own: Candidate, field: str, word: str) -> Candidate:
    """The candidate as the form would make it with one language, area or way to meet more."""
    values = {**own.values, field: (*words(own.values.get(field)), word)}
    importance = dict(own.importance)
    if field == "languages" and word != "en":
        values["further_languages"] = (*words(own.values.get("further_languages")), word)
    if field == "areas":
        importance["areas"] = {**importance.get("areas", {}), word: 1}
    return replace(own, values=values, importance=importance)


def _named(one: Helping) -> set[str]:
    names = {one.partner, *one.left_out, *one.idle} | ({one.remedy.partner} if one.remedy.partner else set())
    return names | {end for move in one.moves for end in (move.mentee, move.leaves, move.joins) if end}


__all__ = ["Help", "Told", "Who", "for_person", "saying"]
