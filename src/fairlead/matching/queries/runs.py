"""Runs, their rows and their differences, as the workspace shows them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.matching import policies
from fairlead.matching.enums import STANDING, ProposalState, RulingKind, RunState
from fairlead.matching.models import Answer, Approval, Proposal, Restraint, Ruling, Run, Unmatched
from fairlead.matching.queries import wording
from fairlead.matching.queries.board import current
from fairlead.matching.queries.pruned import number
from fairlead.matching.queries.seats import seat
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Round

PEOPLE = ("mentee__person", "mentor__person")


@dataclass(frozen=True)
class Who:
    """A person as a row shows them: name, and unit with institution."""

    participation: UUID
    name: str
    detail: str


@dataclass(frozen=True)
class Row:
    """A proposed pair of a run. `also`: the mentee's other mentors in it, by name."""

    proposal: Proposal
    mentee: Who
    mentor: Who
    parts: list[dict[str, Any]]
    most: int
    sentence: str
    runner_up: str
    ruling: Ruling | None
    answers: dict[str, Answer]
    approvals: list[Approval]
    also: tuple[str, ...] = ()

    @property
    def seat(self) -> str:
        """The place of the mentee that the pair takes."""
        return seat(self.proposal.mentee_id, self.proposal.mentee_place)


@dataclass(frozen=True)
class UnmatchedRow:
    """A person a run could not pair, and why."""

    who: Who
    side: str
    sentences: list[str]


@dataclass(frozen=True)
class Change:
    """What a mentee has in one run and in another; None where unmatched. Of several mentors, one of each."""

    mentee: Who
    before: Who | None
    after: Who | None
    score_before: int | None
    score_after: int | None


def runs_of(actor: Actor, round: Round) -> QuerySet[Run]:
    """The round's runs that the actor may see, newest first, with their number of pairs; one query."""
    found = policies.visible(actor).filter(round=round).defer("frozen")
    return found.annotate(pair_count=Count("proposals")).order_by("-number")


def newest_done(round: Round) -> Run | None:
    """The round's newest finished run; its frozen input is read when it is asked for."""
    done = Run.objects.filter(round=round, state=RunState.DONE)
    return done.defer("frozen").order_by("-number").first()


def unfinished(round: Round) -> Run | None:
    """The run of the round that waits or computes now."""
    return Run.objects.filter(round=round, state__in=[RunState.QUEUED, RunState.RUNNING]).first()


def known(participations: Iterable[UUID]) -> dict[UUID, Who]:
    """Name, unit and institution of these participations, in one query."""
    ids = set(participations)
    found = Application.objects.filter(participation__in=ids).select_related("person", "unit", "institution")
    people: dict[UUID, Who] = {}
    for one in found:
        if one.participation_id is not None:
            places = [place.name for place in (one.unit, one.institution) if place is not None]
            people[one.participation_id] = Who(one.participation_id, one.person.name, " · ".join(places))
    missing = Participation.objects.filter(pk__in=ids - people.keys()).select_related("person")
    return people | {one.pk: Who(one.pk, one.person.name, "") for one in missing}


def rows(run: Run, proposals: Iterable[Proposal]) -> list[Row]:
    """The proposals as the workspace shows them; the same number of queries whatever their number."""
    shown = list(proposals)
    also = _also(run, shown)
    said = Ruling.objects.filter(round=run.round_id).select_related("made_by")
    rulings = {(one.mentee_id, one.mentor_id): one for one in said}
    others = [UUID(one.runner_up["mentor"]) for one in shown if one.runner_up and one.runner_up.get("mentor")]
    people = known([*(one.mentee_id for one in shown), *(one.mentor_id for one in shown), *others])
    return [
        Row(
            proposal=one,
            mentee=people[one.mentee_id],
            mentor=people[one.mentor_id],
            parts=wording.legend(one.parts),
            most=wording.most(one.parts),
            sentence=wording.one_sentence(one.parts),
            runner_up=wording.runner_up(one.runner_up, people) if one.parts else "",
            ruling=rulings.get((one.mentee_id, one.mentor_id)),
            answers={answer.side: answer for answer in one.answers.all()},
            approvals=list(one.approvals.all()),
            also=also.get(one.pk, ()),
        )
        for one in shown
    ]


def _also(run: Run, shown: list[Proposal]) -> dict[UUID, tuple[str, ...]]:
    """For each of these pairs the mentee's other mentors in the run; one query where there may be some."""
    if not run.policy.get("each"):
        return {}
    there = Proposal.objects.filter(run=run, mentee__in=[one.mentee_id for one in shown], state__in=STANDING)
    rows = list(
        there.order_by("mentor__person__name").values_list("mentee", "mentor", "mentor__person__name")
    )
    return {
        one.pk: tuple(
            name
            for mentee, mentor, name in rows
            if (mentee, mentor) != (one.mentee_id, one.mentor_id) and mentee == one.mentee_id
        )
        for one in shown
    }


def unmatched_rows(run: Run, *, side: str) -> list[UnmatchedRow]:
    """The people of one side whom the run could not pair, each with the true reason; three queries."""
    found = list(Unmatched.objects.filter(run=run, side=side).select_related("participation__person"))
    named = [UUID(one) for row in found for one in row.reason.get("people", [])]
    people = known([*(row.participation_id for row in found), *named])
    shown = [
        UnmatchedRow(people[row.participation_id], side, wording.unmatched(row.reason, people))
        for row in found
    ]
    return sorted(shown, key=lambda row: row.who.name)


def kept_out(run: Run) -> list[tuple[Who, list[str]]]:
    """Who was left out of the run for want of training, with what they missed, by name; two queries."""
    missed = {UUID(one["id"]): list(one["modules"]) for one in run.frozen.get("kept_out", [])}
    people = known(missed)
    return sorted(((people[pk], modules) for pk, modules in missed.items()), key=lambda one: one[0].name)


def rulings_of(round: Round) -> list[tuple[Ruling, Who, Who]]:
    """The standing rulings of a round, oldest first, with both people."""
    found = list(Ruling.objects.filter(round=round).select_related("made_by").order_by("made_at", "pk"))
    people = known([*(one.mentee_id for one in found), *(one.mentor_id for one in found)])
    return [(one, people[one.mentee_id], people[one.mentor_id]) for one in found]


def locked_pairs(round: Round) -> list[tuple[UUID, UUID]]:
    """The pairs that are locked in a round, the mentee first; one query."""
    locked = Ruling.objects.filter(round=round, kind=RulingKind.LOCK)
    return list(locked.order_by("made_at", "pk").values_list("mentee", "mentor"))


def pair_of(round: Round, mentee: UUID, mentor: UUID) -> tuple[Participation, Participation] | None:
    """The two participations if both belong to the round, one on each side."""
    found = Participation.objects.filter(round=round, pk__in=[mentee, mentor]).select_related("person")
    by_side = {one.side: one for one in found}
    pair = by_side.get(Side.MENTEE), by_side.get(Side.MENTOR)
    if pair[0] is None or pair[1] is None or (pair[0].pk, pair[1].pk) != (mentee, mentor):
        return None
    return pair[0], pair[1]


def rulings_on(mentee: Participation, mentor: Participation) -> list[Ruling]:
    """The standing word on a pair, if there is one."""
    return list(Ruling.objects.filter(mentee=mentee, mentor=mentor))


def counts(run: Run) -> dict[str, int]:
    """How many of the run's proposals are in each state, and how many are locked; one query."""
    states = Counter(run.proposals.values_list("state", flat=True))
    locked = number(run.frozen, "locked")
    return {
        **{state: states[state] for state in ProposalState.values},
        "all": states.total(),
        "locked": locked,
    }


def rulings_since(run: Run) -> int:
    """How many decisions are not in the run's pairs as they stand; none once pruned; three queries.

    A lock whose pair is not made, a forbidden pair that is, and what the run was told and no longer holds:
    a lock, a forbidden pair, somebody left out or with fewer places.
    """
    frozen = {
        (kind, *pair)
        for kind, key in ((RulingKind.LOCK, "locked"), (RulingKind.FORBID, "forbidden"))
        for pair in run.frozen.get(key, [])
    }
    present = {one["id"] for side in ("mentees", "mentors") for one in run.frozen.get(side, [])}
    rows = Ruling.objects.filter(round=run.round_id).values_list("kind", "mentee", "mentor")
    now = {(kind, str(mentee), str(mentor)) for kind, mentee, mentor in rows}
    now = {one for one in now if set(one[1:]) <= present}
    made = {(str(mentee), str(mentor)) for mentee, mentor in current(run).values_list("mentee", "mentor")}
    missed = {one for one in now if (one[1:] in made) == (one[0] == RulingKind.FORBID)}
    rows_of = Restraint.objects.filter(round=run.round_id).values_list("participation", "places")
    less = {str(one): places for one, places in rows_of}
    let_in = {one for one, places in run.frozen.get("restraints", {}).items() if less.get(one, 999) > places}
    return len(missed) + len(frozen - now) + len(let_in)


def differences(before: Run, after: Run) -> list[Change]:
    """The mentees whose mentors differ between two runs of a round, by name; being absent counts too.

    Where a mentee has several, those that are in one run alone stand beside each other, the best first.
    """
    old, new = _by_mentee(before), _by_mentee(after)
    found: list[tuple[UUID, Proposal | None, Proposal | None]] = []
    for mentee in old.keys() | new.keys():
        mine, theirs = old.get(mentee, {}), new.get(mentee, {})
        gone = [one for mentor, one in mine.items() if mentor not in theirs]
        come = [one for mentor, one in theirs.items() if mentor not in mine]
        found += [(mentee, *pair) for pair in zip_longest(gone, come)]
    ends = {one.mentor_id for _mentee, *pair in found for one in pair if one is not None}
    people = known({*ends, *(mentee for mentee, _before, _after in found)})
    told = [
        Change(
            mentee=people[mentee],
            before=people[was.mentor_id] if was else None,
            after=people[now.mentor_id] if now else None,
            score_before=was.score if was else None,
            score_after=now.score if now else None,
        )
        for mentee, was, now in found
    ]
    return sorted(told, key=lambda change: change.mentee.name)


def _by_mentee(run: Run) -> dict[UUID, dict[UUID, Proposal]]:
    """For each mentee the pairs as they stand, by mentor, the best first."""
    found: dict[UUID, dict[UUID, Proposal]] = {}
    for one in current(run).order_by("-score", "mentee_place"):
        found.setdefault(one.mentee_id, {})[one.mentor_id] = one
    return found
