"""One contender in a process of its own: says when it is ready, then solves once for each line it is sent.

Called as `python worker.py FOLDER MODULE CONTENDER`; answers are lines of JSON on the standard output. Runs
with any of the environments, so it needs only the standard library.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def megabytes(field: str) -> float:
    """The process's memory: "VmRSS" now, "VmHWM" at most (Linux); elsewhere the most since it began."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def cpu_seconds() -> float:
    """CPU seconds of all threads of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """Load, say so, then run and tell once for each line that comes in."""
    folder, module, name = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints goes to the standard error

    def tell(fact: dict[str, Any]) -> None:
        answers.write(json.dumps(fact) + "\n")
        answers.flush()

    sys.path.insert(0, str(ROOT))
    try:
        run, judge = importlib.import_module(module).CONTENDERS[name](folder)
        tell({"ready": True, "memory": megabytes("VmRSS")})
        for _ in sys.stdin:
            wall, cpu = time.perf_counter(), cpu_seconds()
            found = run()
            wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
            peak = megabytes("VmHWM")
            tell({"wall": wall, "cpu": cpu, "peak": peak, **judge(found)})
    except Exception as error:  # whatever a library raises is told in the table
        tell({"failed": f"{type(error).__name__}: {error}"[:300]})


if __name__ == "__main__":
    main()
