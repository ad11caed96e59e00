"""Who can be matched in a round now, and with what: demand from applications, capacity from mentorships."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from fairlead.applications.enums import ApplicationState, MeetingMode
from fairlead.applications.models import Application
from fairlead.kernel.tokens import fingerprint
from fairlead.matching.enums import ProposalState, RulingKind
from fairlead.matching.models import Proposal, Restraint, Ruling, Run
from fairlead.matching.queries import afterwards, own, priority, quotas
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.preferences.queries.heard import Heard, heard
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Round
from fairlead.training import queries as training

MOST_IMPORTANT_COUNTS = 3
MODES = {
    MeetingMode.EITHER.value: ["in_person", "online"],
    MeetingMode.IN_PERSON.value: ["in_person"],
    MeetingMode.ONLINE.value: ["online"],
}


@dataclass(frozen=True)
class KeptOut:
    """Somebody who could be paired but for the training they miss."""

    application: Application
    modules: tuple[str, ...]


@dataclass(frozen=True)
class Pool:
    """The people of a round who can be paired now, and how many a mentorship or an open offer holds back.

    `kept_out` are those who would be in the pool but for training that is required before matching. `taken`:
    of mentees who have a mentor or an open offer and room for another the numbers of the places in use.
    """

    mentees: list[Application]
    mentors: list[tuple[Application, int]]
    held_mentees: int
    held_places: int
    kept_out: tuple[KeptOut, ...] = ()
    taken: Mapping[UUID | None, frozenset[int]] = field(default_factory=dict)

    @property
    def without(self) -> list[Application]:
        """The mentees who have nobody yet."""
        return [one for one in self.mentees if not self.taken.get(one.participation_id)]

    @property
    def further(self) -> int:
        """How many mentees have a mentor or an open offer and room for another."""
        return len(self.mentees) - len(self.without)

    @property
    def places(self) -> int:
        """Free places of all mentors."""
        return sum(free for _mentor, free in self.mentors)


def size(round: Round) -> int:
    """How many people at most a pool of the round has: all who were accepted and take part; one query."""
    return _taking_part(round).count()


def _taking_part(round: Round) -> QuerySet[Application]:
    return Application.objects.filter(
        round=round, state=ApplicationState.ACCEPTED, participation__state=ParticipationState.ACTIVE
    )


def pool(round: Round, *, at: datetime | None = None, answers: bool = True) -> Pool:
    """Mentees with room for a mentor and mentors with a free place, as of now or of `at`.

    Without `answers` only who they are is read, not what a run needs to know of them.

    In as many queries for one as for many. A mentee whose pair is over is there once they
    have asked for another mentor. Whoever misses training that is required before matching is kept out. Who
    is left out of the round's runs is not there, and no more of somebody's places than the runs may use.
    """
    applications = _loaded(round, answers=answers)
    taken_by, taken = _held(round)
    placed = {one for one, places in taken.items() if len(places) >= round.mentors_each}
    done = afterwards.not_asking(round)
    rests = afterwards.resting(one.participation_id for one in applications)
    most = restraints(round)
    every = [one for one in applications if one.side == Side.MENTEE]
    mentors = [
        (one, _places(one, most) - taken_by[one.participation_id] - rests[one.participation_id])
        for one in applications
        if one.side == Side.MENTOR
    ]
    gone = placed | done | {one for one, places in most.items() if not places}
    mentees = [one for one in every if one.participation_id not in gone]
    mentors = [(one, free) for one, free in mentors if free > 0]
    kept_out = _kept_out(round, [*mentees, *(one for one, _free in mentors)], at=at or timezone.now())
    untrained = {one.application.pk for one in kept_out}
    return Pool(
        mentees=[one for one in mentees if one.pk not in untrained],
        mentors=[(one, free) for one, free in mentors if one.pk not in untrained],
        held_mentees=sum(one.participation_id in placed for one in every),
        held_places=sum(taken_by.values()),
        kept_out=kept_out,
        taken={one: places for one, places in taken.items() if one not in placed},
    )


def _loaded(round: Round, *, answers: bool = True) -> QuerySet[Application]:
    found = _taking_part(round).select_related("person", "participation").order_by("person__name", "pk")
    if answers:
        found = found.select_related("institution", "unit").prefetch_related("chosen_areas__area", "avoids")
    return found


def restraints(round: Round) -> dict[UUID | None, int]:
    """How many places of each restrained person the round's runs may use; one query."""
    return dict(Restraint.objects.filter(round=round).values_list("participation", "places"))


def _kept_out(round: Round, applications: list[Application], *, at: datetime) -> tuple[KeptOut, ...]:
    """Who of them misses training that is required before matching, and has not been let in."""
    taking_part = [one.participation for one in applications if one.participation is not None]
    for participation in taking_part:
        participation.round = round
    missed = training.keeps_out(taking_part, at=at)
    return tuple(
        KeptOut(one, missed[one.participation_id])
        for one in applications
        if one.participation_id is not None and one.participation_id in missed
    )


def _places(application: Application, most: Mapping[UUID | None, int]) -> int:
    offered = application.participation.places if application.participation else 0
    return min(offered, most.get(application.participation_id, offered))


def _held(round: Round) -> tuple[Counter[UUID | None], dict[UUID | None, frozenset[int]]]:
    """How many places of each mentor live pairs and open offers hold, and which places of each mentee."""
    taken: dict[UUID | None, frozenset[int]] = {}
    held: Counter[UUID | None] = Counter()
    for mentee, mentor, place in _standing(round, "mentee", "mentor", "mentee_place"):
        held[mentor] += 1
        taken[mentee] = taken.get(mentee, frozenset()) | {place}
    return held, taken


def _standing(round: Round, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of the round's live pairs and open offers; two queries."""
    live = Mentorship.objects.filter(round=round, state__in=LIVE_STATES)
    offered = Proposal.objects.filter(run__round=round, state=ProposalState.OFFERED)
    return [*live.values_list(*columns), *offered.values_list(*columns)]


def freeze(round: Round, *, base: Run | None = None, at: datetime | None = None) -> dict[str, Any]:
    """The pool and the standing rulings as plain JSON: all that the engine will see, and nothing else.

    Keys: `mentees` and `mentors`, each a list of {id, places, values}, of mentees who have a mentor already
    also `taken`, the numbers of their places in use; `locked`, `forbidden` and `refused`
    (one of the two has said no, to an offer or beforehand and in confidence: which of it, by whom and when is
    not kept), `earlier` (the two were a pair before), and `base` (what the run `base`
    proposed and nobody has been offered yet), lists of [mentee id, mentor id]; `quotas`, where institutions
    have limits (see `quotas.frozen`). `kept_out` is no input of the
    engine: who was left out, and the modules they miss; nor is `restraints`, how many places of somebody the
    round's runs may use, where that is less than they offer. Ids are those of
    participations. Values are the forms’ structured answers, and of mentees since when they take part: no
    name, no address, no free text, no trait, no performance, no monitoring data.
    """
    people = pool(round, at=at)
    present = {str(one.participation_id) for one in people.mentees}
    present |= {str(one.participation_id) for one, _free in people.mentors}
    asked = own.shared(round.programme)
    tried = priority.tried(one.participation_id for one in people.mentees)
    frozen: dict[str, Any] = {
        "mentees": [
            _mentee(one, asked=asked, tried=tried, most=round.mentors_each, taken=people.taken)
            for one in people.mentees
        ],
        "mentors": _mentors(people, asked),
    }
    frozen["kept_out"] = [
        {"id": str(one.application.participation_id), "modules": list(one.modules)} for one in people.kept_out
    ]
    said = _heard(round, frozen, at=at)
    frozen |= _ruled(round, frozen, said)
    if people.further:
        _keep_apart(round, frozen, present)
    _put_wishes(frozen, said)
    before = Proposal.objects.filter(run=base) if base else Proposal.objects.none()
    waiting = before.filter(state=ProposalState.PROPOSED).order_by("mentee", "mentor")
    frozen["base"] = among(waiting.values_list("mentee", "mentor"), present)
    less = {str(one): places for one, places in restraints(round).items()}
    more = {"restraints": less, "quotas": quotas.frozen(round)}
    return frozen | {key: value for key, value in more.items() if value}


def freeze_for_meetings(round: Round, most: Mapping[UUID, int], *, at: datetime) -> dict[str, Any]:
    """Those of `most` who take part, with a partner or not, as a run would see them; their places are given.

    `most`: how many each participation may meet. Nobody is held back by a pair or by training. What stands
    about pairs counts as in a run, but locks, and whoever is or was a pair, in any round, is `earlier`.
    """
    there = [one for one in _loaded(round) if one.participation_id in most]
    asked = own.shared(round.programme)
    frozen: dict[str, Any] = {
        f"{side.value}s": [
            _candidate(one, places=most[one.participation_id], asked=asked)
            for one in there
            if one.side == side and one.participation_id is not None
        ]
        for side in (Side.MENTEE, Side.MENTOR)
    }
    said = _heard(round, frozen, at=at)
    frozen |= _ruled(round, frozen, said)
    _put_wishes(frozen, said)
    pairs = afterwards.earlier_pairs(most, only=[*LIVE_STATES, *afterwards.OVER])
    met = [[str(mentee), str(mentor)] for mentee, mentor in pairs]
    return frozen | {"locked": [], "earlier": met}


def frozen_alone(round: Round, people: Container[UUID]) -> list[dict[str, Any]]:
    """Those of `people` who take part, as a run would see them, each with one place and no word on pairs."""
    asked = own.shared(round.programme)
    there = [one for one in _loaded(round) if one.participation_id in people]
    return [_candidate(one, places=1, asked=asked) for one in there]


def ruled(round: Round, frozen: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """What stands now about pairs of these frozen people: `locked`, `forbidden`, `refused` and `earlier`."""
    return _ruled(round, frozen, _heard(round, frozen))


def _heard(round: Round, frozen: Mapping[str, Any], *, at: datetime | None = None) -> Heard:
    """What these frozen people have said of each other in confidence."""
    mentees, mentors = ([UUID(one["id"]) for one in frozen[side]] for side in ("mentees", "mentors"))
    return heard(round, mentees=mentees, mentors=mentors, at=at or timezone.now())


def _ruled(round: Round, frozen: Mapping[str, Any], said: Heard) -> dict[str, list[list[str]]]:
    """What stands about pairs. What one of the two has ruled out joins what somebody has said no to.

    No lock makes it. Nothing tells the two apart, nor from which side it came: they are sorted together.
    """
    found: dict[str, list[list[str]]] = {}
    present = {one["id"] for side in ("mentees", "mentors") for one in frozen[side]}
    for kind, key in ((RulingKind.LOCK, "locked"), (RulingKind.FORBID, "forbidden")):
        rulings = Ruling.objects.filter(round=round, kind=kind).order_by("made_at", "pk")
        found[key] = among(rulings.values_list("mentee", "mentor"), present)
    refused = Proposal.objects.filter(run__round=round, state=ProposalState.REFUSED).order_by(
        "settled_at", "pk"
    )
    said_no = among(refused.values_list("mentee", "mentor"), present)
    apart = [[str(mentee), str(mentor)] for mentee, mentor in said.apart]
    found["locked"] = [pair for pair in found["locked"] if pair not in apart]
    found["refused"] = [pair for pair in said_no if pair not in [*found["locked"], *apart]]
    found["refused"] = sorted([*found["refused"], *apart]) if apart else found["refused"]
    return found | _earlier(frozen, found["locked"])


def _earlier(frozen: Mapping[str, Any], locked: list[list[str]]) -> dict[str, list[list[str]]]:
    """Never again what has ended early, not even locked; nor, unless it is locked, what is completed."""
    people = [UUID(one["id"]) for one in (*frozen["mentees"], *frozen["mentors"])]
    ended = afterwards.earlier_pairs(people, only=[MentorshipState.ENDED_EARLY])
    never = [[str(mentee), str(mentor)] for mentee, mentor in ended]
    left = [pair for pair in locked if pair not in never]
    before = [[str(mentee), str(mentor)] for mentee, mentor in afterwards.earlier_pairs(people)]
    return {"locked": left, "earlier": [pair for pair in before if pair not in left]}


def _keep_apart(round: Round, frozen: dict[str, Any], present: set[str]) -> None:
    """Whoever is a pair now, or has an open offer, is in no further pair with the same person."""
    paired = sorted(among(_standing(round, "mentee", "mentor"), present))
    frozen["locked"] = [pair for pair in frozen["locked"] if pair not in paired]
    frozen["earlier"] = [*frozen["earlier"], *(pair for pair in paired if pair not in frozen["earlier"])]


def _put_wishes(frozen: Mapping[str, Any], said: Heard) -> None:
    """How much pairs are wished for, as `wished` with their mentees.

    By mentor: both sides in one number, `heard.FULL` at most.
    """
    wished: dict[str, dict[str, int]] = {}
    for (mentee, mentor), level in sorted(said.wished.items()):
        wished.setdefault(str(mentee), {})[str(mentor)] = level
    for one in frozen["mentees"]:
        if one["id"] in wished:
            one["values"]["wished"] = wished[one["id"]]


def among(rows: Iterable[tuple[Any, ...]], present: Container[str]) -> list[list[str]]:
    """Those pairs of (mentee, mentor) of which both are present, as a run keeps them."""
    pairs = [[str(mentee), str(mentor)] for mentee, mentor in rows]
    return [pair for pair in pairs if pair[0] in present and pair[1] in present]


def _mentee(
    application: Application,
    *,
    asked: list[own.Shared],
    tried: Mapping[UUID, list[str]],
    most: int,
    taken: Mapping[UUID | None, frozenset[int]],
) -> dict[str, Any]:
    """A mentee, with what may put them first: since when they take part, and what they have tried before."""
    mine = taken.get(application.participation_id, frozenset())
    found = _candidate(application, places=most - len(mine), asked=asked)
    if mine:
        found["taken"] = sorted(mine)
    participation = application.participation
    if participation is not None:
        found["values"] |= {
            "since": timezone.localdate(participation.joined_at).isoformat(),
            "tried": tried.get(participation.pk, []),
        }
    return found


def _mentors(people: Pool, asked: list[own.Shared]) -> list[dict[str, Any]]:
    """The mentors, with whether they never had a mentee in any round; one query."""
    ids = [one.person_id for one, _free in people.mentors]
    tried = set(Mentorship.objects.filter(mentor__person__in=ids).values_list("mentor__person", flat=True))
    found = []
    for one, free in people.mentors:
        mentor = _candidate(one, places=free, asked=asked)
        mentor["values"]["new"] = one.person_id not in tried
        found.append(mentor)
    return found


def candidate(application: Application) -> dict[str, Any]:
    """Somebody as a run would see them, without the programme's own questions; loaded as `pool` does."""
    return _candidate(application, places=1, asked=[])


def _candidate(application: Application, *, places: int, asked: list[own.Shared]) -> dict[str, Any]:
    chosen = list(application.chosen_areas.all())
    return {
        "id": str(application.participation_id),
        "places": places,
        "values": {
            "person": str(application.person_id),
            "email": _mark(application.person.email),
            "manager": _mark(application.line_manager_email),
            "avoids": sorted(str(person.pk) for person in application.avoids.all()),
            "consent": "yes" if application.consented_at else None,
            "institution": str(application.institution_id) if application.institution_id else None,
            "unit": str(application.unit_id) if application.unit_id else None,
            "grade": application.grade,
            "years": str(application.years) if application.years is not None else None,
            "campus": application.campus.strip().casefold() or None,
            "modes": MODES.get(application.meeting_mode, MODES[MeetingMode.EITHER.value]),
            "languages": list(application.languages),
            "areas": [one.area.name for one in chosen],
            "importance": _importance(chosen),
            "own": own.answers(application.own_answers, asked),
        },
    }


def _mark(address: str) -> str | None:
    """What an address is compared by, so that a run keeps no addresses."""
    wanted = address.strip().lower()
    return fingerprint(wanted) if wanted else None


def _importance(chosen: Iterable[Any]) -> dict[str, int]:
    """How much each area counts: the most important one three times as much as the others."""
    return {one.area.name: MOST_IMPORTANT_COUNTS if one.most_important else 1 for one in chosen}
