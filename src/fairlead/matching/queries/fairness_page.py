"""A run's fairness as its page shows it: for each question one sentence and one picture."""

from typing import Any

from django.utils.translation import gettext as _

from fairlead.matching.models import Run
from fairlead.matching.queries import fairness, fairness_drawing, proving, reckoning, spreading, swapping
from fairlead.matching.queries.computing import compiled_from
from fairlead.matching.queries.wording import fair, step

UNFOLDED, MOST_ROWS = 8, 50


def told(run: Run) -> dict[str, Any]:
    """All that the page of a finished run tells; as many queries for one pair as for many."""
    loads, groups = spreading.loads(run), spreading.groups(run)
    found = {
        "loads": loads,
        "load_sentence": fair.loads(loads),
        "groups": [
            {
                "kind": kind,
                "title": _titles()[kind],
                "rows": rows[:MOST_ROWS],
                "more": max(0, len(rows) - MOST_ROWS),
                "sentence": fair.groups(rows),
                "folded": len(rows) > UNFOLDED,
            }
            for kind, rows in groups.items()
            if rows
        ],
    }
    return found | _worst_off(run) | _answered(run)


def _titles() -> dict[str, str]:
    return {"institution": _("Institutions"), "campus": _("Campuses"), "unit": _("Units")}


def _worst_off(run: Run) -> dict[str, Any]:
    own, steps = fairness.own_step(run), fairness.steps_of(run)
    worst, alike = fairness.worst_off(run, own)
    found: dict[str, Any] = {"own": own, "worst": worst, "alike": alike - len(worst), "steps": steps}
    found["limited"] = fairness.limited(run)
    if steps is None:
        asked = reckoning.of_steps(run)
        reach = reckoning.within_reach(run.result["mentees"], run.result["mentors"])
        under_way = asked is not None and asked.state in reckoning.UNDER_WAY
        found |= {
            "asked": asked,
            "step": step(asked.step) if asked and under_way else "",
            "within_reach": reach and not found["limited"],
        }
    if steps is None:
        return found
    points = fairness.priced(steps, own)
    rows = [
        {"priced": one, "price": fair.price(one), "number": number}
        for number, one in enumerate(points, start=1)
    ]
    return found | {
        "sentences": fair.worst_off(own, points, least=run.result["worst"]),
        "proof": fair.proof(steps),
        "picture": fairness_drawing.draw(points, own),
        "rows": rows,
        "kept": [row for row, one in zip(rows, points, strict=True) if one.mentees_less <= 0],
        "costly": [row for row, one in zip(rows, points, strict=True) if one.mentees_less > 0],
    }


def _answered(run: Run) -> dict[str, Any]:
    """Who would rather swap, and how mentees fared by years of service, from the run's frozen input."""
    if not fairness.at_once(run):
        return {"swaps": None, "years": [], "proof_of": None}
    compiled = compiled_from(run)
    pairs = tuple(sorted(one for one in proving.made(run, compiled) if one is not None))
    proof = proving.proof(run)
    swaps = swapping.swaps(run, compiled.problem, pairs)
    return {
        "proof_of": proof,
        "proof_sentences": fair.proven(proof) if proof else [],
        "swaps": swaps,
        "swap_sentences": fair.swaps(swaps),
        "swap_rows": [{"swap": one, "has": fair.has_now(one)} for one in swaps.shown],
        "years": [
            {"label": fair.years(row), "row": row} for row in spreading.by_years(run, compiled.problem, pairs)
        ],
    }
