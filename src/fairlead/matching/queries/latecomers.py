"""Mentees who came after a round's newest run and could be fitted into free places."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from fairlead.matching.enums import STANDING, ProposalState
from fairlead.matching.models import Proposal, Restraint, Run, Schedule
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Participation
from fairlead.training import queries as training


def by_round(newest: Collection[Run], *, at: datetime) -> Counter[UUID]:
    """By round how many mentees joined after its newest run was asked for and can be paired now.

    Only where a mentor has a place beside the pairs of that run. Rounds that make draft runs by themselves
    are left out: the draft brings it up. A few queries, whatever their number.
    """
    runs = [run.pk for run in newest]
    asked = Run.objects.filter(pk__in=runs, round=OuterRef("round")).values("asked_at")[:1]
    mentee = OuterRef("pk")
    settled = [
        Mentorship.objects.filter(mentee=mentee),
        Proposal.objects.filter(mentee=mentee, state=ProposalState.OFFERED),
        Proposal.objects.filter(mentee=mentee, run__in=runs),
        Restraint.objects.filter(participation=mentee, places=0),
        Schedule.objects.filter(round=OuterRef("round"), active=True),
    ]
    late = Participation.objects.filter(
        *(~Exists(one) for one in settled),
        Exists(_with_a_place(runs)),
        side=Side.MENTEE,
        state=ParticipationState.ACTIVE,
        round__in=[run.round_id for run in newest],
        joined_at__gt=Subquery(asked),
    )
    found = list(late.select_related("round"))
    missing = training.keeps_out(found, at=at) if found else {}
    return Counter(one.round_id for one in found if one.pk not in missing)


def _with_a_place(runs: list[UUID]) -> QuerySet[Participation]:
    """Mentors of the round with more places than pairs they have or may get from these runs."""
    live = Mentorship.objects.filter(mentor=OuterRef("pk"), state__in=LIVE_STATES)
    kept = Proposal.objects.filter(
        mentor=OuterRef("pk"), run__in=runs, state__in=[one for one in STANDING if one != "accepted"]
    )
    less = Restraint.objects.filter(participation=OuterRef("pk"))
    mentors = Participation.objects.filter(
        ~Exists(less), round=OuterRef("round"), side=Side.MENTOR, state=ParticipationState.ACTIVE
    )
    return mentors.annotate(live=_number(live), kept=_number(kept)).filter(
        places__gt=Coalesce("live", 0) + Coalesce("kept", 0)
    )


def _number(rows: "QuerySet[Mentorship] | QuerySet[Proposal]") -> Subquery:
    """How many rows there are for the mentor; nothing where there is none."""
    counted = rows.order_by().values("mentor").annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())
