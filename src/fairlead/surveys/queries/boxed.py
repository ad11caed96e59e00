"""Open the boxes in which a wave's answers lie."""

from typing import Any

from django.conf import settings

from fairlead.sealed import ciphers
from fairlead.surveys import boxes
from fairlead.surveys.models import Box, Wave


def key_of(box: Box) -> bytes:
    """The key of a box, opened with whichever of the installation's keys it was sealed under.

    Raises `ciphers.CannotOpen` when none of the keys in `WORDS_KEYS` is that one.
    """
    for key in settings.WORDS_KEYS:
        if ciphers.name_of(key) == box.under:
            return ciphers.open_(box.key, under=key, about=f"box:{box.pk}")
    raise ciphers.CannotOpen(f"box:{box.pk}")


def lists(box: Box, key: bytes) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The answers that wait, and those that are shown."""
    return (
        boxes.opened(box.waiting, key=key, about=f"waiting:{box.pk}"),
        boxes.opened(box.shown, key=key, about=f"shown:{box.pk}"),
    )


def shown(wave: Wave) -> list[dict[str, Any]]:
    """The answers of a wave that may be counted and read now: none, or five and more; one query."""
    box = Box.objects.filter(wave=wave).first()
    return _shown(box) if box else []


def shown_of(waves: list[Wave]) -> dict[Any, list[dict[str, Any]]]:
    """The answers that may be counted now, by wave id; one query."""
    none: dict[Any, list[dict[str, Any]]] = {wave.pk: [] for wave in waves}
    return none | {box.wave_id: _shown(box) for box in Box.objects.filter(wave__in=waves)}


def _shown(box: Box) -> list[dict[str, Any]]:
    return boxes.opened(box.shown, key=key_of(box), about=f"shown:{box.pk}")
