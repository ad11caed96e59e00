"""The peers' own environments: made by uv beside this file, from requirement files with pinned versions."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENTS = HERE / ".venvs"
MINUTES = 10
OF_PEER = {
    "OR-Tools assignment": "flow",
    "OR-Tools flow": "flow",
    "scipy": "flow",
    "scipy sparse": "flow",
    "POT": "flow",
    "HiGHS": "highs",
    "matching": "matching",
    "mentor-match": "mentor-match",
    "faiss": "faiss",
}


def environment_of(peer: str) -> str:
    """The environment that a peer lives in; every variant of lapx in one."""
    return "flow" if peer.startswith("lapx ") else OF_PEER[peer]


def _python(name: str) -> Path:
    folder = ENVIRONMENTS / name
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def requirements(name: str) -> Path:
    """The file with an environment's packages."""
    return HERE / "requirements" / f"{name}.txt"


def packages(name: str) -> dict[str, str]:
    """The versions pinned for an environment."""
    lines = requirements(name).read_text(encoding="utf-8").split()
    return dict(line.split("==") for line in lines)


def ready(name: str) -> Path | str:
    """The interpreter of an environment, made where it is not there yet; a text says why there is none."""
    digest = hashlib.sha256(requirements(name).read_bytes()).hexdigest()
    stamp = ENVIRONMENTS / name / "made-from"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return _python(name)
    uv = Path(sys.executable).with_name("uv")
    program = str(uv) if uv.exists() else shutil.which("uv")
    if program is None:
        return "uv is not installed"
    commands = (
        ["venv", "--quiet", "--clear", "--python", sys.executable, str(ENVIRONMENTS / name)],
        ["pip", "install", "--quiet", "--python", str(_python(name)), "-r", str(requirements(name))],
    )
    for command in commands:
        try:
            subprocess.run(
                [program, *command], check=True, capture_output=True, text=True, timeout=60 * MINUTES
            )
        except subprocess.TimeoutExpired:
            return f"not installed within {MINUTES} minutes"
        except subprocess.CalledProcessError as error:
            return f"could not be installed: {error.stderr.strip().splitlines()[-1][:200]}"
    stamp.write_text(digest, encoding="utf-8")
    return _python(name)
