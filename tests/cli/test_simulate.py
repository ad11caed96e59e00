"""`fairlead simulate` as people run it."""

import json
from pathlib import Path

from tests.cli.commands import run

SMALL = """
weeks = 10
warm_up = 4
length = 6
runs = 2
rhythms = ["weekly", { enough = 3 }]

[[mentees]]
areas = ["Taxation"]
per_week = 1

[[mentors]]
areas = ["Taxation"]
number = 4

[goal]
wait_90 = 12
unmatched = 1
"""


def simulate(folder: Path, text: str, *words: object) -> int:
    """`fairlead simulate` on these assumptions."""
    (folder / "small.toml").write_text(text)
    return run("simulate", "--assumptions", folder / "small.toml", *words)


def test_a_year_is_played_told_and_written(tmp_path, capsys):
    assert simulate(tmp_path, SMALL, "--report", tmp_path / "out.json") == 0
    report = json.loads((tmp_path / "out.json").read_text())
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("10 weeks after 4 weeks of warm-up, 2 repetitions, seed 0")
    assert [line[:12].strip() for line in lines[2:5]] == ["matching", "every week", "when 3 wait"]
    assert [one["matching"] for one in report["scenarios"]] == ["weekly", "enough"]
    assert report["needed"]["reached"] is True
    assert "Assumed: 1 mentees a week arrive by chance; nobody stops waiting." in lines


def test_workers_change_nothing_and_the_seed_does(tmp_path, capsys):
    told = []
    for more in ((), ("--workers", "2"), ("--seed", "7")):
        simulate(tmp_path, SMALL, *more)
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert told[0] != told[2]


def test_a_goal_out_of_reach_gives_status_1(tmp_path, capsys):
    text = SMALL.replace("wait_90 = 12", "wait_90 = 0").replace('"weekly", ', "")
    assert simulate(tmp_path, text, "--runs", "2") == 1
    told = capsys.readouterr().out
    assert "is not kept even with plenty of mentors for everybody" in told
    assert "Match more often" in told


def test_a_goal_that_takes_too_many_mentors_is_said_to(tmp_path, capsys):
    text = SMALL.replace("number = 4", "number = 0") + "most = 1\n"
    assert simulate(tmp_path, text) == 1
    assert "is not kept even with 1 more mentor." in capsys.readouterr().out


def test_a_rhythm_by_days_and_a_wait_beyond_the_end_are_told(tmp_path, capsys):
    text = SMALL.replace('"weekly", { enough = 3 }', "{ long = 9 }").replace("number = 4", "number = 1")
    simulate(tmp_path, text)
    told = capsys.readouterr().out
    assert "after 9 days' wait" in told
    assert "more than" in told


def test_a_goal_that_is_kept_needs_nobody(tmp_path, capsys):
    simulate(tmp_path, SMALL.replace("number = 4", "number = 90"))
    assert "is kept with the mentors there are" in capsys.readouterr().out


def test_more_mentors_are_told_by_area_and_what_nobody_had_is_not_claimed(tmp_path, capsys):
    text = SMALL.replace("number = 4", "number = 0")
    assert simulate(tmp_path, text) == 0
    told = capsys.readouterr().out
    assert "cannot say" in told
    assert "for Taxation in English." in told


def test_wrong_keys_are_named_with_what_was_expected(tmp_path, capsys):
    assert simulate(tmp_path, "weeks = 0\nrhythm = 'weekly'\n") == 2
    told = capsys.readouterr().err
    assert "weeks: expected a number from 1 to 1000, found 0." in told
    assert "rhythm: unknown key; perhaps 'rhythms' is meant." in told


def test_one_repetition_is_too_few(tmp_path, capsys):
    assert simulate(tmp_path, SMALL, "--runs", "1") == 2
    assert "expected at least 2 repetitions" in capsys.readouterr().err
