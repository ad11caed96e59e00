"""Somebody who asks for help, and those who are asked."""

from dataclasses import dataclass
from typing import Any

from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Person
from fairlead.programmes.enums import TeamRole
from fairlead.support.actions import caring, helping
from fairlead.support.enums import CaseKind
from tests import factories
from tests.support import scenes

SECRET = "quokka"


@dataclass
class Scene:
    """A pair, a coordinator, and a contact who is in no team."""

    pair: Mentorship
    coordinator: Person
    contact: Person
    second: Person | None = None

    def by(self, side: str) -> Any:
        """The mentee, the mentor, the coordinator or the contact as somebody who acts."""
        person = getattr(self, side, None) or getattr(self.pair, side).person
        return factories.actor(person)


def scene(at):
    """The people of a case."""
    one = scenes.pair(at, met=[3])
    coordinator = factories.member(one.round.programme, who=factories.person("Cora Coordinator"))
    contact = factories.person("Olu Ombudsperson", email="olu@northport.example")
    made = Scene(one, coordinator, contact)
    named(made, at)
    return made


def named(made, at):
    """The contact is named for the programme."""
    programme, by = made.pair.round.programme, made.by("coordinator")
    return caring.add_contact(programme, made.contact, "Ombudsperson", by=by, at=at)


def add(made, person, at):
    """Somebody becomes a contact of the programme."""
    return caring.add_contact(made.pair.round.programme, person, "Partner", by=made.by("coordinator"), at=at)


def unsure(made, at, *, to="coordinator", by="mentee"):
    """One of the two is unsure."""
    return helping.say_unsure(made.pair, to=made.by(to).person_id, by=made.by(by), at=at)


def concern(made, at, *, to="contact", by="mentee", words=f"My {SECRET} is unwell.", occasion="form-1"):
    """One of the two writes in confidence."""
    to_id = made.by(to).person_id
    return helping.write_in_confidence(made.pair, words, to=to_id, occasion=occasion, by=made.by(by), at=at)


def by_hand(made, at, **more):
    """The coordinator opens a case about the pair."""
    given = {"pair": made.pair, "words": f"Spoke of the {SECRET}.", "occasion": "form-2", **more}
    settled = caring.Settled(CaseKind.TIME, at.date())
    by = made.by("coordinator")
    return caring.open_by_hand(made.pair.round.programme, settled, by=by, at=at, **given)


def lead(made, role=TeamRole.HR_LEAD):
    """Somebody else of the team."""
    return factories.member(made.pair.round.programme, role)
