"""A pair with a plan, for tests."""

from fairlead.mentorships.actions import goals, plans, steps
from fairlead.mentorships.enums import GoalKind, Level, Weight
from fairlead.mentorships.models import Plan
from fairlead.mentorships.planwords import GoalWords
from fairlead.mentorships.queries.plans import plan_of
from fairlead.programmes.enums import Side
from tests import factories

SECRET = "Zaubernuss"
SCALE = ("never alone", "with help", "alone", "and with family", "and I teach it")


def pair(round=None, **fields):
    """A live pair of a round."""
    round = round or factories.round()
    mentor = factories.participation(round, Side.MENTOR)
    return factories.mentorship(
        round, mentor, factories.participation(round), **{"state": "active", **fields}
    )


def halves(of):
    """The mentee and the mentor as actors."""
    return factories.actor(of.mentee.person), factories.actor(of.mentor.person)


def given(title="Answer visa questions alone", *, scale=SCALE, kind=GoalKind.KNOWLEDGE, **fields):
    """A goal as somebody writes it; every word carries the secret."""
    said = tuple(f"{SECRET} {level}" if level else "" for level in scale)
    words = GoalWords(f"{SECRET} {title}", f"{SECRET} why", f"{SECRET} evidence", said)
    return goals.GivenGoal(words=words, kind=kind, **fields)


def goal(of, at, title="Answer visa questions alone", **fields):
    """A goal in the pair's plan, written by the mentee."""
    return goals.add_goal(of, given(title, **fields), by=halves(of)[0], at=at)


def step(of, to, at, text="Read a file", **fields):
    """A step to a goal."""
    return steps.add_step(to, steps.GivenStep(f"{SECRET} {text}", **fields), by=halves(of)[0], at=at)


def agreed(of, at, *goals_given, share=False):
    """The pair's plan, agreed by both, with these goals (one without any given)."""
    for one in goals_given or (given(start=Level.LESS, weight=Weight.MATTERS),):
        goals.add_goal(of, one, by=halves(of)[0], at=at)
    plan = Plan.objects.get(mentorship=of)
    for half in halves(of):
        plans.agree(plan, seen=plan.revision, by=half, at=at)
        if share:
            plans.share(plan, yes=True, by=half, at=at)
    plan.refresh_from_db()
    return plan


def shown(of, actor=None):
    """The plan as one of the two sees it."""
    return plan_of(actor or halves(of)[0], of)
