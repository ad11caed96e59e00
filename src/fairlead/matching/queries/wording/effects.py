"""What a policy would do, in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.matching.queries.effects import MOST_AT_ONCE, MOST_WORKED_OUT, Effect, Standing, Switch
from fairlead.matching.queries.weighing import Institutions


def problem(found: Effect) -> str:
    """Why there is no effect to tell; empty where there is one."""
    told = {
        "": "",
        "nobody": _("There is nobody to match now: the pool needs at least one mentee and one mentor."),
        "many": _(
            "This pool is too large for an effect while you type (more than %(n)s pairs of a mentee and a "
            "mentor). Ask for it and watch how far it is; nobody hears of it."
        )
        % {"n": f"{MOST_AT_ONCE:,}"},
        "beyond": _(
            "This pool is too large for an effect (more than %(n)s pairs of a mentee and a mentor). A run "
            "works it out with its progress, and nobody hears of it."
        )
        % {"n": f"{MOST_WORKED_OUT:,}"},
        "long": _("This takes too long to work out while you type. A run works it out with its progress."),
        "locked": _("A locked pair breaks a rule as you have set them. Lift the lock or change the rule."),
        "limits": _("The limits of institutions or the locked pairs cannot all be kept like this."),
    }
    other = _("The answers of the pool cannot be matched as they are (%(code)s).") % {"code": found.problem}
    return told.get(found.problem, other)


def standing(found: Standing) -> list[str]:
    """How many have a mentor, the points, the weakest pair, and what differs from the last run."""
    text = ngettext(
        "%(matched)d of %(n)d mentee has a mentor.",
        "%(matched)d of %(n)d mentees have a mentor.",
        found.mentees,
    )
    told = [text % {"matched": found.matched, "n": found.mentees}]
    if found.worst is not None:
        told.append(
            _("The pairs have %(total)d points in all, the weakest has %(worst)d.")
            % {"total": found.total, "worst": found.worst}
        )
    if not found.proven:
        told.append(_("It is not proven to be the best; a run takes longer to search."))
    return [*told, *_compared(found)]


def _compared(found: Standing) -> list[str]:
    before = found.before
    if before is None:
        return []
    told = [
        _("The last run: %(matched)d of %(n)d, %(total)d points by its own weights.")
        % {"matched": before["matched"], "n": before["mentees"], "total": before["total_score"]}
    ]
    if not found.moved:
        return [*told, _("Everybody in the pool keeps what that run proposed.")]
    text = ngettext(
        "%(n)d mentee would not have the same mentor as in that run.",
        "%(n)d mentees would not have the same mentor as in that run.",
        found.moved,
    )
    return [*told, text % {"n": found.moved}]


def switch(found: Switch) -> str:
    """What requiring a rule costs, and not requiring it."""
    if found.required is None or found.free is None:
        return _("With it, a locked pair or a limit could not be kept.") if found.required is None else ""
    figures = {"required": _cannot(found.required), "free": _cannot(found.free)}
    if found.required == found.free:
        return (
            _("It makes no difference to how many can be matched: with it and without it %(free)s.") % figures
        )
    return _("If you require this, %(required)s; without it, %(free)s.") % figures


def institutions(found: Mapping[str, Any]) -> list[str]:
    """How many cannot be matched for each choice of institutions."""
    return [f"{Institutions(key).label}: {_cannot(n)}." for key, n in found.items()]


def _cannot(n: int | None) -> str:
    if n is None:
        return _("a locked pair or a limit could not be kept")
    if not n:
        return _("every mentee can be matched")
    text = ngettext("%(n)d mentee cannot be matched", "%(n)d mentees cannot be matched", n)
    return text % {"n": n}
