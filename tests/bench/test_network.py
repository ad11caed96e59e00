"""The table of a national network says what was kept, and what was missed."""

import json

from bench import network


def test_a_page_meets_when_it_asks_no_more_and_takes_at_most_half_as_long_again():
    few = {
        "same": {"queries": 5, "ms": 10.0},
        "slow": {"queries": 5, "ms": 10.0},
        "more": {"queries": 5, "ms": 10.0},
    }
    many = {
        "same": {"queries": 5, "ms": 15.0},
        "slow": {"queries": 5, "ms": 16.0},
        "more": {"queries": 6, "ms": 10.0},
    }
    assert network.lines(few, many, 100_000)[2:] == [
        "| same | 5 | 10 ms | 15 ms | 1.50 | met |",
        "| slow | 5 | 10 ms | 16 ms | 1.60 | **missed** |",
        "| more | 5, then 6 | 10 ms | 10 ms | 1.00 | **missed** |",
    ]


def test_the_section_tells_the_day_and_nothing_before_it_was_measured(tmp_path):
    assert network.section(tmp_path) == []
    one = {"home": {"queries": 5, "ms": 10.0}}
    kept = {"people": 100_000, "day": "2026-11-29", "few": one, "many": one}
    (tmp_path / "network.json").write_text(json.dumps(kept))
    told = "\n".join(network.section(tmp_path))
    assert ("(2026-11-29)" in told, "then 100,000" in told, "| home | 5 |" in told) == (True, True, True)
