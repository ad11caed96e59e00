"""Where machine code is kept, and whether some is at hand already; looked up without loading the compiler.

Numba looks only at the file a kernel stands in, so code of other kernels that is woven into it could be out
of date; here every change of a file that names `numba_door` begins a new folder. Compiling takes many
seconds, so small work for which no machine code is at hand is done without it (`prepare` makes it).
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

SOONER_WITHOUT = 300_000
PRICING = "pricing_pass"
GIVEN = "NUMBA_CACHE_DIR"
_at_hand: set[str] = set()


def name_of(engine: Path) -> str:
    """The name of the folder for the machine code of these very kernels."""
    texts = (path.read_bytes() for path in sorted(engine.rglob("*.py")))
    digest = blake2b(b"".join(text for text in texts if b"numba_door" in text), digest_size=8)
    return f"kernels-{digest.hexdigest()}"


def folders(engine: Path) -> list[Path]:
    """Where it may be kept, the best place first: as is asked for, beside the engine, in the user's cache."""
    name, asked = name_of(engine), os.environ.get(GIVEN)
    found = [Path(asked) / name] if asked else []
    found.append(engine / "__pycache__" / name)
    with suppress(RuntimeError):  # somebody without a home
        found.append(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fairlead" / name)
    return found


def is_writable(folder: Path) -> bool:
    """Whether files can be kept in a folder; it is made if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


@lru_cache(maxsize=1)
def kept_in() -> Path | None:
    """The folder in which machine code is kept; None if there is none that can be written to."""
    return next(filter(is_writable, folders(Path(__file__).parent)), None)


def is_worth_it(kind: str, size: int) -> bool:
    """Whether work on so many pairs is best done by machine code of a kind: present, at hand or soon made."""
    if size <= SOONER_WITHOUT and not _is_at_hand(kind):
        return False
    from fairlead.engine.numba_door import PRESENT  # loaded only where it pays

    return PRESENT


def _is_at_hand(kind: str) -> bool:
    folder = kept_in()
    if kind not in _at_hand and folder is not None and (folder / f"{kind}.ready").exists():
        _at_hand.add(kind)
    return kind in _at_hand


def note(kind: str) -> None:
    """Remember that machine code of a kind is at hand from here on."""
    folder = kept_in()
    if kind not in _at_hand and folder is not None:
        with suppress(OSError):
            (folder / f"{kind}.ready").touch()
    _at_hand.add(kind)
