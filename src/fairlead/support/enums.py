"""How a pair fares, and the states of what is done for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Health(models.TextChoices):
    """How a pair fares, by its dates alone; who needs help first comes first."""

    NEEDS_A_WORD = "needs_a_word", _("Needs a word")
    QUIET = "quiet", _("Quiet")
    STARTING = "starting", _("Starting")
    ON_TRACK = "on_track", _("On track")


class CaseOrigin(models.TextChoices):
    """How a case came about."""

    CONCERN = "concern", _("Somebody wrote in confidence")
    UNSURE = "unsure", _("Somebody is unsure")
    SILENT = "silent", _("A pair has been silent")
    HAND = "hand", _("Opened by hand")


class CaseKind(models.TextChoices):
    """What a case is about, in neutral words."""

    OTHER = "other", _("Not said yet, or something else")
    CONTACT = "contact", _("Keeping in touch")
    TIME = "time", _("Time and workload")
    FIT = "fit", _("How the two fit")
    ROLES = "roles", _("Roles and boundaries")
    CHANGE = "change", _("A change of post or place")
    CONDUCT = "conduct", _("How people treat each other")


class CaseOutcome(models.TextChoices):
    """What became of a case, in words that blame nobody."""

    GOES_ON = "goes_on", _("Talked through; the pair goes on")
    AGREED_ANEW = "agreed_anew", _("The two agreed on something new")
    PAUSED = "paused", _("The pair rests for a while")
    ENDED = "ended", _("The pair ended, at nobody’s fault")
    REMATCH = "rematch", _("Another pairing was sought")
    REFERRED = "referred", _("Passed on to another place")
    NOTHING = "nothing", _("Nothing was needed")


class CaseState(models.TextChoices):
    """Whether somebody looks after a case, or whoever asked has to choose anew who does."""

    OPEN = "open", _("Open")
    WAITING = "waiting", _("Waits for whoever asked")
    CLOSED = "closed", _("Closed")


UNCLOSED = (CaseState.OPEN, CaseState.WAITING)


CASE_MOVES: dict[str, frozenset[str]] = {
    CaseState.OPEN: frozenset({CaseState.WAITING, CaseState.CLOSED}),
    # Who looked after it has left: whoever asked chooses somebody else, or lets it rest.
    CaseState.WAITING: frozenset({CaseState.OPEN, CaseState.CLOSED}),
    # What was thought settled comes up again.
    CaseState.CLOSED: frozenset({CaseState.OPEN}),
}


class SharingLevel(models.TextChoices):
    """How much of a case another institution’s coordinator sees; each holds the one before it."""

    STANDING = "standing", _("That there is a case, and how it stands")
    SUMMARY = "summary", _("Also what it is about, and a summary written for this")
    TALK = "talk", _("Also what the two coordinators write to each other")


class SharingState(models.TextChoices):
    """How far the sharing of a case with another institution is."""

    ASKED = "asked", _("Waits for whoever asked")
    OFFERED = "offered", _("Waits for the other side")
    SHARED = "shared", _("Shared")
    REFUSED = "refused", _("Whoever asked said no")
    DECLINED = "declined", _("The other side said no")
    ENDED = "ended", _("Ended")


LIVE_SHARINGS = (SharingState.ASKED, SharingState.OFFERED, SharingState.SHARED)


SHARING_MOVES: dict[str, frozenset[str]] = {
    # What was asked in confidence: nobody of the other side learns of it before a yes.
    SharingState.ASKED: frozenset({SharingState.OFFERED, SharingState.REFUSED, SharingState.ENDED}),
    SharingState.OFFERED: frozenset({SharingState.SHARED, SharingState.DECLINED, SharingState.ENDED}),
    SharingState.SHARED: frozenset({SharingState.ENDED}),
    # What was not to be, or is over, is proposed anew as another sharing.
    SharingState.REFUSED: frozenset(),
    SharingState.DECLINED: frozenset(),
    SharingState.ENDED: frozenset(),
}


class SharingPart(models.TextChoices):
    """Who somebody is in a sharing: who looks after the case, the other coordinator, or whoever asked."""

    OWNER = "owner", _("Looks after the case")
    OTHER = "other", _("The other institution’s coordinator")
    ASKER = "asker", _("Asked in confidence")
