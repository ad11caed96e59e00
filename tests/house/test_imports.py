"""The import contracts hold, and a broken one is noticed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SOURCE

LINTER = Path(sys.executable).with_name("lint-imports")


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINTER), "--no-cache", "--config", str(folder / "pyproject.toml")]
    environment = {"PYTHONPATH": str(folder / "src"), "PATH": "", "PYTHONUTF8": "1", "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_imports_go_in_one_direction():
    done = contracts(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("people/policies.py", "import fairlead.matching.models", "Contexts stand on one another"),
        ("people/models.py", "import fairlead.people.actions", "Inside a context"),
        ("engine/__init__.py", "import django", "The engine knows nothing"),
        ("portal/__init__.py", "import fairlead.engine", "Only matching and the command line"),
        ("people/views.py", "import fairlead.people.models", "Views never import models"),
    ],
)
def test_a_wrong_import_is_noticed(tmp_path, module, line, contract):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(SOURCE, tmp_path / "src" / "fairlead", ignore=shutil.ignore_patterns("static", "*.pyc"))
    path = tmp_path / "src" / "fairlead" / module
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    done = contracts(tmp_path)
    broken = [row for row in done.stdout.splitlines() if row.startswith(contract) and "BROKEN" in row]
    assert len(broken) == 1, done.stdout
