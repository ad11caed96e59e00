"""What institutions give and take: a round's limits, who could fill them, and the balance of other rounds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, UUIDField

from fairlead.applications.models import Application
from fairlead.institutions.models import Institution
from fairlead.matching.enums import Crossing, ProposalState
from fairlead.matching.models import Exchange, PlaceQuota, Proposal
from fairlead.matching.queries.wording import limits
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes import queries as programmes
from fairlead.programmes.models import Programme, Round

if TYPE_CHECKING:
    from fairlead.matching.queries.pool import Pool

SIDES = ("mentors", "mentees")


@dataclass(frozen=True)
class Balance:
    """What an institution's mentors gave to mentees of others, and its mentees received from others."""

    given: int = 0
    received: int = 0

    @property
    def left(self) -> int:
        """Given minus received: above 0 the others owe it something."""
        return self.given - self.received


@dataclass(frozen=True)
class Standing:
    """An institution in a round: its limits, who is in the pool, and the balance of the other rounds."""

    institution: Institution
    quota: PlaceQuota | None
    mentors: int
    places: int
    mentees: int
    balance: Balance


def has_partners(programme: Programme) -> bool:
    """Whether people of more than one institution take part."""
    return programmes.institutions(programme).count() > 1


def exchange_of(round: Round) -> Exchange | None:
    """What the round asks of pairs across institutions."""
    return Exchange.objects.filter(round=round).first()


def standings(round: Round, pool: "Pool") -> list[Standing]:
    """Every institution of the programme, by name; three queries besides the pool's."""
    quotas = {one.institution_id: one for one in PlaceQuota.objects.filter(round=round)}
    balances = balance(round.programme, but=round)
    mentors, places = Counter[UUID | None](), Counter[UUID | None]()
    for mentor, free in pool.mentors:
        mentors[mentor.institution_id] += 1
        places[mentor.institution_id] += free
    mentees = Counter(mentee.institution_id for mentee in pool.mentees)
    return [
        Standing(
            one,
            quotas.get(one.pk),
            mentors[one.pk],
            places[one.pk],
            mentees[one.pk],
            balances.get(one.pk, Balance()),
        )
        for one in programmes.institutions(round.programme)
    ]


def balance(programme: Programme, *, but: Round) -> dict[UUID, Balance]:
    """What each institution gave and received in the programme's other rounds, from its pairs; one query."""
    pairs = Mentorship.objects.filter(round__programme=programme).exclude(round=but)
    given, received = Counter[UUID](), Counter[UUID]()
    for mentor, mentee, count in _between(pairs):
        if mentor and mentee and mentor != mentee:
            given[mentor] += count
            received[mentee] += count
    return {one: Balance(given[one], received[one]) for one in given.keys() | received.keys()}


def _between(pairs: QuerySet[Any]) -> list[tuple[UUID | None, UUID | None, int]]:
    """How many of these pairs there are from which mentor's institution to which mentee's; one query."""
    found = Application.objects.filter(participation=OuterRef("mentor")).values("institution")
    other = Application.objects.filter(participation=OuterRef("mentee")).values("institution")
    named = pairs.order_by().annotate(gives=_first(found), takes=_first(other))
    return list(named.values_list("gives", "takes").annotate(n=Count("pk")))


def _first(institutions: QuerySet[Any]) -> Subquery:
    return Subquery(institutions[:1], output_field=UUIDField())


def suggested(rows: Iterable[Standing]) -> dict[UUID, dict[str, int]]:
    """Limits that even the balance out as far as this pool allows: who took more gives, and the reverse."""
    found = {}
    for one in rows:
        gives = min(max(0, -one.balance.left), one.places)
        takes = min(max(0, one.balance.left), one.mentees)
        if gives or takes:
            found[one.institution.pk] = {"mentors_least": gives, "mentees_least": takes}
    return found


def frozen(round: Round) -> dict[str, Any]:
    """The limits as a run keeps them: names, limits of each institution and side, and pairs across.

    Limits hold for the round, so what its pairs and open offers already use is kept as `standing`. Empty
    where the round has no limits; four queries at most.
    """
    quotas = PlaceQuota.objects.filter(round=round).select_related("institution")
    exchange = exchange_of(round)
    asked = exchange if exchange and exchange.crossing != Crossing.FREE else None
    if not quotas and asked is None:
        return {}
    used = _used(round)
    return {
        "names": {str(one.institution_id): one.institution.name for one in quotas},
        "places": [row for one in quotas for row in _limits(one, used)],
        "across": _across(asked, used) if asked else None,
    }


def own(round: Round, institutions: Iterable[UUID]) -> list[str]:
    """What these institutions give and take: their limits with what counts so far, and their balance.

    Four queries at most, whatever there is; nothing where people of one institution alone take part.
    """
    if not has_partners(round.programme):
        return []
    mine = Institution.objects.filter(pk__in=list(institutions)).order_by("name", "pk")
    quotas = {one.institution_id: one for one in PlaceQuota.objects.filter(round=round, institution__in=mine)}
    used, balances = _used(round), balance(round.programme, but=round)
    return [
        sentence
        for one in mine
        for sentence in limits.own(
            one.name,
            list(_limits(quotas[one.pk], used)) if one.pk in quotas else [],
            balances.get(one.pk, Balance()),
        )
    ]


def told(round: Round) -> list[str] | None:
    """The round's limits as phrases; None where people of one institution alone take part."""
    return limits.asked(frozen(round)) if has_partners(round.programme) else None


Used = list[tuple[UUID | None, UUID | None, int]]


def _used(round: Round) -> Used:
    """Pairs that the round has made and not ended early, and open offers."""
    made = Mentorship.objects.filter(round=round).exclude(state=MentorshipState.ENDED_EARLY)
    offered = Proposal.objects.filter(run__round=round, state=ProposalState.OFFERED)
    return [*_between(made), *_between(offered)]


def _limits(quota: PlaceQuota, used: Used) -> Iterable[dict[str, Any]]:
    for place, side in enumerate(SIDES):
        least, most = getattr(quota, f"{side}_least"), getattr(quota, f"{side}_most")
        if least or most is not None:
            yield {
                "institution": str(quota.institution_id),
                "side": side,
                "least": least,
                "most": most,
                "standing": sum(row[2] for row in used if row[place] == quota.institution_id),
            }


def _across(exchange: Exchange, used: Used) -> dict[str, Any]:
    standing = sum(count for mentor, mentee, count in used if mentor and mentee and mentor != mentee)
    asked = {"crossing": exchange.crossing, "percent": exchange.percent, "pairs": exchange.pairs}
    return {**asked, "standing": standing}
