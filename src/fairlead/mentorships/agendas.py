"""Agendas for meetings of a pair, to use again: each point with its minutes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Agenda:
    """An agenda: when it helps, and its points as (minutes, what)."""

    key: str
    name: Words
    when: Words
    points: tuple[tuple[int, Words], ...]

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(minutes for minutes, _what in self.points)


AGENDAS: tuple[Agenda, ...] = (
    Agenda(
        "first",
        _("The first meeting"),
        _("Once, to get to know each other and to agree how you work together."),
        (
            (15, _("How did each of us come to this work? What do we like in it?")),
            (15, _("What does the mentee hope for? What can the mentor give, and what not?")),
            (15, _("Go through the agreement: how often, where, who invites, what stays between us.")),
            (10, _("One first goal in a sentence; the rest can wait until next time.")),
            (5, _("Next date, and who prepares what.")),
        ),
    ),
    Agenda(
        "goals",
        _("Writing the plan"),
        _("The second meeting, or whenever you change the goals."),
        (
            (10, _("What has happened since we met?")),
            (20, _("Two to four goals: for each, what would we see if it were reached as expected?")),
            (15, _("The levels above and below; where does the mentee stand today?")),
            (10, _("First steps: who, what, until when.")),
            (5, _("Do we both agree? Next date.")),
        ),
    ),
    Agenda(
        "usual",
        _("A usual meeting"),
        _("Every time nothing else is called for. The mentee sends the topics two days before."),
        (
            (10, _("What went well since last time? What did we say we would do?")),
            (25, _("The mentee’s topic: a case, a question, a decision.")),
            (15, _("One goal of the plan: what moved, what is in the way?")),
            (5, _("What do I take with me?")),
            (5, _("Next step and next date.")),
        ),
    ),
    Agenda(
        "case",
        _("Working on a difficult case"),
        _("When something weighs on the mentee. No names of persons are needed."),
        (
            (10, _("Tell the case; the mentor only listens.")),
            (10, _("Questions to understand, none that hides advice.")),
            (15, _("What has been tried? What else could be, even if it seems odd?")),
            (15, _("What would the mentor have done, and what went wrong for them once?")),
            (10, _("What does the mentee do tomorrow?")),
        ),
    ),
    Agenda(
        "shadowing",
        _("A day at the other’s office"),
        _("Once or twice, to see how others do the same work."),
        (
            (15, _("What would I like to see, and what may I see? Colleagues have been asked.")),
            (120, _("Look, listen, write down questions; do not interrupt.")),
            (30, _("What surprised me? What would work with us, what would not?")),
            (15, _("Thank the colleagues; one thing to try next week.")),
        ),
    ),
    Agenda(
        "midpoint",
        _("Half-way"),
        _("With the mid-point review of the plan."),
        (
            (20, _("Goal by goal: which level have we reached? Choose it together.")),
            (15, _("What helped? What was in the way, at work and between us?")),
            (15, _("Are these still the right goals? Change them if not.")),
            (5, _("Is the way we meet still right: how often, where, how long?")),
            (5, _("Next date.")),
        ),
    ),
    Agenda(
        "last",
        _("The last meeting"),
        _("With the review at the end."),
        (
            (20, _("Goal by goal: where do we stand, and what shows it?")),
            (15, _("What did each of us learn, the mentor too?")),
            (10, _("What is left open, and who could help with it from now on?")),
            (10, _("Thanks, in words of our own. How do we stay in touch, if we want to?")),
            (5, _("Tell the programme what to keep and what to change.")),
        ),
    ),
)
