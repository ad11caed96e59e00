"""Whom the hard rules allow for somebody, whatever anybody has said of anybody."""

from uuid import UUID

import numpy as np

from fairlead.applications.models import Application
from fairlead.engine.rules import RULES
from fairlead.engine.values import People
from fairlead.matching.queries.pool import candidate, pool
from fairlead.matching.queries.runs import newest_done
from fairlead.matching.queries.weighing import as_candidates, as_policy, default_weights
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation

# Rules on what one person has said of another: a missing card would tell that other of it.
SAID_OF_SOMEBODY = "avoid"


def partners(application: Application) -> set[UUID]:
    """Participations of the other side in the pool that the rules on both answers allow; as a run would.

    The rules are those of the round's newest run, or the usual ones. Neither locked and forbidden pairs count
    nor a no, nor whom one of the two would rather avoid. Who still misses training is there: they may have
    completed it by the run. With whom a pair has ended early is not.
    """
    round, people = application.round, pool(application.round)
    everybody = [*people.mentees, *(one for one, _free in people.mentors)]
    everybody += [one.application for one in people.kept_out]
    mine = [one for one in everybody if one.pk == application.pk]
    others = [one for one in everybody if one.side != application.side]
    if not mine or not others:
        return set()
    newest = newest_done(round)
    policy = as_policy(newest.policy if newest else default_weights(), seed=0)
    rules = [rule for rule in policy.rules if rule.key != SAID_OF_SOMEBODY]
    one, many = (as_candidates([candidate(each) for each in some]) for some in (mine, others))
    known = People(one, many) if application.side == Side.MENTEE else People(many, one)
    rows, cols = np.arange(len(known.mentees)), np.arange(len(known.mentors))
    allowed = np.ones((len(rows), len(cols)), dtype=bool)
    for rule in rules:
        allowed &= RULES[rule.kind](rule, known)(rows, cols)
    fine = allowed.ravel()
    found = {one.participation_id for one, ok in zip(others, fine.tolist(), strict=True) if ok}
    return {pk for pk in found if pk is not None} - _ended_early(application)


def _ended_early(application: Application) -> set[UUID]:
    """With whom the person had a pair that ended early: they are never paired again, as both know."""
    who, other = ("mentee", "mentor") if application.side == Side.MENTEE else ("mentor", "mentee")
    theirs = {f"{who}__person": application.person_id, "state": MentorshipState.ENDED_EARLY}
    had = Mentorship.objects.filter(**theirs).values(f"{other}__person")
    there = Participation.objects.filter(round=application.round_id, side=other, person__in=had)
    return set(there.values_list("pk", flat=True))
