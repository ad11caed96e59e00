"""A case about a pair across two institutions, and a third that has nothing to do with it."""

from dataclasses import dataclass
from typing import Any

from fairlead.institutions.models import Institution
from fairlead.people.models import Person
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Partner
from fairlead.support.actions import sharing as actions
from fairlead.support.enums import SharingLevel
from fairlead.support.models import Case, Sharing
from tests import factories
from tests.support import caring

SUMMARY = "They miss each other’s hours; a deputy for meetings might help."


@dataclass
class Scene(caring.Scene):
    """The mentee works at the leading institution, the mentor at the coast, where Pia coordinates."""

    partner: Person | None = None
    third: Person | None = None
    coast: Institution | None = None


def scene(at) -> Scene:
    """The people of a shared case."""
    first = caring.scene(at)
    programme = first.pair.round.programme
    coast = factories.institution("Coast Academy")
    found = {}
    for side, name, place in (("partner", "Pia Partner", coast), ("third", "Tara Third", None)):
        place = place or factories.institution("Third College")
        Partner.objects.create(programme=programme, institution=place)
        who = factories.person(name, email=f"{name.split()[0].lower()}@{side}.example")
        found[side] = factories.member(programme, TeamRole.PARTNER_COORDINATOR, who, institution=place)
    factories.affiliation(first.pair.mentee.person, factories.unit(programme.lead))
    factories.affiliation(first.pair.mentor.person, factories.unit(coast))
    return Scene(first.pair, first.coordinator, first.contact, coast=coast, **found)


def offer(made: Scene, level: str = "talk", **more: Any) -> actions.Offer:
    """What is offered to Pia."""
    given = {"person": made.partner.pk, "summary": SUMMARY, **more}
    return actions.Offer(level=SharingLevel(level), **given)


def proposed(made: Scene, case: Case, at: Any, level: str = "talk", **more: Any) -> Sharing:
    """The coordinator proposes to share the case."""
    return actions.propose(case, offer(made, level, **more), by=made.by("coordinator"), at=at)


def shared(made: Scene, at: Any, level: str = "talk", case: Case | None = None) -> Sharing:
    """A case opened by hand that Pia has accepted to share."""
    one = proposed(made, case or caring.by_hand(made, at), at, level)
    actions.accept(now(one), by=made.by("partner"), at=at)
    return now(one)


def now(one: Sharing) -> Sharing:
    """The sharing as it stands, with those it concerns."""
    people = ("person", "institution", "summary", "case__owner", "case__raised_by", "case__programme__lead")
    return Sharing.objects.select_related(*people, "case__pair__round").get(pk=one.pk)
