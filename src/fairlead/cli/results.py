"""Write the results: exact numbers, no live formulas, both files or none."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

from fairlead.cli.phrases import figure
from fairlead.cli.tables import BadInput, Fault

FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def harmless(text: str) -> str:
    """A text that a spreadsheet will not take for a formula; plain numbers stay as they are."""
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text


def meant(text: str, known: Collection[str]) -> str:
    """The id that a cell of an earlier result stands for, whether it was made harmless there or not."""
    bare = text.removeprefix("'")
    return bare if bare in known and text not in known and harmless(bare) == text else text


def as_csv(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows as comma-separated text, formulas made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def as_json(value: Any, indent: str = "") -> str:
    """JSON in which decimal numbers are written exactly."""
    deeper = indent + "  "
    if isinstance(value, Mapping):
        inside = [
            f"{deeper}{json.dumps(str(key), ensure_ascii=False)}: {as_json(one, deeper)}"
            for key, one in value.items()
        ]
        return "{\n" + ",\n".join(inside) + f"\n{indent}}}" if inside else "{}"
    if isinstance(value, list | tuple):
        inside = [f"{deeper}{as_json(one, deeper)}" for one in value]
        return "[\n" + ",\n".join(inside) + f"\n{indent}]" if inside else "[]"
    if isinstance(value, Decimal):
        return figure(value)
    return json.dumps(value, ensure_ascii=False)


def check_outputs(outputs: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Refuse, before any work, outputs that cannot be written or would overwrite an input."""
    faults = []
    for place, path in enumerate(outputs):
        same = [other for other in (*inputs, *outputs[:place]) if path.resolve() == other.resolve()]
        if same:
            faults.append(
                Fault(str(path), 0, "", f"is given for two files ({same[0]}).", "Choose another name.")
            )
        elif path.is_dir():
            faults.append(Fault(str(path), 0, "", "is a folder.", "Give the name of a file."))
        elif not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
            faults.append(Fault(str(path), 0, "", "the folder is not there or cannot be written to."))
    if faults:
        raise BadInput(faults)


def write_all(contents: Mapping[Path, str]) -> None:
    """Write each file beside its place first, then put all into place: all of them or none."""
    waiting: list[tuple[str, Path]] = []
    try:
        for path, text in contents.items():
            if path.exists() and not path.is_file():
                path.write_text(text, encoding="utf-8")  # a device or a pipe has no place to move into
                continue
            with tempfile.NamedTemporaryFile(
                "w",
                encoding="utf-8",
                newline="",
                dir=path.resolve().parent,
                prefix=f".{path.name}.",
                delete=False,
            ) as file:
                waiting.append((file.name, path.resolve()))
                file.write(text)
        for name, path in waiting:
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
    except OSError as error:
        raise BadInput([Fault(str(error.filename), 0, "", f"cannot be written: {error.strerror}.")]) from None
    finally:
        for name, _ in waiting:
            with suppress(FileNotFoundError):
                Path(name).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
