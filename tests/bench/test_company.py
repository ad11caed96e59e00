"""What others took of the measured cores' time is told beside each case."""

import time

from bench import page
from bench.company import STATISTICS, Company, busy_seconds

TWO_CORES = """cpu  700 0 300 9000 50 0 0 0 0 0
cpu0 200 20 100 4000 30 3 2 75 40 0
cpu1 500 0 200 5000 20 0 0 0 0 0
intr 1 2 3
"""


def test_a_core_is_busy_with_programs_interrupts_and_other_guests_but_not_while_it_waits() -> None:
    assert busy_seconds(TWO_CORES, [0]) == 4.0
    assert busy_seconds(TWO_CORES, [1]) == 7.0
    assert busy_seconds(TWO_CORES, [0, 1]) == 11.0


def test_own_work_is_not_others_work() -> None:
    company = Company()
    end = time.process_time() + 0.3
    while time.process_time() < end:
        pass
    share = company.share()
    assert (share is None) is not STATISTICS.exists()
    assert share is None or 0 <= share <= 1


def test_where_the_system_tells_nothing_nothing_is_told() -> None:
    company = Company()
    company.before = None
    assert company.share() is None
    one, two = {"cores": 1, "of": 2}, {"cores": 2, "of": 2}
    assert page.busy({"others": None, "machine": one}) == page.busy({"machine": one}) == ""
    assert page.busy({"others": 0.0123, "machine": one}) == ", 1 core, others took 1.2%"
    assert page.busy({"others": 0.0123, "machine": two}) == ", 2 cores, others took 1.2%"


def test_the_machine_says_on_how_many_of_its_cores_everybody_was_held() -> None:
    assert page.cores_told({"cores": 2}) == "2 cores"
    assert page.cores_told({"cores": 1, "of": 1}) == "1 core"
    assert page.cores_told({"cores": 1, "of": 2}) == "2 cores, everybody held on 1 of them"
