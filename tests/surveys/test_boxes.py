"""Lists of answers: the same however they came about, and shown five or more at a time."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.sealed import ciphers
from fairlead.surveys import boxes

ANSWERS = st.lists(
    st.fixed_dictionaries(
        {
            "side": st.sampled_from(["mentor", "mentee"]),
            "mark": st.text("0123456789abcdef", max_size=8),
            "answers": st.dictionaries(st.sampled_from(["a", "b"]), st.integers(1, 5) | st.text(max_size=9)),
        }
    ),
    max_size=12,
)


@given(ANSWERS, st.randoms(use_true_random=False))
def test_stored_bytes_are_the_same_in_whatever_order_answers_came(answers, chance):
    first: list[boxes.Answer] = []
    for one in answers:
        first = boxes.unpacked(boxes.packed([*first, one]))
    shuffled = list(answers)
    chance.shuffle(shuffled)
    second: list[boxes.Answer] = []
    for one in shuffled:
        second = boxes.unpacked(boxes.packed([one, *second]))
    assert boxes.packed(first) == boxes.packed(second)


def test_parts_of_an_answer_have_one_order():
    assert boxes.words_of({"b": 1, "a": 2}) == boxes.words_of({"a": 2, "b": 1})


@pytest.mark.parametrize("count", [0, 1, 3, 30])
def test_length_says_little(count):
    assert len(boxes.packed([{"a": 1}] * count)) == boxes.BLOCK


def numbered(count):
    return [{"answers": {"n": number}} for number in range(count)]


def test_nothing_is_shown_before_ten_have_answered():
    assert boxes.to_show(numbered(9)) == ([], numbered(9))


def test_of_ten_answers_five_chosen_by_chance_are_shown_and_five_wait():
    drawn = set()
    for _turn in range(30):
        shown, waiting = boxes.to_show(numbered(10))
        assert (len(shown), len(waiting)) == (5, 5)
        assert boxes.in_order([*shown, *waiting]) == numbered(10)
        drawn.add(boxes.packed(shown))
    assert len(drawn) > 1


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (4, 0), (5, 5), (9, 9)])
def test_at_the_closing_the_rest_is_shown_unless_it_is_fewer_than_five(count, shown):
    now, still = boxes.to_show(numbered(count), closing=True)
    assert (len(now), len(still)) == (shown, count - shown)


@given(st.integers(0, 60))
def test_whatever_is_seen_grows_by_five_or_more(count):
    waiting: list[boxes.Answer] = []
    steps = []
    for one in numbered(count):
        now, waiting = boxes.to_show([*waiting, one])
        steps.append(len(now))
    steps.append(len(boxes.to_show(waiting, closing=True)[0]))
    assert [step for step in steps if 0 < step < 5] == []
    assert sum(steps) == (count if count >= 5 else 0)


def test_sealed_list_opens_only_with_its_key_and_for_its_box():
    key = ciphers.fresh_key()
    sealed = boxes.sealed(numbered(3), key=key, about="shown:1")
    assert boxes.opened(sealed, key=key, about="shown:1") == numbered(3)
    for wrong in ({"key": ciphers.fresh_key(), "about": "shown:1"}, {"key": key, "about": "shown:2"}):
        with pytest.raises(ciphers.CannotOpen):
            boxes.opened(sealed, **wrong)


def test_order_of_words_is_not_the_order_of_coming():
    came = numbered(40)
    random.Random(4).shuffle(came)
    assert boxes.unpacked(boxes.packed(came)) != came
