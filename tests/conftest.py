"""What every test may ask for."""

import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

settings.register_profile(
    "fairlead", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)
settings.load_profile("fairlead")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--only-database` leaves out tests that never ask a database, or ask what others ask already.

    `--sampled` leaves out some of the rest as well: see `in_sample`.
    """
    parser.addoption("--only-database", action="store_true", help="only tests that mean more on another one")
    parser.addoption("--sampled", action="store_true", help="and of these every second, always the same")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark browser journeys, begin with the longest, skip on SQLite what only PostgreSQL can answer."""
    if config.getoption("--only-database"):
        items[:] = [item for item in items if asks_database(item)]
    if config.getoption("--sampled"):
        items[:] = in_sample(items)
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)
    for item in items:
        if item.path.is_relative_to(config.rootpath / "tests" / "e2e"):
            item.add_marker(pytest.mark.browser)
        if connection.vendor != "postgresql" and item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.skip(reason="asks PostgreSQL"))


def asks_database(item: pytest.Item) -> bool:
    """Whether a test uses a database, and asks it more than the doors of each page already do."""
    if item.get_closest_marker("crawl") or item.get_closest_marker("once"):
        return False
    fixtures = {"db", "transactional_db", "live_server"}
    return bool(item.get_closest_marker("django_db") or fixtures & set(getattr(item, "fixturenames", ())))


def in_sample(items: list[pytest.Item]) -> list[pytest.Item]:
    """Every door, whatever acts at once or is for PostgreSQL alone, and of the rest every second test.

    Which half that is follows from the name, so it is the same in each process and each run; of a test with
    several cases it is the first. Another database answers the same query alike for all of them.
    """
    chosen, seen = [], set()
    for item in items:
        name = item.nodeid.partition("[")[0]
        if _always(item) or (name not in seen and zlib.crc32(name.encode()) % 2 == 0):
            chosen.append(item)
        seen.add(name)
    return chosen


def _always(item: pytest.Item) -> bool:
    alone = item.get_closest_marker("django_db")
    at_once = alone is not None and bool(alone.kwargs.get("transaction"))
    return at_once or item.path.name == "test_doors.py" or bool(item.get_closest_marker("postgres"))


@pytest.fixture
def at() -> datetime:
    """The moment at which most tests happen: Monday 5 October 2026, nine o'clock UTC."""
    return datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo_told(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """The demo for a whole module, taken back at its end: the moment at which it was told."""
    from tests import told  # most tests ask nothing of what the demo is told with

    with django_db_blocker.unblock(), told.undone():
        yield told.bring(told.shared(tmp_path_factory))


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Call several functions at the same moment, each in its own thread with its own connection.

    Gives what each returned or raised, in the order they were given. Needs
    `@pytest.mark.django_db(transaction=True)`.
    """

    def together(*calls: Callable[[], Any]) -> list[Any]:
        outcomes: list[Any] = [None] * len(calls)
        barrier = threading.Barrier(len(calls))

        def one(place: int, call: Callable[[], Any]) -> None:
            try:
                connection.ensure_connection()
                barrier.wait(timeout=20)
                outcomes[place] = call()
            except Exception as error:
                outcomes[place] = error
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return outcomes

    return together
