"""What a simulation of a programme starts from: its own last year, and its mentors of today."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.matching.enums import ProposalState
from fairlead.matching.models import Proposal, Simulation
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Area, Programme

YEAR = timedelta(weeks=52)
SHORTEST = 4
WEEKS_A_MONTH = 365.25 / 12 / 7
USUAL_LANGUAGES = ("en",)
Kind = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Past:
    """The programme's own figures: arrivals and mentors by kind (areas, languages), what came of offers.

    `weeks` were observed; `mentees` counts who applied in them; `mentors` counts those of today by places.
    """

    weeks: float
    mentees: Mapping[Kind, int]
    mentors: Mapping[tuple[Kind, int], int]
    offers: int
    accepted: int

    def per_week(self, area: str) -> float:
        """How many mentees a week named this area as the most important."""
        return sum(n for (areas, _), n in self.mentees.items() if areas[:1] == (area,)) / self.weeks

    def languages(self) -> list[str]:
        """The languages of its mentees, the most spoken first; the usual one where nobody has come."""
        spoken: Counter[str] = Counter()
        for (_areas, languages), n in self.mentees.items():
            spoken.update(dict.fromkeys(languages, n))
        return sorted(spoken, key=lambda one: (-spoken[one], one)) or list(USUAL_LANGUAGES)

    def offering(self, area: str) -> int:
        """How many mentors of today offer this area."""
        return sum(n for ((areas, _), _), n in self.mentors.items() if area in areas)


def past(programme: Programme, *, at: datetime) -> Past:
    """What the programme's last year and its mentors of today say; six queries."""
    sent = Application.objects.filter(programme=programme, submitted_at__gt=at - YEAR, submitted_at__lte=at)
    first = sent.aggregate(first=Min("submitted_at"))["first"]
    weeks = max(SHORTEST, (at - first) / timedelta(weeks=1)) if first else SHORTEST
    asked = sent.filter(side=Side.MENTEE).exclude(state=ApplicationState.WITHDRAWN)
    there = Application.objects.filter(
        programme=programme,
        side=Side.MENTOR,
        state=ApplicationState.ACCEPTED,
        participation__state=ParticipationState.ACTIVE,
    ).exclude(round__state=RoundState.FINISHED)
    offers = Proposal.objects.filter(run__round__programme=programme, offered_at__gt=at - YEAR).aggregate(
        settled=Count("pk", filter=~Q(state=ProposalState.OFFERED)),
        accepted=Count("pk", filter=Q(state=ProposalState.ACCEPTED)),
    )
    mentees = Counter(_kind(one) for one in _with_areas(asked))
    mentors = Counter(
        (_kind(one), one.participation.places)
        for one in _with_areas(there).select_related("participation")
        if one.participation
    )
    kinds = {kind: n for kind, n in mentees.items() if kind[0]}
    return Past(float(weeks), kinds, dict(mentors), offers["settled"], offers["accepted"])


def _with_areas(found: QuerySet[Application]) -> QuerySet[Application]:
    return found.prefetch_related("chosen_areas__area").order_by("pk")


def _kind(application: Application) -> Kind:
    areas = tuple(chosen.area.name for chosen in application.chosen_areas.all())
    return areas, tuple(sorted(application.languages)) or USUAL_LANGUAGES


def areas(programme: Programme) -> list[Area]:
    """The areas of the programme in its order."""
    return list(Area.objects.filter(programme=programme, in_use=True))


def question_of(
    found: Past, given: Mapping[str, Any], names: Mapping[UUID, str], seed: int
) -> dict[str, Any]:
    """The question in the shape of an assumptions file.

    `given`: the form's answers: `rates` and `more` by area (mentees a week, mentors on top, who speak
    `more_language`), `further` (who, area, language, number), `months`, `early`, `accepts` and `unmatched`
    (percent), `answer_days`, `rhythms`, `enough`, `days`, `shares` (percent), `wait_weeks`, `runs`, and the
    hours `per_matching`, `per_proposal`, `per_application`.
    """
    mentees, mentors = _people(found, given, names)
    numbers = {"enough": given["enough"], "long": given["days"]}
    rhythms = [{one: numbers[one]} if one in numbers else one for one in given["rhythms"]]
    return {
        "length": round(given["months"] * WEEKS_A_MONTH, 3),
        "ends_early": given["early"] / 100,
        "accepts": given["accepts"] / 100,
        "answer": round(given["answer_days"] / 7, 3),
        "runs": given["runs"],
        "seed": seed,
        "rhythms": rhythms,
        "shares_of_mentors": [share / 100 for share in given["shares"]],
        "mentees": mentees,
        "mentors": mentors,
        "hours": {name: float(given[name]) for name in ("per_matching", "per_proposal", "per_application")},
        "goal": {"wait_90": given["wait_weeks"], "unmatched": given["unmatched"] / 100},
    }


def _people(
    found: Past, given: Mapping[str, Any], names: Mapping[UUID, str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Who arrives, and which mentors there are: those of the past, and those who are expected besides."""
    mentees = [
        one for area, rate in given["rates"].items() for one in _arrivals(found, names[area], float(rate))
    ]
    mentors = [
        {"areas": list(kind[0]), "languages": list(kind[1]), "number": n, "places": places}
        for (kind, places), n in found.mentors.items()
        if kind[0] and places
    ]
    besides = [(area, given["more_language"], n) for area, n in given["more"].items() if n]
    for row in given["further"]:
        area, said = UUID(row["area"]), row["language"]
        if row["who"] == "mentors":
            besides.append((area, said, int(row["number"])))
        else:
            rate = float(row["number"])
            mentees.append({"areas": [names[area]], "languages": [said], "per_week": rate})
    mentors += [
        {"areas": [names[area]], "languages": [said], "number": n, "places": 1} for area, said, n in besides
    ]
    return mentees, mentors


def _arrivals(found: Past, area: str, rate: float) -> list[dict[str, Any]]:
    """So many a week whose most important area this is, of the kinds and in the proportions of last year."""
    if not rate:
        return []
    own = {kind: n for kind, n in found.mentees.items() if kind[0][:1] == (area,)}
    own = own or {((area,), USUAL_LANGUAGES): 1}
    whole = sum(own.values())
    return [
        {"areas": list(wanted), "languages": list(spoken), "per_week": round(rate * n / whole, 6)}
        for (wanted, spoken), n in sorted(own.items())
    ]


def of_programme(programme: Programme) -> QuerySet[Simulation]:
    """The programme's simulations, newest first."""
    return Simulation.objects.filter(programme=programme).select_related("asked_by")


def taken_up(programme: Programme, number: str) -> Simulation | None:
    """The programme's simulation with this number, whose figures are taken up again; None without one."""
    try:
        return of_programme(programme).filter(pk=UUID(number)).first()
    except ValueError:
        return None
