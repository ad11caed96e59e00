"""Nobody can be made out in a research data set: checked by pandas, which knows nothing of the search."""

from io import StringIO

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.evaluation.research import anonymising, facts, steps, writing
from fairlead.evaluation.research.anonymising import CannotHide, Row, hide
from fairlead.evaluation.research.steps import LADDERS, Subject

NAMES = [ladder.column for ladder in LADDERS]
PLAIN = Subject(
    side="mentee", month=(2026, 3), unit="Housing", institution="North", years=3.0, grade=5, languages=2
)
FACTS = facts.told(
    facts.Came(
        decision="accepted",
        approval="",
        approval_days=2,
        areas=2,
        pairs=1,
        weeks=3,
        distance="other unit",
        ending="completed",
        meetings=5,
        agreement=True,
        plan=False,
    )
)
SUBJECTS = st.builds(
    Subject,
    side=st.sampled_from(["mentor", "mentee"]),
    month=st.tuples(st.sampled_from([2025, 2026]), st.integers(1, 12)),
    unit=st.sampled_from(["Housing", "Welcome", "=SUM(A1)", ""]),
    institution=st.sampled_from(["North", "South"]),
    years=st.none() | st.floats(0, 40),
    grade=st.none() | st.integers(1, 15),
    languages=st.integers(0, 5),
)
ROWS = st.lists(
    st.builds(Row, person=st.integers(0, 40), subject=SUBJECTS, facts=st.just(FACTS)), max_size=60
)


def about(k=5, most=0.05):
    return writing.About(
        programme="safe-harbour", since="2025-01", until="2026-12", k=k, most_left_out=most, version="1.0"
    )


def alike(count, *, first=0, **changed):
    return [
        Row(person=first + number, subject=Subject(**{**vars(PLAIN), **changed}), facts=FACTS)
        for number in range(count)
    ]


def read(hidden, k=5):
    return pd.read_csv(
        StringIO(writing.files(hidden, about(k))[writing.ROWS]), dtype=str, keep_default_na=False
    )


@settings(deadline=None, max_examples=40)
@given(ROWS, st.integers(2, 6), st.sampled_from([0.0, 0.1, 0.5]))
def test_every_combination_is_that_of_k_people_or_more(rows, k, most):
    try:
        hidden = hide(rows, k=k, most_left_out=most)
    except CannotHide as refusal:
        needed = refusal.left_out
    else:
        needed = None
    if needed is not None:
        assert needed > most or needed == 1.0
        return
    table = read(hidden, k)
    sizes = table.groupby(NAMES).size()
    assert sizes.min() >= k
    assert len(sizes) == hidden.classes
    assert len(table) + hidden.left_out == len(rows)
    assert hidden.left_out <= most * len(rows)
    told = pd.DataFrame(
        [
            [
                row.person,
                *(
                    one.steps[level][1](row.subject)
                    for one, level in zip(LADDERS, hidden.levels, strict=True)
                ),
            ]
            for row in rows
        ],
        columns=["person", *NAMES],
    )
    people = told.groupby(NAMES)["person"].nunique()
    assert people[people >= k].min() == hidden.reached
    assert told.merge(people.rename("people"), on=NAMES).query("people < @k").shape[0] == hidden.left_out


def test_rows_that_are_alike_stay_as_fine_as_they_are():
    hidden = hide(alike(5), k=5, most_left_out=0.0)
    assert hidden.levels == (0,) * len(LADDERS)
    assert hidden.rows[0][0] == ("mentee", "2026-03", "North: Housing", "2 to 4", "4 to 6", "2")
    assert (hidden.reached, hidden.classes, hidden.left_out, hidden.fewest_outcomes) == (5, 1, 0, 1)


def test_units_become_institutions_before_anything_else_is_lost():
    hidden = hide([*alike(3), *alike(3, first=10, unit="Welcome")], k=5, most_left_out=0.0)
    assert hidden.levels == (0, 0, 1, 0, 0, 0)
    assert {key[2] for key, _facts in hidden.rows} == {"North"}


def test_months_become_quarters_where_that_is_enough():
    hidden = hide([*alike(3), *alike(3, first=10, month=(2026, 2))], k=5, most_left_out=0.0)
    assert {key[1] for key, _facts in hidden.rows} == {"2026-Q1"}


def test_a_rare_row_is_left_out_rather_than_making_all_coarse():
    rows = [*alike(39), *alike(1, first=99, unit="Grants", institution="South")]
    hidden = hide(rows, k=5, most_left_out=0.05)
    assert (hidden.levels, hidden.left_out, hidden.share_left_out) == ((0,) * 6, 1, 1 / 40)
    assert hide(rows, k=5, most_left_out=0.0).left_out == 0


def test_one_person_with_five_rows_is_not_five_people():
    with pytest.raises(CannotHide) as refused:
        hide([Row(person=1, subject=PLAIN, facts=FACTS)] * 5, k=5, most_left_out=0.0)
    assert refused.value.left_out == 1.0


def test_too_few_of_one_side_cannot_be_hidden_and_the_share_is_said():
    with pytest.raises(CannotHide) as refused:
        hide([*alike(9), *alike(3, first=20, side="mentor")], k=5, most_left_out=0.05)
    assert refused.value.left_out == 0.25


def test_nothing_cannot_be_hidden():
    with pytest.raises(CannotHide):
        hide([], k=5, most_left_out=1.0)


def test_the_check_of_the_written_rows_finds_what_the_search_got_wrong(monkeypatch):
    hidden = hide(alike(5), k=5, most_left_out=0.0)
    with pytest.raises(writing.NotHidden):
        writing.files(hidden, about(k=6))
    with pytest.raises(writing.NotHidden):
        writing.check(",".join(NAMES) + "\n", 5)


def test_the_order_of_rows_says_nothing_of_the_order_of_people():
    rows = [*alike(5, unit="Welcome"), *alike(5, first=10)]
    assert hide(rows, k=5, most_left_out=0.0) == hide(rows[::-1], k=5, most_left_out=0.0)


def test_a_unit_named_like_a_formula_is_harmless():
    hidden = hide(alike(5, institution="=1+1"), k=5, most_left_out=0.0)
    assert set(read(hidden)["workplace"]) == {"'=1+1: Housing"}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "not stated"),
        (0, "under 2"),
        (1.9, "under 2"),
        (2, "2 to 4"),
        (4.9, "2 to 4"),
        (60, "20 or more"),
    ],
)
def test_years_in_bands(value, said):
    assert steps.band(value, steps.YEARS) == said


def test_no_step_tells_a_day_and_the_last_of_each_tells_nothing():
    for ladder in LADDERS[1:]:
        assert ladder.steps[-1][1](PLAIN) == "any"
    assert [name for name, _step in LADDERS[1].steps] == ["month", "quarter", "half-year", "year", "not told"]
    assert [step(PLAIN) for _name, step in LADDERS[1].steps] == [
        "2026-03",
        "2026-Q1",
        "2026-H1",
        "2026",
        "any",
    ]


def test_each_step_only_joins_what_the_one_before_told_apart():
    """On every ladder: who looked alike keeps looking alike."""

    @given(SUBJECTS, SUBJECTS)
    @settings(deadline=None)
    def attempt(one, other):
        for ladder in LADDERS:
            alike_at = [step(one) == step(other) for _name, step in ladder.steps]
            assert alike_at == sorted(alike_at)

    attempt()


def test_every_fact_is_one_of_the_dictionarys_values():
    for value, column in zip(FACTS, facts.COLUMNS, strict=True):
        assert value in {known for known, _meaning in column.values}


def test_the_dictionary_and_the_readme_say_what_was_done():
    rows = [*alike(20), *alike(20, first=50, unit="Welcome"), *alike(1, first=99, institution="South")]
    hidden = hide(rows, k=5, most_left_out=0.05)
    written = writing.files(hidden, about())
    told = writing.dictionary(hidden, about())
    assert told["anonymity"] == {
        "k_asked": 5,
        "k_reached": 20,
        "classes": 2,
        "fewest_different_outcomes_in_a_class": 1,
        "rows_left_out": 1,
        "share_left_out": 0.0244,
        "share_allowed": 0.05,
        "quasi_identifiers": NAMES,
    }
    assert [column["name"] for column in told["columns"]] == written[writing.ROWS].splitlines()[0].split(",")
    assert "**k-anonymity: 20** (asked for: 5)" in written[writing.README]
    assert (
        "Rows left out because they were too rare: **1** (2.4 %; 5 % were allowed)" in written[writing.README]
    )
    assert (
        "- `workplace`: **unit (office, department or faculty)** → institution → not told"
        in written[writing.README]
    )
    assert (
        "| `years` | years of supporting international academics | five bands |" in written["dictionary.md"]
    )
    assert anonymising.Hidden is type(hidden)
