"""The states of runs, proposals and answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """How far a run of the engine has come."""

    QUEUED = "queued", _("Waiting to start")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


RUN_MOVES: dict[str, frozenset[str]] = {
    RunState.QUEUED: frozenset({RunState.RUNNING, RunState.CANCELLED}),
    RunState.RUNNING: frozenset({RunState.DONE, RunState.FAILED, RunState.CANCELLED}),
    RunState.DONE: frozenset(),
    RunState.FAILED: frozenset({RunState.QUEUED}),
    RunState.CANCELLED: frozenset(),
}


class ProposalState(models.TextChoices):
    """How far a proposed pair has come."""

    PROPOSED = "proposed", _("Proposed")
    OFFERED = "offered", _("Offer sent")
    ACCEPTED = "accepted", _("Both said yes")
    REFUSED = "refused", _("Refused")
    EXPIRED = "expired", _("Expired")


PROPOSAL_MOVES: dict[str, frozenset[str]] = {
    ProposalState.PROPOSED: frozenset({ProposalState.OFFERED}),
    ProposalState.OFFERED: frozenset({ProposalState.ACCEPTED, ProposalState.REFUSED, ProposalState.EXPIRED}),
    ProposalState.ACCEPTED: frozenset(),
    ProposalState.REFUSED: frozenset(),
    ProposalState.EXPIRED: frozenset(),
}


# A pair that counts for its run; of these a mentee has one at most, beside any number that came to nothing.
STANDING = (ProposalState.PROPOSED, ProposalState.OFFERED, ProposalState.ACCEPTED)
ENDED = (ProposalState.REFUSED, ProposalState.EXPIRED)


class WaveState(models.TextChoices):
    """How far a wave of offers has come."""

    PLANNED = "planned", _("Planned")
    SENT = "sent", _("Sent")
    MISSED = "missed", _("Could not be sent")
    CALLED_OFF = "called_off", _("Called off")


WAVE_MOVES: dict[str, frozenset[str]] = {
    WaveState.PLANNED: frozenset({WaveState.SENT, WaveState.MISSED, WaveState.CALLED_OFF}),
    WaveState.SENT: frozenset(),
    WaveState.MISSED: frozenset(),
    WaveState.CALLED_OFF: frozenset(),
}


class WaveTime(models.TextChoices):
    """When a wave of offers goes out."""

    NOW = "now", _("At once")
    DAY = "day", _("On a day")
    AFTER = "after", _("When the wave before is answered")


class WaveProblem(models.TextChoices):
    """Why a planned wave could not be sent."""

    NEWER = "newer", _("A newer run has taken its place.")
    OVER = "over", _("The round is finished.")
    NOTHING = "nothing", _("None of its pairs could be offered.")


class AnswerState(models.TextChoices):
    """What one side of an offered pair has said."""

    WAITING = "waiting", _("No answer yet")
    YES = "yes", _("Said yes")
    NO = "no", _("Said no")
    EXPIRED = "expired", _("Expired")
    CALLED_OFF = "called_off", _("Called off")


ANSWER_MOVES: dict[str, frozenset[str]] = {
    AnswerState.WAITING: frozenset(
        {AnswerState.YES, AnswerState.NO, AnswerState.EXPIRED, AnswerState.CALLED_OFF}
    ),
    AnswerState.YES: frozenset({AnswerState.CALLED_OFF}),
    AnswerState.NO: frozenset(),
    AnswerState.EXPIRED: frozenset(),
    AnswerState.CALLED_OFF: frozenset(),
}


class ApprovalState(models.TextChoices):
    """What one institution says to a proposed pair with its people."""

    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("No answer in time")
    CALLED_OFF = "called_off", _("No longer asked")


APPROVAL_MOVES: dict[str, frozenset[str]] = {
    ApprovalState.WAITING: frozenset(
        {
            ApprovalState.APPROVED,
            ApprovalState.DECLINED,
            ApprovalState.EXPIRED,
            ApprovalState.CALLED_OFF,
        }
    ),
    ApprovalState.APPROVED: frozenset(),
    ApprovalState.DECLINED: frozenset(),
    ApprovalState.EXPIRED: frozenset({ApprovalState.WAITING, ApprovalState.CALLED_OFF}),
    ApprovalState.CALLED_OFF: frozenset(),
}


class RulingKind(models.TextChoices):
    """What the coordinator has decided about a pair before the next run."""

    LOCK = "lock", _("Locked")
    FORBID = "forbid", _("Forbidden")


class BoardKind(models.TextChoices):
    """What a coordinator changes by hand on the board of a run."""

    PAIR = "pair", _("Paired")
    APART = "apart", _("Taken apart")
    LOCK = "lock", _("Locked")
    FORBID = "forbid", _("Forbidden")
    LIFT = "lift", _("Lifted")
    LEAVE_OUT = "leave_out", _("Left out")
    PLACES = "places", _("Places set")
    LET_IN = "let_in", _("As they said")
    FIT = "fit", _("Next best taken")
    UNDO = "undo", _("Undone")
    REDO = "redo", _("Done again")


class SwapState(models.TextChoices):
    """How far a swap that somebody of two pairs has proposed has come."""

    ASKED = "asked", _("All four are asked")
    AGREED = "agreed", _("All four said yes")
    MADE = "made", _("Made")
    OFF = "off", _("Did not come about")


SWAP_MOVES: dict[str, frozenset[str]] = {
    SwapState.ASKED: frozenset({SwapState.AGREED, SwapState.OFF}),
    SwapState.AGREED: frozenset({SwapState.MADE, SwapState.OFF}),
    SwapState.MADE: frozenset(),
    SwapState.OFF: frozenset(),
}


class Crossing(models.TextChoices):
    """Whether a round’s pairs are to cross institutions."""

    FREE = "free", _("As it comes")
    WANTED = "wanted", _("Wanted: it earns points, and every run says how near it came")
    REQUIRED = "required", _("Required: no run gives less")


class Afterwards(models.TextChoices):
    """What somebody says once their pair is over."""

    AGAIN = "again", _("Would like another mentor")
    REST = "rest", _("Rests with this place")


class Rhythm(models.TextChoices):
    """When a rolling intake makes a draft run for the coordinator to decide on."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    ENOUGH = "enough", _("When so many mentees wait")
    LONG = "long", _("When somebody has waited for so many days")


class SimulationState(models.TextChoices):
    """How far a simulation has come."""

    QUEUED = "queued", _("Waiting to start")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


SIMULATION_MOVES: dict[str, frozenset[str]] = {
    SimulationState.QUEUED: frozenset(
        {SimulationState.RUNNING, SimulationState.FAILED, SimulationState.CANCELLED}
    ),
    SimulationState.RUNNING: frozenset(
        {SimulationState.DONE, SimulationState.FAILED, SimulationState.CANCELLED}
    ),
    SimulationState.DONE: frozenset(),
    SimulationState.FAILED: frozenset(),
    SimulationState.CANCELLED: frozenset(),
}


class ScenarioState(models.TextChoices):
    """How far a scenario, another way of matching a round, has come."""

    QUEUED = "queued", _("Waiting to start")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


SCENARIO_MOVES: dict[str, frozenset[str]] = {
    ScenarioState.QUEUED: frozenset({ScenarioState.RUNNING, ScenarioState.FAILED, ScenarioState.CANCELLED}),
    ScenarioState.RUNNING: frozenset({ScenarioState.DONE, ScenarioState.FAILED, ScenarioState.CANCELLED}),
    ScenarioState.DONE: frozenset(),
    ScenarioState.FAILED: frozenset(),
    ScenarioState.CANCELLED: frozenset(),
}


class Reckoned(models.TextChoices):
    """What a worker can be asked about very many people."""

    STEPS = "steps", _("What raising the worst-off pair costs")
    EFFECT = "effect", _("What a policy would do")


class ReckoningState(models.TextChoices):
    """How far a worker is with a question about very many people."""

    QUEUED = "queued", _("Waiting to start")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


RECKONING_MOVES: dict[str, frozenset[str]] = {
    ReckoningState.QUEUED: frozenset(
        {ReckoningState.RUNNING, ReckoningState.FAILED, ReckoningState.CANCELLED}
    ),
    ReckoningState.RUNNING: frozenset({ReckoningState.DONE, ReckoningState.FAILED, ReckoningState.CANCELLED}),
    ReckoningState.DONE: frozenset(),
    ReckoningState.FAILED: frozenset(),
    ReckoningState.CANCELLED: frozenset(),
}
