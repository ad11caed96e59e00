"""Write a plan: institutions, units, areas, people and their applications, all in the caller's
transaction.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fairlead.applications import policies as applications
from fairlead.applications.actions import approving, bringing_in, deciding
from fairlead.applications.actions.answers import Answers
from fairlead.applications.models import Application
from fairlead.audit.actions import gathered
from fairlead.institutions.actions import know_institution, know_unit
from fairlead.institutions.models import Institution, Unit
from fairlead.integrations.form_csv.plan import Entry, Line, Plan, Thing
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.people.actions import know_person, set_affiliation
from fairlead.people.models import Person
from fairlead.programmes import policies as programmes
from fairlead.programmes.actions import add_area
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Area, Round

if TYPE_CHECKING:
    from fairlead.integrations.form_csv.queries import Preview

LATER, ASK, IN_HAND = "later", "ask", "in_hand"


@dataclass(frozen=True)
class Wishes:
    """What else to do with what is brought in: `approvals` is "later", "ask" or "in_hand"; `admit` those
    ready.
    """

    approvals: str = LATER
    admit: bool = False
    reason: str = ""


@dataclass
class Written:
    """What was written, in figures."""

    outcomes: Counter[str] = field(default_factory=Counter)
    sides: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    approved: int = 0
    admitted: int = 0
    kept: list[tuple[int, str]] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, int]:
        """The figures by name."""
        return {
            **{outcome: self.outcomes[outcome] for outcome in ("created", "updated", "unchanged", "kept")},
            "mentors": self.sides[Side.MENTOR],
            "mentees": self.sides[Side.MENTEE],
            "asked": self.asked,
            "approved": self.approved,
            "admitted": self.admitted,
        }

    def as_counts(self, preview: "Preview") -> dict[str, Any]:
        """What stays of a file once it is in: figures, and rows left out with the reason, but nobody's
        name.
        """
        return {
            **self.figures,
            "rows": len(preview.plan.lines),
            "left_out": [[line.row, line.out, line.out_because] for line in preview.plan.left_out],
            "kept_rows": [list(pair) for pair in self.kept],
        }


def write(plan: Plan, round: Round, *, wishes: Wishes, by: Actor, at: datetime) -> Written:
    """Write every entry of the plan that changes anything, then do as wished; the caller holds the
    transaction.
    """
    with gathered():
        return _write(plan, _Writer(round, by=by, at=at), wishes)


def _write(plan: Plan, writer: "_Writer", wishes: Wishes) -> Written:
    for entry in plan.writes:
        writer.know(entry.line)
    for entry in plan.entries:
        if entry.effect in {"new", "update"}:
            writer.bring_in(entry)
        else:
            writer.written.outcomes["kept" if entry.effect == "closed" else "unchanged"] += 1
    writer.approvals(wishes)
    if wishes.admit:
        ours = programmes.people_of(writer.by)
        admitted = deciding.accept_all_ready(writer.round, writer.by, writer.at, whose=ours)
        writer.written.admitted = admitted.all
    return writer.written


class _Writer:
    """Knows each thing once while one file is written."""

    def __init__(self, round: Round, *, by: Actor, at: datetime) -> None:
        self.round, self.by, self.at = round, by, at
        self.written = Written()
        self.institutions: dict[str, Institution] = {}
        self.units: dict[tuple[str, str], Unit] = {}
        self.areas: dict[str, Area] = {}
        self.people: dict[str, Person] = {}
        self.brought: list[Application] = []

    def know(self, line: Line) -> None:
        """Know the person of a row, and where they work."""
        if line.email in self.people:
            return
        person = know_person(email=line.email, name=line.name, at=self.at)
        self.people[line.email] = person
        if line.institution is not None:
            set_affiliation(
                person,
                institution=self.institution(line.institution),
                unit=self.unit(line),
                job_title=line.texts["job_title"],
                grade=line.grade,
                campus=line.texts["campus"],
                line_manager_name=line.manager_name,
                line_manager_email=line.manager_email,
                at=self.at,
            )

    def bring_in(self, entry: Entry) -> None:
        """Write one application."""
        line = entry.line
        found = bringing_in.bring_in(
            round=self.round,
            person=self.people[line.email],
            side=entry.side,
            answers=self.answers(entry),
            submitted_at=line.submitted or self.at,
            by=self.by,
            at=self.at,
        )
        self.written.outcomes[found.outcome] += 1
        if found.outcome in {bringing_in.Outcome.CREATED, bringing_in.Outcome.UPDATED}:
            self.written.sides[entry.side] += 1
            self.brought.append(found.application)
        elif found.sentence and applications.can_review(self.by, found.application):
            self.written.kept.append((entry.row, found.sentence))

    def approvals(self, wishes: Wishes) -> None:
        """Ask the supervisors of the mentees brought in, or record that their approvals are in hand.

        Those of another institution's people are left to who decides on them.
        """
        for application in self.brought:
            if application.side != Side.MENTEE or wishes.approvals not in {ASK, IN_HAND}:
                continue
            if not applications.can_decide(self.by, application):
                continue
            with suppress(Refused):  # answered before, or nobody to ask: the list of applications says so
                if wishes.approvals == ASK:
                    approving.ask_supervisor(application, self.at, by=self.by)
                    self.written.asked += 1
                else:
                    approving.record(application, True, wishes.reason, self.by, self.at)
                    self.written.approved += 1

    def answers(self, entry: Entry) -> Answers:
        """The answers of one side of a row."""
        line, mentor = entry.line, entry.side == Side.MENTOR
        chosen = tuple(self.area(area) for area in (line.offers if mentor else line.wants))
        important = self.area(line.important) if line.important and not mentor else None
        return Answers(
            institution=self.institution(line.institution) if line.institution else None,
            unit=self.unit(line),
            job_title=line.texts["job_title"],
            grade=line.grade,
            years=line.years,
            campus=line.texts["campus"],
            meeting_mode=line.mode,
            languages=tuple(line.languages),
            areas=chosen,
            most_important=chosen[0] if len(chosen) == 1 and not mentor else important,
            places=line.places if mentor else None,
            line_manager_name=line.manager_name,
            line_manager_email=line.manager_email,
            avoid_text=line.texts["avoid"],
            avoids=tuple(self.avoided(line)),
            hopes=line.texts["hopes"],
            consented_at=line.submitted or self.at,
        )

    def avoided(self, line: Line) -> list[Person]:
        """The people a row names who are among those we know."""
        for email in line.avoid_emails:
            if email not in self.people and (person := Person.objects.filter(email__iexact=email).first()):
                self.people[email] = person
        return [self.people[email] for email in line.avoid_emails if email in self.people]

    def institution(self, thing: Thing) -> Institution:
        """The institution, made if it is new."""
        if thing.key not in self.institutions:
            known = Institution.objects.filter(pk=thing.pk).first() if thing.pk else None
            self.institutions[thing.key] = known or know_institution(name=thing.name)
        return self.institutions[thing.key]

    def unit(self, line: Line) -> Unit | None:
        """The unit of a row, made if it is new."""
        if line.unit is None or line.institution is None:
            return None
        place = (line.institution.key, line.unit.key)
        if place not in self.units:
            known = Unit.objects.filter(pk=line.unit.pk).first() if line.unit.pk else None
            of = self.institution(line.institution)
            self.units[place] = known or know_unit(institution=of, name=line.unit.name)
        return self.units[place]

    def area(self, thing: Thing) -> Area:
        """The area, added to the programme if it is new."""
        if thing.key not in self.areas:
            known = Area.objects.filter(pk=thing.pk).first() if thing.pk else None
            self.areas[thing.key] = known or add_area(
                self.round.programme, thing.name, by=self.by, at=self.at
            )
        return self.areas[thing.key]
