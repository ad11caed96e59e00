"""A round that asks for wishes, and people who say them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from fairlead.applications.models import Application
from fairlead.matching.models import Run
from fairlead.preferences.actions import arranging, stating
from fairlead.preferences.enums import Deed
from fairlead.preferences.models import Terms
from fairlead.preferences.queries import cards, said
from tests import factories
from tests.matching.pools import Pool, pool


@dataclass
class Scene:
    """The pool, with everybody's application by name."""

    people: Pool
    of: dict[str, Application]
    at: datetime

    def key(self, who: str, other: str) -> str:
        """What stands for somebody in a reader's forms."""
        return cards.key_of(self.of[who], self.people.people[other].pk)

    def say(self, who: str, deed: Deed, other: str, at: datetime | None = None) -> None:
        """Somebody does one thing with the card of another."""
        by = factories.actor(self.of[who].person)
        stating.state(self.of[who], deed, self.key(who, other), by=by, at=at or self.at)

    def wish(self, who: str, *others: str) -> None:
        """Somebody ranks these people, the dearest first."""
        for other in others:
            self.say(who, Deed.WISH, other)

    def lists(self, who: str) -> tuple[list[str], list[str]]:
        """Whom somebody has ranked and ruled out, by name, as they read it themselves."""
        names = {one.pk: name for name, one in self.people.people.items()}
        own = said.own(factories.actor(self.of[who].person), self.people.people[who].pk)
        return [names[pk] for pk in own.ranked], [names[pk] for pk in own.out]

    def run(self, wishes: int = 30, base: Run | None = None, **weights: Any) -> Run:
        """A run after the last day, in which wishes weigh so much and areas 45; then people go on."""
        counts = {"weights": {"areas": 45, "wishes": wishes}}
        with self.over():
            return self.people.run(self.at, base=base, **{**counts, **weights})

    @contextmanager
    def over(self) -> Iterator[None]:
        """The last day is over inside."""
        until = list(Terms.objects.values_list("until", flat=True))
        Terms.objects.update(until=self.at.date() - timedelta(days=1))
        yield
        Terms.objects.update(until=until[0]) if until else None

    def arrange(self, **terms: Any) -> None:
        """The round asks for wishes."""
        until: date = terms.pop("until", self.at.date() + timedelta(days=7))
        arranging.arrange(self.people.round, until=until, by=self.people.by, at=self.at, **terms)


def scene(at: datetime, **terms: Any) -> Scene:
    """Two mentors and two mentees of whom each could be paired with each; Chen has what Ana offers alone."""
    here = pool()
    made = {
        "Ana": here.mentor("Ana", ("Dual career", "Taxation")),
        "Boris": here.mentor("Boris", ("Dual career",)),
        "Chen": here.mentee("Chen", ("Dual career", "Taxation")),
        "Dana": here.mentee("Dana", ("Dual career",)),
    }
    found = Scene(here, made, at)
    found.arrange(**terms)
    return found
