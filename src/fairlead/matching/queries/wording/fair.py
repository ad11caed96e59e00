"""How fair a run is, in one sentence for each picture."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.matching.queries.fairness import Priced, Step, Steps
from fairlead.matching.queries.proving import Proof
from fairlead.matching.queries.spreading import BandRow, GroupRow, Load, ends
from fairlead.matching.queries.swapping import Swap, Swaps


def worst_off(own: Step, points: Sequence[Priced], *, least: int | None = None) -> list[str]:
    """How the worst-off pair stands, how much better it could be, and at what cost.

    `least` are the fewest points of any pair, locked ones too.
    """
    if own.worst is None:
        return [_("There is no pair but locked ones, so none can be made better.")]
    text = ngettext("The worst-off pair has %(n)d point.", "The worst-off pair has %(n)d points.", own.worst)
    if least is not None and least < own.worst:
        text = ngettext(
            "Locked pairs aside, the worst-off pair has %(n)d point.",
            "Locked pairs aside, the worst-off pair has %(n)d points.",
            own.worst,
        )
    told = [text % {"n": own.worst}]
    better = [one for one in points if one.better]
    free = [one for one in better if one.mentees_less <= 0]
    if not better:
        return [*told, _("No other set of pairs has a better worst-off pair.")]
    if not free:
        return [*told, _("It cannot have more unless a mentee goes without a mentor.")]
    first, best = free[0], free[-1]
    told.append(_could(first))
    if best is not first:
        told.append(_at_most(best))
    if len(free) < len(better):
        told.append(_("Beyond that, mentees would go without a mentor."))
    return told


def _could(first: Priced) -> str:
    if first.points_less <= 0:
        return _(
            "Other pairs, with no fewer mentees matched and no fewer points in all, give the worst-off "
            "pair %(worst)d: taking that step costs nothing."
        ) % {"worst": first.step.worst}
    text = ngettext(
        "The next step gives the worst-off pair %(worst)d and costs all together %(n)d point.",
        "The next step gives the worst-off pair %(worst)d and costs all together %(n)d points.",
        first.points_less,
    )
    return text % {"worst": first.step.worst, "n": first.points_less}


def _at_most(best: Priced) -> str:
    if best.points_less <= 0:
        return _("At most it could have %(worst)d, with as many mentees matched, which costs nothing.") % {
            "worst": best.step.worst
        }
    text = ngettext(
        "At most it could have %(worst)d, with as many mentees matched, for %(n)d point.",
        "At most it could have %(worst)d, with as many mentees matched, for %(n)d points.",
        best.points_less,
    )
    return text % {"worst": best.step.worst, "n": best.points_less}


def price(one: Priced) -> str:
    """What a step takes from the run."""
    if one.here:
        return _("This run")
    told = []
    if one.mentees_less > 0:
        text = ngettext("%(n)d mentee goes without", "%(n)d mentees go without", one.mentees_less)
        told.append(text % {"n": one.mentees_less})
    elif one.mentees_less < 0:
        text = ngettext("%(n)d mentee more", "%(n)d mentees more", -one.mentees_less)
        told.append(text % {"n": -one.mentees_less})
    if one.points_less > 0:
        text = ngettext("%(n)d point less", "%(n)d points less", one.points_less)
        told.append(text % {"n": one.points_less})
    elif one.points_less < 0:
        text = ngettext("%(n)d point more", "%(n)d points more", -one.points_less)
        told.append(text % {"n": -one.points_less})
    return ", ".join(told) or _("Costs nothing")


def proof(found: Steps) -> str:
    """How much is known about the steps."""
    if not found.proven:
        return _("Some of these steps are the best that were found; better ones may exist.")
    if not found.complete:
        return _("Each step is proven to be the best without a weaker pair; between two there may be more.")
    return _("Each step is proven and checked, and none worth choosing is left out.")


def loads(found: Sequence[Load]) -> str:
    """How the mentees lie over the mentors."""
    none = sum(one.mentors for one in found if not one.mentees)
    busy = sum(one.mentors for one in found if one.mentees)
    if not busy:
        return _("No mentor has a mentee in this run.")
    most = found[-1].mentees
    text = ngettext(
        "%(busy)d mentor has a mentee, at most %(most)d each; without one: %(none)d.",
        "%(busy)d mentors have a mentee, at most %(most)d each; without one: %(none)d.",
        busy,
    )
    return text % {"busy": busy, "most": most, "none": none}


def groups(rows: Sequence[GroupRow]) -> str:
    """Where a mentee’s pair has the fewest and where it has the most points."""
    found = ends(list(rows), lambda one: one.mean)
    if found is None:
        return _(
            "An average over fewer than five mentees says little, and no two groups here are that large."
        )
    low, high = found
    figures = {"low": low.name, "a": f"{low.mean:.0f}", "high": high.name, "b": f"{high.mean:.0f}"}
    return _("Pairs have %(a)s points on average at %(low)s and %(b)s at %(high)s.") % figures


def years(row: BandRow) -> str:
    """A band of years of this work."""
    low, high = row.years
    if high is None:
        return _("%(low)d years or more") % {"low": low}
    if low == 0:
        return _("Under %(n)d years") % {"n": high}
    return _("%(low)d to under %(high)d years") % {"low": low, "high": high}


def swaps(found: Swaps) -> list[str]:
    """How many would rather have each other, and why the best may leave some."""
    if not found.count:
        return [_("No two people would by their points both rather have each other than whom they have.")]
    text = ngettext(
        "%(n)d pair is not made although, by its points, both would rather have each other.",
        "%(n)d pairs are not made although, by their points, both would rather have each other.",
        found.count,
    )
    why = _(
        "The best for all together may leave such pairs: making one takes its mentor from somebody who then "
        "loses more than the two gain, or goes without."
    )
    return [text % {"n": found.count}, why]


def has_now(one: Swap) -> str:
    """What both have now."""
    mentee = _("nobody") if one.mentee_has is None else _("%(n)d points") % {"n": one.mentee_has}
    mentor = _("a free place") if one.mentor_has is None else _("%(n)d points") % {"n": one.mentor_has}
    return _(
        "They would have %(points)d points. Now the mentee has %(mentee)s, and the mentor %(mentor)s."
    ) % {
        "points": one.points,
        "mentee": mentee,
        "mentor": mentor,
    }


def proven(found: Proof) -> list[str]:
    """What was checked just now, and what follows from it."""
    if not found.holds:
        return [_("The proof does not hold for the pairs that are kept here. Please report this.")]
    figures = {"pairs": found.walked.pairs, "made": found.walked.made}
    return [
        _(
            "Each person’s place has a price in points: what one more place with them would add "
            "for all together."
        ),
        _(
            "Looked at just now, one by one: all %(pairs)d allowed pairs, and every place. Each of the "
            "%(made)d pairs that are made is worth its two prices, no other pair is worth more than its "
            "prices, and no place that is left free is worth anything."
        )
        % figures,
        _(
            "So no other pairs are better: whatever does as well in all that this run puts before points "
            "has at most %(n)d points in all."
        )
        % {"n": found.limit},
    ]
