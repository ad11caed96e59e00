"""Mentors of past rounds: who they are, what they did, whether they can be asked."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Person
from fairlead.people.queries import who_left
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation, Programme, Round
from fairlead.recruitment.queries.standing import Standing


@dataclass(frozen=True)
class PastMentor:
    """A mentor of earlier rounds: the last round, all pairs so far, and why they are not asked, if so."""

    participation: Participation
    rounds: int
    pairs: int
    completed: int
    why_not: str

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.participation.person


def past_mentors(round: Round, *, today: date) -> list[PastMentor]:
    """Everybody who was a mentor in another round of the programme, by name; nine queries.

    Who stopped being active is left out; who works nowhere any more, as far as is known, is not asked.
    """
    found = Participation.objects.filter(
        round__programme=round.programme_id, side=Side.MENTOR, person__is_active=True
    ).exclude(round=round)
    newest: dict[object, Participation] = {}
    rounds: Counter[object] = Counter()
    for one in found.select_related("person", "round").order_by("joined_at", "id"):
        newest[one.person_id] = one
        rounds[one.person_id] += 1
    pairs, completed = _pairs(round.programme)
    standing = Standing(round, [one.person.email for one in newest.values()], today=today)
    left = who_left(one.person_id for one in newest.values())
    mentors = [
        PastMentor(
            participation=one,
            rounds=rounds[person],
            pairs=pairs[person],
            completed=completed[person],
            why_not=_left(left.get(one.person_id)) or standing.why_not(one.person.email),
        )
        for person, one in newest.items()
    ]
    return sorted(mentors, key=lambda mentor: (mentor.person.name.casefold(), str(mentor.person.pk)))


def _left(day: date | None) -> str:
    return _("left the institution on %(day)s") % {"day": date_format(day)} if day else ""


def _pairs(programme: Programme) -> tuple[Counter[object], Counter[object]]:
    """How many pairs each mentor of the programme has had, and how many of them came to their end well."""
    pairs: Counter[object] = Counter()
    completed: Counter[object] = Counter()
    rows = Mentorship.objects.filter(round__programme=programme).values_list("mentor__person", "state")
    for person, state in rows:
        pairs[person] += 1
        completed[person] += state == MentorshipState.COMPLETED
    return pairs, completed


def last_application(person: Person, programme: Programme) -> Application | None:
    """What the person last answered as a mentor of the programme, as far as it was sent."""
    found = Application.objects.filter(person=person, programme=programme, side=Side.MENTOR)
    sent = found.exclude(state=ApplicationState.DRAFT).exclude(submitted_at__isnull=True)
    return sent.order_by("-submitted_at", "id").first()
