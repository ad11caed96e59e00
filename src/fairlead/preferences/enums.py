"""What a round says about wishes."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Ranking(models.TextChoices):
    """Who ranks people of the other side. Ruling out is always open to both sides."""

    BOTH = "both", _("Mentees and mentors")
    MENTEES = "mentees", _("Mentees only")
    MENTORS = "mentors", _("Mentors only")


class Mode(models.TextChoices):
    """What becomes of wishes."""

    CENTRAL = "central", _("The matching heeds them; nobody reads them")
    SUGGESTED = "suggested", _("Mentees may also show theirs to the coordinators, who decide")
    CHOSEN = "chosen", _("Mentees may also ask a mentor, who answers; the matching pairs the rest")


class Cards(models.TextChoices):
    """What a card tells of the person it stands for."""

    ANONYMISED = "anonymised", _("Without names: areas, languages and ways of meeting only")
    NAMED = "named", _("With name, unit, institution and campus")


class Counting(models.TextChoices):
    """How much the wishes of the two sides count against each other."""

    ALIKE = "alike", _("Both sides alike")
    MENTEES = "mentees", _("Mentees’ wishes twice as much")
    MENTORS = "mentors", _("Mentors’ wishes twice as much")


# The share of mentees' and mentors' wishes in the points.
SHARES: dict[str, tuple[int, int]] = {
    Counting.ALIKE: (1, 1),
    Counting.MENTEES: (2, 1),
    Counting.MENTORS: (1, 2),
}


# Until how many weeks after its first day a pair may propose a swap; "" for never.
SWAP_WEEKS: tuple[tuple[str, str | Promise], ...] = (
    ("", _("Nobody proposes swaps")),
    ("0", _("Pairs that have said yes, until their first day")),
    ("2", _("Until two weeks after the first day")),
    ("4", _("Until four weeks after the first day")),
    ("8", _("Until eight weeks after the first day")),
    ("12", _("Until twelve weeks after the first day")),
)


class Deed(models.TextChoices):
    """What one click on the page of cards does."""

    WISH = "wish", _("Add to my wishes")
    UP = "up", _("Move up")
    DOWN = "down", _("Move down")
    DROP = "drop", _("Take off my list")
    RATHER_NOT = "rather_not", _("Rather not")
    TAKE_BACK = "take_back", _("Take back")
    SHOW = "show", _("Show my wishes to the coordinators")
    HIDE = "hide", _("Show them no more")
    ASK = "ask", _("Ask to be my mentor")
    NOT_ASK = "not_ask", _("Take my question back")


class RequestState(models.TextChoices):
    """How far a mentee’s question to a mentor has come."""

    WAITING = "waiting", _("Waiting for an answer")
    YES = "yes", _("Said yes")
    NO = "no", _("Said no")
    EXPIRED = "expired", _("No answer in time")
    TAKEN_BACK = "taken_back", _("Taken back")


REQUEST_MOVES: dict[str, frozenset[str]] = {
    RequestState.WAITING: frozenset(
        {RequestState.YES, RequestState.NO, RequestState.EXPIRED, RequestState.TAKEN_BACK}
    ),
    RequestState.YES: frozenset({RequestState.TAKEN_BACK}),
    RequestState.NO: frozenset(),
    RequestState.EXPIRED: frozenset(),
    RequestState.TAKEN_BACK: frozenset(),
}
