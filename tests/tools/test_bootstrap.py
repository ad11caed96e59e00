"""The set-up: the same packages everywhere, and a sentence when it cannot be."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tools import bootstrap


def pins(name: str) -> dict[str, set[str]]:
    """The pinned requirements of a lock file and their hashes."""
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    return {
        block.split(" \\")[0]: set(re.findall(r"--hash=(sha256:[0-9a-f]{64})", block)) for block in blocks
    }


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-uv.lock"])
def test_every_pin_has_its_hashes(name):
    locked = pins(name)
    assert [pin for pin, hashes in locked.items() if not hashes] == []
    assert all("==" in pin for pin in locked)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-uv.lock"])
def test_lock_files_agree(name):
    whole = pins("requirements-dev.lock")
    assert {pin: hashes for pin, hashes in pins(name).items() if whole.get(pin) != hashes} == {}


def test_every_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[\[<>=!~ ;]", line)[0].lower() for line in project["dependencies"]}
    locked = {pin.split("==")[0] for pin in pins("requirements.lock")}
    assert wanted - locked == set()


def test_the_lock_installs_with_uv_and_is_what_we_run():
    uv = Path(sys.executable).with_name("uv")
    lock = ["--require-hashes", "-r", "requirements-dev.lock"]
    command = [str(uv), "pip", "install", "--dry-run", "--offline", "--python", sys.executable, *lock]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, "Would install" in done.stderr) == (0, False), done.stderr


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What the set-up needs of the project, elsewhere."""
    for name in ("pyproject.toml", *bootstrap.LOCKS.values(), "requirements-uv.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "bootstrap.py", tmp_path / "tools")
    return tmp_path


def test_without_network_there_is_one_clear_message(clone):
    nowhere = "http://127.0.0.1:9/simple"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    done = subprocess.run(
        [sys.executable, "tools/bootstrap.py", "demo"],
        cwd=clone,
        env={
            **kept,
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": nowhere,
            "UV_NO_CACHE": "1",
            "UV_HTTP_RETRIES": "0",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert "no network" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (clone / ".venv" / "fairlead-demo.stamp").exists()


def test_a_python_that_is_too_old_is_named(monkeypatch):
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(bootstrap.Unprepared, match=r"needs Python 99\.0 or newer; this is Python 3"):
        bootstrap.start_over_with_a_newer_python()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
            "not the one the lock file names",
        ),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("error: Failed to fetch: dns error", "no network"),
        ("something else", "could not be installed"),
    ],
)
def test_the_reason_is_said_in_a_sentence(tmp_path, monkeypatch, words, sentence):
    log = tmp_path / "setup.log"
    log.write_text(words, encoding="utf-8")
    monkeypatch.setattr(bootstrap, "LOG", str(log))
    assert sentence in bootstrap.why_it_failed()
