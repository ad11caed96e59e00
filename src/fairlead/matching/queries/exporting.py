"""What the matching holds of a person: offers, their own answers, wishes."""

from django.db.models import Q
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.matching.models import Answer, MentorWish, Proposal, SwapAnswer, Unmatched
from fairlead.programmes.enums import Side


def export(actor: Actor) -> list[Section]:
    """Offers, their own answers and private reasons, rounds without a partner, wishes, swaps; five queries.

    Pairs that were only thought of, what others answered, and the points of a pair, which come of what both
    said and partly in confidence, are not told.
    """
    person = actor.person_id
    either = Q(mentor__person=person) | Q(mentee__person=person)
    offered = Proposal.objects.filter(either, offered_at__isnull=False).select_related("run")
    mine = Q(side=Side.MENTEE, proposal__mentee__person=person)
    mine |= Q(side=Side.MENTOR, proposal__mentor__person=person)
    answers = Answer.objects.filter(mine).select_related("proposal")
    without = Unmatched.objects.filter(participation__person=person).select_related("run", "participation")
    wishes = MentorWish.objects.filter(person=person).select_related("programme", "person")
    swaps = SwapAnswer.objects.filter(participation__person=person).select_related("participation")
    theirs = ["mentee", "mentor", "mentee_place", "runner_up", "locked", "score", "parts"]
    return [
        section("offers", _("Offers made to you"), offered.order_by("offered_at", "pk"), without=theirs),
        section("answers", _("Your answers to offers"), answers),
        section("unmatched", _("When no partner was found"), without, without=["reason"]),
        section("swaps", _("Swaps you are asked about"), swaps, without=["swap", "pair"]),
        section("wishes", _("Wishes to become a mentor"), wishes, without=["person"]),
    ]
