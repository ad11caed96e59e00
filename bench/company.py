"""How much of the measured cores' time others took meanwhile: a machine is seldom alone."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

STATISTICS = Path("/proc/stat")
WORKING = slice(0, 3), slice(5, 8)


def cores() -> list[int]:
    """The cores that this process and those it starts may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def own_seconds() -> float:
    """CPU seconds of this process and of those it started, once they have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def busy_seconds(statistics: str, some: list[int]) -> float:
    """How long these cores have worked since the machine began, for whomever, a host's other guests too."""
    names = {f"cpu{core}" for core in some}
    ticks = 0
    for line in statistics.splitlines():
        name, *numbers = line.split()
        if name in names:
            ticks += sum(int(number) for part in WORKING for number in numbers[part])
    return ticks / os.sysconf("SC_CLK_TCK")


class Company:
    """Watches from its making on; `share` may be asked once everybody who was started has ended."""

    def __init__(self) -> None:
        self.cores = cores()
        self.began = time.perf_counter()
        self.before = self._others()

    def _others(self) -> float | None:
        if not STATISTICS.exists():
            return None
        return busy_seconds(STATISTICS.read_text(encoding="utf-8"), self.cores) - own_seconds()

    def share(self) -> float | None:
        """What others took of the cores' time, from 0 to 1; None where the system does not tell."""
        after = self._others()
        if self.before is None or after is None:
            return None
        whole = len(self.cores) * (time.perf_counter() - self.began)
        return round(min(1.0, max(0.0, (after - self.before) / whole)), 4)
