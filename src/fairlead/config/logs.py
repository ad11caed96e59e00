"""Log lines: what happened, then name=value pairs, through the ordinary logging handlers."""

import logging
import re

import structlog
from structlog.typing import EventDict, WrappedLogger

# A secret of 256 bits in an address, as `kernel.tokens` makes them.
SECRET = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])", re.ASCII)


class LineFormatter(logging.Formatter):
    """A log line in which no link to answer or to sign in can be read."""

    def format(self, record: logging.LogRecord) -> str:
        """The line with every secret left out."""
        return SECRET.sub("…", super().format(record))


def line(logger: WrappedLogger, method: str, event: EventDict) -> str:
    """One event as a line; the traceback, if any, is the handler's to write."""
    event.pop("exc_info", None)
    words = [str(event.pop("event"))]
    return " ".join(words + [f"{name}={value!r}" for name, value in event.items()])


def configure() -> None:
    """Send events through `logging`; tracebacks never show the values in them, for they may be personal."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, line],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
