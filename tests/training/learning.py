"""Modules, people who learn, and coordinators for the tests of training."""

from datetime import timedelta

from fairlead.programmes.enums import Side
from fairlead.training.actions import curriculum, sessions
from fairlead.training.actions.curriculum import Answer
from fairlead.training.enums import Kind, Need, Track
from tests import factories

AT = factories.AT


def module(programme, title="Role and boundaries", kind=Kind.READING, **fields):
    """A module of the programme, added by a coordinator."""
    defaults = {
        "title": title,
        "text": "# Why\n\nBecause.",
        "track": Track.BOTH,
        "need": Need.BEFORE_MATCHING,
        "minutes": 8,
    }
    by = factories.actor(factories.person())
    return curriculum.add(programme, kind, {**defaults, **fields}, by=by, at=AT)


def asked(of, text="What now?"):
    """A question of a module with a right and a wrong answer."""
    answers = [Answer("Ask", "Yes. Always ask.", True), Answer("Tell", "Ask first.")]
    return curriculum.ask(of, None, text, answers, by=factories.actor(factories.person()), at=AT)


def learner(round=None, side=Side.MENTOR, **fields):
    """A person who takes part, as participation."""
    return factories.participation(round or factories.round(), side, **fields)


def actor_of(participation):
    """The person of a participation as somebody who acts."""
    return factories.actor(participation.person)


def coordinator(programme):
    """A coordinator of the programme as somebody who acts."""
    return factories.actor(factories.member(programme))


def planned(of, at, *, days=7, **given):
    """A session of a live module, so many days ahead."""
    defaults = {
        "starts_at": at + timedelta(days=days),
        "minutes": 90,
        "places": 2,
        "place": "Library",
        "link": "https://meet.example/live",
    }
    by = factories.actor(factories.person())
    return sessions.plan(of, {**defaults, **given}, by=by, at=at)
