"""Mentoring circles: as many mentees as possible in a circle of their topic and time, by the rules."""

from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine import circles
from fairlead.engine.check_circles import violations
from fairlead.engine.gathering import Circle, Formed, Gathering, Mentee, Mentor, Reached, Sizes
from fairlead.engine.refusals import BrokenProblem, DuplicatePerson, NotSolvable

TOPICS, TIMES = ("art", "law"), ("mon", "tue")


@st.composite
def gatherings(draw):
    """Up to three mentors and five mentees, two topics and two times, small circles."""
    some = st.frozensets
    mentors = tuple(
        Mentor(
            f"o{one}",
            draw(st.integers(0, 2)),
            draw(some(st.sampled_from(TOPICS))),
            draw(some(st.sampled_from(TIMES))),
        )
        for one in range(draw(st.integers(1, 3)))
    )
    mentees = tuple(
        Mentee(
            f"e{one}",
            draw(st.dictionaries(st.sampled_from(TOPICS), st.integers(0, 5))),
            draw(some(st.sampled_from(TIMES))),
        )
        for one in range(draw(st.integers(1, 5)))
    )
    pairs = [(mentee.id, mentor.id) for mentee in mentees for mentor in mentors]
    points = {pair: draw(st.integers(0, 9)) for pair in pairs if draw(st.integers(0, 5))}
    least, mentors_least = draw(st.integers(1, 2)), draw(st.integers(1, 2))
    sizes = Sizes(least, draw(st.integers(least, 3)), mentors_least, draw(st.integers(mentors_least, 2)))
    return Gathering(mentors, mentees, points, sizes)


def every(known):
    """All sets of circles that could be opened together, by trying: (topic, time, mentors)."""
    sizes = known.sizes
    possible = [
        (topic, time, some)
        for count in range(sizes.mentors_least, sizes.mentors_most + 1)
        for some in combinations(known.mentors, count)
        for topic, time in product(TOPICS, TIMES)
        if all(topic in one.topics and time in one.times for one in some)
    ]
    for count in range(5):
        for together in combinations(possible, count):
            leads = [(one.id, time) for _topic, time, some in together for one in some]
            led = [one for one, _time in leads]
            if len(set(leads)) == len(leads) and all(
                led.count(one.id) <= one.circles for one in known.mentors
            ):
                yield together


def best(known):
    """(most seated, most points) by trying every choice of circles, everybody's choices counted up."""
    sizes, found = known.sizes, (0, 0)
    for together in every(known):
        reached = {(0,) * len(together): 0}
        for mentee in known.mentees:
            more = dict(reached)
            for place, (topic, time, some) in enumerate(together):
                pairs = [known.points.get((mentee.id, one.id)) for one in some]
                if topic not in mentee.wishes or time not in mentee.times or None in pairs:
                    continue
                for counts, points in reached.items():
                    if counts[place] < sizes.most:
                        after = tuple(count + (one == place) for one, count in enumerate(counts))
                        total = points + mentee.wishes[topic] + sum(pairs)
                        more[after] = max(more.get(after, 0), total)
            reached = more
        enough = [
            (sum(counts), points)
            for counts, points in reached.items()
            if all(one >= sizes.least for one in counts)
        ]
        found = max([found, *enough])
    return found


@settings(max_examples=60, deadline=None)
@given(gatherings())
def test_the_circles_are_the_best_and_keep_every_promise(known):
    found = circles.form(known)
    assert tuple(tier.value for tier in found.tiers[:2]) == best(known)
    assert found.exact
    assert violations(known, found) == []


@settings(max_examples=25, deadline=None)
@given(gatherings())
def test_the_order_of_people_changes_nothing(known):
    turned = replace(
        known,
        mentors=known.mentors[::-1],
        mentees=known.mentees[::-1],
        points=dict(reversed(known.points.items())),
    )
    assert circles.form(turned) == circles.form(known)


def simple(mentees, sizes=None, mentors=1, **given):
    people = tuple(Mentee(f"e{one}", {"art": 1}, frozenset({"mon"})) for one in range(mentees))
    leads = tuple(Mentor(f"o{one}", 1, frozenset({"art"}), frozenset({"mon"})) for one in range(mentors))
    points = {(mentee.id, mentor.id): 1 for mentee in people for mentor in leads}
    return replace(Gathering(leads, people, points, sizes or Sizes(mentors_most=1)), **given)


def test_three_are_too_few_and_of_nine_one_is_left():
    assert [circles.form(simple(count)).tiers[0] for count in (0, 3, 4, 9)] == [
        Reached("seated", 0, 0),
        Reached("seated", 0, 0),
        Reached("seated", 4, 4),
        Reached("seated", 8, 8),
    ]


def test_sizes_are_even_where_points_allow():
    found = circles.form(simple(9, mentors=2))
    assert sorted(len(one.mentees) for one in found.circles) == [4, 5]


def test_a_second_mentor_joins_where_two_share_topic_and_time():
    (found,) = circles.form(simple(4, Sizes(), mentors=2)).circles
    assert found == Circle("art", "mon", ("o0", "o1"), ("e0", "e1", "e2", "e3"))


def test_where_two_mentors_would_be_too_many_ways_one_leads(monkeypatch):
    monkeypatch.setattr("fairlead.engine.circles.MOST_SEATS", 10)
    known = simple(5, Sizes(), mentors=2)
    assert circles.seats(known) == 10
    assert [len(one.mentors) for one in circles.form(known).circles] == [1]
    monkeypatch.setattr("fairlead.engine.circles.MOST_SEATS", 9)
    with pytest.raises(NotSolvable):
        circles.form(known)


def test_a_search_that_is_stopped_says_how_much_better_it_could_be(monkeypatch):
    known = simple(9, mentors=2)
    asked = circles.Model.asked

    def stopped(model, rewards, seated):
        found = asked(model, rewards, seated)
        if seated is not None:
            found.update(x=None, mip_dual_bound=None)
        return found

    monkeypatch.setattr("fairlead.engine.circles.Model.asked", stopped)
    found = circles.form(known)
    assert (found.tiers[0].exact, found.tiers[1]) == (True, Reached("points", 18, 18))
    monkeypatch.setattr(
        "fairlead.engine.circles.Model.asked", lambda *_given: stopped_at_once(asked(*_given))
    )
    found = circles.form(known)
    assert found.circles == ()
    assert not found.exact
    assert found.tiers[0] == Reached("seated", 0, 9)


def stopped_at_once(found):
    found.update(x=None, mip_dual_bound=None)
    return found


def test_the_check_notices_what_is_wrong():
    known = simple(5, mentors=2, points={("e0", "o0"): 1, ("e1", "o0"): 1})
    wrong = Formed(
        (
            Circle("art", "mon", ("o0",), ("e0", "e1", "e2")),
            Circle("law", "mon", ("o0", "o1"), ("e0", "e9", "e9", "e1")),
        ),
        (Reached("seated", 9, 8), Reached("squares", 1, 2)),
    )
    assert violations(known, wrong) == [
        "3 mentees",
        "e2 and o0 are kept apart",
        "2 mentors",
        "mentor o0 does not fit",
        "mentor o1 does not fit",
        "mentee e0 does not fit",
        "e0 and o1 are kept apart",
        "mentee e9 does not fit",
        "e9 and o0 are kept apart",
        "e9 and o1 are kept apart",
        "mentee e9 does not fit",
        "e9 and o0 are kept apart",
        "e9 and o1 are kept apart",
        "mentee e1 does not fit",
        "e1 and o1 are kept apart",
        "e9 twice in a circle",
        "mentee e0 in 2 circles",
        "mentee e1 in 2 circles",
        "mentee e9 in 2 circles",
        "mentor o0 leads 2",
        "mentor o0 at two places",
        "seated 9, counted 7",
        "seated 9 beyond its bound 8",
        "squares 1, counted 25",
        "squares 1 beyond its bound 2",
        "other tiers",
    ]


def test_a_result_that_does_not_check_is_not_given(monkeypatch):
    monkeypatch.setattr("fairlead.engine.circles.violations", lambda *_given: ["wrong"])
    with pytest.raises(circles.NotProven):
        circles.form(simple(4))


def test_what_is_too_large_or_broken_is_refused():
    people = simple(1)
    for known, refused in (
        (simple(201), NotSolvable),
        (simple(1, Sizes(5, 4)), BrokenProblem),
        (simple(1, Sizes(mentors_most=3)), BrokenProblem),
        (replace(people, mentees=people.mentees * 2), DuplicatePerson),
        (replace(people, mentees=(replace(people.mentees[0], id="o0"),)), DuplicatePerson),
    ):
        with pytest.raises(refused):
            circles.form(known)
