"""The command says what goes today, or lets it go, without a name."""

import argparse

import pytest
from django.utils import timezone

from fairlead.cli import CommandError, retention
from fairlead.programmes.models import Programme
from tests.privacy.scenes import DAY, EVE, past

pytestmark = pytest.mark.django_db


def run(*words):
    parser = argparse.ArgumentParser()
    retention.add_arguments(parser)
    return retention.run(parser.parse_args(words))


@pytest.fixture
def scene(monkeypatch):
    found = past()
    monkeypatch.setattr(timezone, "now", lambda: DAY)
    return found


def test_a_dry_run_counts_and_touches_nothing_and_a_run_does_as_it_said(scene, capsys):
    assert run("--dry-run") == 0
    said = capsys.readouterr().out
    assert "     6  Answers in applications" in said
    assert "Chen" not in said
    assert scene.of("Chen").hopes == "To grow."
    assert run("--programme", scene.round.programme.slug) == 0
    assert "     6  Answers in applications" in capsys.readouterr().out
    assert scene.of("Chen").hopes == ""
    run("--dry-run")
    assert capsys.readouterr().out == f"{scene.round.programme.slug}: nothing\n"


def test_what_came_due_after_the_sweep_of_the_day_goes_as_the_dry_run_said(scene, capsys, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: EVE)
    run()
    Programme.objects.update(retention_months=12)
    capsys.readouterr()
    run("--dry-run")
    said = capsys.readouterr().out
    assert "     6  Answers in applications" in said
    run()
    assert capsys.readouterr().out == said


def test_an_unknown_programme_is_said(scene):
    with pytest.raises(CommandError, match="there is no programme 'nowhere'"):
        run("--programme", "nowhere")
