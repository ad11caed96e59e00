"""How far two people have closed their notebook, and what closing asks of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.mentorships import policies
from fairlead.mentorships.enums import ExtensionState, MentorshipState, PlanStage, Review
from fairlead.mentorships.models import Comment, Extension, Mentorship, Thanks
from fairlead.mentorships.queries.agreements import side_of
from fairlead.mentorships.queries.plans import Attained, plan_of
from fairlead.sealed import queries as sealed

ASKED_FOR = timedelta(days=28)
PEOPLE = ("round__programme", "mentor__person", "mentee__person")


@dataclass(frozen=True)
class Closing:
    """The closing page of one half: review, thanks in both directions, their words for the record.

    `review` is done, open, or none where there is no plan that could be reviewed any more.
    """

    review: str
    attained: Attained | None
    mine: str
    theirs: str
    comment: Comment | None


def closing(actor: Actor, pair: Mentorship) -> Closing:
    """How far this half has closed; ten queries at most."""
    side = side_of(actor, pair)
    thanks = {one.side: one.text_id for one in Thanks.objects.filter(mentorship=pair)}
    said = sealed.opened(actor, thanks.values())
    words = {of: said.get(text, "") for of, text in thanks.items()}
    shown = plan_of(actor, pair)
    review, attained = "none", None
    if shown is not None and shown.plan.state == PlanStage.ENDED:
        review, attained = "done", shown.attained.get("end")
    elif shown is not None and shown.goals and policies.can_review(actor, pair, Review.END):
        review = "open" if shown.plan.state != PlanStage.WRITING else "none"
    return Closing(
        review=review,
        attained=attained,
        mine=words.get(side, ""),
        theirs=next((text for of, text in words.items() if of != side), ""),
        comment=Comment.objects.filter(mentorship=pair, side=side).first(),
    )


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Wishes to go on that wait for the actor, and pairs of theirs to close well; three queries at most."""
    if actor.person_id is None:
        return []
    return [*_to_answer(actor), *_to_close(actor, localdate(at))]


def _to_answer(actor: Actor) -> list[Todo]:
    mine = Q(mentorship__in=policies.held_by(actor.person_id))
    asked = Extension.objects.filter(mine, state=ExtensionState.ASKED)
    people = (f"mentorship__{name}" for name in PEOPLE)
    found = []
    for wish in asked.select_related(*people):
        if wish.side == side_of(actor, wish.mentorship):
            continue
        name = _other(actor, wish.mentorship)
        title = _("%(name)s would like to go on until %(day)s. And you?")
        found.append(
            Todo(
                title=title % {"name": name, "day": date_format(wish.until, "j F")},
                detail=_("Both answers are fine, and nobody has to give a reason."),
                url=reverse("mentorships:extend", args=[wish.mentorship_id]),
                icon="calendar-clock",
                action=_("Read and answer"),
            )
        )
    return found


def _to_close(actor: Actor, today: date) -> list[Todo]:
    mine = Q(pk__in=policies.held_by(actor.person_id))
    soon = Q(
        state=MentorshipState.ACTIVE,
        ends_on__gte=today,
        ends_on__lte=today + policies.CLOSES_WITHIN,
    )
    lately = Q(state=MentorshipState.COMPLETED, ended_on__gte=today - ASKED_FOR)
    pairs = list(Mentorship.objects.filter(mine, soon | lately).select_related(*PEOPLE).order_by("ends_on"))
    if not pairs:
        return []
    thanked = set(Thanks.objects.filter(mentorship__in=pairs).values_list("mentorship", "side"))
    return [
        Todo(
            title=_("Close your mentoring with %(name)s well") % {"name": _other(actor, pair)},
            detail=_("A look back, a thank you, and if you like a word for the programme. Ten minutes."),
            url=reverse("mentorships:closing", args=[pair.pk]),
            urgency=Urgency.SOON,
            icon="flag",
            action=_("Begin"),
        )
        for pair in pairs
        if (pair.pk, side_of(actor, pair).value) not in thanked
    ]


def _other(actor: Actor, pair: Mentorship) -> str:
    as_mentor = pair.mentor.person_id == actor.person_id
    return (pair.mentee if as_mentor else pair.mentor).person.name
