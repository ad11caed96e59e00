"""Mentor places offered against what mentees ask, per area, language and institution."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import Application, ApplicationArea
from fairlead.institutions.models import Institution
from fairlead.kernel.languages import language_name
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Area, Programme, Round

TARGET = 1.2
COUNTED = (ApplicationState.SUBMITTED, ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)
SERVED = (
    MentorshipState.STARTING,
    MentorshipState.ACTIVE,
    MentorshipState.PAUSED,
    MentorshipState.COMPLETED,
)


@dataclass(frozen=True, kw_only=True)
class Need:
    """Mentees who wait and ask for one thing, and the free places with mentors who offer it.

    `asked` are all who name it, `chiefly` those to whom it matters most: the area they marked, or the only
    language they have. `admitted` are places of mentors in the pool, `sent` of applications not decided yet.
    """

    key: str
    name: str
    asked: int
    chiefly: int
    admitted: int
    sent: int
    counted: int

    @property
    def places(self) -> int:
        """Free places, admitted and sent."""
        return self.admitted + self.sent

    @property
    def missing(self) -> int:
        """How many places fewer there are than mentees counted."""
        return max(0, self.counted - self.places)

    @property
    def share(self) -> int:
        """How much of what is asked the places cover, in percent; all of it when nobody asks."""
        return 100 if self.counted == 0 else min(100, round(100 * self.places / self.counted))


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How well the mentors of a round cover what its mentees ask.

    `places` are those of mentors in the pool, `sent` those of mentors not decided on; `approved` are mentees
    whose supervisor said yes or need not be asked, `mentees` all whose application is sent.
    """

    places: int
    sent: int
    approved: int
    mentees: int
    areas: tuple[Need, ...]
    languages: tuple[Need, ...]
    institutions: tuple[Need, ...]

    @property
    def ratio(self) -> float | None:
        """Mentor coverage: places per approved mentee; None without an approved mentee."""
        return self.places / self.approved if self.approved else None

    @property
    def enough(self) -> bool:
        """Whether the coverage reaches its target of 1.2."""
        return self.ratio is None or self.ratio >= TARGET

    @property
    def missing_areas(self) -> list[Need]:
        """Areas with fewer places than mentees, the worst first."""
        return _worst(self.areas)

    @property
    def missing_languages(self) -> list[Need]:
        """Languages with fewer places than mentees who have no other, the worst first."""
        return _worst(self.languages)


def _worst(needs: Iterable[Need]) -> list[Need]:
    return sorted((need for need in needs if need.missing), key=lambda need: (-need.missing, need.name))


def coverage(round: Round, *, every_area: bool = False) -> Coverage:
    """The round's coverage; five queries. `every_area` counts a mentee in each area they name."""
    return coverages([round], every_area=every_area)[round.pk]


def coverages(rounds: list[Round], *, every_area: bool = False) -> dict[UUID, Coverage]:
    """The coverage of several rounds by their ids, in the same five queries and one pass."""
    found: dict[UUID, _Tally] = {}
    areas: dict[UUID, list[Area]] = {}
    for area in Area.objects.filter(programme__in={one.programme_id for one in rounds}):
        areas.setdefault(area.programme_id, []).append(area)
    for one in rounds:
        found[one.pk] = _Tally(one, areas.get(one.programme_id, []))
    pairs = _pairs(rounds)
    chosen: dict[UUID, list[tuple[UUID, bool]]] = {}
    of_rounds = ApplicationArea.objects.filter(application__round__in=rounds, application__state__in=COUNTED)
    for application, picked, chief in of_rounds.values_list("application", "area", "most_important"):
        chosen.setdefault(application, []).append((picked, chief))
    for row in _answers(rounds):
        found[row["round"]].add(row, chosen.get(row["pk"], []), pairs)
    names = dict(
        Institution.objects.filter(
            pk__in={pk for tally in found.values() for pk in tally.institutions}
        ).values_list("pk", "name")
    )
    return {pk: tally.result(names, every_area=every_area) for pk, tally in found.items()}


def _answers(rounds: list[Round]) -> list[dict[str, Any]]:
    applications = Application.objects.filter(round__in=rounds, state__in=COUNTED).order_by()
    rows = applications.values(
        "pk",
        "round",
        "side",
        "state",
        "languages",
        "institution",
        "places",
        "participation",
        "participation__places",
        "approval__state",
    )
    return [dict(row) for row in rows]


def _pairs(rounds: list[Round]) -> Counter[UUID]:
    """How many pairs each participation has that take a place or have served a mentee."""
    counted: Counter[UUID] = Counter()
    rows = Mentorship.objects.filter(round__in=rounds, state__in=SERVED)
    for mentor, mentee, state in rows.values_list("mentor", "mentee", "state"):
        counted[mentee] += 1
        counted[mentor] += state != MentorshipState.COMPLETED
    return counted


class _Tally:
    """The sums of one round while its applications are read."""

    def __init__(self, round: Round, areas: list[Area]) -> None:
        self.programme: Programme = round.programme
        self.areas = areas
        self.places = self.sent = self.approved = self.mentees = 0
        self.asked: Counter[tuple[str, Any]] = Counter()
        self.chiefly: Counter[tuple[str, Any]] = Counter()
        self.offered: Counter[tuple[str, Any, bool]] = Counter()
        self.institutions: set[UUID] = set()
        self.languages: set[str] = set()

    def add(self, row: dict[str, Any], chosen: list[tuple[UUID, bool]], pairs: Counter[UUID]) -> None:
        """Count one application."""
        self.languages.update(row["languages"])
        if row["institution"]:
            self.institutions.add(row["institution"])
        taken = pairs[row["participation"]] if row["participation"] else 0
        if row["side"] == Side.MENTOR:
            self._offer(row, chosen, taken)
        else:
            self._ask(row, chosen, served=bool(taken))

    def _offer(self, row: dict[str, Any], chosen: list[tuple[UUID, bool]], taken: int) -> None:
        admitted = row["state"] == ApplicationState.ACCEPTED
        places = (row["participation__places"] if admitted else row["places"]) or 0
        if admitted:
            self.places += places
        else:
            self.sent += places
        free = max(0, places - taken)
        for key in _keys(row, chosen):
            self.offered[*key, admitted] += free

    def _ask(self, row: dict[str, Any], chosen: list[tuple[UUID, bool]], *, served: bool) -> None:
        self.mentees += 1
        needed = self.programme.supervisor_approval
        yes = row["approval__state"] == ApprovalState.APPROVED
        self.approved += row["state"] == ApplicationState.ACCEPTED or not needed or yes
        if served:
            return
        self.asked.update(_keys(row, chosen))
        chief = [area for area, most in chosen if most] or [area for area, _most in chosen[:1]]
        self.chiefly.update(("area", area) for area in chief)
        if len(row["languages"]) == 1:
            self.chiefly["language", row["languages"][0]] += 1
        if row["institution"]:
            self.chiefly["institution", row["institution"]] += 1

    def result(self, names: dict[UUID, str], *, every_area: bool) -> Coverage:
        """What was counted."""
        used = [
            area
            for area in self.areas
            if area.in_use or self.asked["area", area.pk] or self.offered["area", area.pk, True]
        ]
        spoken = sorted(self.languages, key=language_name)
        at_home = sorted(self.institutions, key=lambda pk: names[pk])
        return Coverage(
            places=self.places,
            sent=self.sent,
            approved=self.approved,
            mentees=self.mentees,
            areas=tuple(self._need("area", area.pk, area.name, every=every_area) for area in used),
            languages=tuple(self._need("language", code, language_name(code)) for code in spoken),
            institutions=tuple(self._need("institution", pk, names[pk]) for pk in at_home),
        )

    def _need(self, kind: str, key: Any, name: str, *, every: bool = False) -> Need:
        asked, chiefly = self.asked[kind, key], self.chiefly[kind, key]
        return Need(
            key=str(key),
            name=name,
            asked=asked,
            chiefly=chiefly,
            admitted=self.offered[kind, key, True],
            sent=self.offered[kind, key, False],
            counted=asked if every else chiefly,
        )


def _keys(row: dict[str, Any], chosen: list[tuple[UUID, bool]]) -> list[tuple[str, Any]]:
    """The areas, languages and institution that an application names."""
    keys: list[tuple[str, Any]] = [("area", area) for area, _most in chosen]
    keys += [("language", code) for code in dict.fromkeys(row["languages"])]
    return keys + ([("institution", row["institution"])] if row["institution"] else [])
