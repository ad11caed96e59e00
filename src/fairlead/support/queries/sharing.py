"""With whom of another institution a case can be shared, what each of the three sees, and what waits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.mentorships import policies as mentorships
from fairlead.mentorships.models import Mentorship
from fairlead.partnerships import queries as partnerships
from fairlead.people.models import Affiliation, Person
from fairlead.people.queries import who_left
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Partner, TeamMember
from fairlead.sealed import queries as sealed
from fairlead.support import policies
from fairlead.support.enums import CaseState, SharingLevel, SharingPart, SharingState
from fairlead.support.models import Case, CaseReader, SharedWord, Sharing
from fairlead.support.queries.cases import supervisors_of_asker


@dataclass(frozen=True)
class Counterpart:
    """A coordinator of another institution, with whom a case that concerns it can be shared."""

    person: Person
    institution: Institution


@dataclass(frozen=True)
class Usual:
    """What the arrangement in force says: how much is usually offered, to whom, and who supervises."""

    level: SharingLevel
    email: str
    supervision: str


@dataclass(frozen=True)
class Said:
    """What somebody wrote, opened for whoever reads it."""

    word: SharedWord
    words: str


@dataclass(frozen=True)
class Sight:
    """All that one of the three sees of a sharing.

    `standing`: the pair and how the case stands; `kind`: what it is about; `own`: the other side’s notes
    for itself.
    """

    part: SharingPart
    standing: bool
    kind: bool
    summary: str
    words: tuple[Said, ...]
    own: tuple[Said, ...]
    written: int
    writes: bool


def in_confidence(case: Case) -> bool:
    """Whether somebody asked for it in confidence, also when they are gone."""
    return case.raised_by_id is not None or case.origin in ("concern", "unsure")


def counterparts(case: Case) -> list[Counterpart]:
    """The coordinators of other institutions that the case concerns, by institution and name.

    Of a pair those where one of the two works; of a case about no pair those of every other institution.
    Never one of the two, nor whoever asked or supervises them, nor who reads the case already; one query
    where one institution alone has coordinators, else eight at most.
    """
    known = _coordinators(case)
    if len({one.institution.pk for one in known}) < 2:
        return []
    concerned = _concerned(case)
    found = [one for one in known if one.institution.pk in concerned]
    if not found:
        return []
    readers = CaseReader.objects.filter(case=case).values_list("person", flat=True)
    two = mentorships.halves(case.pair) if case.pair is not None else ()
    barred = {*readers, *two, case.owner_id, case.raised_by_id, *who_left(one.person.pk for one in found)}
    above = supervisors_of_asker(case)
    return [one for one in found if one.person.pk not in barred and one.person.email.lower() not in above]


def _coordinators(case: Case) -> list[Counterpart]:
    """Who coordinates for the leading institution and for partners that take part; one query."""
    team = programmes.deciding_members().filter(programme=case.programme_id, person__is_active=True)
    found = []
    for one in team.select_related("person", "institution").order_by("person__name", "pk"):
        place = case.programme.lead if one.role == TeamRole.COORDINATOR else one.institution
        if place is not None:
            found.append(Counterpart(one.person, place))
    return sorted(found, key=lambda one: one.institution.name)


def _concerned(case: Case) -> set[UUID]:
    """The institutions that the case concerns, without the one for which its owner looks after it."""
    if case.pair is not None:
        work = Affiliation.objects.filter(person__in=mentorships.halves(case.pair), ended_on=None)
        places = set(work.values_list("institution", flat=True))
    else:
        partners = Partner.objects.filter(programme=case.programme_id, left_on=None)
        places = {case.programme.lead_id, *partners.values_list("institution", flat=True)}
    return places - {_own_side(case)}


def _own_side(case: Case) -> UUID:
    """For which institution the owner looks after it: of their place in the team, or where they work."""
    place = TeamMember.objects.filter(programme=case.programme_id, person=case.owner_id)
    roles = dict(place.values_list("role", "institution"))
    if TeamRole.COORDINATOR in roles:
        return case.programme.lead_id
    work = Affiliation.objects.filter(person=case.owner_id, ended_on=None)
    at = roles.get(TeamRole.PARTNER_COORDINATOR) or work.values_list("institution", flat=True).first()
    return at or case.programme.lead_id


def usual(case: Case, institution: UUID) -> Usual:
    """What the arrangement with the partner of the two says; one query."""
    lead = case.programme.lead_id
    partner = _own_side(case) if institution == lead else institution
    words = partnerships.words_in_force(case.programme_id, partner)
    said = words.get("cases") or ""
    level = SharingLevel(said) if said in SharingLevel.values else SharingLevel.SUMMARY
    side = "lead" if institution == lead else "partner"
    return Usual(level, words.get(f"{side}_contact_email", "").lower(), words.get("supervision", ""))


def of_case(case: Case) -> QuerySet[Sharing]:
    """Every sharing of the case, the newest first; one query."""
    return case.sharings.select_related("person", "institution").order_by("-proposed_at", "pk")


def listed(actor: Actor) -> QuerySet[Sharing]:
    """What others share, or offer to share, with the actor; the newest first; one query.

    Also what has ended and the actor has kept notes of.
    """
    mine = policies.visible_sharings(actor).filter(person=actor.person_id)
    noted = Exists(SharedWord.objects.filter(sharing=OuterRef("pk"), apart=True))
    return mine.filter(~Q(state=SharingState.ENDED) | noted).order_by("-proposed_at", "pk")


def asked_of_pair(actor: Actor, pair: Mentorship) -> QuerySet[Sharing]:
    """What of the actor’s own cases about this pair is shared or is to be; one query."""
    mine = policies.visible_sharings(actor).filter(case__raised_by=actor.person_id, case__pair=pair)
    return mine.order_by("-proposed_at", "pk")


def sight(actor: Actor, sharing: Sharing) -> Sight:
    """What the actor sees of a sharing that they found; three queries at most.

    The other coordinator reads the summary and the words while it is shared, and after its end their own
    notes alone. Whoever asked reads the summary and how many words there are.
    """
    part = policies.part(actor, sharing)
    assert part is not None
    kept = list(sharing.words.select_related("author"))
    other, shared = part == SharingPart.OTHER, sharing.state == SharingState.SHARED
    said = sealed.opened(actor, [sharing.summary_id, *(one.text_id for one in kept)])
    opened = [Said(one, said[one.text_id]) for one in kept if one.text_id in said]
    open_ = not other or shared
    return Sight(
        part=part,
        standing=sharing.state != SharingState.ENDED or not other,
        kind=open_ and sharing.level != SharingLevel.STANDING,
        summary=said.get(sharing.summary_id, "") if open_ and sharing.summary_id else "",
        words=tuple(one for one in opened if not one.word.apart) if open_ else (),
        own=tuple(one for one in opened if one.word.apart) if other else (),
        written=sum(not one.apart for one in kept) if open_ else 0,
        writes=shared and sharing.case.state == CaseState.OPEN and policies.can_write_to_both(actor, sharing),
    )


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Whether what the actor asked for may be shared, and what another institution offers; one query."""
    to_agree = Q(state=SharingState.ASKED, case__raised_by=actor.person_id)
    to_accept = Q(state=SharingState.OFFERED, person=actor.person_id)
    waiting = policies.visible_sharings(actor).filter(to_agree | to_accept)
    return [_todo(actor, one) for one in waiting.order_by("proposed_at", "pk")]


def _todo(actor: Actor, one: Sharing) -> Todo:
    url, urgency = reverse("support:sharing", args=[one.pk]), Urgency.TODAY
    if policies.can_agree(actor, one):
        title = _("May what you asked for in confidence be shared?")
        detail = _("Nobody of %(institution)s knows of it. You decide.") % {
            "institution": one.institution.name
        }
        return Todo(
            title=title, detail=detail, url=url, urgency=urgency, icon="lock", action=_("Read and decide")
        )
    owner = one.case.owner.name if one.case.owner else ""
    return Todo(
        title=_("%(name)s offers to share a case") % {"name": owner},
        detail=_("%(programme)s: it concerns your institution too") % {"programme": one.case.programme.name},
        url=url,
        urgency=urgency,
        icon="heart-handshake",
        action=_("Read and answer"),
        programme=one.case.programme_id,
    )
