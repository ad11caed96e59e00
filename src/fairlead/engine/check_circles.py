"""The independent check of mentoring circles: every promise counted again, from the input alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from fairlead.engine.gathering import Circle, Formed, Gathering


def violations(given: Gathering, found: Formed) -> list[str]:
    """What is wrong with these circles; empty if nothing is."""
    wrong = [one for circle in found.circles for one in _in_circle(given, circle)]
    wrong += _across(given, found)
    wrong += _sums(given, found)
    return wrong


def _in_circle(given: Gathering, circle: Circle) -> Iterator[str]:
    sizes = given.sizes
    mentors = {one.id: one for one in given.mentors}
    mentees = {one.id: one for one in given.mentees}
    if not sizes.least <= len(circle.mentees) <= sizes.most:
        yield f"{len(circle.mentees)} mentees"
    if not sizes.mentors_least <= len(circle.mentors) <= sizes.mentors_most:
        yield f"{len(circle.mentors)} mentors"
    for one in circle.mentors:
        if (
            one not in mentors
            or circle.topic not in mentors[one].topics
            or circle.time not in mentors[one].times
        ):
            yield f"mentor {one} does not fit"
    for one in circle.mentees:
        if (
            one not in mentees
            or circle.topic not in mentees[one].wishes
            or circle.time not in mentees[one].times
        ):
            yield f"mentee {one} does not fit"
        yield from (
            f"{one} and {mentor} are kept apart"
            for mentor in circle.mentors
            if (one, mentor) not in given.points
        )
    twice = Counter((*circle.mentors, *circle.mentees))
    yield from (f"{one} twice in a circle" for one, count in twice.items() if count > 1)


def _across(given: Gathering, found: Formed) -> Iterator[str]:
    seats = Counter(one for circle in found.circles for one in circle.mentees)
    yield from (f"mentee {one} in {count} circles" for one, count in seats.items() if count > 1)
    led = Counter(one for circle in found.circles for one in circle.mentors)
    most = {one.id: one.circles for one in given.mentors}
    yield from (f"mentor {one} leads {count}" for one, count in led.items() if count > most.get(one, 0))
    at_once = Counter((one, circle.time) for circle in found.circles for one in circle.mentors)
    yield from (f"mentor {one} at two places" for (one, _time), count in at_once.items() if count > 1)


def _sums(given: Gathering, found: Formed) -> Iterator[str]:
    wishes = {one.id: one.wishes for one in given.mentees}
    points = 0
    for circle in found.circles:
        for one in circle.mentees:
            points += wishes.get(one, {}).get(circle.topic, 0)
            points += sum(given.points.get((one, mentor), 0) for mentor in circle.mentors)
    counted = {
        "seated": sum(len(circle.mentees) for circle in found.circles),
        "points": points,
        "squares": sum(len(circle.mentees) ** 2 for circle in found.circles),
    }
    for tier in found.tiers:
        if tier.value != counted[tier.name]:
            yield f"{tier.name} {tier.value}, counted {counted[tier.name]}"
        beyond = tier.bound is not None and (
            tier.value < tier.bound if tier.name == "squares" else tier.value > tier.bound
        )
        if beyond:
            yield f"{tier.name} {tier.value} beyond its bound {tier.bound}"
    if [tier.name for tier in found.tiers] != ["seated", "points", "squares"]:
        yield "other tiers"
