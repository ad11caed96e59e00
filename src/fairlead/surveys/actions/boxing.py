"""Put answers into a wave's box, show them in groups, and cut what joins them to persons."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from fairlead.programmes.models import Round
from fairlead.sealed import ciphers
from fairlead.surveys import boxes
from fairlead.surveys.enums import WaveState
from fairlead.surveys.models import Box, Wave
from fairlead.surveys.queries.boxed import key_of, lists

JOINED_FOR = timedelta(days=30)


def make_box(wave: Wave) -> Box:
    """An empty box for the wave, with a key of its own."""
    current, key = settings.WORDS_KEYS[0], ciphers.fresh_key()
    box = Box(wave=wave, under=ciphers.name_of(current))
    box.key = ciphers.close(key, under=current, about=f"box:{box.pk}")
    _write(box, key, waiting=[], shown=[])
    return box


def put(wave: Wave, answer: dict[str, Any]) -> None:
    """Lay one answer into the box and show what can be shown; the caller holds the wave's row."""
    box = Box.objects.select_for_update().get(wave=wave)
    key = key_of(box)
    waiting, shown = lists(box, key)
    now, still = boxes.to_show([*waiting, answer])
    _write(box, key, waiting=still, shown=[*shown, *now])


def show_last(wave: Wave) -> None:
    """Show what still waits, as the wave closes; fewer than five answers in all are never shown."""
    box = Box.objects.select_for_update().get(wave=wave)
    key = key_of(box)
    waiting, shown = lists(box, key)
    now, still = boxes.to_show(waiting, closing=True)
    _write(box, key, waiting=still, shown=[*shown, *now])


@transaction.atomic
def unlink(round: Round) -> bool:
    """Give everybody's answers in a round new signs that lead back to no person; False when too early.

    The answers of one person stay joined to each other. Nobody can undo it, also not with all the keys.
    """
    waves = list(Wave.objects.select_for_update().filter(round=round))
    if any(wave.state != WaveState.CLOSED for wave in waves):
        return False
    signs: dict[str, str] = {}
    for box in Box.objects.select_for_update().filter(wave__in=waves).order_by("pk"):
        key = key_of(box)
        waiting, shown = lists(box, key)
        _write(box, key, waiting=_resigned(waiting, signs), shown=_resigned(shown, signs))
    Wave.objects.filter(pk__in=[wave.pk for wave in waves]).update(unlinked=True)
    return True


def _resigned(answers: list[dict[str, Any]], signs: dict[str, str]) -> list[dict[str, Any]]:
    return [
        answer | {"mark": signs.setdefault(answer["mark"], secrets.token_hex(16))}
        if answer.get("mark")
        else answer
        for answer in answers
    ]


def _write(box: Box, key: bytes, *, waiting: Iterable[boxes.Answer], shown: Iterable[boxes.Answer]) -> None:
    box.waiting = boxes.sealed(waiting, key=key, about=f"waiting:{box.pk}")
    box.shown = boxes.sealed(shown, key=key, about=f"shown:{box.pk}")
    box.save()


@transaction.atomic
def renew_box_keys() -> int:
    """Seal the key of every box under the first of the installation's keys; how many were under another."""
    current = settings.WORDS_KEYS[0]
    others = list(Box.objects.exclude(under=ciphers.name_of(current)).select_for_update())
    for box in others:
        box.key = ciphers.close(key_of(box), under=current, about=f"box:{box.pk}")
        box.under = ciphers.name_of(current)
        box.save(update_fields=["key", "under"])
    return len(others)
