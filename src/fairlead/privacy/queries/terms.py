"""When each thing that is held of people goes: the one place in which periods become days."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.kernel.times import day_of
from fairlead.matching.enums import Afterwards
from fairlead.matching.models import Afterword
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.partnerships.enums import ArrangementState, DataThen, PartnershipState
from fairlead.partnerships.models import Arrangement
from fairlead.privacy.models import RoundRule
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.keeping import Alone, Key, Pair, Part
from fairlead.programmes.models import Programme, Round
from fairlead.programmes.queries.planning import months_later

UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.WAITLISTED)
SIGNED = (ArrangementState.IN_FORCE, ArrangementState.ENDED)


@dataclass(frozen=True)
class PartnerRule:
    """What an institution's arrangement says: months, and the day on which everything of its people goes."""

    months: int
    gone_on: date | None


@dataclass
class _Person:
    """One person's part in a round: last days of their pairs, decisions, institutions; `stands`: goes on."""

    stands: bool = False
    days: list[date] = field(default_factory=list)
    homes: set[UUID | None] = field(default_factory=set)


class Terms:
    """The rules of a programme and the days they lead to; six queries."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.rounds: dict[UUID, Round] = {
            one.pk: one for one in Round.objects.filter(programme=programme).order_by("pk")
        }
        rules = RoundRule.objects.filter(round__programme=programme).select_related("changed_by")
        self.rules: dict[UUID, RoundRule] = {one.round_id: one for one in rules}
        self.partners = _partner_rules(programme)
        self._pairs = {row["pk"]: row for row in _pairs(programme)}
        self._people = self._read_people()

    def months(self, round: UUID, homes: Iterable[UUID | None] = ()) -> int:
        """How many months a round's data are kept: the shortest of all that was promised."""
        rule = self.rules.get(round)
        found = [self.programme.retention_months]
        found += [rule.months] if rule and rule.months else []
        found += [self.partners[home].months for home in homes if home in self.partners]
        return min(found)

    def base(self, round: UUID) -> date | None:
        """The day from which a dated round's months run: its last day; None for a rolling intake."""
        found = self.rounds[round]
        return None if found.rolling else found.ends_on or found.closes_on

    def held_until(self, round: UUID, *, today: date) -> date | None:
        """The last day on which nothing of the round goes, where somebody holds it today."""
        rule = self.rules.get(round)
        return rule.held_until if rule and rule.holds(today) else None

    def round_of(self, key: Pair) -> UUID | None:
        """The round of a pair."""
        row = self._pairs.get(key.mentorship)
        return row["round"] if row else None

    def parts_of(self, institution: UUID, *, today: date) -> list[Part]:
        """What its people wrote and is to go by today."""
        theirs = [key for key, person in self._people.items() if institution in person.homes]
        days = [(key, self._part(key)) for key in sorted(theirs)]
        return [key for key, day in days if day is not None and day <= today]

    def goes(self, key: Key) -> date | None:
        """The day from which this is erased; None while it is still needed."""
        if isinstance(key, Part):
            return self._part(key)
        if isinstance(key, Pair):
            return self._pair(key)
        return self._alone(key)

    def _held(self, round: UUID, day: date) -> date:
        rule = self.rules.get(round)
        if rule is None or rule.held_until is None:
            return day
        return max(day, rule.held_until + timedelta(days=1))

    def _part(self, key: Part) -> date | None:
        person = self._people.get(key)
        if person is None or key.round not in self.rounds or person.stands:
            return None
        base = self.base(key.round)
        over = max([base, *person.days] if base else person.days)
        day = months_later(over, self.months(key.round, person.homes))
        gone = [self.partners[home].gone_on for home in person.homes if home in self.partners]
        return self._held(key.round, min([day, *(one for one in gone if one)]))

    def _pair(self, key: Pair) -> date | None:
        row = self._pairs.get(key.mentorship)
        if row is None or row["state"] in LIVE_STATES:
            return None
        over, homes = row["ended_on"] or row["ends_on"], self._homes(row)
        day = months_later(over, self.months(row["round"], homes))
        gone = [self.partners[home].gone_on for home in homes if home in self.partners]
        return self._held(row["round"], min([day, *(max(one, over) for one in gone if one)]))

    def _homes(self, row: dict[str, Any]) -> set[UUID | None]:
        """The institutions of a pair's two: what they wrote together goes by the shorter of two promises."""
        parts = (self._people.get(Part(row["round"], row[f"{side}__person"])) for side in Side.values)
        return {home for part in parts if part for home in part.homes}

    def _alone(self, key: Alone) -> date | None:
        if key.of not in self.rounds:
            return months_later(key.on, self.programme.retention_months)
        if not self.rounds[key.of].rolling and self.base(key.of) is None:
            return None
        over = max(self.base(key.of) or key.on, key.on)
        return self._held(key.of, months_later(over, self.months(key.of)))

    def _read_people(self) -> dict[Part, _Person]:
        found: dict[Part, _Person] = defaultdict(_Person)
        ended: dict[UUID, list[date]] = defaultdict(list)
        for row in self._pairs.values():
            for side in Side.values:
                part = found[Part(row["round"], row[f"{side}__person"])]
                part.stands |= row["state"] in LIVE_STATES
                part.days.append(row["ended_on"] or row["ends_on"])
                ended[row[side]].append(part.days[-1])
        again = set(
            Afterword.objects.filter(
                kind=Afterwards.AGAIN, mentorship__round__programme=self.programme
            ).values_list("participation", flat=True)
        )
        for row in _applications(self.programme):
            part = found[Part(row["round"], row["person"])]
            part.homes.add(row["institution"])
            if self.base(row["round"]) is None:
                part.stands |= self._still_open(row, paired=row["participation"] in ended, again=again)
                part.days.append(day_of(row["decided_at"] or row["saved_at"]))
        return found

    def _still_open(self, row: dict[str, Any], *, paired: bool, again: set[UUID]) -> bool:
        """Whether somebody of an intake without a last day is still undecided, in the pool or waiting."""
        if self.rounds[row["round"]].state == RoundState.FINISHED:
            return False
        if row["state"] == ApplicationState.ACCEPTED:
            active = row["participation__state"] == ParticipationState.ACTIVE
            asks = row["side"] == Side.MENTOR or not paired or row["participation"] in again
            return bool(active and asks)
        return row["state"] in UNDECIDED


def _applications(programme: Programme) -> list[dict[str, Any]]:
    columns = ("round", "person", "side", "state", "institution", "decided_at", "saved_at")
    rows = Application.objects.filter(programme=programme).order_by()
    return list(rows.values(*columns, "participation", "participation__state"))


def _pairs(programme: Programme) -> list[dict[str, Any]]:
    columns = ("pk", "round", "mentor", "mentee", "mentor__person", "mentee__person")
    rows = Mentorship.objects.filter(round__programme=programme).order_by("pk")
    return list(rows.values(*columns, "state", "ends_on", "ended_on"))


def _partner_rules(programme: Programme) -> dict[UUID, PartnerRule]:
    """What the newest signed arrangement with each partner says; one query."""
    found = Arrangement.objects.filter(partnership__programme=programme, state__in=SIGNED)
    rules = {}
    for one in found.select_related("partnership").order_by("number"):
        with_whom, words = one.partnership, one.document["words"]
        over = with_whom.state == PartnershipState.ENDED and with_whom.closed_at
        goes = over and words["data_then"] == DataThen.GO
        gone_on = day_of(with_whom.closed_at) if goes and with_whom.closed_at else None
        rules[with_whom.institution_id] = PartnerRule(words["kept_months"], gone_on)
    return rules
