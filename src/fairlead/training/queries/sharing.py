"""Places of sessions that are kept for institutions, and who comes from where."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.people.models import Affiliation
from fairlead.programmes import policies as programmes
from fairlead.programmes import queries as designs
from fairlead.programmes.models import Programme
from fairlead.training.enums import WITH_PLACE, EnrolmentState, SessionState
from fairlead.training.models import Enrolment, Session, Share


@dataclass(frozen=True)
class OfInstitution:
    """How an institution stands with a session; the institution is None for those of none that takes part."""

    institution: Institution | None
    kept: int
    taken: int
    waiting: int

    @property
    def unused(self) -> int:
        """Reserved places that nobody of the institution has."""
        return max(0, self.kept - self.taken)


@dataclass(frozen=True)
class Coming:
    """Who has a place and who waits, as far as the reader may know them; of the others how many."""

    coming: list[Enrolment]
    waiting: list[Enrolment]
    others_coming: int
    others_waiting: int


def institution_of(person: UUID) -> UUID | None:
    """Where somebody works now; one query."""
    here = Affiliation.objects.filter(person=person, ended_on__isnull=True)
    return here.values_list("institution", flat=True).first()


def sharing(programme: Programme) -> list[Institution]:
    """The institutions among which places can be shared: none when only one takes part; one query."""
    found = list(designs.institutions(programme))
    return found if len(found) > 1 else []


def to_share(session: Session) -> list[Institution]:
    """The institutions that can have places of the session, or have some kept; two queries."""
    found = sharing(session.module.programme)
    beside = session.shares.exclude(institution__in=found).select_related("institution")
    return [*found, *(one.institution for one in beside)]


def shares_of(session: Session) -> dict[UUID, int]:
    """The places kept for each institution; one query."""
    return dict(session.shares.values_list("institution", "places"))


def released_at(session: Session) -> datetime:
    """From when on reserved places that nobody has taken are everybody’s."""
    return session.starts_at - timedelta(days=session.release_days)


def by_institution(session: Session) -> list[OfInstitution]:
    """How each institution stands, those that keep places first; empty when only one comes; four queries."""
    kept = shares_of(session)
    taken: Counter[UUID | None] = Counter()
    waiting: Counter[UUID | None] = Counter()
    listed = session.enrolments.exclude(state=EnrolmentState.LEFT).values_list("institution", "state")
    for institution, state in listed:
        (taken if state in WITH_PLACE else waiting)[institution] += 1
    known = {one.pk: one for one in sharing(session.module.programme)}
    beside = {pk for pk in {*kept, *taken, *waiting} if pk is not None and pk not in known}
    known |= {one.pk: one for one in Institution.objects.filter(pk__in=beside)}
    if not kept and len(known) < 2:
        return []
    rows = [OfInstitution(one, kept.get(pk, 0), taken[pk], waiting[pk]) for pk, one in known.items()]
    rows.sort(key=lambda row: (not row.kept, row.institution.name if row.institution else ""))
    if taken[None] or waiting[None]:
        rows.append(OfInstitution(None, 0, taken[None], waiting[None]))
    return rows


def known_to(actor: Actor, session: Session) -> Coming:
    """Names of all for the central team, of their own people for a partner’s coordinator; one query."""
    found = list(
        session.enrolments.exclude(state=EnrolmentState.LEFT)
        .select_related("person", "institution")
        .order_by("person__name", "pk")
    )
    programme = session.module.programme_id
    theirs = programmes.partner_institutions(actor).get(programme, frozenset())
    central = programmes.leads(actor, programme)
    named = [one for one in found if central or one.institution_id in theirs]
    others = Counter(one.state == EnrolmentState.WAITING for one in found) - Counter(
        one.state == EnrolmentState.WAITING for one in named
    )
    waiting = [one for one in named if one.state == EnrolmentState.WAITING]
    return Coming(
        coming=[one for one in named if one.state in WITH_PLACE],
        waiting=sorted(waiting, key=lambda one: (one.since, str(one.pk))),
        others_coming=others[False],
        others_waiting=others[True],
    )


def to_release(*, at: datetime) -> list[Session]:
    """Sessions to come for which people wait while places, kept until now, are everybody’s; one query."""
    waiting = Enrolment.objects.filter(state=EnrolmentState.WAITING).values("session")
    found = Session.objects.filter(
        state=SessionState.PLANNED,
        starts_at__gt=at,
        pk__in=waiting,
    ).filter(pk__in=Share.objects.values("session"))
    return [one for one in found.order_by("starts_at", "pk") if released_at(one) <= at]
