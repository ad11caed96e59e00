"""How each person stands with what they are to learn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from fairlead.kernel.actors import Actor
from fairlead.kernel.times import day_of
from fairlead.programmes import queries as designs
from fairlead.programmes.enums import Part, ParticipationState, Side, Training
from fairlead.programmes.models import Participation, Programme, Round
from fairlead.training import policies
from fairlead.training.enums import REQUIRED, How, Need, Stage, Track
from fairlead.training.models import Completion, Lift, Module

DESIGNED = {
    Training.BEFORE_MATCHING: Need.BEFORE_MATCHING,
    Training.BEFORE_MEETING: Need.BEFORE_MEETING,
    Training.OPTIONAL: Need.OPTIONAL,
    Training.NONE: Need.OPTIONAL,
}
Days = Mapping[UUID, list[date]]


class Item(NamedTuple):
    """One module for one person: by when it is asked, how it stands, since and until when it counts.

    `instead` is the shorter module that refreshes it, where it has been completed too long ago.
    """

    module: Module
    need: str
    stage: str
    on: date | None = None
    until: date | None = None
    instead: Module | None = None

    @property
    def required(self) -> bool:
        """Whether it is asked of the person at all."""
        return self.need in REQUIRED

    @property
    def missing(self) -> bool:
        """Whether it is asked and does not count as completed now."""
        return self.required and self.stage != Stage.DONE

    @property
    def to_open(self) -> Module:
        """What the person opens: the shorter module where it is enough."""
        return self.instead or self.module


@dataclass(frozen=True)
class Learner:
    """Somebody who takes part, and how they stand with every module of their side."""

    participation: Participation
    items: tuple[Item, ...]

    @property
    def required(self) -> list[Item]:
        """What is asked of them."""
        return [one for one in self.items if one.required]

    @property
    def missing(self) -> list[Item]:
        """What is asked of them and is not completed."""
        return [one for one in self.items if one.missing]

    @property
    def done(self) -> int:
        """How many of those asked are completed."""
        return len(self.required) - len(self.missing)


def needs(module: Module, side: str, programme: Programme) -> str:
    """By when the module is asked of this side, once the programme's design is read for it."""
    if module.need != Need.AS_DESIGNED:
        return module.need
    designed = programme.mentor_training if side == Side.MENTOR else programme.mentee_training
    return DESIGNED[Training(designed)]


def items_of(
    modules: Iterable[Module], side: str, programme: Programme, days: Days, *, today: date
) -> tuple[Item, ...]:
    """How each module of this side stands for a person; `days`: when they have completed which lineage."""
    offered = list(modules)
    longer = {one.pk: [whole.pk for whole in one.refreshes.all()] for one in offered}
    shorter = {whole: one for one in offered for whole in longer[one.pk]}
    return tuple(
        _item(one, needs(one, side, programme), shorter.get(one.pk), days, today=today)
        for one in offered
        if one.track in (side, Track.BOTH) and not longer[one.pk]
    )


def _item(module: Module, need: str, shorter: Module | None, days: Days, *, today: date) -> Item:
    whole = days.get(module.lineage, [])
    again = days.get(shorter.lineage, []) if shorter and whole else []
    if not whole:
        return Item(module, need, Stage.MISSING)
    on = max([*whole, *again])
    until = designs.months_later(on, module.months_valid) if module.months_valid else None
    if until is not None and until <= today:
        return Item(module, need, Stage.RUN_OUT, on, until, shorter)
    return Item(module, need, Stage.DONE, on, until)


def learners(participations: Iterable[Participation], *, at: datetime) -> list[Learner]:
    """How these people stand, in the order given; three queries, and one for each parent not loaded.

    The participations come with their round and its programme.
    """
    asked = list(participations)
    homes = {one.round.programme_id: designs.owner(one.round.programme, Part.TRAINING) for one in asked}
    offered: dict[UUID, list[Module]] = {}
    found = Module.objects.filter(programme__in={one.pk for one in homes.values()}, in_use=True)
    for module in found.prefetch_related("refreshes"):
        offered.setdefault(module.programme_id, []).append(module)
    days = _days({one.person_id for one in asked}) if offered else {}
    return [
        Learner(
            one,
            items_of(
                offered.get(homes[one.round.programme_id].pk, []),
                one.side,
                one.round.programme,
                days.get(one.person_id, {}),
                today=day_of(at),
            ),
        )
        for one in asked
    ]


def _days(people: Iterable[UUID]) -> dict[UUID, dict[UUID, list[date]]]:
    found: dict[UUID, dict[UUID, list[date]]] = {}
    rows = Completion.objects.filter(person__in=list(people)).order_by("on")
    for person, lineage, on in rows.values_list("person", "module__lineage", "on"):
        found.setdefault(person, {}).setdefault(lineage, []).append(on)
    return found


def learning(actor: Actor, *, at: datetime) -> list[Learner]:
    """The actor's own training wherever they take part now, one entry per programme and side."""
    once = {(one.round.programme_id, one.side): one for one in policies.own_participations(actor)}
    return [one for one in learners(once.values(), at=at) if one.items]


def of_round(round: Round, *, at: datetime) -> list[Learner]:
    """Everybody who takes part in the round, by name; four queries."""
    taking_part = Participation.objects.filter(round=round, state=ParticipationState.ACTIVE)
    people = list(taking_part.select_related("person").order_by("person__name", "pk"))
    for one in people:
        one.round = round
    return learners(people, at=at)


def of_participation(round: Round, pk: UUID, *, at: datetime) -> Learner | None:
    """One person of the round, if they take part in it."""
    found = Participation.objects.filter(round=round, pk=pk, state=ParticipationState.ACTIVE)
    one = found.select_related("person").first()
    if one is None:
        return None
    one.round = round
    return learners([one], at=at)[0]


def recorded(one: Learner) -> list[Completion]:
    """What coordinators have recorded for somebody among these modules, newest first; one query."""
    lineages = [item.module.lineage for item in one.items]
    found = Completion.objects.filter(
        person=one.participation.person_id, how=How.RECORDED, module__lineage__in=lineages
    )
    return list(found.select_related("module", "by"))


def missing(
    participations: Iterable[Participation], *, by: Iterable[str] = REQUIRED, at: datetime
) -> dict[UUID, list[Item]]:
    """What each of these people still misses of what is asked by then; only those who miss something."""
    wanted = frozenset(by)
    found = {
        one.participation.pk: [item for item in one.missing if item.need in wanted]
        for one in learners(participations, at=at)
    }
    return {pk: items for pk, items in found.items() if items}


def still_missing(pk: UUID, *, at: datetime) -> bool:
    """Whether somebody still takes part and misses something that is asked of them."""
    found = Participation.objects.filter(pk=pk, state=ParticipationState.ACTIVE)
    return bool(missing(found.select_related("round__programme__parent"), at=at))


def keeps_out(participations: Iterable[Participation], *, at: datetime) -> dict[UUID, tuple[str, ...]]:
    """Who is not to be matched yet, with the titles of what they miss; not those a coordinator has let in.

    One query more than `learners`, and only where somebody misses something.
    """
    found = missing(participations, by=[Need.BEFORE_MATCHING], at=at)
    lifted = set(Lift.objects.filter(participation__in=found).values_list("participation", flat=True))
    return {pk: tuple(item.module.title for item in items) for pk, items in found.items() if pk not in lifted}


def lift_of(participation: Participation) -> Lift | None:
    """That this person may be matched without training, if a coordinator has said so; one query."""
    return Lift.objects.filter(participation=participation).select_related("by").first()
