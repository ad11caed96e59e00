"""No migration is missing, every setting and command is written down, and a deployment passes its checks."""

import os
import re
import secrets
import subprocess
import sys

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from fairlead.cli import COMMANDS
from tests.house.tree import ROOT, SOURCE, texts

SETTING = re.compile(r"\bFAIRLEAD_[A-Z_]*[A-Z]\b")


def missing_migrations(wanted: ProjectState) -> set[str]:
    """The apps whose migrations do not lead to `wanted`."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return set(MigrationAutodetector(loader.project_state(), wanted).changes(graph=loader.graph))


@pytest.fixture
def real_migrations(settings):
    """The migrations as they are, whether or not this run made its database by them."""
    settings.MIGRATION_MODULES = {}


def test_no_migration_is_missing(real_migrations):
    assert missing_migrations(ProjectState.from_apps(apps)) == set()


def test_a_missing_migration_is_noticed(real_migrations):
    state = ProjectState.from_apps(apps)
    state.remove_field("people", "person", "name")
    assert missing_migrations(state) == {"people"}


def test_every_setting_is_written_down():
    used = {word for _, text in texts(".py", below=SOURCE) for word in SETTING.findall(text)}
    written = set(SETTING.findall((ROOT / "docs" / "operations.md").read_text(encoding="utf-8")))
    assert used == written


def test_every_command_is_written_down():
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    targets = re.findall(
        r"^([a-z][a-z-]*):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [name for name in COMMANDS if f"`fairlead {name}" not in operations] == []
    assert [name for name in targets if f"`make {name}`" not in operations + contributing] == []
    assert len(targets) > 5


def deployed(**more: str) -> int:
    """The status of Django's deployment check as a production environment would run it."""
    environment = {
        "PATH": os.environ["PATH"],
        "FAIRLEAD_SECRET_KEY": secrets.token_urlsafe(48),
        "FAIRLEAD_HOSTS": "mentoring.example",
        "FAIRLEAD_BASE_URL": "https://mentoring.example",
        "FAIRLEAD_DATA": os.environ["FAIRLEAD_DATA"],
        **more,
    }
    command = [sys.executable, "-m", "fairlead.cli", "manage", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode


def test_a_deployment_passes_its_checks():
    assert deployed(FAIRLEAD_HTTPS="1") == 0


def test_a_careless_deployment_does_not():
    assert deployed(FAIRLEAD_HTTPS="0") != 0
