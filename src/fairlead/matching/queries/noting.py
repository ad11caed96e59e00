"""What matching tells an applicant on the page that says where the application stands."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from fairlead.applications.models import Application
from fairlead.kernel.notes import Note, Words
from fairlead.kernel.todos import Urgency
from fairlead.kernel.tokens import derived
from fairlead.matching.enums import AnswerState, ProposalState
from fairlead.matching.models import Answer
from fairlead.matching.queries import wording
from fairlead.matching.queries.waiting import Wait, of_application
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import Side
from fairlead.training import queries as training


def notes(application: Application, at: datetime) -> list[Note]:
    """An open offer, or else for a mentee the truth about their wait; and with whom they are paired."""
    pairs = _pairs(application)
    offers = [_offer(answer) for answer in _open_answers(application, at)]
    if offers:
        return offers + pairs
    wait = of_application(application, at=at)
    found = [_wait(wait)] if wait else []
    return [*_training(application, at=at), *found, *pairs]


def _pairs(application: Application) -> list[Note]:
    """The pairs of this application that are on their way; one query."""
    if application.participation_id is None:
        return []
    side, other = ("mentor", "mentee") if application.side == Side.MENTOR else ("mentee", "mentor")
    mine = {side: application.participation_id}
    found = Mentorship.objects.filter(state__in=LIVE_STATES, **mine).select_related(f"{other}__person")
    return [
        Note(
            title=_("You are paired with %(name)s") % {"name": getattr(one, other).person.name},
            text=_("From %(first)s to %(last)s.")
            % {"first": date_format(one.starts_on), "last": date_format(one.ends_on)},
            url=reverse("mentorships:detail", args=[one.pk]),
            action=_("Your pair"),
            icon="handshake",
            stands=True,
        )
        for one in found.order_by("starts_on", f"{other}__person__name", "pk")
    ]


def _training(application: Application, *, at: datetime) -> list[Note]:
    """What somebody in the pool is to learn before they are matched."""
    if application.participation is None:
        return []
    missed = training.keeps_out([application.participation], at=at).get(application.participation.pk, ())
    if not missed:
        return []
    return [
        Note(
            title=_("Complete your training, so that you can be matched"),
            text=_("Still open: %(modules)s.") % {"modules": "; ".join(missed)},
            url=reverse("training:mine"),
            action=_("Open my training"),
            icon="graduation-cap",
            urgency=Urgency.SOON,
        )
    ]


def _open_answers(application: Application, at: datetime) -> list[Answer]:
    if application.participation_id is None:
        return []
    side = "mentor" if application.side == Side.MENTOR else "mentee"
    found = Answer.objects.filter(
        side=application.side,
        state__in=[AnswerState.WAITING, AnswerState.YES],
        proposal__state=ProposalState.OFFERED,
        proposal__expires_at__gt=at,
        **{f"proposal__{side}": application.participation_id},
    )
    loaded = found.select_related("proposal__mentor__person", "proposal__mentee__person")
    return list(loaded.order_by("proposal__expires_at", "pk"))


def _offer(answer: Answer) -> Note:
    pair = answer.proposal
    as_mentor = answer.side == Side.MENTOR
    name = (pair.mentee if as_mentor else pair.mentor).person.name
    day = date_format(localtime(pair.expires_at), "j F") if pair.expires_at else ""
    if answer.state == AnswerState.YES:
        return Note(
            title=_("You said yes to a pair with %(name)s") % {"name": name},
            text=_("%(name)s has until %(day)s to answer. You will get a letter as soon as it is settled.")
            % {"name": name, "day": day},
            icon="hourglass",
        )
    title = _("%(name)s as your mentee?") if as_mentor else _("%(name)s as your mentor?")
    return Note(
        title=title % {"name": name},
        text=_("The coordinators offer you this pair. Please answer by %(day)s.") % {"day": day},
        url=reverse("matching:answer", args=[derived("offer", answer.pk)]),
        action=_("Read and answer"),
        icon="handshake",
        urgency=Urgency.TODAY,
    )


def _wait(wait: Wait) -> Note:
    facts: list[tuple[Words, Words]] = [
        (_("Your place"), wording.place(wait)),
        (_("Why you wait"), wording.reason(wait)),
        (_("When to expect a mentor"), wording.expected(wait)),
    ]
    if helps := wording.helping(wait):
        facts.append((_("What would help"), " ".join(helps)))
    if planned := wording.next_matching(wait):
        facts.append((_("Next matching planned"), planned))
    if wait.matched_at:
        facts.append((_("As of the matching on"), date_format(localtime(wait.matched_at), "j F Y")))
    return Note(
        title=_("How long it may take"),
        text=_(
            "It says nothing about you or your work: pairs are made by what fits, so places are no queue. We "
            "write to you when this changes, and every two weeks at least."
        ),
        facts=tuple(facts),
        icon="hourglass",
    )
