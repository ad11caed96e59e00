"""A wait in plain words: nothing is promised, and what is not known is said."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from fairlead.kernel.languages import language_name


class Waiting(Protocol):
    """A wait as `queries.waiting.Wait` tells it."""

    @property
    def place(self) -> int:
        """The place among those who wait."""

    @property
    def of(self) -> int:
        """How many wait."""

    @property
    def reason(self) -> str:
        """The reason's code."""

    @property
    def areas(self) -> tuple[str, ...]:
        """The wanted areas."""

    @property
    def early(self) -> date | None:
        """When a quarter in this position have a mentor."""

    @property
    def late(self) -> date | None:
        """When three quarters have one."""

    @property
    def helps(self) -> tuple[Mapping[str, Any], ...]:
        """What would help."""

    @property
    def next_at(self) -> datetime | None:
        """When the next draft run is planned."""


REASONS: dict[str, Callable[[Waiting], str]] = {
    "supervisor": lambda wait: _("Your supervisor has not approved yet."),
    "capacity": lambda wait: _("The programme has as many pairs as it can carry at once."),
    "training": lambda wait: _("You have not completed the training that comes before the matching."),
    "listed": lambda wait: _("The coordinators have put you on the waiting list for the matching."),
    "not_matched_yet": lambda wait: _("The intake has not been matched since you were admitted."),
    "deciding": lambda wait: _("The last matching is being decided on."),
    "areas": lambda wait: (
        _("No mentor with a free place offers what you want to develop (%(areas)s).")
        % {"areas": "; ".join(wait.areas)}
        if wait.areas
        else _("No mentor with a free place offers what you want to develop.")
    ),
    "languages": lambda wait: _("No mentor with a free place shares a language with you to meet in."),
    "full": lambda wait: _("The mentors who would suit you have no free place at present."),
    "rules": lambda wait: _("No mentor with a free place is possible for you under the programme’s rules."),
    "not_found": lambda wait: _("The last matching found no mentor for you; it can be another next time."),
    "others": lambda wait: _("The places are needed so that more people have a mentor in all."),
}
SHORT: dict[str, Callable[[], str]] = {
    "supervisor": lambda: _("Supervisor"),
    "capacity": lambda: _("Programme is full"),
    "training": lambda: _("Training is missing"),
    "listed": lambda: _("On the waiting list"),
    "not_matched_yet": lambda: _("Not matched yet"),
    "deciding": lambda: _("A draft waits for you"),
    "areas": lambda: _("No mentor for the areas"),
    "languages": lambda: _("No common language"),
    "full": lambda: _("Suitable mentors are full"),
    "rules": lambda: _("Rules"),
    "others": lambda: _("Others first"),
    "not_found": lambda: _("No mentor found"),
}


def place(wait: Waiting) -> str:
    """The place, and what it means."""
    return _("%(place)d of %(of)d, by how long people have waited") % {"place": wait.place, "of": wait.of}


def reason(wait: Waiting) -> str:
    """Why this person waits, as they read it."""
    return REASONS[wait.reason](wait)


def short_reason(wait: Waiting) -> str:
    """Why this person waits, in a few words for a table."""
    return SHORT[wait.reason]()


def expected(wait: Waiting) -> str:
    """When a mentor is to be expected, with how sure that is."""
    if wait.early is None:
        return _("We cannot say yet: too few people have come this far in this programme.")
    days = {"early": date_format(wait.early, "j F Y")}
    if wait.late is None:
        return (
            _("Not before %(early)s for most people; until when, we cannot say: too few have waited so long.")
            % days
        )
    days["late"] = date_format(wait.late, "j F Y")
    if wait.late == wait.early:
        return _("Around %(late)s, as far as one can tell from how long others have waited.") % days
    return (
        _(
            "Between %(early)s and %(late)s for half of the people in your position; sooner for a quarter, "
            "later for a quarter. It is computed from how long others have waited, and is no promise."
        )
        % days
    )


def helping(wait: Waiting) -> list[str]:
    """What would help, each found by matching anew with the change."""
    return [HELPS[one["kind"]](str(one["value"])) for one in wait.helps]


HELPS: dict[str, Callable[[str], str]] = {
    "language": lambda value: (
        _("Also meeting in %(language)s, if you speak it.") % {"language": capfirst(language_name(value))}
    ),
    "area": lambda value: _("Also wanting to develop %(area)s.") % {"area": value},
    "meeting": lambda value: _("Also meeting online.") if value == "online" else _("Also meeting in person."),
}


def next_matching(wait: Waiting) -> str:
    """When the next matching is planned; empty when no schedule says so."""
    if wait.next_at is None:
        return ""
    return date_format(localtime(wait.next_at), "l j F, H:i")
