"""The drawn network: places, never persons, and no place of fewer than five people."""

from hypothesis import given
from hypothesis import strategies as st

from fairlead.evaluation.reach.drawing import MOST_DRAWN, Picture, Rest, draw


def crowd(prefix, size):
    return {f"{prefix}{number}" for number in range(size)}


def picture(sizes, groups, before=(), made=()) -> Picture:
    return draw(
        {place: crowd(place, size) for place, size in sizes.items()}, groups, before=before, made=made
    )


def told(drawn):
    return {node.name: (node.place, node.people) for node in drawn.nodes}


def test_large_places_stand_alone_and_small_ones_of_an_institution_together():
    drawn = picture(
        {"a": 9, "b": 6, "c": 3, "d": 2, "e": 7},
        {"a": "North", "b": "North", "c": "North", "d": "North", "e": "South"},
    )
    assert told(drawn) == {
        "A1": ("a", 9),
        "A2": ("b", 6),
        "A3": (Rest("North"), 5),
        "B1": ("e", 7),
    }


def test_a_single_small_place_takes_the_next_larger_with_it():
    drawn = picture({"a": 9, "b": 6, "c": 2}, dict.fromkeys("abc", "North"))
    assert told(drawn) == {"A1": ("a", 9), "A2": (Rest("North"), 8)}


def test_a_small_institution_is_drawn_with_the_smallest_other():
    drawn = picture({"a": 9, "b": 6, "c": 2}, {"a": "North", "b": "North", "c": "South"})
    assert told(drawn) == {"A1": ("a", 9), "B1": (Rest(None), 8)}


def test_fewer_than_five_people_are_not_drawn_at_all():
    drawn = picture({"a": 4}, {"a": "North"}, made=[("a", "a")])
    assert (drawn.nodes, drawn.lines, drawn.within) == ((), (), {})


def test_lines_say_what_was_before_and_what_is_new():
    drawn = picture(
        {"a": 5, "b": 5, "c": 5},
        dict.fromkeys("abc", "North"),
        before=[("a", "b"), ("c", "c"), ("a", "elsewhere")],
        made=[("b", "a"), ("b", "c"), ("c", "b"), ("a", "a")],
    )
    lines = [(line.first.name, line.second.name, line.pairs, line.before, line.new) for line in drawn.lines]
    assert lines == [("A1", "A2", 1, True, False), ("A2", "A3", 2, False, True)]
    assert drawn.within == {"a": 1}


def test_a_line_known_before_and_not_used_is_drawn_without_pairs():
    drawn = picture({"a": 5, "b": 5}, dict.fromkeys("ab", "North"), before=[("b", "a")])
    assert [(line.pairs, line.before, line.new) for line in drawn.lines] == [(0, True, False)]


def test_somebody_in_two_small_places_is_counted_once():
    people = {"a": {"ana", "ben", "cem"}, "b": {"ana", "dev"}, "c": crowd("c", 6)}
    drawn = draw(people, dict.fromkeys("abc", "North"), before=[], made=[])
    assert sum(node.people for node in drawn.nodes) == 10


def test_a_very_large_university_is_drawn_in_its_largest_units():
    sizes = {f"unit {number}": 5 + number for number in range(60)}
    drawn = picture(sizes, dict.fromkeys(sizes, "North"))
    assert (len(drawn.nodes), sum(node.people for node in drawn.nodes)) == (
        MOST_DRAWN + 1,
        sum(sizes.values()),
    )


def test_the_same_network_gives_the_same_picture():
    sizes, groups = {"a": 9, "b": 6, "c": 5}, {"a": "North", "b": "North", "c": "South"}
    assert picture(sizes, groups, made=[("a", "c")]) == picture(sizes, groups, made=[("a", "c")])


def test_the_first_place_stands_at_the_top_and_a_single_one_too():
    for sizes in ({"a": 9}, {"a": 9, "b": 6, "c": 5}):
        first = picture(sizes, dict.fromkeys(sizes, "North")).nodes[0]
        assert (first.x, first.y) == (180.0, 54.0)


PLACES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 9))


@given(PLACES, st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=12))
def test_no_circle_is_under_five_and_everything_lies_in_the_frame(sizes, made):
    groups = {place: "North" if place < "e" else "South" for place in sizes}
    drawn = picture(sizes, groups, made=made)
    assert all(node.people >= 5 for node in drawn.nodes)
    assert sum(node.people for node in drawn.nodes) in {0, sum(sizes.values())}
    places = [(node.x, node.y) for node in drawn.nodes]
    assert len(set(places)) == len(places)
    assert all(0 < coordinate < 360 for node in drawn.nodes for coordinate in (node.label_x, node.label_y))
    assert all(line.first != line.second for line in drawn.lines)
