"""The demo keeps to its own folder."""

import fcntl

import pytest

from fairlead.cli import CommandError, demo


def test_reset_empties_what_the_demo_made(tmp_path):
    data = tmp_path / "demo"
    data.mkdir()
    (data / "prepared.json").write_text("{}")
    with demo.alone(data, reset=True):
        assert not data.exists()


def test_reset_leaves_a_foreign_folder_alone(tmp_path):
    data = tmp_path / "demo"
    data.mkdir()
    (data / "thesis.txt").write_text("five years")
    with pytest.raises(CommandError, match="was not made by the demo"), demo.alone(data, reset=True):
        pytest.fail("the folder was handed out")
    assert (data / "thesis.txt").read_text() == "five years"


def test_a_second_demo_on_the_same_data_is_refused(tmp_path):
    data = tmp_path / "demo"
    with (tmp_path / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="already running"), demo.alone(data, reset=False):
            pytest.fail("the folder was handed out")


def test_sign_ins_are_kept_for_the_next_start(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "fingerprint", lambda: "same")
    (tmp_path / "prepared.json").write_text(
        '{"made_from": "same", "sign_ins": [["Mentor", "Ann", "a@x", "p"]]}'
    )
    assert demo.sign_ins(tmp_path) == [["Mentor", "Ann", "a@x", "p"]]


def test_the_table_lines_up_and_names_one_password_once():
    rows = [["Mentor", "Ann", "ann@x", "p"], ["HR", "Božena", "b@x", "p"]]
    assert demo.table(rows) == "  Mentor  ann@x  Ann\n  HR      b@x    Božena\nThe password of each is p"


def test_the_table_names_each_password_where_they_differ():
    rows = [["Mentor", "Ann", "ann@x", "p"], ["HR", "Božena", "b@x", "qq"]]
    assert demo.table(rows) == "  Mentor  ann@x  p   Ann\n  HR      b@x    qq  Božena"


def test_what_time_asks_for_is_done_before_the_demo_answers(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(demo.serve, "migrate", lambda: done.append("migrated"))
    monkeypatch.setattr("django.core.management.call_command", lambda name, **_options: done.append(name))
    monkeypatch.setattr("fairlead.kernel.sweeping.sweep", lambda at: done.append("swept"))
    demo.sign_ins(tmp_path)
    assert done == ["migrated", "seed_demo", "swept"]
