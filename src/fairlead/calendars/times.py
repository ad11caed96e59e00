"""Spans of time, and what is left when some are taken away: pure, sorted, in UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, order=True)
class Span:
    """A time from a moment to a later one, both aware; it holds its beginning and not its end."""

    starts_at: datetime
    ends_at: datetime


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as possible, in order; what lasts no time is left out."""
    found: list[Span] = []
    for one in sorted(span for span in spans if span.starts_at < span.ends_at):
        if found and one.starts_at <= found[-1].ends_at:
            found[-1] = Span(found[-1].starts_at, max(found[-1].ends_at, one.ends_at))
        else:
            found.append(one)
    return found


def within(spans: Iterable[Span], frame: Span) -> list[Span]:
    """What of the spans lies in the frame."""
    cut = (Span(max(one.starts_at, frame.starts_at), min(one.ends_at, frame.ends_at)) for one in spans)
    return merged(cut)


def common(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The time that is in both."""
    rest = list(merged(others))
    return merged(part for one in merged(some) for part in within(rest, one))


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of the spans when some time is taken away."""
    gone, left = merged(taken), []
    for one in merged(spans):
        begins = one.starts_at
        for hole in within(gone, one):
            left.append(Span(begins, hole.starts_at))
            begins = hole.ends_at
        left.append(Span(begins, one.ends_at))
    return merged(left)
