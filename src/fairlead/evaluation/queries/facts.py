"""Read the facts of programmes: a fixed number of queries, however many programmes there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Subquery

from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.evaluation.indicators.catalogue import INDICATORS
from fairlead.evaluation.indicators.facts import Applied, Cost, Facts, Offered, Staff, Trained
from fairlead.evaluation.models import Reckoning
from fairlead.evaluation.queries import costs, summed
from fairlead.evaluation.queries.effort import efforts
from fairlead.evaluation.queries.homes import home_of
from fairlead.evaluation.queries.pair_facts import read_pairs
from fairlead.evaluation.queries.survey_facts import read_surveys
from fairlead.kernel.times import day_of
from fairlead.matching.enums import ProposalState
from fairlead.matching.models import Proposal
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Affiliation
from fairlead.programmes.enums import Phase, RoundState, Side
from fairlead.programmes.models import Participation, Partner, Programme, Round
from fairlead.training.queries import standing

EVERYTHING = frozenset(name for one in INDICATORS for name in one.reads)
DAY = 24 * 60 * 60
ANSWERED = (ProposalState.ACCEPTED, ProposalState.REFUSED, ProposalState.EXPIRED)


@dataclass
class Outline:
    """A programme as figures need it: how it reckons, and its rounds, newest first: name, whether over."""

    pk: UUID
    lead_id: UUID
    meetings_expected: int
    asks_supervisors: bool
    year_starts: int = costs.USUAL.year_starts
    write_off_years: int = costs.USUAL.write_off_years
    rounds: dict[UUID, tuple[str, bool]] = field(default_factory=dict)


def outlines(programmes: Iterable[Programme]) -> list[Outline]:
    """What is read of each programme before its facts; one query however many there are."""
    found = {
        one.pk: Outline(one.pk, one.lead_id, one.meetings_expected, one.supervisor_approval)
        for one in programmes
    }
    settled = Reckoning.objects.filter(programme=OuterRef("pk"))
    rows = Programme.objects.filter(pk__in=list(found)).order_by(
        "-rounds__starts_on", "rounds__name", "rounds"
    )
    for pk, starts, over, round, name, state in rows.values_list(
        "pk",
        Subquery(settled.values("year_starts")[:1]),
        Subquery(settled.values("write_off_years")[:1]),
        "rounds",
        "rounds__name",
        "rounds__state",
    ):
        one = found[pk]
        if starts is not None and over is not None:
            one.year_starts, one.write_off_years = starts, over
        if round is not None:
            one.rounds[round] = (name or "", state == RoundState.FINISHED)
    return list(found.values())


def of_programmes(
    outlines: Iterable[Outline], *, at: datetime, reads: Collection[str] = EVERYTHING
) -> dict[UUID, Facts]:
    """The facts of each programme by its id; as many queries for one as for two hundred.

    `reads` names the facts that are wanted; the others stay empty.
    """
    wanted = list(outlines)
    ids = [one.pk for one in wanted]
    today = day_of(at)
    applied = _applied(wanted, reads) if "applied" in reads else {}
    pairs = read_pairs(ids, today=today, reads=reads) if "pairs" in reads else {}
    offered = _offered(ids) if "offered" in reads else {}
    trained = _trained(ids, at) if "trained" in reads else {}
    staff = _staff(ids, {one.pk: one.lead_id for one in wanted}) if "staff" in reads else {}
    spent = _spent(ids) if "costs" in reads else {}
    asked = read_surveys(ids, today=today, reads=reads)
    return {
        one.pk: Facts(
            today=today,
            month=one.year_starts,
            over=one.write_off_years,
            meetings_expected=one.meetings_expected,
            applied=tuple(applied.get(one.pk, ())),
            pairs=tuple(pairs.get(one.pk, ())),
            offered=tuple(offered.get(one.pk, ())),
            trained=tuple(trained.get(one.pk, ())),
            staff=tuple(staff.get(one.pk, ())),
            costs=tuple(spent.get(one.pk, ())),
            asked=tuple(asked.asked.get(one.pk, ())),
            said=tuple(asked.said.get(one.pk, ())),
            gained=tuple(asked.gained.get(one.pk, ())),
        )
        for one in wanted
    }


def _applied(wanted: list[Outline], reads: Collection[str]) -> dict[UUID, list[Applied]]:
    """Row by row only where something is asked that differs from one application to the next."""
    if {"answers", "places"} & set(reads):
        return _each_applied([one.pk for one in wanted])
    rounds = {pk: over for one in wanted for pk, (_name, over) in one.rounds.items()}
    return summed.applied({one.pk: one.asks_supervisors for one in wanted}, rounds)


def _each_applied(ids: list[UUID]) -> dict[UUID, list[Applied]]:
    found: dict[UUID, list[Applied]] = defaultdict(list)
    sent = summed.sent(ids).order_by("submitted_at", "id")
    paired = Exists(Mentorship.objects.filter(mentee=OuterRef("participation")))
    rows = sent.values(
        "programme",
        "programme__supervisor_approval",
        "round",
        "institution",
        "submitted_at",
        "side",
        "state",
        "person",
        "participation__places",
        "approval__state",
        "approval__asked_at",
        "approval__answered_at",
        matched=paired,
    )
    seen: set[tuple[UUID, UUID]] = set()
    for row in rows:
        who = row["round"], row["person"]
        found[row["programme"]].append(_one_applied(dict(row), first=who not in seen))
        seen.add(who)
    return found


def _one_applied(row: dict[str, Any], *, first: bool) -> Applied:
    mentee = row["side"] == Side.MENTEE
    said = row["approval__state"]
    asked_at, answered_at = row["approval__asked_at"], row["approval__answered_at"]
    admitted = row["state"] == ApplicationState.ACCEPTED
    matched = row["matched"]
    return Applied(
        round=row["round"],
        institution=row["institution"],
        on=day_of(row["submitted_at"]),
        side=row["side"],
        first=first,
        waiting=matched or row["state"] in summed.WAITING,
        admitted=admitted,
        asked=mentee and said is not None,
        approved=said == ApprovalState.APPROVED if said else not row["programme__supervisor_approval"],
        answer_days=(answered_at - asked_at).total_seconds() / DAY if mentee and answered_at else None,
        places=row["participation__places"] or 0 if not mentee and admitted else 0,
        matched=matched,
    )


def _offered(ids: list[UUID]) -> dict[UUID, list[Offered]]:
    found: dict[UUID, list[Offered]] = defaultdict(list)
    answered = Proposal.objects.filter(
        run__round__programme__in=ids, state__in=ANSWERED, offered_at__isnull=False
    )
    columns = ("run__round__programme", "run__round", "offered_at", "state")
    rows = answered.order_by().values_list(*columns, home_of("mentee", "institution"))
    for programme, round, at, state, home in rows:
        accepted = state == ProposalState.ACCEPTED
        if at is not None:
            on = day_of(at)
            found[programme].append(Offered(round=round, institution=home, on=on, accepted=accepted))
    return found


def _trained(ids: list[UUID], at: datetime) -> dict[UUID, list[Trained]]:
    found: dict[UUID, list[Trained]] = defaultdict(list)
    rounds = Round.objects.filter(programme__in=ids).select_related("programme__parent__parent").in_bulk()
    taking_part = Participation.objects.filter(round__in=list(rounds))
    people = list(taking_part.annotate(home=home_of("pk", "institution")))
    for each in people:
        each.round = rounds[each.round_id]
    for learner in standing.learners(people, at=at):
        if not learner.required:
            continue
        one = learner.participation
        found[one.round.programme_id].append(
            Trained(
                round=one.round_id,
                institution=getattr(one, "home", None),
                on=day_of(one.joined_at),
                side=one.side,
                complete=not learner.missing,
            )
        )
    return found


def _staff(ids: list[UUID], leads: dict[UUID, UUID]) -> dict[UUID, list[Staff]]:
    """The staff of every institution that takes part: the lead and its partners."""
    places: dict[UUID, set[UUID]] = {programme: {lead} for programme, lead in leads.items()}
    for programme, institution in Partner.objects.filter(programme__in=ids).values_list(
        "programme", "institution"
    ):
        places[programme].add(institution)
    wanted = {one for some in places.values() for one in some}
    rows = Affiliation.objects.filter(institution__in=wanted).order_by()
    counted: dict[UUID, list[Staff]] = defaultdict(list)
    spans: Iterable[tuple[UUID, date | None, date | None, int]] = rows.values_list(
        "institution", "started_on", "ended_on"
    ).annotate(people=Count("id"))
    for institution, since, until, people in spans:
        counted[institution].append(Staff(institution, since, until, people))
    return {
        programme: [one for place in sorted(some) for one in counted[place]]
        for programme, some in places.items()
    }


def _spent(ids: list[UUID]) -> dict[UUID, list[Cost]]:
    found: dict[UUID, list[Cost]] = defaultdict(list)
    for one in efforts(ids):
        cost = Cost(
            round=one.round,
            institution=one.institution,
            on=one.on,
            setup=one.phase == Phase.SETUP,
            hours=one.hours,
            cost=one.cost,
        )
        found[one.programme].append(cost)
    return found
