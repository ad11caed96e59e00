"""Which swaps two pairs could make, and what each does to the points: every one is looked at."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from fairlead.applications.models import Application
from fairlead.engine.compile import Compiled, compile_problem
from fairlead.kernel.times import day_of
from fairlead.kernel.tokens import derived
from fairlead.matching.enums import RulingKind, SwapState
from fairlead.matching.models import Ruling, Run, Swap, SwapAnswer
from fairlead.matching.queries.afterwards import earlier_pairs
from fairlead.matching.queries.allowed import SAID_OF_SOMEBODY
from fairlead.matching.queries.pool import candidate
from fairlead.matching.queries.runs import newest_done
from fairlead.matching.queries.weighing import as_candidates, as_policy, default_weights
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.preferences.models import Terms
from fairlead.preferences.queries.cards import Card, shown
from fairlead.preferences.queries.requests import called
from fairlead.programmes.enums import ParticipationState, RoundState, Side, TeamRole
from fairlead.programmes.models import Participation, Round, TeamMember

YOUNG = (MentorshipState.STARTING, MentorshipState.ACTIVE)
LOOKED_AT = 2_000
KEY = 22
FOUR = ("mentee__person", "mentor__person")


@dataclass(frozen=True)
class Trade:
    """A swap of one's own pair with another: points of each mentee now and after it, one's own first."""

    own: Mentorship
    other: Mentorship
    before: tuple[int, int]
    after: tuple[int, int]

    @property
    def gain(self) -> int:
        """What it does to the points of all."""
        return sum(self.after) - sum(self.before)

    @property
    def loss(self) -> int:
        """How many points it costs all, 0 if none."""
        return max(0, -self.gain)

    @property
    def worse(self) -> bool:
        """Whether somebody of the other pair gets a pair of fewer points than they have now."""
        return min(self.after) < self.before[1]


def until(pair: Mentorship, terms: Terms | None) -> date | None:
    """The last day on which somebody of the pair may propose a swap; None where nobody may."""
    if terms is None or terms.swap_weeks is None:
        return None
    return pair.starts_on + timedelta(weeks=terms.swap_weeks)


def swappable(terms: Terms | None, *, at: datetime) -> QuerySet[Mentorship]:
    """Pairs of the round that may swap now: young, not resting, both taking part, decided on centrally."""
    if terms is None or terms.swap_weeks is None or terms.round.state == RoundState.FINISHED:
        return Mentorship.objects.none()
    today = day_of(at)
    found = Mentorship.objects.filter(
        round=terms.round_id,
        state__in=YOUNG,
        starts_on__gte=today - timedelta(weeks=terms.swap_weeks),
        ends_on__gt=today,
        mentee__state=ParticipationState.ACTIVE,
        mentor__state=ParticipationState.ACTIVE,
    ).exclude(of_deciding(terms.round))
    return found.select_related("round__programme", *FOUR).order_by("pk")


def of_deciding(round: Round) -> Q:
    """Pairs with somebody of an institution that approves its people's pairs: it knows of no other pair."""
    partners = TeamMember.objects.filter(
        programme=round.programme_id, role=TeamRole.PARTNER_COORDINATOR, institution__isnull=False
    ).exclude(institution=round.programme.lead_id)
    theirs = Application.objects.filter(
        institution__in=partners.values("institution"), participation__round=round
    ).values("participation")
    return Q(mentee__in=theirs) | Q(mentor__in=theirs)


def trades(pair: Mentorship, terms: Terms, *, at: datetime) -> list[Trade]:
    """Every swap of this pair that the rules on what people answered allow, most points first.

    Pairs in an open swap, and those with whom it came to nothing before, are left out. What anybody said of
    anybody hides nothing here: they are asked. In constant queries; of very many pairs the first 2,000.
    """
    asked = SwapAnswer.objects.values("pair")
    tried = Swap.objects.filter(state=SwapState.OFF)
    others = swappable(terms, at=at).exclude(pk__in=asked).exclude(mentor=pair.mentor_id)
    live = Mentorship.objects.filter(state__in=LIVE_STATES)
    others = others.exclude(mentor__in=live.filter(mentee=pair.mentee_id).values("mentor"))
    others = others.exclude(mentee__in=live.filter(mentor=pair.mentor_id).values("mentee"))
    others = others.exclude(pk__in=tried.filter(first=pair).values("second"))
    others = others.exclude(pk__in=tried.filter(second=pair).values("first"))
    return weighed(pair, list(others.exclude(pk=pair.pk)[:LOOKED_AT]))


def weighed(pair: Mentorship, others: list[Mentorship]) -> list[Trade]:
    """The swaps of a pair with these others that the rules allow, with their points."""
    if not others:
        return []
    compiled = _compiled(pair.round, [pair, *others])
    found = [made for one in others if (made := _trade(compiled, pair, one))]
    return sorted(found, key=lambda one: (-sum(one.after) + one.before[1], str(one.other.pk)))


def _trade(compiled: Compiled, pair: Mentorship, other: Mentorship) -> Trade | None:
    """The swap of these two among the people compiled; None where a rule forbids it or one is unknown."""
    places = compiled.places
    for one in (pair, other):
        if str(one.mentee_id) not in places["mentee"] or str(one.mentor_id) not in places["mentor"]:
            return None
    if not (_allowed(compiled, pair, other) and _allowed(compiled, other, pair)):
        return None
    before = _points(compiled, pair, pair), _points(compiled, other, other)
    return Trade(pair, other, before, (_points(compiled, pair, other), _points(compiled, other, pair)))


def _allowed(compiled: Compiled, mentee_of: Mentorship, mentor_of: Mentorship) -> bool:
    return not compiled.blocks(str(mentee_of.mentee_id), str(mentor_of.mentor_id))


def _points(compiled: Compiled, mentee_of: Mentorship, mentor_of: Mentorship) -> int:
    score = compiled.score(str(mentee_of.mentee_id), str(mentor_of.mentor_id))
    return int(compiled.problem.points(score))


def _compiled(round: Round, pairs: Iterable[Mentorship]) -> Compiled:
    """These people with the rules and weights of the round's newest run; wishes give no points here."""
    ids = {one for pair in pairs for one in (pair.mentee_id, pair.mentor_id)}
    found = Application.objects.filter(participation__in=ids).select_related("person", "institution", "unit")
    people = list(found.prefetch_related("chosen_areas__area", "avoids").order_by("pk"))
    newest = newest_done(round)
    policy = as_policy(newest.policy if newest else default_weights(), seed=0)
    rules = tuple(rule for rule in policy.rules if rule.key != SAID_OF_SOMEBODY)
    mentees, mentors = (
        as_candidates([candidate(one) for one in people if one.side == side])
        for side in (Side.MENTEE, Side.MENTOR)
    )
    return compile_problem(mentees, mentors, replace(policy, rules=rules, floor=None))


def best(found: list[Trade], newest: Run | None) -> Trade | None:
    """The swap with the most points for the whole in which nobody of the other pair gets a weaker one.

    Pairs that are forbidden, that ended early or that were impossible in the newest run are passed by. Three
    queries.
    """
    round = found[0].own.round if found else None
    rulings = Ruling.objects.filter(round=round, kind=RulingKind.FORBID).values_list("mentee", "mentor")
    people = {pk for one in found for two in (one.own, one.other) for pk in (two.mentee_id, two.mentor_id)}
    ended = earlier_pairs(people, only=[MentorshipState.ENDED_EARLY])
    never = {(str(mentee), str(mentor)) for mentee, mentor in (*rulings, *ended)}
    never |= {(one[0], one[1]) for one in (newest.frozen.get("refused", []) if newest else [])}
    for one in found:
        new = ((one.own.mentee_id, one.other.mentor_id), (one.other.mentee_id, one.own.mentor_id))
        if not one.worse and all((str(mentee), str(mentor)) not in never for mentee, mentor in new):
            return one
    return None


def partner(pair: Mentorship, side: str) -> Participation:
    """Whom somebody on this side would get from this other pair: a mentee the mentor, a mentor the mentee."""
    return pair.mentor if side == Side.MENTEE else pair.mentee


def by_key(found: list[Trade], side: str) -> dict[str, Trade]:
    """For each person one could get the swap with the most points, by the key of their card."""
    made: dict[str, Trade] = {}
    for one in found:
        made.setdefault(derived(f"swap:{one.own.pk}", partner(one.other, side).pk)[:KEY], one)
    return made


def cards(found: dict[str, Trade], side: str, terms: Terms) -> list[Card]:
    """The cards of those one could get, as the round shows cards."""
    return shown({partner(one.other, side).pk: key for key, one in found.items()}, terms)


@dataclass(frozen=True)
class Asked:
    """An open swap as one of the four reads it: whom they would get, and whether they have said yes."""

    swap: Swap
    yes: bool
    other: str
    cards: list[Card]

    @property
    def agreed(self) -> bool:
        """Whether all four have said yes."""
        return self.swap.state == SwapState.AGREED


def asked(pair: Mentorship, half: Participation, terms: Terms) -> Asked | None:
    """The open swap this half of a pair is asked about."""
    answers = SwapAnswer.objects.filter(pair=pair, participation=half)
    pairs = [f"swap__{which}__{who}" for which in ("first", "second") for who in FOUR]
    mine = answers.select_related("swap", *pairs).first()
    if mine is None:
        return None
    other = partner(mine.swap.second if mine.swap.first_id == pair.pk else mine.swap.first, half.side)
    return Asked(mine.swap, mine.yes, called(terms, other), shown({other.pk: ""}, terms))


def agreed(round: Round) -> list[tuple[Swap, Trade | None]]:
    """The swaps of a round that wait for the coordinators, with what each does; None: no longer allowed.

    In constant queries.
    """
    pairs = [f"{which}__{who}" for which in ("first", "second") for who in (*FOUR, "round")]
    found = list(Swap.objects.filter(round=round, state=SwapState.AGREED).select_related(*pairs))
    if not found:
        return []
    compiled = _compiled(round, [pair for one in found for pair in (one.first, one.second)])
    return [(one, _trade(compiled, one.first, one.second)) for one in found]


def open_swaps() -> QuerySet[Swap]:
    """Swaps that are not settled."""
    found = Swap.objects.filter(state__in=(SwapState.ASKED, SwapState.AGREED))
    return found.select_related(
        "round__programme", *(f"{one}__{who}" for one in ("first", "second") for who in FOUR)
    )


def broken(*, at: datetime) -> QuerySet[Swap]:
    """Open swaps that nobody can make any more: late, a pair over or resting, somebody gone."""
    gone = Q(round__state=RoundState.FINISHED)
    for pair in ("first", "second"):
        gone |= ~Q(**{f"{pair}__state__in": YOUNG}) | Q(**{f"{pair}__ends_on__lte": day_of(at)})
        for half in ("mentee", "mentor"):
            gone |= ~Q(**{f"{pair}__{half}__state": ParticipationState.ACTIVE})
    return open_swaps().filter(gone | Q(state=SwapState.ASKED, answer_by__lt=day_of(at)))


def ids_of(swap: Swap) -> set[UUID]:
    """The four people of a swap."""
    pairs = (swap.first, swap.second)
    return {one for pair in pairs for one in (pair.mentee_id, pair.mentor_id)}
