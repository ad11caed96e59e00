"""Find cases and read them; count them by neutral kind."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.times import day_of
from fairlead.kernel.todos import Todo, Urgency
from fairlead.mentorships import policies as mentorships
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Affiliation, Person
from fairlead.people.queries import who_left
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Programme, TeamMember
from fairlead.sealed import queries as sealed
from fairlead.support import policies
from fairlead.support.enums import UNCLOSED, CaseKind, CaseOrigin, CaseOutcome, CaseState
from fairlead.support.models import Case, CaseNote, Contact, Unsure


@dataclass(frozen=True)
class Addressee:
    """Somebody one can turn to: a coordinator, or a contact described in the programme's words."""

    person: Person
    described: str


@dataclass(frozen=True)
class Noted:
    """A note with its words, as somebody who can read it sees it."""

    note: CaseNote
    words: str


@dataclass(frozen=True)
class Counted:
    """Cases of a programme by neutral kind, origin and outcome; never whose."""

    opened: int
    open: int
    by_kind: dict[str, int]
    by_origin: dict[str, int]
    by_outcome: dict[str, int]


def addressees(programme: Programme, *, without: Iterable[UUID] = ()) -> list[Addressee]:
    """Whom people can turn to: coordinators first, then the contacts; three queries.

    Nobody of `without`, and nobody who worked somewhere and works nowhere now.
    """
    team = TeamMember.objects.filter(programme=programme, role=TeamRole.COORDINATOR, person__is_active=True)
    found = [Addressee(one.person, _("Coordinator")) for one in team.select_related("person")]
    known = {one.person.pk for one in found}
    others = Contact.objects.filter(programme=programme, person__is_active=True).select_related("person")
    found += [Addressee(one.person, one.described) for one in others if one.person_id not in known]
    barred = {*without, *who_left(one.person.pk for one in found)}
    return [one for one in found if one.person.pk not in barred]


def addressees_of(pair: Mentorship) -> list[Addressee]:
    """Whom either of a pair can turn to: nobody who is one of the two."""
    return addressees(pair.round.programme, without=mentorships.halves(pair))


def candidates(case: Case) -> list[Addressee]:
    """Who may be named in a case or get it: none of the pair, nor who asked, nor their supervisor."""
    found = addressees_of(case.pair) if case.pair is not None else addressees(case.programme)
    barred = supervisors_of_asker(case)
    return [
        one for one in found if one.person.pk != case.raised_by_id and one.person.email.lower() not in barred
    ]


def supervisors_of_asker(case: Case) -> set[str]:
    """The addresses, in small letters, of who supervises whoever asked; one query."""
    above = Affiliation.objects.filter(person=case.raised_by_id, ended_on=None).exclude(line_manager_email="")
    return {email.lower() for email in above.values_list("line_manager_email", flat=True)}


def contacts(programme: Programme) -> QuerySet[Contact]:
    """The programme's contacts besides its coordinators, by name; one query."""
    return Contact.objects.filter(programme=programme).select_related("person").order_by("person__name", "pk")


def listed(actor: Actor, *, state: str = CaseState.OPEN) -> QuerySet[Case]:
    """Cases the actor reads, still to be settled or closed, the most pressing first; one query."""
    order = ("due_on", "pk") if state == CaseState.OPEN else ("-closed_at", "pk")
    states = UNCLOSED if state == CaseState.OPEN else [state]
    return policies.visible(actor).filter(state__in=states).order_by(*order)


def notes(actor: Actor, case: Case) -> list[Noted]:
    """The notes the actor can read, newest first; three queries at most."""
    kept = list(case.notes.select_related("author"))
    said = sealed.opened(actor, [note.text_id for note in kept])
    return [Noted(note, said[note.text_id]) for note in kept if note.text_id in said]


def words(actor: Actor, case: Case) -> str:
    """What was written in confidence, for its addressee alone; empty for others who read the case."""
    return sealed.said(actor, case.words_id)


def unsure(actor: Actor, pair: Mentorship) -> Unsure | None:
    """That the actor has said they are unsure, as long as it is not settled."""
    mine = Unsure.objects.filter(pair=pair, person=actor.person_id, settled_at=None)
    return mine.select_related("case__owner").first()


def own_concerns(actor: Actor, pair: Mentorship) -> list[tuple[Case, str]]:
    """What the actor has written in confidence about this pair, in their own words; four queries at most."""
    mine = Case.objects.filter(pair=pair, raised_by=actor.person_id, origin=CaseOrigin.CONCERN)
    cases = list(mine.select_related("owner").order_by("-opened_at", "pk"))
    said = sealed.opened(actor, [case.words_id for case in cases])
    return [(case, said.get(case.words_id, "")) for case in cases if case.words_id]


def unsure_pairs(actor: Actor, pairs: Iterable[UUID]) -> set[UUID]:
    """Those of these pairs of which one is unsure, as far as the actor reads the case; one query."""
    said = Unsure.objects.filter(pair__in=list(pairs), settled_at=None, case__in=policies.visible(actor))
    return set(said.values_list("pair", flat=True))


def counted(programme: Programme) -> Counted:
    """How many cases there were, by neutral words; one query.

    Raw counts, also of one or two, from which somebody could guess who it was: whoever shows them leaves out
    groups under five first (`fairlead.evaluation.suppression`).
    """
    rows = list(Case.objects.filter(programme=programme).values_list("kind", "origin", "outcome", "state"))
    kinds, origins = Counter(row[0] for row in rows), Counter(row[1] for row in rows)
    outcomes = Counter(row[2] for row in rows if row[2])
    return Counted(
        opened=len(rows),
        open=sum(row[3] in UNCLOSED for row in rows),
        by_kind={kind: kinds[kind] for kind in CaseKind.values},
        by_origin={origin: origins[origin] for origin in CaseOrigin.values},
        by_outcome={outcome: outcomes[outcome] for outcome in CaseOutcome.values},
    )


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Open cases that the actor owns, each with the day until which they wanted to look; one query."""
    if actor.person_id is None:
        return []
    today = day_of(at)
    mine = policies.visible(actor).filter(state=CaseState.OPEN, owner=actor.person_id)
    return [
        Todo(
            title=_("Look after a case: %(origin)s") % {"origin": case.get_origin_display()},
            detail=_("Until %(day)s. Only you and those you name read it.")
            % {"day": date_format(case.due_on, "j F")},
            url=reverse("support:case", args=[case.pk]),
            urgency=Urgency.OVERDUE if case.due_on < today else Urgency.TODAY,
            icon="heart-handshake",
            action=_("Open the case"),
            programme=case.programme_id if _in_team(actor, case) else None,
        )
        for case in mine.order_by("due_on", "pk")
    ]


def _in_team(actor: Actor, case: Case) -> bool:
    return policies.can_look(actor, case.programme)
