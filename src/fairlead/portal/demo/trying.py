"""Two scenarios beside the newest run of the open intake: one more place, and another policy."""

from datetime import timedelta

from fairlead.kernel.actors import Actor
from fairlead.matching.actions import trying
from fairlead.matching.models import Run
from fairlead.matching.queries import trying as starts
from fairlead.matching.queries.runs import unmatched_rows
from fairlead.portal.demo.founding import Scene
from fairlead.programmes.enums import Side

GRADES = "Grade counts, any area will do"
LONGER = timedelta(minutes=35)


def try_other_ways(scene: Scene, run: Run, by: Actor) -> None:
    """One more place for every mentor of the scarcest area, and a policy for which any area will do."""
    start, at = starts.of_run(run), scene.calendar.at
    without = {str(one.who.participation) for one in unmatched_rows(run, side=Side.MENTEE)}
    wanted = [
        area for one in run.frozen["mentees"] if one["id"] in without for area in one["values"]["areas"]
    ]
    areas = [one for one in starts.groups(start.frozen) if one.kind == starts.AREA and one.key in wanted]
    group = min(areas, key=lambda one: (one.mentors, one.key))
    weights = {**run.policy["weights"], "grade": 45}
    rules = {**run.policy["rules"], "needs_area": False}
    tried = {
        f"One more place: {group.name}": trying.Ways(run.policy, [(group, 1)]),
        GRADES: trying.Ways({**run.policy, "weights": weights, "rules": rules}),
    }
    for place, (name, ways) in enumerate(tried.items()):
        when = at - LONGER * (len(tried) - place)
        made = trying.ask(run.round, start, ways, name=name, by=by, at=when)
        trying.carry_out(made.pk, at=when)
