"""What matching tells on the page of a pair: another mentor, a rest, becoming a mentor oneself."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.kernel.notes import Note
from fairlead.kernel.todos import Urgency
from fairlead.matching import policies
from fairlead.matching.models import Afterword, MentorWish
from fairlead.matching.queries.afterwards import afterword_of
from fairlead.mentorships.enums import LIVE_STATES, EndReason, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import ParticipationState, RoundState, Side


def notes(actor: Actor, pair: Mentorship, at: datetime, place: str) -> list[Note]:
    """For each half what they can say now; for coordinators what the mentee has said; four queries."""
    found = []
    over = pair.state not in LIVE_STATES
    if ((over and place == "overview") or place == "handover") and _goes_on(pair):
        found += _after(actor, pair)
    closing = pair.state != MentorshipState.ENDED_EARLY and (over or place == "closing")
    if closing and policies.is_mentee(actor, pair):
        found += _becoming(pair)
    return found


def _goes_on(pair: Mentorship) -> bool:
    """Whether there is something to say afterwards: whoever swapped has another partner already."""
    return pair.round.state != RoundState.FINISHED and pair.end_reason != EndReason.SWAPPED


def _after(actor: Actor, pair: Mentorship) -> list[Note]:
    if policies.is_mentee(actor, pair):
        said = afterword_of(pair, pair.mentee_id)
        return _for_mentee(pair, said, has_another=_has_another(pair)) if _active(pair, "mentee") else []
    if policies.is_mentor(actor, pair):
        return _for_mentor(pair, afterword_of(pair, pair.mentor_id)) if _active(pair, "mentor") else []
    if policies.can_ask_again(actor, pair) and _active(pair, "mentee"):
        return _for_team(pair, afterword_of(pair, pair.mentee_id))
    return []


def _active(pair: Mentorship, half: str) -> bool:
    state: str = getattr(pair, half).state
    return state == ParticipationState.ACTIVE


def _url(pair: Mentorship, deed: str) -> str:
    return reverse("matching:afterwards", args=[pair.pk, deed])


def _has_another(pair: Mentorship) -> bool:
    """Whether the mentee has another mentor; only asked where the round gives several, one query there."""
    if pair.round.mentors_each == 1:
        return False
    live = Mentorship.objects.filter(mentee=pair.mentee_id, state__in=LIVE_STATES)
    return live.exclude(pk=pair.pk).exists()


def _for_mentee(pair: Mentorship, said: Afterword | None, *, has_another: bool) -> list[Note]:
    if said is None:
        early = pair.state == MentorshipState.ENDED_EARLY and not has_another
        first = _("You come before those who have not had a mentor yet, and never get the same one again.")
        text = _("One click is enough: your application goes back to the pool as it is.")
        return [
            Note(
                title=_("Would you like another mentor?"),
                text=f"{text} {first}" if early else text,
                url=_url(pair, "ask"),
                action=_("Yes, find me another mentor"),
                icon="refresh-cw",
                urgency=Urgency.SOON if early else Urgency.WHENEVER,
                posts=True,
            )
        ]
    return [
        Note(
            title=_("You are back in the pool"),
            text=_(
                "When a pair is found for you, you both get an offer. Your application shows how it stands."
            ),
            url=_url(pair, "take-back"),
            action=_("Rather not for now"),
            icon="hourglass",
            posts=True,
        )
    ]


def _for_mentor(pair: Mentorship, said: Afterword | None) -> list[Note]:
    if said is None:
        return [
            Note(
                title=_("Your place is free again"),
                text=_("You may be offered another mentee in the next matching. Would you rather rest?"),
                url=_url(pair, "rest"),
                action=_("Rest with this place"),
                icon="user-plus",
                posts=True,
            )
        ]
    return [
        Note(
            title=_("You rest with this place"),
            text=_("Nobody is proposed for it until you say that you are ready again."),
            url=_url(pair, "ready"),
            action=_("I am ready for another mentee"),
            icon="pause",
            posts=True,
        )
    ]


def _for_team(pair: Mentorship, said: Afterword | None) -> list[Note]:
    name = pair.mentee.person.name
    if said is not None:
        text = _("%(name)s has asked for another mentor and comes first in the next run.")
        return [Note(title=_("Back in the pool"), text=text % {"name": name}, icon="hourglass")]
    return [
        Note(
            title=_("Another mentor for %(name)s?") % {"name": name},
            text=_("%(name)s can say so on this page in one click. If they told you so, do it for them.")
            % {"name": name},
            url=_url(pair, "ask"),
            action=_("Put them back into the pool"),
            icon="refresh-cw",
            posts=True,
        )
    ]


def _becoming(pair: Mentorship) -> list[Note]:
    """Ask a mentee whether they would like to become a mentor, unless they are or have said so."""
    person, programme = pair.mentee.person_id, pair.round.programme_id
    gone = [ApplicationState.WITHDRAWN, ApplicationState.DECLINED]
    applied = Application.objects.filter(person=person, programme=programme, side=Side.MENTOR)
    if applied.exclude(state__in=gone).exists():
        return []
    if MentorWish.objects.filter(person=person, programme=programme, told_at=None).exists():
        text = _("You get a letter when the next intake opens; what we know of you is filled in already.")
        return [Note(title=_("You would like to become a mentor"), text=text, icon="graduation-cap")]
    return [
        Note(
            title=_("Would you like to become a mentor?"),
            text=_("You know how it feels to arrive in this work. An hour a month helps the next one a lot."),
            url=reverse("matching:become_mentor", args=[pair.pk]),
            action=_("Yes, I would"),
            icon="graduation-cap",
            posts=True,
        )
    ]
