"""How far peer pairs have come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeerSetState(models.TextChoices):
    """How far the peer pairs of a side have come."""

    PREPARED = "prepared", _("Being prepared")
    RUNNING = "running", _("Under way")
    FINISHED = "finished", _("Over")
    CANCELLED = "cancelled", _("Called off")


SET_MOVES: dict[str, frozenset[str]] = {
    PeerSetState.PREPARED: frozenset({PeerSetState.RUNNING, PeerSetState.CANCELLED}),
    PeerSetState.RUNNING: frozenset({PeerSetState.FINISHED}),
    PeerSetState.FINISHED: frozenset(),
    PeerSetState.CANCELLED: frozenset(),
}
OPEN = (PeerSetState.PREPARED, PeerSetState.RUNNING)


class PeerPairState(models.TextChoices):
    """How far one peer pair has come."""

    PROPOSED = "proposed", _("Proposed")
    RUNNING = "running", _("Under way")
    ENDED = "ended", _("Ended early")
    COMPLETED = "completed", _("Over")


# A proposed pair that is not published goes; nobody has heard of it.
PAIR_MOVES: dict[str, frozenset[str]] = {
    PeerPairState.PROPOSED: frozenset({PeerPairState.RUNNING}),
    PeerPairState.RUNNING: frozenset({PeerPairState.ENDED, PeerPairState.COMPLETED}),
    PeerPairState.ENDED: frozenset(),
    PeerPairState.COMPLETED: frozenset(),
}
TOLD = (PeerPairState.RUNNING, PeerPairState.ENDED, PeerPairState.COMPLETED)


class Work(models.TextChoices):
    """Whether pairs are being worked out."""

    NONE = "none", _("Nothing to do")
    QUEUED = "queued", _("Waiting to start")
    RUNNING = "running", _("Working")
    FAILED = "failed", _("Failed")
