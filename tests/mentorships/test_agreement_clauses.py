"""The words of an agreement as plain values: made, stored, read back, merged."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.mentorships import standards
from fairlead.mentorships.clauses import Between, Choices, Words, marks, merged, shown_after, worded
from fairlead.mentorships.enums import Rhythm, Scheduler

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)
CHOICES = st.builds(
    Choices,
    rhythm=st.sampled_from(Rhythm.values),
    minutes=st.integers(10, 480),
    place=TEXT,
    scheduler=st.sampled_from(Scheduler.values),
    agenda_days=st.integers(0, 30),
    notice_days=st.integers(0, 30),
    reply_days=st.integers(1, 30),
    contact=TEXT,
    review_on=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    confidentiality_more=TEXT,
    boundaries_more=TEXT,
    supervisor_more=TEXT,
    more=TEXT,
)
TWO = Between(mentor="Bo", mentee="Ana", starts_on=date(2026, 11, 15), ends_on=date(2027, 5, 15))
NAMES = [field.name for field in fields(Choices)]


@given(CHOICES)
def test_what_is_stored_is_read_back_as_it_was(choices):
    words = worded(choices, standards.standard(), TWO)
    assert Words.read(words.stored()) == words
    assert words.changed_from(words) == {}


def test_a_choice_of_an_older_release_is_left_out_and_the_clauses_stay():
    words = worded(some(), standards.standard(), TWO)
    text = words.stored().replace('"rhythm"', '"gone": 1, "rhythm"')
    assert Words.read(text) == words


def some(**given):
    plain = {
        "rhythm": "monthly",
        "minutes": 60,
        "place": "Here",
        "scheduler": "in_turn",
        "agenda_days": 1,
        "notice_days": 0,
        "reply_days": 1,
        "contact": "By mail",
        "review_on": date(2027, 2, 1),
    }
    return Choices(**{**plain, **given})


def test_sentences_count_in_the_readers_grammar():
    said = {one.key: one.paragraphs for one in worded(some(), standards.standard(), TWO).clauses}
    assert said["meetings"][2] == "We fix the dates and send the invitations in turn."
    assert said["before"] == (
        "The mentee sends what is to be talked about at least 1 working day before.",
        "Whoever cannot come says so as soon as possible and proposes another date.",
    )
    assert said["contact"] == ("By mail", "We answer each other within 1 working day.")
    mentors = worded(some(scheduler="mentor", notice_days=2), standards.standard(), TWO).clauses
    assert mentors[1].paragraphs[2] == "The mentor fixes the dates and sends the invitations."
    assert mentors[2].paragraphs[1].startswith("Whoever cannot come says so at least 2 working days before")


def test_changes_name_what_is_other_new_and_gone():
    before = worded(some(more="French."), standards.standard(), TWO)
    after = worded(some(place="There"), standards.standard(), TWO)
    changed = after.changed_from(before)
    assert set(changed) == {"meetings", "more"}
    assert changed["more"].paragraphs == ("French.",)
    assert before.changed_from(after)["more"] is None


@given(CHOICES, CHOICES, st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_two_who_change_lose_nothing_but_where_both_changed(shown, wish, first, second):
    """The second page keeps the first one's points, adds its own, and names where both differ."""
    mine = replace(shown, **{name: getattr(wish, name) for name in first})
    stored, _none = merged(shown, vars(mine), marks(shown))
    assert stored == mine
    theirs = replace(shown, **{name: getattr(wish, name) for name in second})
    merged_now, both = merged(stored, vars(theirs), marks(shown))
    for name in NAMES:
        kept = getattr(merged_now, name)
        assert kept in {getattr(mine, name), getattr(theirs, name)}
        if getattr(mine, name) != getattr(shown, name):
            assert kept == getattr(mine, name)
    assert both == []  # both wished the same, so there is nothing to choose


@pytest.mark.parametrize("name", ["place", "minutes", "review_on"])
def test_where_both_wish_something_else_the_stored_word_stays(name):
    values = {"place": ("A", "B"), "minutes": (30, 90), "review_on": (date(2027, 1, 1), date(2027, 3, 3))}
    stored = some(**{name: values[name][0]})
    kept, both = merged(stored, vars(some(**{name: values[name][1]})), marks(some()))
    assert (kept, both) == (stored, [name])


EDITS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["place", "contact", "more"]), st.sampled_from("uvwx")),
    max_size=12,
)


@given(EDITS)
def test_two_pages_that_go_on_typing_never_undo_each_other(edits):
    """Each page posts all it holds after each edit; what only one edited is that one's last word."""
    stored = some()
    pages = {one: (stored, marks(stored)) for one in "ab"}
    for who, name, value in edits:
        held, shown = replace(pages[who][0], **{name: value}), pages[who][1]
        stored, both = merged(stored, vars(held), shown)
        pages[who] = (held, shown_after(vars(held), both, shown))
    for name in ("place", "contact", "more", "minutes"):
        words = {who: [value for by, of, value in edits if (by, of) == (who, name)] for who in "ab"}
        writers = [who for who in "ab" if words[who]]
        if len(writers) < 2:
            expected = words[writers[0]][-1] if writers else getattr(some(), name)
            assert getattr(stored, name) == expected
        else:
            assert getattr(stored, name) in words["a"] + words["b"]


def test_a_page_that_has_shown_both_has_its_word_taken():
    mine, shown = some(place="Mine"), marks(some())
    stored, both = merged(some(place="Theirs"), vars(mine), shown)
    told = shown_after(vars(mine), both, shown, stored)
    assert merged(stored, vars(mine), shown_after(vars(mine), both, shown)) == (stored, ["place"])
    assert merged(stored, vars(mine), told) == (mine, [])
