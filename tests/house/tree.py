"""The files of the project, as git sees them."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "fairlead"


def files(*suffixes: str, below: Path = ROOT) -> list[Path]:
    """Every file that is or would be committed, with one of the suffixes if any; none vendored."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    paths = (ROOT / name for name in names if name)
    return sorted(
        path
        for path in paths
        if path.is_file()
        and path.is_relative_to(below)
        and "vendor" not in path.parts
        and (not suffixes or path.suffix in suffixes)
    )


def texts(*suffixes: str, below: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Name and text of the same files; what is not UTF-8 text is left out."""
    for path in files(*suffixes, below=below):
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
