"""A participant's way through a programme, as a line with stations."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.applications import queries as applications
from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.matching.enums import ProposalState
from fairlead.matching.models import Proposal
from fairlead.mentorships import queries as mentorships
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState
from fairlead.mentorships.models import Mentorship, Plan
from fairlead.people.models import Affiliation
from fairlead.programmes.enums import RoundState

CLOSED = frozenset({ApplicationState.DECLINED, ApplicationState.WITHDRAWN})

SHOWN = (
    "side",
    "state",
    "created_at",
    "submitted_at",
    "decided_at",
    "participation",
    "round__name",
    "round__state",
    "programme__name",
    "programme__supervisor_approval",
    "approval__state",
    "approval__asked_at",
    "approval__answer_by",
    "approval__answered_at",
    "approval__supervisor_name",
)
HALVES = ("mentor__person", "mentee__person")
OF_A_PAIR = (
    "state",
    "starts_on",
    "ends_on",
    "ended_on",
    "agreed_at",
    "paused_until",
    "plan__state",
    "plan__agreed_at",
    *(f"{half}__person__{name}" for half in ("mentor", "mentee") for name in ("name", "email")),
)


@dataclass(frozen=True)
class Station:
    """A station of the way: done, now, later or skipped."""

    label: str
    state: str
    when: str = ""
    note: str = ""


@dataclass(frozen=True)
class PairCard:
    """One of the actor's pairs, seen from their side."""

    mentorship: Mentorship
    partner: str
    partner_email: str
    partner_work: str
    as_mentor: bool

    @property
    def live(self) -> bool:
        """Whether the pair is on its way."""
        return self.mentorship.state in LIVE_STATES


@dataclass(frozen=True)
class Journey:
    """One application of the actor's, how far it has led, and the pairs that came of it."""

    application: Application
    stations: tuple[Station, ...]
    pairs: tuple[PairCard, ...]

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        if any(pair.live for pair in self.pairs):
            return False
        finished = self.application.round.state == RoundState.FINISHED
        return bool(self.pairs) or finished or self.application.state in CLOSED


def journeys(actor: Actor) -> list[Journey]:
    """The actor's applications with where each stands, newest first; four queries whatever their number."""
    if actor.person_id is None:
        return []
    written = list(applications.mine(actor.person_id).only(*SHOWN))
    if not written:
        return []
    cards = pair_cards(actor)
    taking_part = [one.participation_id for one in written if one.participation_id]
    offered = _offered(taking_part)
    found = []
    for one in written:
        pairs = tuple(card for card in cards if one.participation_id in _halves(card.mentorship))
        stations = tuple(stations_of(one, pairs, offered=one.participation_id in offered))
        found.append(Journey(application=one, stations=stations, pairs=pairs))
    return found


def pair_cards(actor: Actor) -> list[PairCard]:
    """The actor's pairs, live ones first, with where the other works; two queries."""
    pairs = list(
        mentorships.of_person(actor).select_related(None).select_related(*HALVES, "plan").only(*OF_A_PAIR)
    )
    others = {pair.mentee.person_id for pair in pairs} | {pair.mentor.person_id for pair in pairs}
    known = (
        Affiliation.objects.filter(person__in=others, ended_on=None) if pairs else Affiliation.objects.none()
    )
    work = {one.person_id: _work(one) for one in known.select_related("institution", "unit")}
    return [_card(pair, actor, work) for pair in pairs]


def _card(pair: Mentorship, actor: Actor, work: dict[UUID, str]) -> PairCard:
    as_mentor = pair.mentor.person_id == actor.person_id
    partner = pair.mentee.person if as_mentor else pair.mentor.person
    return PairCard(
        mentorship=pair,
        partner=partner.name,
        partner_email=partner.email,
        partner_work=work.get(partner.pk, ""),
        as_mentor=as_mentor,
    )


def _work(one: Affiliation) -> str:
    parts = [one.job_title, one.unit.name if one.unit else "", one.institution.short_name]
    return ", ".join(part for part in parts if part)


def _halves(pair: Mentorship) -> tuple[UUID, UUID]:
    return pair.mentor_id, pair.mentee_id


def _offered(participations: list[UUID]) -> set[UUID | None]:
    """Which of these participations have an open offer; one query."""
    open_offers = Proposal.objects.filter(state=ProposalState.OFFERED)
    mine = open_offers.filter(mentee__in=participations) | open_offers.filter(mentor__in=participations)
    return {half for pair in mine.values_list("mentee", "mentor") for half in pair}


def stations_of(one: Application, pairs: tuple[PairCard, ...], *, offered: bool) -> list[Station]:
    """The stations in their order; after a decision that ends the way, what was left is skipped."""
    pair = pairs[0].mentorship if pairs else None
    stations = [_applied(one)]
    if applications.needs_approval(one):
        stations.append(_approved(one))
    stations += [_admitted(one), _matched(one, pair, offered=offered), _started(pair)]
    stations += [_planned(pair), _completed(pair)]
    if one.state in CLOSED and pair is None:
        stations = [
            station if station.state == "done" else Station(station.label, "skipped", note=station.note)
            for station in stations
        ]
    return _one_now(stations)


def _one_now(stations: list[Station]) -> list[Station]:
    """Only the first station that is not done is where one stands now."""
    seen, found = False, []
    for station in stations:
        late = station.state == "now" and seen
        found.append(Station(station.label, "later", note=station.note) if late else station)
        seen = seen or station.state == "now"
    return found


def _applied(one: Application) -> Station:
    if one.submitted_at is None:
        return Station(_("Apply"), "now", note=_("draft"))
    return Station(_("Apply"), "done", when=_day(one.submitted_at))


def _approved(one: Application) -> Station:
    label, approval = _("Supervisor’s approval"), applications.approval_of(one)
    if approval is None:
        if one.state == ApplicationState.ACCEPTED:
            return Station(label, "skipped", note=_("not needed"))
        return Station(label, "later" if one.submitted_at is None else "now")
    if approval.state == ApprovalState.APPROVED:
        return Station(label, "done", when=_day(approval.answered_at))
    if approval.state == ApprovalState.DECLINED:
        return Station(label, "now", note=_("declined"))
    return Station(label, "now", note=_("asked on %(day)s") % {"day": _day(approval.asked_at)})


def _admitted(one: Application) -> Station:
    label = _("Admission")
    if one.state == ApplicationState.ACCEPTED:
        return Station(label, "done", when=_day(one.decided_at))
    if one.state == ApplicationState.WAITLISTED:
        return Station(label, "now", note=_("on the waiting list"))
    notes = {ApplicationState.DECLINED.value: _("declined"), ApplicationState.WITHDRAWN.value: _("withdrawn")}
    return Station(label, "later" if one.submitted_at is None else "now", note=notes.get(one.state, ""))


def _matched(one: Application, pair: Mentorship | None, *, offered: bool) -> Station:
    label = _("Match")
    if pair is not None:
        return Station(label, "done", when=_day(pair.agreed_at))
    if offered:
        return Station(label, "now", note=_("an offer waits"))
    return Station(label, "now" if one.state == ApplicationState.ACCEPTED else "later")


def _started(pair: Mentorship | None) -> Station:
    label = _("First meeting")
    if pair is None:
        return Station(label, "later")
    if pair.state == MentorshipState.STARTING:
        return Station(label, "now", note=_("from %(day)s") % {"day": _day(pair.starts_on)})
    return Station(label, "done")


def _planned(pair: Mentorship | None) -> Station:
    """The plan of the pair: that it exists and its stage, as everybody may know."""
    label = _("Plan")
    plan: Plan | None = getattr(pair, "plan", None) if pair is not None else None
    if plan is not None and plan.agreed_at is not None:
        return Station(label, "done", when=_day(plan.agreed_at), note=str(plan.get_state_display()))
    if pair is None or pair.state == MentorshipState.STARTING:
        return Station(label, "later")
    if pair.state not in LIVE_STATES:
        return Station(label, "skipped")
    return Station(label, "now", note=_("being written") if plan else _("one goal is enough to begin"))


def _completed(pair: Mentorship | None) -> Station:
    label = _("Completion")
    if pair is None:
        return Station(label, "later")
    if pair.state == MentorshipState.COMPLETED:
        return Station(label, "done", when=_day(pair.ended_on))
    if pair.state == MentorshipState.ENDED_EARLY:
        return Station(label, "skipped", when=_day(pair.ended_on), note=_("ended early"))
    if pair.paused_until is not None:
        return Station(label, "now", note=_("paused until %(day)s") % {"day": _day(pair.paused_until)})
    return Station(label, "now", note=_("until %(day)s") % {"day": _day(pair.ends_on)})


def _day(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return date_format(day, "j M Y")
