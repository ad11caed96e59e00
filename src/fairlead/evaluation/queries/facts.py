"""Read the facts of programmes: a fixed number of queries, however many programmes there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import Application
from fairlead.evaluation.indicators.facts import Applied, Cost, Facts, Offered, Staff, Trained
from fairlead.evaluation.queries import costs
from fairlead.evaluation.queries.effort import efforts
from fairlead.evaluation.queries.pair_facts import read_pairs
from fairlead.evaluation.queries.survey_facts import SurveyFacts, read_surveys
from fairlead.kernel.times import day_of
from fairlead.matching.enums import ProposalState
from fairlead.matching.models import Proposal
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Affiliation
from fairlead.programmes.enums import Phase, Side
from fairlead.programmes.models import Participation, Partner, Programme
from fairlead.training.queries import standing

EVERYTHING = frozenset({"applied", "pairs", "offered", "trained", "staff", "costs", "asked"})
DAY = 24 * 60 * 60
WAITING = (ApplicationState.SUBMITTED, ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)
ANSWERED = (ProposalState.ACCEPTED, ProposalState.REFUSED, ProposalState.EXPIRED)


def of_programmes(
    programmes: Iterable[Programme], *, at: datetime, reads: Collection[str] = EVERYTHING
) -> dict[UUID, Facts]:
    """The facts of each programme by its id; as many queries for one as for two hundred.

    `reads` names the facts that are wanted; the others stay empty.
    """
    wanted = list(programmes)
    ids = [one.pk for one in wanted]
    today = day_of(at)
    reckonings = costs.reckonings(ids)
    homes = {row["participation"]: row for row in _taken(ids)}
    applied = _applied(ids) if "applied" in reads else {}
    pairs = read_pairs(ids, homes) if "pairs" in reads else {}
    offered = _offered(ids, homes) if "offered" in reads else {}
    trained = _trained(ids, homes, at) if "trained" in reads else {}
    staff = _staff(ids, {one.pk: one.lead_id for one in wanted}) if "staff" in reads else {}
    spent = _spent(ids) if "costs" in reads else {}
    asked = read_surveys(ids, _places(homes), today=today) if "asked" in reads else SurveyFacts({}, {}, {})
    return {
        one.pk: Facts(
            today=today,
            month=reckonings.get(one.pk, costs.USUAL).year_starts,
            over=reckonings.get(one.pk, costs.USUAL).write_off_years,
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


def of_programme(programme: Programme, *, at: datetime) -> Facts:
    """The facts of one programme."""
    return of_programmes([programme], at=at)[programme.pk]


def _taken(ids: list[UUID]) -> list[dict[str, Any]]:
    """Applications that became a participation, with where the person works."""
    found = Application.objects.filter(programme__in=ids, participation__isnull=False).order_by()
    wanted = ["participation", "programme", "institution", "unit", "submitted_at"]
    rows = found.values(*wanted, "participation__round", "participation__person")
    return [dict(row) for row in rows]


def _places(homes: dict[UUID, dict[str, Any]]) -> dict[tuple[UUID, UUID], UUID | None]:
    """Where the people of each round work, by round and person."""
    return {
        (home["participation__round"], home["participation__person"]): home["institution"]
        for home in homes.values()
    }


def _applied(ids: list[UUID]) -> dict[UUID, list[Applied]]:
    found: dict[UUID, list[Applied]] = defaultdict(list)
    sent = Application.objects.filter(programme__in=ids, submitted_at__isnull=False)
    sent = sent.exclude(state=ApplicationState.DRAFT).order_by("submitted_at", "id")
    paired = set(Mentorship.objects.filter(round__programme__in=ids).values_list("mentee", flat=True))
    rows = sent.values(
        "programme",
        "programme__supervisor_approval",
        "round",
        "institution",
        "submitted_at",
        "side",
        "state",
        "person",
        "participation",
        "participation__places",
        "approval__state",
        "approval__asked_at",
        "approval__answered_at",
    )
    seen: set[tuple[UUID, UUID]] = set()
    for row in rows:
        who = row["round"], row["person"]
        found[row["programme"]].append(_one_applied(dict(row), first=who not in seen, paired=paired))
        seen.add(who)
    return found


def _one_applied(row: dict[str, Any], *, first: bool, paired: set[UUID]) -> Applied:
    mentee = row["side"] == Side.MENTEE
    said = row["approval__state"]
    asked_at, answered_at = row["approval__asked_at"], row["approval__answered_at"]
    admitted = row["state"] == ApplicationState.ACCEPTED
    matched = row["participation"] in paired
    return Applied(
        round=row["round"],
        institution=row["institution"],
        on=day_of(row["submitted_at"]),
        side=row["side"],
        first=first,
        waiting=matched or row["state"] in WAITING,
        admitted=admitted,
        asked=mentee and said is not None,
        approved=said == ApprovalState.APPROVED if said else not row["programme__supervisor_approval"],
        answer_days=(answered_at - asked_at).total_seconds() / DAY if mentee and answered_at else None,
        places=row["participation__places"] or 0 if not mentee and admitted else 0,
        matched=matched,
    )


def _offered(ids: list[UUID], homes: dict[UUID, dict[str, Any]]) -> dict[UUID, list[Offered]]:
    found: dict[UUID, list[Offered]] = defaultdict(list)
    answered = Proposal.objects.filter(
        run__round__programme__in=ids, state__in=ANSWERED, offered_at__isnull=False
    )
    for programme, round, mentee, at, state in answered.order_by().values_list(
        "run__round__programme", "run__round", "mentee", "offered_at", "state"
    ):
        home = homes.get(mentee, {}).get("institution")
        accepted = state == ProposalState.ACCEPTED
        if at is not None:
            on = day_of(at)
            found[programme].append(Offered(round=round, institution=home, on=on, accepted=accepted))
    return found


def _trained(ids: list[UUID], homes: dict[UUID, dict[str, Any]], at: datetime) -> dict[UUID, list[Trained]]:
    found: dict[UUID, list[Trained]] = defaultdict(list)
    taking_part = Participation.objects.filter(round__programme__in=ids)
    taking_part = taking_part.select_related("round__programme__parent__parent")
    for learner in standing.learners(taking_part, at=at):
        if not learner.required:
            continue
        one = learner.participation
        found[one.round.programme_id].append(
            Trained(
                round=one.round_id,
                institution=homes.get(one.pk, {}).get("institution"),
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
