"""The states of a partnership and of its written arrangement, and what can be arranged."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Party(models.TextChoices):
    """The two sides of a partnership."""

    LEAD = "lead", _("Leading institution")
    PARTNER = "partner", _("Partner")


class PartnershipState(models.TextChoices):
    """How far an institution has come on its way into the programme, or out of it."""

    PREPARING = "preparing", _("Being prepared")
    INVITED = "invited", _("Invited")
    TALKING = "talking", _("Settling the words")
    IN_FORCE = "in_force", _("In force")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Ended")


PARTNERSHIP_MOVES: dict[str, frozenset[str]] = {
    PartnershipState.PREPARING: frozenset({PartnershipState.INVITED, PartnershipState.WITHDRAWN}),
    PartnershipState.INVITED: frozenset(
        {PartnershipState.TALKING, PartnershipState.DECLINED, PartnershipState.WITHDRAWN}
    ),
    PartnershipState.TALKING: frozenset(
        {PartnershipState.IN_FORCE, PartnershipState.DECLINED, PartnershipState.WITHDRAWN}
    ),
    PartnershipState.IN_FORCE: frozenset({PartnershipState.ENDED}),
    # Whoever said no, or left, can be invited again; the versions until then stay.
    PartnershipState.DECLINED: frozenset({PartnershipState.PREPARING}),
    PartnershipState.WITHDRAWN: frozenset({PartnershipState.PREPARING}),
    PartnershipState.ENDED: frozenset({PartnershipState.PREPARING}),
}
# Versions can be proposed and signed.
OPEN_STATES = (PartnershipState.INVITED, PartnershipState.TALKING, PartnershipState.IN_FORCE)
SETTLED_STATES = (PartnershipState.DECLINED, PartnershipState.WITHDRAWN, PartnershipState.ENDED)


class ArrangementState(models.TextChoices):
    """What became of a version of the arrangement; its words never change."""

    PROPOSED = "proposed", _("Waits for signatures")
    IN_FORCE = "in_force", _("In force")
    REPLACED = "replaced", _("Replaced")
    OVERTAKEN = "overtaken", _("Overtaken by another proposal")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Ended")


ARRANGEMENT_MOVES: dict[str, frozenset[str]] = {
    ArrangementState.PROPOSED: frozenset(
        {ArrangementState.IN_FORCE, ArrangementState.OVERTAKEN, ArrangementState.DECLINED}
    ),
    ArrangementState.IN_FORCE: frozenset({ArrangementState.REPLACED, ArrangementState.ENDED}),
    ArrangementState.REPLACED: frozenset(),
    ArrangementState.OVERTAKEN: frozenset(),
    ArrangementState.DECLINED: frozenset(),
    ArrangementState.ENDED: frozenset(),
}


class SharedData(models.TextChoices):
    """A kind of data that the institutions share."""

    CONTACT = "contact", _("Name, work address, job and unit")
    APPLICATIONS = "applications", _("Applications: areas, languages, hopes for meetings")
    APPROVALS = "approvals", _("Whether the supervisor approved, and when")
    PAIRS = "pairs", _("Who is paired with whom, from when to when")
    TRAINING = "training", _("Training completed")
    FIGURES = "figures", _("Counted results without names")


class Control(models.TextChoices):
    """Who answers for the data under the General Data Protection Regulation."""

    JOINT = "joint", _("Both together, as joint controllers (Article 26)")
    SEPARATE = "separate", _("Each for its own people, as separate controllers")
    PROCESSOR = (
        "processor",
        _("Each for its own people; the leading institution works on the partner’s behalf (Article 28)"),
    )


class CostShare(models.TextChoices):
    """How costs are shared."""

    OWN = "own", _("Each bears its own")
    PERCENT = "percent", _("In per cent")
    MONEY = "money", _("In money, for each year")


class PairsThen(models.TextChoices):
    """What becomes of pairs that run when the partner leaves."""

    FINISH = "finish", _("They go on to their planned end")
    HAND_OVER = "hand_over", _("They end; whoever stays in the programme is found somebody else")


class DataThen(models.TextChoices):
    """What becomes of the data of the partner’s people when the partner leaves."""

    GO = "go", _("They are erased once their pairs have ended; counted figures stay")
    STAY = "stay", _("They stay for as long as the programme keeps applications, then they are erased")


class CasesTogether(models.TextChoices):
    """What is usually offered to the other side of a case that concerns both, once whoever asked agrees."""

    STANDING = "standing", _("That there is a case, and how it stands")
    SUMMARY = "summary", _("Also what it is about, and a summary written for this")
    TALK = "talk", _("Also what the two coordinators write to each other")


class SteeringState(models.TextChoices):
    """How far a steering meeting is."""

    PLANNED = "planned", _("Planned")
    CIRCULATED = "circulated", _("Minutes circulated")
    CANCELLED = "cancelled", _("Cancelled")


STEERING_MOVES: dict[str, frozenset[str]] = {
    SteeringState.PLANNED: frozenset({SteeringState.CIRCULATED, SteeringState.CANCELLED}),
    # Amended minutes are another version; the meeting stays what it was.
    SteeringState.CIRCULATED: frozenset(),
    SteeringState.CANCELLED: frozenset(),
}


class ActionState(models.TextChoices):
    """What became of something a steering meeting agreed to do."""

    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Given up")


ACTION_MOVES: dict[str, frozenset[str]] = {
    ActionState.OPEN: frozenset({ActionState.DONE, ActionState.DROPPED}),
    ActionState.DONE: frozenset({ActionState.OPEN}),
    ActionState.DROPPED: frozenset({ActionState.OPEN}),
}
